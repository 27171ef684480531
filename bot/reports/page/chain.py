"""The chain of a milestone: all that was recorded of it, the first first, each with who did it, in which role, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from bot.model.letters.message import Mark, Text
from bot.model.noun import Moment
from bot.model.page.sheet import Chain, Line, Step
from bot.model.plan import Milestone
from bot.model.record.entry import EntryKind, Told
from bot.model.updates.doubt import Doubt
from bot.model.updates.evidence import Verdict
from bot.model.updates.update import Evidence, Face, Update, Withdrawn, evidence_handle, update_handle
from bot.reports.letters.doubts import may_read
from bot.reports.page.frame import said_at
from bot.reports.page.ground import Ground
from bot.rules.holders import by_id
from bot.wording.documents import imported
from bot.wording.page import statements as wording
from bot.wording.page.who import who
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.updates.doubts import doubt_in_words
from bot.wording.updates.evidence import link_in_words

VERDICTS, DECISIONS = ("signed_off", "sent_back"), ("approved", "declined", "overtaken")
ASKS, HANDED = ("move", "drop"), ("offered", "taken", "refused")


@dataclass(frozen=True)
class _Chain:
    """All that the steps of a chain are told from. `doubts` are those that the reader may read of."""

    ground: Ground
    milestone: Milestone
    names: Mapping[int, str]
    updates: Mapping[int, Update]
    entries: Mapping[int, Told]
    doubts: Mapping[int, Doubt]
    withdrawn: Mapping[int, Withdrawn]
    corrected: Mapping[int, Update]

    def when(self, at: Moment) -> str:
        """Say at which moment something was done."""
        return said_at(at, self.ground.zone)


def chain(ground: Ground, milestone: Milestone) -> Chain:
    """Return all that was recorded of a milestone."""
    view, short, ref = ground.view, ground.short, milestone.ref
    said = view.updates.all_said(short, ref)
    doubts = view.doubts.of(short, ref) if may_read(ground.person, milestone) else ()
    told = _Chain(
        ground=ground,
        milestone=milestone,
        names={number: person.name for number, person in by_id(ground.snapshot.people).items()},
        updates={update.id: update for update in said},
        entries={one.entry.header.number: one for one in view.evidence.chain(short, ref)},
        doubts={one.update: one for one in doubts},
        withdrawn={one.number: one for one in view.updates.withdrawals(short)},
        corrected={one.corrects: one for one in said if one.corrects is not None},
    )
    steps = {number: step for number, one in told.entries.items() if (step := _step(told, one)) is not None}
    steps |= dict(_moves(told)) | dict(_tracked(told))
    return Chain(
        caption=words("page.chain.caption", {"ref": ref}),
        steps=tuple(steps[number] for number in sorted(steps)),
        none=words("page.chain.none"),
    )


# ---- statements -----------------------------------------------------------------------------


def _statement(told: _Chain, number: int) -> Step:
    """Return the step of a statement, with what became of it since."""
    update = told.updates.get(number)
    if update is None:
        shown = mark(Face.UNREADABLE)
        return Step(title=words("page.chain.unreadable", {"entry": number}), who="", when="", mark=shown)
    with_it = tuple(link for link in update.evidence if not _came_later(told, update, link.id))
    update = update.model_copy(update={"evidence": with_it})
    name = "correction" if update.corrects is not None else "confirmation" if update.confirms is not None else "update"
    facts = {"before": update_handle(update.corrects or 0)}
    since = tuple(_since(told, number))
    return Step(
        title=words(f"page.chain.{name}", facts),
        who=who(update.by_name, update.capacity),
        when=told.when(update.at),
        mark=mark(update.status),
        lines=(*wording.parts(update, told.ground.snapshot.today), *_doubted(told, number), *since),
        handle=update_handle(number),
        gone=number in told.withdrawn or number in told.corrected,
    )


def _came_later(told: _Chain, update: Update, evidence: int) -> bool:
    """Say if evidence was added to a statement after it was made: then it has a step of its own."""
    one = told.entries.get(evidence)
    return one is not None and one.entry.header.at != update.at


def _doubted(told: _Chain, number: int) -> Iterator[Line]:
    """Give what did not fit in a statement, and the answer to that: to those who look after the plan."""
    if (doubt := told.doubts.get(number)) is not None:
        yield wording.labelled("doubt", doubt_in_words(doubt))


def _since(told: _Chain, number: int) -> Iterator[Line]:
    gone, later = told.withdrawn.get(number), told.corrected.get(number)
    if gone is not None:
        facts: dict[str, Fact] = {"who": gone.by_name or words("page.who.milepost"), "when": told.when(gone.at)}
        how = "withdrawn" if gone.why else "undone"
        yield Line(spans=line(f"page.chain.{how}", {**facts, "why": with_full_stop(gone.why)}))
    if later is not None:
        yield Line(spans=line("page.chain.corrected", {"handle": update_handle(later.id)}))


def _tracked(told: _Chain) -> Iterator[tuple[int, Step]]:
    """Give what the plan's tracker said of the milestone, which nobody has declared."""
    for one in told.ground.view.updates.imported(told.ground.short, told.milestone.ref):
        shown = mark(Face.imported(one.status)) if one.status is not None else None
        when = told.when(one.since) if one.since is not None else ""
        spans = imported.in_history(one)
        yield one.first, Step(title=words("page.chain.tracker"), who="", when=when, mark=shown, lines=(Line(spans=spans),))


# ---- other entries --------------------------------------------------------------------------


def _step(told: _Chain, one: Told) -> Step | None:
    """Return the step of an entry. None if it says nothing of how the milestone stands, or is told with its statement."""
    kind, number, fields = one.entry.header.kind, one.entry.header.number, one.entry.fields
    match kind:
        case EntryKind.UPDATE | EntryKind.CORRECTION | EntryKind.CONFIRMATION:
            return _statement(told, number)
        case EntryKind.EVIDENCE:
            return _evidence(told, one)
        case EntryKind.EVIDENCE_WITHDRAWN:
            return _done(told, one, "evidence_withdrawn", {"handle": evidence_handle(int(fields["withdraws"]))})
        case EntryKind.WITHDRAWAL:
            return _taken_back(told, one)
        case EntryKind.EVIDENCE_CHECKED:
            name = Verdict(fields["verdict"]).value
            return _done(told, one, name, {"handle": evidence_handle(int(fields["evidence"]))})
        case EntryKind.ASSURANCE:
            return _verdict(told, one)
        case EntryKind.DATE_REQUEST:
            days: dict[str, Fact] = {"was": _day(fields.get("was")), "wanted": _day(fields.get("wanted"))}
            return _done(told, one, _kept(fields["asks"], ASKS), days)
        case EntryKind.DATE_DECISION:
            return _done(told, one, _kept(fields["decision"], DECISIONS), {"what": _asked_for(told, one)})
        case EntryKind.EXCEPTION:
            return _done(told, one, "exception", {}, [wording.labelled("cause", with_full_stop(fields.get("cause", "")))])
        case EntryKind.SNOOZE:
            until = fields.get("until")
            return _done(told, one, "snooze" if until else "snooze_over", {"until": _day(until)})
        case EntryKind.HAND_OVER:
            return _hand_over(told, one)
        case EntryKind.ASKED:
            return _done(told, one, "asked")
        case (
            EntryKind.DOUBT | EntryKind.EDITION | EntryKind.SETTINGS | EntryKind.PERSON | EntryKind.NAME | EntryKind.ACCOUNT
            | EntryKind.RIGHT | EntryKind.HOLDING | EntryKind.DEPUTY | EntryKind.ABSENCE | EntryKind.DIGEST | EntryKind.PAUSE
            | EntryKind.BOARD | EntryKind.FREEZE | EntryKind.UNFREEZE | EntryKind.BUSINESS | EntryKind.RISK | EntryKind.MEASURE
            | EntryKind.READING | EntryKind.IMPACT_STEP | EntryKind.NARRATIVE | EntryKind.VOICE | EntryKind.PAPER
            | EntryKind.PLAN_CLOSED | EntryKind.ERASURE
        ):  # fmt: skip
            return None
    assert_never(kind)


def _done(
    told: _Chain,
    one: Told,
    name: str,
    facts: Mapping[str, Fact] | None = None,
    lines: Iterable[Line] = (),
    shown: Mark | None = None,
) -> Step:
    """Return the step of a deed: what was done, by whom and when, and why if that was said."""
    reason = one.entry.fields.get("why", "")
    because = [wording.labelled("why", with_full_stop(reason))] if reason else []
    return Step(
        title=words(f"page.chain.{name}", facts),
        who=who(told.names.get(one.by or 0, ""), one.entry.fields.get("capacity", "")),
        when=told.when(one.entry.header.at),
        mark=shown,
        lines=(*lines, *because),
    )


def _evidence(told: _Chain, one: Told) -> Step | None:
    """Return the step of evidence that was added later. What came with a statement is told there."""
    number, fields = one.entry.header.number, one.entry.fields
    offered_with = next((update for update in told.updates.values() if any(link.id == number for link in update.evidence)), None)
    if offered_with is not None and not _came_later(told, offered_with, number):
        return None
    said = {"url": fields.get("url", ""), "kind": fields["type"], "shows": fields.get("shows", "")}
    days = {name: fields[name] for name in ("dated", "good_until") if name in fields}
    link = link_in_words(Evidence.model_validate({**said, **days}), told.ground.snapshot.today)
    step = _done(told, one, "evidence", {"handle": evidence_handle(number)}, [Line(spans=link)])
    return step.model_copy(update={"handle": evidence_handle(number), "gone": number in told.withdrawn})


def _verdict(told: _Chain, one: Told) -> Step:
    """Return the step of an assurer's verdict. Only one that counts as assured is blue."""
    name, level = _kept(one.entry.fields["verdict"], VERDICTS), one.entry.fields.get("level", "")
    blue = name == "signed_off" and told.ground.snapshot.policy.assurance.is_blue(level)
    return _done(told, one, name, {"level": level}, shown=mark(Face.ASSURED) if blue else None)


def _taken_back(told: _Chain, one: Told) -> Step | None:
    """Return the step of a withdrawal. That of a statement is told with the statement."""
    number = int(one.entry.fields["withdraws"])
    gone = told.entries.get(number)
    if number in told.updates:
        return None
    if gone is not None and gone.entry.header.kind is EntryKind.DATE_REQUEST:
        return _done(told, one, "request_withdrawn", {"what": _what(gone)})
    return _done(told, one, "taken_back")


def _kept(value: str, known: Collection[str]) -> str:
    """Return the sentence that tells of a verdict or a decision. One of a later Milepost is told without saying which."""
    return value if value in known else "other"


def _asked_for(told: _Chain, one: Told) -> str:
    request = told.entries.get(int(one.entry.fields["request"]))
    return words("page.chain.what_request") if request is None else _what(request)


def _what(request: Told) -> str:
    fields = request.entry.fields
    if fields["asks"] == "drop":
        return words("page.chain.what_drop")
    return words("page.chain.what_move", {"wanted": _day(fields.get("wanted"))})


def _hand_over(told: _Chain, one: Told) -> Step:
    fields = one.entry.fields
    step, to_role = _kept(fields["step"], HANDED), fields.get("to_role", "")
    name = "offered_nobody" if step == "offered" and not to_role else step
    return _done(told, one, name, {"from_role": fields["from_role"], "to_role": to_role})


def _moves(told: _Chain) -> Iterator[tuple[int, Step]]:
    """Give each edition that moved the milestone's date. What was decided has its own step."""
    view, short = told.ground.view, told.ground.short
    for move in view.plans.moves(short):
        if move.ref != told.milestone.ref or move.entry in told.entries:
            continue
        entry = view.entries.entry(short, move.entry)
        if entry is not None:
            facts: dict[str, Fact] = {"was": _day(move.was), "now": _day(move.now)}
            approved = entry.fields.get("approved", "")
            lines = (Line(spans=(Text(text=words("page.chain.approved_by", {"who": approved})),)),) if approved else ()
            yield move.entry, Step(title=words("page.chain.edition", facts), who="", when=told.when(entry.header.at), lines=lines)


def _day(day: date | str | None) -> Fact:
    if not day:
        return words("page.chain.no_date")
    return day if isinstance(day, date) else date.fromisoformat(day)
