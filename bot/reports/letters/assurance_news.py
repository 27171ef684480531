"""News of second looks: what waits for an assurer, which assurances count no longer, and what nobody may look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.letters.nudge import Section
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.reader import Reader, last_opening
from bot.rules import calendar
from bot.rules.holders import answers_for
from bot.rules.updates.assurance import Lapsed, Waiting, lapses, no_assurer, to_check
from bot.wording.letters.sections import News
from bot.wording.sentences import Fact, line, words
from bot.wording.summary_lines import MOST_NAMED, named


def second_looks(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Tell an assurer what waits for them, owners and assurers what counts no longer, and admins what nobody may look at."""
    if all(one.completion is None for one in snapshot.standings.values()) and not view.assurances.verdicts(snapshot.short):
        return
    yield from _to_check(snapshot, reader)
    yield from _lapsed(view, snapshot, reader)
    if reader.person.is_admin:
        yield from _nobody_may(snapshot, reader)


def _to_check(snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Count what waits, if some of it is new since the last round, and once a week as long as anything does."""
    mine = to_check(snapshot, reader.person)
    after = last_opening(snapshot, reader.person, reader.ran)
    if mine and (after is None or reader.is_weekly(snapshot) or any(after < one.since <= reader.opens for one in mine)):
        yield News(spans=line(f"assurance.news.check{_many(mine)}", _facts(mine)), section=Section.EVIDENCE)


def _lapsed(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Tell whoever answers for a milestone, and whoever signed it off, that it counts as assured no longer since the last
    round."""
    after = last_opening(snapshot, reader.person, reader.ran)
    if after is None or not (given := view.assurances.verdicts(snapshot.short)):
        return
    roles = answers_for(snapshot.people, reader.person.id, snapshot.today)
    if not roles and all(one.by != reader.person.id for one in given):
        return
    then = view.updates.standings(snapshot.short, view.entries.upto(snapshot.short, after))
    before = snapshot.model_copy(update={"standings": then, "now": after})
    for one in lapses(before, snapshot, [verdict for verdict in given if verdict.at > after]):
        if one.assurance.by == reader.person.id or not roles.isdisjoint(one.milestone.owners):
            yield _told(one)


def _told(one: Lapsed) -> News:
    facts: dict[str, Fact] = {"ref": one.milestone.ref, "why": words(f"assurance.lapse.{one.why.value}")}
    return News(spans=line("assurance.news.lapsed", facts), ref=one.milestone.ref, section=Section.EVIDENCE)


def _nobody_may(snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Tell an admin at their first round of a month what nobody may look at. No exception is made for it."""
    today = calendar.local_day(snapshot.now, snapshot.zone_of(reader.person))
    if reader.ran.last is None or reader.ran.last >= today.replace(day=1):
        return
    if waits := no_assurer(snapshot):
        yield News(spans=line(f"assurance.news.no_assurer{_many(waits)}", _facts(waits)), section=Section.EVIDENCE)


def _many(some: Sequence[Waiting]) -> str:
    return "" if len(some) == 1 else "_many"


def _facts(some: Sequence[Waiting]) -> dict[str, Fact]:
    return {"count": len(some), "refs": named([one.milestone.ref for one in some], MOST_NAMED)}
