"""Giving back: what was said of an absence, a snooze or a hand-over is undone by entries that say what was so before."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.absence.saying import answer, refusal
from bot.conversation.visit import Said
from bot.model.absences.absence import HandOver, Snooze, Step
from bot.model.letters.talk import Reply
from bot.model.record.entry import Entry, EntryKind
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.snapshot import take
from bot.rules.asking.absence import is_answered, planned, snoozed
from bot.wording.commands import Undo
from bot.wording.parse import parse
from bot.wording.sentences import words

ABSENT = frozenset({EntryKind.ABSENCE, EntryKind.SNOOZE, EntryKind.HAND_OVER})


def give_back(tx: Tx, said: Said, entries: Sequence[Entry]) -> Reply:
    """Say what was so before. An absence that was noted in several plans at once is undone in all of them.

    Raises Refusal if it was undone already, or somebody has changed it since.
    """
    if isinstance(parse(entries[0].fields.get("said", ""), said.today, said.asker.plans), Undo):
        raise Refusal("undone_already")
    inbound = entries[0].fields.get("inbound", "")
    for short in tx.people.plans_of(said.asker.person.id) if inbound else (said.asker.short,):
        made = (tx.entries.entry(short, number) for number in tx.entries.recorded(short, inbound)) if inbound else entries
        for entry in reversed([one for one in made if one is not None]):
            _undo(tx, said, short, entry)
        tx.rounds.wake(short)
    return say_given_back(tx, said, entries)


def _undo(tx: Tx, said: Said, short: str, entry: Entry) -> None:
    if entry.header.kind is EntryKind.ABSENCE:
        _undo_absence(tx, short, entry)
    elif entry.header.kind is EntryKind.SNOOZE:
        _undo_snooze(tx, said, short, entry)
    elif entry.header.kind is EntryKind.HAND_OVER:
        _undo_hand_over(tx, short, entry)


def _undo_absence(tx: Tx, short: str, entry: Entry) -> None:
    number = int(entry.fields.get("absence", entry.header.number))
    before = next((one for one in tx.people.of(short, entry.header.number - 1).absences if one.id == number), None)
    now = next((one for one in tx.people.of(short).absences if one.id == number), None)
    if before is not None:
        tx.absences.say(short, before)
    elif now is not None:
        tx.absences.say(short, now, void=True)


def _undo_snooze(tx: Tx, said: Said, short: str, entry: Entry) -> None:
    ref, me = entry.fields["ref"], said.asker.person.id
    earlier = tx.absences.snoozes(short, entry.header.number - 1)
    standing = tx.updates.standings(short)[ref]
    theirs = (one for one in earlier if (one.ref, one.person) == (ref, me) and not is_answered(one, standing))
    awake = Snooze(ref=ref, person=me, capacity=entry.fields.get("capacity", ""), at=said.asker.now)
    tx.absences.snooze(short, next(theirs, awake))


def _undo_hand_over(tx: Tx, short: str, entry: Entry) -> None:
    fields, number = entry.fields, int(entry.fields.get("hand_over", entry.header.number))
    stands = next((one for one in tx.absences.hand_overs(short) if one.id == number), None)
    if stands is None or stands.last != entry.header.number:
        raise refusal("undo_changed", {"ref": fields["ref"]})
    undone = HandOver(id=number, ref=fields["ref"], from_role=stands.from_role, to_role=stands.to_role, step=Step.UNDONE)
    tx.absences.hand_over(short, undone, fields.get("capacity", ""))


def say_given_back(view: View, said: Said, entries: Sequence[Entry]) -> Reply:
    """Say what is so again."""
    return answer(view, said, _title(view, said, entries[0]))


def _title(view: View, said: Said, entry: Entry) -> str:
    short, me, ref = said.asker.short, said.asker.person.id, entry.fields.get("ref", "")
    if entry.header.kind is EntryKind.ABSENCE:
        away = planned(view.people.of(short), me, said.today)
        facts = {} if away is None else {"starts": away.starts, "ends": away.ends}
        return words("absence.undone.back" if away is None else "absence.undone.away", facts)
    if entry.header.kind is EntryKind.SNOOZE:
        rests = snoozed(take(view, short, said.asker.now), me, ref)
        if rests is None or rests.until is None:
            return words("absence.undone.awake", {"ref": ref})
        return words("absence.undone.snoozed", {"ref": ref, "until": rests.until})
    milestone = view.plans.one(short).known(ref)
    return words("absence.undone.hand_over", {"ref": ref, "roles": ", ".join(milestone.owners) if milestone else ""})
