"""Read the text of a plan document into a draft. Rules only: nothing here knows one plan from another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.model.draft import Draft
from bot.model.not_a_plan import NotAPlan
from bot.model.plan import Action, Milestone, Plan, Priority, Role
from bot.model.policy import Calendar
from bot.rules.dates import ANYWHERE
from seed.draft import Doubts
from seed.meaning import front
from seed.meaning.cells import dated_parts, flat
from seed.meaning.dates import read_date
from seed.meaning.deeds import Deed, Deeds, Step
from seed.meaning.rows import Rows
from seed.meaning.titles import Titles
from seed.roles import RolesFile
from seed.source import Place
from seed.words import say
from seed.words import short as brief


def read(text: str, short: str, roles: RolesFile | None, calendar: Calendar = ANYWHERE) -> Draft:
    """Read a plan document by its roles file, if there is one, and its calendar. Raises NotAPlan and nothing else."""
    doubts = Doubts()
    rows = Rows(text, doubts)
    titles = Titles(roles, rows.owner_cells())
    deeds = Deeds(titles, doubts)
    for row in rows.read(titles):
        deeds.take(row)
    if not deeds.deeds:
        raise NotAPlan(say("not_a_plan", "no_action"))
    plan = _Planner(short, roles, calendar, rows, titles, deeds.deeds, doubts).plan()
    return Draft(plan=plan, warnings=doubts.told())


class _Planner:
    """Makes a plan of what was read."""

    def __init__(
        self,
        short: str,
        roles: RolesFile | None,
        calendar: Calendar,
        rows: Rows,
        titles: Titles,
        deeds: list[Deed],
        doubts: Doubts,
    ) -> None:
        self._calendar = calendar
        self._short, self._roles_file, self._rows = short, roles, rows
        self._titles, self._deeds, self._doubts = titles, deeds, doubts

    def plan(self) -> Plan:
        """Return the plan, every doubt of it noted."""
        self._number()
        actions = [self._action(deed, ref) for deed, ref in zip(self._deeds, self._refs(), strict=True)]
        numbers = sorted({action.priority for action in actions} | set(self._rows.found))
        priorities = []
        for number in numbers:
            words = self._rows.found.get(number) or self._rows.listed.get(number, "")
            priorities.append(Priority(number=number, text=words))
            if not words:
                line = next((d.line for d in self._deeds if d.priority == number), 1)
                self._doubts.warn(Place(line=line), "priority_unnamed", read=number)
        body = " ".join(line.strip() for line in self._rows.intro)
        governance, other = front.governance(body)
        if other:
            line = next((at for at, text in enumerate(self._rows.lines, start=1) if other in text), 1)
            self._doubts.warn(Place(line=line), "board_named_twice", board=governance.board, read=other)
        return Plan(
            short=self._short,
            title=front.title(self._rows.lines, self._rows.headers),
            partnership=front.partnership(self._rows.intro),
            governance=governance,
            priorities=tuple(priorities),
            actions=tuple(actions),
            roles=self._roles(actions),
        )

    def _number(self) -> None:
        """Give each action its priority: the one its reference names, else the heading above it, else the first."""
        for deed in self._deeds:
            own = re.match(r"^(\d{1,2})(?:\.\d+|[a-z])", deed.source or "")
            if own and int(own[1]) > 0 and (deed.priority is None or re.match(r"^\d+\.\d+$", deed.source or "")):
                if deed.priority not in (None, int(own[1])):
                    deed.notes.append((deed.line, "ref_elsewhere", {"read": str(deed.priority), "priority": own[1]}))
                deed.priority = int(own[1])
            deed.priority = deed.priority or 1

    def _refs(self) -> list[str]:
        taken = {d.source for d in self._deeds if re.match(r"^[1-9]\d?\.[1-9]\d*$", d.source or "")}
        refs: dict[str, None] = {}
        given: Counter[str] = Counter()
        tried: Counter[str] = Counter()
        for deed in self._deeds:
            if deed.source in taken and deed.source not in refs:
                refs[str(deed.source)] = None
                given[str(deed.source).partition(".")[0]] += 1
                continue
            priority = str(deed.priority)
            count = max(given[priority], tried[priority]) + 1
            while f"{priority}.{count}" in taken or f"{priority}.{count}" in refs:
                count += 1
            if deed.source in refs:
                deed.notes.append((deed.line, "ref_twice", {"read": str(deed.source)}))
            refs[f"{priority}.{count}"] = None
            given[priority] += 1
            tried[priority] = count
        return list(refs)

    def _action(self, deed: Deed, ref: str) -> Action:
        if not deed.title and deed.steps:
            deed.title = deed.steps[0].text or ""
        for line, code, facts in deed.notes:
            self._doubts.warn(Place(line=line), code, ref=ref, **facts)
        if not deed.steps:
            self._doubts.warn(Place(line=deed.line), "no_milestone", ref=ref)
        steps = [self._milestone(step, f"{ref}.{n}", deed.title) for n, step in enumerate(deed.steps, start=1)]
        return Action(
            ref=ref,
            priority=int(ref.partition(".")[0]),
            title=deed.title,
            impact=" ".join(deed.impact),
            success_measures=tuple(deed.measures),
            strategy_links=tuple(deed.links),
            milestones=tuple(steps),
            source_ref=deed.source if deed.source != ref else None,
        )

    def _milestone(self, step: Step, ref: str, title: str) -> Milestone:
        text, phrase = step.text, step.phrase
        if text is None:
            text = title
            found, rest = dated_parts([title]) if phrase is None else ([], "")
            if len(found) == 1 and not rest:
                text, phrase = found[0]
        name = f'{ref} "{brief(text)}"'
        for code, facts in step.notes:
            self._doubts.warn(Place(line=step.line), code, milestone=name, **facts)
        reading = read_date(phrase, self._calendar) if phrase else None
        if reading is None:
            self._doubts.warn(Place(line=step.line), "no_date", milestone=name)
        elif reading.problem:
            self._doubts.warn(Place(line=step.line), reading.problem, milestone=name, read=phrase, due=reading.due)
        if step.in_words:
            self._doubts.warn(Place(line=step.line), "date_in_words", milestone=name, read=phrase)
        return Milestone(
            ref=ref,
            text=text,
            date_text=phrase,
            start=reading.start if reading else None,
            due=reading.due if reading else None,
            open_ended=reading.open_ended if reading else False,
            recurrence=reading.recurrence if reading else None,
            owners=self._owners(step, name),
        )

    def _owners(self, step: Step, name: str) -> tuple[str, ...]:
        cell = "\n".join(step.owners)
        split = self._titles.split(cell)
        if not split.names:
            self._doubts.warn(Place(line=step.line), "no_owner", milestone=name)
        if split.doubtful:
            shown = "; ".join(split.names)
            self._doubts.warn(Place(line=step.line), "owner_doubtful", milestone=name, read=flat(cell), split=shown)
        for role in split.unknown:
            self._doubts.warn(Place(line=step.line), "role_unknown", milestone=name, read=role)
        return split.names

    def _roles(self, actions: Iterable[Action]) -> tuple[Role, ...]:
        settled = {role.name: role for role in self._roles_file.roles} if self._roles_file else {}
        named = dict.fromkeys(owner for action in actions for m in action.milestones for owner in m.owners)
        return tuple(settled.get(name, Role(name=name)) for name in named)
