"""A choice on one line of the card: kept as it is pressed, and asked about if it moved."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.month import told, waiting
from bot.conversation.month.kept import keep
from bot.conversation.month.reading import Mine, page_shown, part_with
from bot.conversation.updating.confirming.judging import as_before
from bot.conversation.updating.rights import milestone_for
from bot.conversation.updating.sent_form import opened
from bot.conversation.visit import Said
from bot.model.letters.message import Message, Spans
from bot.model.letters.talk import Reply, Say
from bot.model.plan import Milestone
from bot.model.updates.update import Standing
from bot.ports.record import Tx, View
from bot.reports.snapshot import take
from bot.rules.updates.confirming import Hindrance
from bot.rules.updates.standing import seen, tracked_in
from bot.wording.commands import Chosen, MonthChoice
from bot.wording.month.card import chosen_word
from bot.wording.sentences import Fact, line, mark, words


def choose(tx: Tx, said: Said, command: MonthChoice) -> Reply:
    """Keep what is chosen of a line. If it moved, ask its questions. A press on a card that is too old says what stands."""
    ref, short = command.ref, said.asker.short
    milestone = milestone_for(tx, said, short, ref)
    mine = part_with(tx, said.asker, ref)
    if mine is None and command.chosen is not Chosen.SAME:
        return _of_another(tx, said, command, milestone)
    is_open = mine is not None and any(one.ref == ref for one in mine.part.open)
    if mine is None or (not is_open and command.stood is None):  # of what is on no card a form asks
        return opened(tx, said, [ref])
    standing = mine.snapshot.standing(milestone)
    if not is_open:
        return _card(tx, said, mine, ref, [line("month.said.not_open", {"ref": ref})])
    if command.stood is not None and seen(milestone, standing) > command.stood:
        newer = "newer" if standing.newest else "newer_tracker"
        return _card(tx, said, mine, ref, [line(f"month.said.{newer}", _newer(said, ref, standing))])
    chosen = command.chosen
    if chosen is Chosen.SAME:
        found = as_before(tx, said, [ref])
        there = standing.update or tracked_in(mine.snapshot, milestone)
        if there is None or there.status is None:
            return _card(tx, said, mine, ref, [line("month.said.undeclared", {"ref": ref})])
        if not {Hindrance.WORDS, Hindrance.UNTOLD}.isdisjoint(found.left.get(ref, ())):
            chosen = Chosen(there.status.value)
    keep(tx, said, ref, chosen, seen(milestone, standing))
    if told.has_questions(tx, said, milestone, chosen, standing):
        return told.ask(tx, said, command.model_copy(update={"chosen": chosen}), milestone, standing)
    note = line("month.said.chosen", {"ref": ref, "chosen": chosen_word(chosen)})
    return _card(tx, said, mine, ref, [note])


def _of_another(view: View, said: Said, command: MonthChoice, milestone: Milestone) -> Reply:
    """Ask whoever may answer, but has it on no card of their own, what was chosen on the card of another."""
    standing = take(view, said.asker.short, said.asker.now).standing(milestone)
    if command.stood is not None and standing.newest > command.stood:
        return Say(message=Message(title=words("month.said.newer", _newer(said, command.ref, standing))))
    return told.ask(view, said, command, milestone, standing)


def _card(tx: Tx, said: Said, mine: Mine, ref: str, notes: Sequence[Spans]) -> Say:
    return waiting.shown(tx, said, page_shown(tx, said.asker, mine, mine.part.page_of(ref)), notes, chosen=ref)


def _newer(said: Said, ref: str, standing: Standing) -> dict[str, Fact]:
    """Return what was said of a milestone since a card was drawn."""
    last = standing.last_said
    facts: dict[str, Fact] = {"ref": ref, "who": "", "status": "", "day": ""}
    if last is not None:
        facts |= {"who": last.by_name, "status": mark(last.status).word, "day": said.day_of(last.at)}
    return facts
