"""An assurer takes their verdict back: it stays on the record and counts no longer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.visit import Said, plan_named
from bot.model.letters.message import Item, Items, Message, Paragraph, Text
from bot.model.letters.talk import Say
from bot.model.record.entry import Entry, EntryKind
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.snapshot import take
from bot.rules.updates.standing import face_in
from bot.wording.sentences import line, mark, with_full_stop, words

VERDICTS = frozenset({EntryKind.ASSURANCE, EntryKind.EVIDENCE_CHECKED})


def take_back(tx: Tx, said: Said, saved: Sequence[Entry]) -> Say:
    """Take back a verdict, and what was found of the evidence with it. Raises Refusal if that was done already."""
    short = said.asker.short
    stands = {one.id for one in tx.assurances.verdicts(short)}
    if any(one.header.kind is EntryKind.ASSURANCE and one.header.number not in stands for one in saved):
        raise Refusal("undone_already")
    for one in saved:
        tx.assurances.take_back(short, one.header.number)
    return say_undone(tx, said, saved)


def say_undone(view: View, said: Said, entries: Sequence[Entry]) -> Say:
    """Say which milestones have one verdict less, and how they stand."""
    snapshot = take(view, said.asker.short, said.asker.now)
    refs = dict.fromkeys(one.fields["ref"] for one in entries)
    there = [one for one in snapshot.plan.milestones if one.ref in refs]
    lines = tuple(
        Item(mark=mark(face_in(snapshot, one)), spans=(Text(text=f"{one.ref} {with_full_stop(one.text)}"),)) for one in there
    )
    plan = [Paragraph(spans=spans) for spans in plan_named(view, said.asker.person.id, said.asker.short)]
    note = Paragraph(spans=line("assurance.done.undone_note", {"ref": ", ".join(refs)}))
    title = words("assurance.done.undone", {"refs": ", ".join(refs)})
    return Say(message=Message(title=title, blocks=(*plan, Items(lines=lines), note)), in_place=said.inbound.card is not None)
