"""A choice on one line of the card: kept as it is pressed, and asked about if it moved."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.month import told
from bot.conversation.month.kept import keep
from bot.conversation.month.reading import Mine, drawn, part_with
from bot.conversation.updating.confirming.judging import as_before
from bot.conversation.updating.rights import milestone_for
from bot.conversation.updating.sent_form import first_answers, form_for
from bot.conversation.visit import Said
from bot.model.message import Spans
from bot.model.talk import Ask, Reply, Say
from bot.model.update import Standing
from bot.ports.record import Tx
from bot.rules.confirming import Hindrance
from bot.wording.commands import Chosen, MonthChoice
from bot.wording.month.card import chosen_word
from bot.wording.sentences import Fact, line, mark


def choose(tx: Tx, said: Said, command: MonthChoice) -> Reply:
    """Keep what is chosen of a line. If it moved, ask its questions. A press on a card that is too old says what stands."""
    ref, short = command.ref, said.asker.short
    milestone = milestone_for(tx, said, short, ref)
    mine = part_with(tx, said.asker, ref)
    is_open = mine is not None and any(one.ref == ref for one in mine.part.open)
    if mine is None or (not is_open and command.stood is None):  # of what is on no card a form asks
        return Ask(form=form_for(tx, said, [ref]), answers=first_answers(tx, said, [ref]))
    standing = mine.snapshot.standing(milestone)
    if not is_open:
        return _card(tx, said, mine, ref, [line("month.said.not_open", {"ref": ref})])
    if command.stood is not None and standing.newest > command.stood:
        return _card(tx, said, mine, ref, [_newer(said, ref, standing)])
    chosen = command.chosen
    if chosen is Chosen.SAME:
        found = as_before(tx, said, [ref])
        if standing.update is None:
            return _card(tx, said, mine, ref, [line("month.said.undeclared", {"ref": ref})])
        if Hindrance.WORDS in found.left.get(ref, ()):
            chosen = Chosen(standing.update.status.value)
    keep(tx, said, ref, chosen, standing.newest)
    if told.has_questions(tx, said, milestone, chosen, standing):
        return told.ask(tx, said, command.model_copy(update={"chosen": chosen}), milestone, standing)
    note = line("month.said.chosen", {"ref": ref, "chosen": chosen_word(chosen)})
    return _card(tx, said, mine, ref, [note])


def _card(tx: Tx, said: Said, mine: Mine, ref: str, notes: Sequence[Spans]) -> Say:
    message = drawn(tx, said.asker, mine, mine.part.page_of(ref), notes)
    return Say(message=message, in_place=said.inbound.card is not None)


def _newer(said: Said, ref: str, standing: Standing) -> Spans:
    last = standing.last_said
    facts: dict[str, Fact] = {"ref": ref, "who": "", "status": "", "day": ""}
    if last is not None:
        facts |= {"who": last.by_name, "status": mark(last.status).word, "day": said.day_of(last.at)}
    return line("month.said.newer", facts)
