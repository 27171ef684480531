"""Doubts as they are told: to admins, and to whoever leads the milestone's priority. Nobody else reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from bot.model.letters.message import Spans
from bot.model.letters.talk import Asker
from bot.model.people import Person
from bot.model.plan import Milestone, Plan
from bot.model.snapshot import Snapshot
from bot.model.updates.doubt import Doubt
from bot.ports.record import View
from bot.reports.letters.reader import Reader, last_opening
from bot.wording.letters.sections import MOST_LINES, News
from bot.wording.sentences import Fact, line, words
from bot.wording.summary_lines import named
from bot.wording.updates.doubts import doubt_in_words


def may_read(person: Person, milestone: Milestone) -> bool:
    """Say if somebody is told of doubts about a milestone."""
    return person.is_admin or person.leads(milestone.priority)


def _is_told(person: Person, plan: Plan, ref: str) -> bool:
    """Say if somebody is told of doubts about words on a milestone, an action or a priority, or on something of the board's that
    is about none of these: of that admins alone are."""
    if person.is_admin:
        return True
    found = {one.ref: one.priority for one in plan.milestones} | {one.ref: one.priority for one in plan.actions}
    priority = found.get(ref, int(ref) if ref.isdecimal() else None)
    return priority is not None and person.leads(priority)


def _called(ref: str) -> str:
    """Call a ref so that a priority's number is not taken for anything else."""
    return words("guard.shown.priority", {"number": ref}) if ref.isdecimal() else ref


def may_be_told(asker: Asker, milestone: Milestone) -> bool:
    """Say if somebody is told of doubts about a milestone where they ask: never where everybody reads the answer."""
    return may_read(asker.person, milestone) and not asker.open


def of_statements(view: View, asker: Asker, milestone: Milestone, numbers: Collection[int] = ()) -> Mapping[int, Spans]:
    """Return what is told somebody of each statement of a milestone, or of those of these numbers: empty for most."""
    if not may_be_told(asker, milestone):
        return {}
    found = view.doubts.of(asker.short, milestone.ref)
    return {one.update: doubt_in_words(one) for one in found if not numbers or one.update in numbers}


def told(view: View, snapshot: Snapshot, reader: Reader) -> Iterable[News]:
    """Tell a person of the doubts about what others said since their last round opened: one line for what is alike in one
    save."""
    person, ran, opens = reader
    before = last_opening(snapshot, person, ran)
    if before is None or not (person.is_admin or any(person.leads(one.priority) for one in snapshot.plan.milestones)):
        return
    first, last = view.entries.upto(snapshot.short, before), view.entries.upto(snapshot.short, opens)
    found = view.doubts.between(snapshot.short, first, last) if first < last else ()
    together: dict[tuple[object, ...], list[Doubt]] = {}
    for one in found:
        if one.by != person.id and _is_told(person, snapshot.plan, one.ref):
            together.setdefault((one.by, one.at, one.asked, one.answer, tuple(kind for kind, _ in one.found)), []).append(one)
    for alike in together.values():
        refs = named([_called(one.ref) for one in alike], MOST_LINES)
        facts: dict[str, Fact] = {"refs": refs, "who": alike[0].by_name, "told": doubt_in_words(alike[0])}
        yield News(spans=line("guard.shown.news", facts), ref=alike[0].ref)
