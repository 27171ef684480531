"""Read a document into the draft of a plan. Rules only: nothing here knows one plan from another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from bot.model.documents.draft import Draft, Settled
from bot.model.documents.not_a_plan import NotAPlan
from bot.model.plan import Action, Plan, Priority, Role
from seed.draft import Doubts
from seed.meaning import front
from seed.meaning.classify import parts_of
from seed.meaning.collecting import Collected, collect
from seed.meaning.dates import plan_year
from seed.meaning.dates.far import Far
from seed.meaning.dates.of_document import day_of, with_day
from seed.meaning.groups import Group
from seed.meaning.key import Key, key_of
from seed.meaning.measures import measures_in
from seed.meaning.owners import Owners, initials_in
from seed.meaning.parts import Meaning, OtherTable, Part, PlanTable
from seed.meaning.refusing import own_file, why_not
from seed.meaning.rows.clean import cleaned
from seed.meaning.rows.milestones import Milestones, is_dated, is_owned
from seed.meaning.rows.numbering import milestone_refs, refs_of, settle, tell_renumbered
from seed.meaning.rows.steps import Deed, Said, Step
from seed.meaning.titles import Titles
from seed.roles import RolesFile
from seed.source import Document, Place, Table
from seed.words import say
from seed.words import short as brief


def read(document: Document, short: str, settled: Settled) -> Draft:
    """Read a document by what an admin has settled. The same document is read the same way each time.

    Raises NotAPlan and nothing else.
    """
    if other := own_file(document):
        raise NotAPlan(other)
    doubts = Doubts(settled.answers)
    for sentence in document.told:
        doubts.warn(Place(), "reader", read=sentence)
    parts = cleaned(parts_of(document, doubts))
    if not any(isinstance(part, PlanTable) for part in parts):
        raise NotAPlan(why_not(parts))
    cells = _owner_cells(parts)
    titles = Titles(RolesFile(roles=settled.roles) if settled.roles is not None else None, list(dict.fromkeys(cells)))
    owners = Owners(titles, cells, initials_in(part for part in parts if isinstance(part, OtherTable)), doubts)
    found = collect(parts, document.format, titles, doubts)
    if not found.deeds:
        raise NotAPlan(say("not_a_plan", "no_action"))
    return _Planner(document, short, settled, found, owners, key_of(parts, doubts), doubts).draft(day_of(parts, found.intro))


class _Planner:
    """Makes a plan of what was collected."""

    def __init__(
        self, document: Document, short: str, settled: Settled, found: Collected, owners: Owners, key: Key, doubts: Doubts
    ) -> None:
        self._document, self._short, self._settled, self._found, self._doubts = document, short, settled, found, doubts
        named = document.title if front.is_name_of_plan(document.title) else ""
        self._title = found.title or named or front.title(found.lines, found.furniture) or short
        year = plan_year([self._title]) or plan_year(found.intro)
        self._milestones = Milestones(settled.calendar, year, owners, key, doubts)
        self._named: list[tuple[Step, str]] = []  # the milestones with their refs

    def draft(self, day: date | None) -> Draft:
        """Return the draft, with all that is doubtful in it. `day` is the one that the document speaks of, if it names one."""
        plan = self._plan()
        plan = plan.model_copy(update={"actions": with_day(plan.actions, day)})
        return Draft(plan=plan, warnings=self._doubts.told(_sheets(self._document)), doubts=self._doubts.asked(self._refs_at))

    @cached_property
    def _touched(self) -> dict[tuple[str, int], list[str]]:
        touched: dict[tuple[str, int], list[str]] = defaultdict(list)
        for step, ref in self._named:
            for at in step.places:
                touched[at.sheet, at.line].append(ref)
        return touched

    def _refs_at(self, at: Place) -> Sequence[str]:
        return self._touched.get((at.sheet, at.line), ())

    def _places(self) -> dict[str, Place]:
        return {ref: Place(sheet, line) for (sheet, line), refs in self._touched.items() for ref in refs}

    def _plan(self) -> Plan:
        deeds = self._found.deeds
        groups = settle(deeds, self._found.groups.found, self._doubts)
        refs = refs_of(deeds)
        tell_renumbered(deeds, refs, self._doubts)
        self._tell_lacking(deeds)
        read = [self._action(deed, ref) for deed, ref in zip(deeds, refs, strict=True)]
        actions = Far(read, self._places(), self._settled.calendar, self._doubts).settled()
        priorities = self._priorities(groups, deeds)
        before = front.read(self._found.intro, (link for deed in deeds for link in deed.links), len(priorities))
        self._tell(before)
        return Plan(
            short=self._short,
            title=self._title,
            vision=before.vision,
            aims=before.aims,
            partnership=before.partnership,
            voices=before.voices,
            governance=before.governance,
            priorities=_with_kinds(priorities, before.kinds),
            actions=actions,
            roles=self._roles(actions),
            sheets=tuple(self._found.sheets),
            answers=self._doubts.used,
        )

    def _tell_lacking(self, deeds: Sequence[Deed]) -> None:
        """Tell once if no milestone has an owner or none has a date, and not of each."""
        steps = [step for deed in deeds for step in deed.steps]
        self._milestones.tells_no_owner = any(map(is_owned, steps))
        self._milestones.tells_no_date = any(map(is_dated, steps))
        if steps and not self._milestones.tells_no_owner:
            self._doubts.warn(steps[0].at, "nobody_owns")
        if steps and not self._milestones.tells_no_date:
            self._doubts.warn(steps[0].at, "nothing_dated")

    def _tell(self, before: front.Front) -> None:
        if before.other_board:
            at = next((part.at for part in self._found.before if before.other_board in part.text), Place())
            self._doubts.warn(at, "board_named_twice", board=before.governance.board, read=before.other_board)
        if before.were_numbered:
            first = before.aims[0].text
            at = next((part.at for part in self._found.before if first in part.text), Place())
            self._doubts.warn(at, "aims_numbered", read=first, count=len(before.aims))

    def _priorities(self, groups: Sequence[Group], deeds: Sequence[Deed]) -> tuple[Priority, ...]:
        """Return the priorities by their numbers. If the plan names none, it is one by its title."""
        known = {group.number: group for group in groups}
        begins = {deed.number: deed.at for deed in reversed(deeds)}
        found = []
        for number in sorted(begins.keys() | known.keys()):
            group = known.get(number) or self._found.groups.listed(number)
            words = group.words if group else ""
            if not words and not known and number == 1:
                words = self._title
            if not words:
                self._doubts.warn(begins.get(number, Place()), "priority_unnamed", read=number)
            found.append(Priority(number=number, text=words, kind=group.kind if group else ""))
        return tuple(found)

    def _action(self, deed: Deed, ref: str) -> Action:
        if not deed.title and deed.steps:
            deed.title = deed.steps[0].text or ""
        for at, code, facts in deed.notes:
            self._doubts.warn(at, code, ref=ref, **facts)
        if not deed.steps:
            self._doubts.warn(deed.at, "no_milestone", ref=ref, read=brief(deed.title))
        milestones = []
        for step, own in zip(deed.steps, milestone_refs(deed, ref), strict=True):
            self._named.append((step, own))
            milestones.append(self._milestones.of(step, own, deed.title, ref))
        said: Said = {"ref": ref, "priority": deed.number, "title": deed.title, "milestones": milestones}
        if deed.impact:
            said["impact"] = " ".join(deed.impact)
        if deed.paragraphs:
            said["success_measures"] = measures_in(deed.paragraphs)
        if deed.links:
            said["strategy_links"] = tuple(deed.links)
        if deed.source != ref:
            said["source_ref"] = deed.source
        return Action.model_validate(said)  # with its milestones: to check each on its own takes longer

    def _roles(self, actions: Iterable[Action]) -> tuple[Role, ...]:
        settled = {role.name: role for role in self._settled.roles or ()}
        named = dict.fromkeys(owner for action in actions for m in action.milestones for owner in m.owners)
        return tuple(settled.get(name, Role(name=name)) for name in named)


def _sheets(document: Document) -> list[str]:
    """Return the names of the sheets or pages of a document in their order."""
    found: dict[str, None] = {}
    for block in document.blocks:
        found.update(dict.fromkeys(line.at.sheet for line in block.lines) if isinstance(block, Table) else {block.at.sheet: None})
    return list(found)


def _with_kinds(priorities: Sequence[Priority], kinds: Sequence[str]) -> tuple[Priority, ...]:
    """Return the priorities with what the pages before them call each, if these say it of all."""
    if len(kinds) != len(priorities):
        return tuple(priorities)
    pairs = zip(priorities, kinds, strict=True)
    return tuple(one if one.kind else one.model_copy(update={"kind": kind}) for one, kind in pairs)


def _owner_cells(parts: Iterable[Part]) -> list[str]:
    """Return the cells of all owner columns."""
    cells: list[str] = []
    for part in parts:
        if isinstance(part, PlanTable):
            width = len(part.columns)
            owners = [column.at for column in part.columns if column.meaning is Meaning.OWNER]
            cells += [line.cells[at].text for line in part.body if len(line.cells) == width for at in owners]
    return cells
