"""The chain of a milestone: all that was recorded of it, in order, a line each. It says why it stands as it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, assert_never

from bot.conversation.asking import impact, of_board, of_impact
from bot.model.letters.message import Item, Items, Message, Paragraph, Spans
from bot.model.letters.talk import Asker
from bot.model.plan import Milestone
from bot.model.record.entry import EntryKind, Told
from bot.model.snapshot import Snapshot
from bot.model.updates.doubt import Doubt
from bot.model.updates.evidence import Verdict
from bot.model.updates.update import Evidence, Update, evidence_handle, update_handle
from bot.ports.record import View
from bot.reports.documents.retired import known
from bot.reports.letters.doubts import may_be_told
from bot.reports.snapshot import take
from bot.rules.holders import by_id
from bot.rules.updates.standing import local_day
from bot.wording.documents import imported
from bot.wording.documents.refs import ref_of
from bot.wording.letters import cards
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.updates.doubts import doubt_in_words
from bot.wording.updates.evidence import link_in_words

VERDICTS, DECISIONS = ("signed_off", "sent_back"), ("approved", "declined", "overtaken")
ASKS, STEPS = ("move", "drop"), ("offered", "taken", "refused")


class _Chain(NamedTuple):
    """All that the lines of a chain are told from. `doubts` are those that the asker may read of."""

    snapshot: Snapshot
    names: Mapping[int, str]
    updates: Mapping[int, Update]
    entries: Mapping[int, Told]
    doubts: Mapping[int, Doubt]


def why(view: View, asker: Asker, ref: str) -> Message:
    """Tell what made a milestone what it is: when its colour last changed and who said so, then all of it, oldest first. Of an
    action it tells how far it has got for children and families, and who said so."""
    snapshot = take(view, asker.short, asker.now)
    if any(one.ref == ref for one in snapshot.plan.actions):
        return impact.impact(view, asker, ref)
    milestone = known(snapshot.plan, ref)
    told = view.evidence.chain(asker.short, ref)
    chain = _Chain(
        snapshot=snapshot,
        names={number: person.name for number, person in by_id(snapshot.people).items()},
        updates={update.id: update for update in view.updates.all_said(asker.short, ref)},
        entries={one.entry.header.number: one for one in told},
        doubts={doubt.id: doubt for doubt in view.doubts.of(asker.short, ref)} if may_be_told(asker, milestone) else {},
    )
    items = {number: item for number, one in chain.entries.items() if (item := _item(chain, one)) is not None}
    items |= _moves(view, chain, milestone) | _tracked(view, chain, ref) | of_board.by_entry(view, snapshot, ref)
    items |= of_impact.by_entry(view, snapshot, milestone.action)
    title = words("evidence.why.title", {"ref": ref_of(milestone)})
    if not items:
        return Message(title=title, blocks=(Paragraph(spans=line("evidence.why.nothing", {"ref": ref})),))
    lines = Items(heading=words("evidence.why.heading"), lines=tuple(items[number] for number in sorted(items)))
    turned = _turned(chain, view.updates.history(asker.short, ref))
    return of_impact.with_impact(view, snapshot, milestone.action, Message(title=title, blocks=(*turned, lines)))


def _turned(chain: _Chain, said: Sequence[Update]) -> Iterable[Paragraph]:
    """Say when the colour last changed, and who said so. Nothing if nobody has spoken."""
    if not said:
        return ()
    last, before = said[-1], None
    for update in reversed(said[:-1]):
        if update.status is not last.status:
            before = update.status
            break
        last = update
    facts = {**_who(chain, last.by_name, last.capacity), "ref": last.ref, "day": local_day(last.at, chain.snapshot.policy)}
    now = mark(last.status).word
    if before is None:
        return (Paragraph(spans=line("evidence.why.ever", {**facts, "status": now})),)
    return (Paragraph(spans=line("evidence.why.turned", {**facts, "before": mark(before).word, "after": now})),)


def _who(chain: _Chain, name: str, capacity: str) -> dict[str, Fact]:
    return {"who": name or words("evidence.why.milepost"), "capacity": capacity or words("evidence.why.milepost")}


def _moves(view: View, chain: _Chain, milestone: Milestone) -> dict[int, Item]:
    """Return a line for each edition that moved the milestone's date. What was decided has its own line."""
    short, found = chain.snapshot.short, dict[int, Item]()
    for move in view.plans.moves(short):
        entry = view.entries.entry(short, move.entry) if move.ref == milestone.ref and move.entry not in chain.entries else None
        if entry is not None:
            day = local_day(entry.header.at, chain.snapshot.policy)
            facts: dict[str, Fact] = {"day": day, "was": _day(move.was), "now": _day(move.now)}
            found[move.entry] = Item(spans=line("evidence.why.edition", facts))
    return found


def _tracked(view: View, chain: _Chain, ref: str) -> dict[int, Item]:
    """Return a line for each edition in which the plan's tracker said something new of the milestone."""
    return {one.first: Item(spans=imported.in_history(one)) for one in view.updates.imported(chain.snapshot.short, ref)}


def _day(day: date | str | None) -> Fact:
    if not day:
        return words("evidence.why.no_date")
    return day if isinstance(day, date) else date.fromisoformat(day)


def _item(chain: _Chain, told: Told) -> Item | None:
    """Return the line of an entry. None if it says nothing of how the milestone stands."""
    kind, number = told.entry.header.kind, told.entry.header.number
    match kind:
        case EntryKind.UPDATE | EntryKind.CORRECTION | EntryKind.CONFIRMATION:
            return _statement(chain, number)
        case EntryKind.EVIDENCE:
            return _line(chain, told, "evidence", {"handle": evidence_handle(number), "link": _link(told, chain.snapshot.today)})
        case EntryKind.WITHDRAWAL | EntryKind.EVIDENCE_WITHDRAWN:
            return _line(chain, told, "withdrawn", {"what": _taken_back(chain, told)})
        case EntryKind.EVIDENCE_CHECKED:
            handle = evidence_handle(int(told.entry.fields["evidence"]))
            return _line(chain, told, Verdict(told.entry.fields["verdict"]).value, {"handle": handle})
        case EntryKind.DOUBT:
            return _doubt(chain, told)
        case EntryKind.ASSURANCE:
            return _line(chain, told, _kept("verdict", told, VERDICTS), {"level": told.entry.fields.get("level", "")})
        case EntryKind.DATE_REQUEST:
            return _request(chain, told)
        case EntryKind.DATE_DECISION:
            return _line(chain, told, _kept("decision", told, DECISIONS), {"what": _asked_for(chain, told)})
        case EntryKind.EXCEPTION:
            return _line(chain, told, "exception", {"cause": with_full_stop(told.entry.fields.get("cause", ""))})
        case EntryKind.SNOOZE:
            until = told.entry.fields.get("until")
            return _line(chain, told, "snooze" if until else "snooze_over", {"until": _day(until)})
        case EntryKind.HAND_OVER:
            return _hand_over(chain, told)
        case EntryKind.ASKED:
            return _line(chain, told, "asked")
        case (
            EntryKind.EDITION | EntryKind.SETTINGS | EntryKind.PERSON | EntryKind.NAME | EntryKind.ACCOUNT | EntryKind.RIGHT
            | EntryKind.HOLDING | EntryKind.DEPUTY | EntryKind.ABSENCE | EntryKind.DIGEST | EntryKind.PAUSE | EntryKind.BOARD
            | EntryKind.FREEZE | EntryKind.UNFREEZE | EntryKind.BUSINESS | EntryKind.RISK | EntryKind.MEASURE | EntryKind.READING
            | EntryKind.IMPACT_STEP | EntryKind.NARRATIVE | EntryKind.VOICE | EntryKind.PAPER | EntryKind.PLAN_CLOSED
            | EntryKind.ERASURE
        ):  # fmt: skip
            return None
    assert_never(kind)


def _line(chain: _Chain, told: Told, name: str, more: Mapping[str, Fact] | None = None) -> Item:
    """Return a line that says who did what on which day, and why if that was said."""
    fields, reason = told.entry.fields, told.entry.fields.get("why", "")
    facts: dict[str, Fact] = {
        **_who(chain, chain.names.get(told.by or 0, ""), fields.get("capacity", "")),
        "day": local_day(told.entry.header.at, chain.snapshot.policy),
        "why": line("evidence.why.because", {"why": with_full_stop(reason)}) if reason else (),
    }
    return Item(spans=line(f"evidence.why.{name}", {**facts, **(more or {})}))


def _statement(chain: _Chain, number: int) -> Item:
    update = chain.updates.get(number)
    if update is None:
        return Item(spans=line("replies.list.history_unreadable", {"entry": number}))
    facts: dict[str, Fact] = {
        "handle": update_handle(number),
        "day": local_day(update.at, chain.snapshot.policy),
        "who": update.by_name,
        "capacity": update.capacity,
        "said": cards.update_in_words(update.model_copy(update={"evidence": ()})),
    }
    return Item(mark=mark(update.status), spans=line("replies.list.history_line", facts))


def _link(told: Told, today: date) -> Spans:
    fields = told.entry.fields
    said = {"url": fields.get("url", ""), "kind": fields["type"], "shows": fields.get("shows", "")}
    days = {name: fields[name] for name in ("dated", "good_until") if name in fields}
    return link_in_words(Evidence.model_validate({**said, **days}), today)


def _doubt(chain: _Chain, told: Told) -> Item | None:
    """Return the line of what did not fit in a statement, and of the answer to that: for those who look after the plan."""
    doubt = chain.doubts.get(told.entry.header.number)
    if doubt is None:
        return None
    return _line(chain, told, "doubt", {"handle": update_handle(doubt.update), "doubt": doubt_in_words(doubt)})


def _kept(field: str, told: Told, known: Collection[str]) -> str:
    """Return the sentence that tells of a verdict or a decision. One of a later Milepost is told without saying which."""
    value = told.entry.fields[field]
    return value if value in known else "other"


def _taken_back(chain: _Chain, told: Told) -> str:
    """Name what was taken back."""
    number = int(told.entry.fields["withdraws"])
    gone = chain.entries.get(number)
    if gone is not None and gone.entry.header.kind is EntryKind.DATE_REQUEST:
        return words("evidence.why.request", {"what": _what(gone)})
    return evidence_handle(number) if told.entry.header.kind is EntryKind.EVIDENCE_WITHDRAWN else update_handle(number)


def _request(chain: _Chain, told: Told) -> Item:
    fields = told.entry.fields
    days: dict[str, Fact] = {"was": _day(fields.get("was")), "wanted": _day(fields.get("wanted"))}
    return _line(chain, told, _kept("asks", told, ASKS), days)


def _asked_for(chain: _Chain, told: Told) -> str:
    """Return what a decision was about."""
    request = chain.entries.get(int(told.entry.fields["request"]))
    return words("evidence.why.what_request") if request is None else _what(request)


def _what(request: Told) -> str:
    fields = request.entry.fields
    if fields["asks"] == "drop":
        return words("evidence.why.what_drop")
    return words("evidence.why.what_move", {"wanted": _day(fields.get("wanted"))})


def _hand_over(chain: _Chain, told: Told) -> Item:
    fields = told.entry.fields
    step, to_role = _kept("step", told, STEPS), fields.get("to_role", "")
    name = "offered_nobody" if step == "offered" and not to_role else step
    return _line(chain, told, name, {"from_role": fields["from_role"], "to_role": to_role})
