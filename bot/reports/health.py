"""The health of one plan: what each rule finds, its JSON, and what admins are told of it once a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.model.health import Finding, Rule
from bot.model.letters.message import plain
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports import faults
from bot.reports.letters.reader import Reader
from bot.reports.measures.sentences import sentences_changed
from bot.rules import health
from bot.rules.asking.urgency import asked_roles
from bot.wording.commands.chase import Health
from bot.wording.health import sentence, typed, weekly
from bot.wording.letters.sections import News, Offer
from bot.wording.sentences import words

# What the weekly line counts. Of the others whoever must know is told in lines of their own.
COUNTED = frozenset(
    {Rule.STALE, Rule.EVIDENCE_STALE, Rule.MEASURE_WITHOUT_OWNER, Rule.OVERLOADED, Rule.SAME_WORDS, Rule.LATE_FORECAST}
)


def findings(view: View, snapshot: Snapshot) -> tuple[Finding, ...]:
    """Return all that is wrong with how a plan is run, the worst first."""
    short = snapshot.short
    requests, reports, moves = view.requests.all(short), view.requests.exceptions(short), view.plans.moves(short)
    found = (
        *health.faults(snapshot, faults.found(view, snapshot.now)),
        *health.unreachable(snapshot, view.accounts.unreachable(short)),
        *health.vacant(snapshot),
        *health.stale(snapshot, asked_roles(snapshot, view.updates.put(short))),
        *health.overloaded(snapshot),
        *health.same_words(snapshot, view.doubts.between(short, 0, view.entries.head(short).entry)),
        *health.evidence_stale(snapshot, view.evidence.ending(short)),
        *health.handed_over(snapshot, view.absences.hand_overs(short)),
        *health.no_assurer(snapshot),
        *health.no_approver(snapshot, requests, moves),
        *health.waiting(snapshot, requests, moves),
        *health.late_forecast(snapshot, requests, reports),
        *health.measure_without_owner(snapshot, view.measures.all(short)),
        *health.measure_sentence(snapshot, sentences_changed(view, snapshot)),
        *health.paused(snapshot),
    )
    return health.in_order(found)


def health_json(found: Sequence[Finding]) -> list[dict[str, object]]:
    """Return the `health` shape."""
    return [
        {
            "rule": one.rule.value,
            "severity": one.severity.value,
            "about": list(one.about),
            "refs": list(one.refs),
            "since": _iso(one.since),
            "text": plain(sentence(one)),
            "command": typed(one),
        }
        for one in found
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def weekly_health(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Tell an admin at the first round of a week how much is wrong, with the one button that shows it."""
    if reader.person.is_admin and reader.is_weekly(snapshot):
        found = [one for one in findings(view, snapshot) if one.rule in COUNTED]
        if found:
            yield News(spans=weekly(found), offers=(Offer(label=words("health.button.health"), command=Health()),))
