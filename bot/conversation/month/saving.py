"""Saving: what is chosen on the card, or all of it as it was before. What may not be saved is left open, and told why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.conversation.guarding.doubting import of_answers
from bot.conversation.month import doubted
from bot.conversation.month.doubted import Asked, Doubted
from bot.conversation.month.kept import Kept, kept, settle
from bot.conversation.month.reading import FROM, Mine, drawn, page_shown, page_with, part_meant
from bot.conversation.updating.confirming import going_on, judging
from bot.conversation.updating.confirming.batch import confirm
from bot.conversation.updating.confirming.judging import Why, only_forecast
from bot.conversation.updating.recording import Answered, put
from bot.conversation.updating.saving import next_told, undo_button
from bot.conversation.updating.undoing.last_save import last_save, may_undo
from bot.conversation.visit import Said
from bot.model.letters.message import Button, Message, Spans
from bot.model.letters.talk import Draft, Reply, Say
from bot.model.plan import Milestone
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.ports.record import Tx, View
from bot.wording.commands import Chosen, Discard, MonthAsBefore, MonthSave, Save
from bot.wording.month.card import nothing_owned, under
from bot.wording.month.saved import chosen_line, month_saved, still_to_tell
from bot.wording.sentences import line


class Done(NamedTuple):
    """The outcome of a save: what is on the record now, and why the rest is not there, by ref: `lacking` has questions still to
    be answered, and of `doubted` something does not fit. `again` says that it was saved by the press before."""

    saved: Sequence[tuple[Milestone, Update]]
    left: Mapping[str, Why] = {}
    lacking: Sequence[str] = ()
    doubted: Doubted = Doubted()
    again: bool = False


def save_chosen(tx: Tx, said: Said, command: MonthSave) -> Reply:
    """Save what was chosen on the card. A second press says that it was saved, and adds nothing."""
    mine = part_meant(tx, said.asker, command.acting, command.token is not None)
    if mine is None:
        return Say(message=nothing_owned())
    held = kept(tx, mine.snapshot, said.asker.person.id)
    refs = [one.ref for one in mine.part.open if one.ref in held.chosen]
    if not refs or command.token not in (None, held.token):
        before = tx.talk.draft(command.token) if command.token else None
        return _nothing(tx, said, mine, "already" if before is not None and before.saved else "nothing_chosen")
    return _told(tx, said, mine, _save(tx, said, {ref: held.chosen[ref] for ref in refs}, held, held.stood))


def as_before(tx: Tx, said: Said, command: MonthAsBefore, moved: Sequence[str] = ()) -> Reply:
    """Save all that is open as it stood before, but for what `moved`, and what was chosen with it."""
    mine = part_meant(tx, said.asker, command.acting, command.stood is not None)
    if mine is None:
        return Say(message=nothing_owned())
    held = kept(tx, mine.snapshot, said.asker.person.id)
    wanted = {one.ref: held.chosen.get(one.ref, Chosen.SAME) for one in mine.part.open if one.ref not in moved}
    if not wanted:
        return _nothing(tx, said, mine, "already")
    seen = mine.newest if command.stood is None else command.stood
    done = _save(tx, said, wanted, held, {ref: held.stood.get(ref, seen) for ref in wanted})
    if not done.saved and command.stood is not None:
        done = _said_again(tx, said, done, command.stood)
    still = {one.ref for one in mine.part.open}
    return _told(tx, said, mine, done, [ref for ref in moved if ref in still])


def _save(tx: Tx, said: Said, wanted: Mapping[str, Chosen], held: Kept, stood: Mapping[str, int]) -> Done:
    """Put on the record what may be put there, once for each press."""
    drawn_from, card = f"{FROM}{said.inbound.id}", said.inbound.card
    lacking = [ref for ref in wanted if ref in held.lacking]
    same = [ref for ref, chosen in wanted.items() if chosen is Chosen.SAME]
    colours = [(ref, {"status": chosen.value}) for ref, chosen in wanted.items() if ref not in (*same, *lacking)]
    kept_so = judging.as_before(tx, said, same)
    told = judging.sorted_out(tx, said, colours)  # a colour may say no more than what stands already
    found = of_answers(tx, said, (*kept_so.may, *told.may), same)
    odd = found.doubtful
    sure = [ref for ref in same if ref not in odd]
    confirmed = confirm(tx, said, sure, drawn_from, {ref: stood.get(ref, 0) for ref in sure}, card)
    answered = [Answered(ref, given, drawn_from, card) for ref, given in told.may if ref not in odd]
    saved = [*confirmed.saved, *put(tx, said, answered, found)]
    settle(tx, said, {one.ref: update.id for one, update in saved})
    left_odd = Doubted(tuple(one for one in (*kept_so.may, *told.may) if one[0] in odd), odd & frozenset(same))
    return Done(saved, {**confirmed.left, **told.left}, lacking, left_odd)


def _said_again(view: View, said: Said, done: Done, stood: int) -> Done:
    """Return what the press before saved with it, if a card was pressed twice: it was drawn before that, at `stood`."""
    before = _saved_just_now(view, said)
    newer = before and min(update.id for _, update in before) > stood
    return done._replace(saved=before, again=True) if newer else done


def _nothing(tx: Tx, said: Said, mine: Mine, why: str) -> Say:
    """Say that nothing was added. Whoever pressed twice is shown again what the first press saved, while it may be undone."""
    note = line(f"month.said.{why}")
    if again := _saved_just_now(tx, said):
        return _told(tx, said, mine, Done(again, again=True), note=note)
    message = drawn(tx, said.asker, mine, 1, [note])
    return Say(message=message, in_place=said.inbound.card is not None)


def _chosen(update: Update) -> Chosen:
    """Return what was chosen for a statement to be made on the card."""
    return Chosen.SAME if update.confirms is not None or update.status is Status.NOT_STARTED else Chosen(update.status.value)


def below(tx: Tx, said: Said, reply: Reply) -> Reply:
    """Show the card below what was just said of a draft on it, or saved or taken back that was said on it."""
    if not isinstance(reply, Say):
        return reply
    short, made = said.asker.short, tx.entries.recorded(said.asker.short, said.inbound.id)
    saved = _statements(tx, short, made) if made else []
    if (draft := _pressed_on_card(tx, said)) is not None:
        page = page_with(tx, said.asker, [ref for ref, _ in draft.entries], draft.page)
        shown = {"message": under(reply.message, page, _briefly(saved)), "in_place": True} if page is not None else {}
        return reply.model_copy(update=shown)
    others = len(made) > len(saved)  # which may take statements back
    back = [one.number for one in tx.updates.withdrawals(short, min(made) - 1) if one.id in made] if others else []
    told = [*saved, *_statements(tx, short, back)]
    if not told or not all(one.drawn_from.startswith(FROM) for one in told):
        return reply
    page = page_with(tx, said.asker, [one.ref for one in told], 1)
    return reply if page is None else reply.model_copy(update={"message": under(reply.message, page, _briefly(saved))})


def _statements(tx: Tx, short: str, numbers: Iterable[int]) -> list[Update]:
    """Return those of these entries that are statements. What was just said stands, and is known."""
    standings = tx.updates.standings(short)
    about = [standings[one.ref].last_said for one in tx.entries.touched() if one.plan == short and one.ref in standings]
    known = {update.id: update for update in about if update is not None}
    found = (known.get(number) or tx.updates.one(short, number) for number in numbers)
    return [update for update in found if update is not None]


def _briefly(saved: Sequence[Update]) -> list[Spans]:
    """Say of which milestones the same was saved."""
    refs: dict[Chosen, list[str]] = {}
    for update in saved:
        refs.setdefault(_chosen(update), []).append(update.ref)
    return [chosen_line(chosen, some) for chosen, some in refs.items()]


def _pressed_on_card(view: View, said: Said) -> Draft | None:
    """Return the draft that a button saves or lets go of that stands on the card itself."""
    command, card = said.command, said.inbound.card
    token = command.token if isinstance(command, Save | Discard) else None
    draft = view.talk.draft(token) if token and card else None
    mine = draft is not None and draft.person == said.asker.person.id and draft.plan == said.asker.short
    return draft if mine and draft is not None and draft.page and draft.origin == card else None


def _saved_just_now(view: View, said: Said) -> list[tuple[Milestone, Update]]:
    """Return what the last save of whoever speaks put on the record, if it was made on the card and may be undone."""
    numbers = [entry.header.number for entry in last_save(view, said)]
    found = [update for number in numbers if (update := view.updates.one(said.asker.short, number)) is not None]
    plan = {one.ref: one for one in view.plans.one(said.asker.short).milestones}
    on_card = bool(numbers) and len(found) == len(numbers) and all(one.drawn_from.startswith(FROM) for one in found)
    return [(plan[one.ref], one) for one in found if one.ref in plan] if on_card and may_undo(view, said, numbers) else []


def _told(tx: Tx, said: Said, before: Mine, done: Done, moved: Sequence[str] = (), note: Spans = ()) -> Say:
    """Show the card as it stands after a save, below what was saved and what was not."""
    after = part_meant(tx, said.asker, before.part.deputy, drawn=True) or before
    asked = doubted.ask(tx, said, done.saved, done.left, done.doubted)
    message = _summary(tx, said, done, asked, moved, note)
    page = page_shown(tx, said.asker, after, 1)
    return Say(
        message=under(message, page),
        in_place=said.inbound.card is not None,
        changed_record=bool(done.saved) and not done.again,
        draft=asked.draft,
    )


def _summary(view: View, said: Said, done: Done, asked: Asked, moved: Sequence[str], note: Spans) -> Message:
    """Say what was saved, and what not and why, with the one question that is `asked` about the rest."""
    notes = [*([note] if note else []), *_briefly([update for _, update in done.saved])]
    buttons: tuple[Button, ...] = ()
    if done.saved:
        notes.append(next_told(view, said, [one for one, _ in done.saved]))
        buttons = undo_button(said, done.saved)
    why = going_on.told_why({ref: why for ref, why in done.left.items() if ref not in only_forecast(done.left)})
    after = [*why, *asked.blocks, *still_to_tell(done.lacking, asked.later, moved)]
    return month_saved([update.id for _, update in done.saved], notes, buttons, after)
