"""Closing: what was said back is saved, or let go."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.guarding.answering import why_needed
from bot.conversation.meant import draft_pointed_at
from bot.conversation.office import orders
from bot.conversation.updating import drafts
from bot.conversation.updating.confirming import keeping
from bot.conversation.updating.follow_ups import follow_up
from bot.conversation.updating.recording import Answered, put
from bot.conversation.updating.saving import card_again
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.letters.message import Message, Spans
from bot.model.letters.talk import Draft, DraftState, Redrawn, Reply, Say
from bot.model.updates.doubt import DOUBT
from bot.ports.record import Tx
from bot.wording.sentences import line, words

AT_HAND = timedelta(minutes=5)  # after that a typed yes may answer something that was said since
HOLDS = timedelta(days=2)  # what was said back longer ago is out of sight, and is said back again before it is saved


def let_go(tx: Tx, said: Said, token: str | None, fresh: bool) -> Reply:
    """Let go of what was said back. Nothing of it is saved."""
    if not fresh and token is None and drafts.answered_here(tx, said) is None:
        return Say(message=Message(title=words("replies.echo.let_go")))
    draft = drafts.draft_meant(tx, said, token)
    if draft.state is not DraftState.OPEN:
        return drafts.say_end(tx, said, draft)
    if token is None and draft.passed and draft_pointed_at(tx, said.inbound, draft.person) is None:
        return drafts.keep(tx, said, draft, [line("replies.echo.passed")])
    tx.talk.close_draft(draft.token, DraftState.LET_GO)
    gone = draft.model_copy(update={"state": DraftState.LET_GO})
    if said.inbound.card is None:
        message = Message(title=words("replies.echo.let_go"))
        return Say(message=message, redrawn=drafts.without_buttons(tx, draft, DraftState.LET_GO, said))
    redrawn = drafts.without_buttons(tx, draft, DraftState.LET_GO, said)
    return drafts.say_end(tx, said, gone).model_copy(update={"redrawn": redrawn})


def save(tx: Tx, said: Said, token: str | None, fresh: bool, here: Draft | None) -> Reply:
    """Put a draft on the record, once. A "yes" heard again finds nothing open `here` and adds nothing."""
    if not fresh and token is None and here is None:
        return Say(message=Message(title=words("replies.saved.heard")))
    draft = drafts.draft_meant(tx, said, token, here)
    if draft.state is not DraftState.OPEN:
        return drafts.say_end(tx, said, draft)
    if draft.awaiting is not None and draft.awaiting[1] != DOUBT:
        return Say(message=follow_up(tx, said, draft))
    return save_open(tx, said, draft, token is not None)


def save_open(tx: Tx, said: Said, draft: Draft, pressed: bool) -> Reply:
    """Put an open draft on the record, with what does not fit in it and the answer to that. Ask for a reason if it needs one."""
    pointed_at = pressed or draft_pointed_at(tx, said.inbound, draft.person) is not None
    if notes := _out_of_sight(tx, said, draft, in_words=not pointed_at):
        return drafts.keep(tx, said, draft, notes)
    if draft.order:
        return _order_done(tx, said, draft)
    told = drafts.resolved(tx, draft)
    entries, left = keeping.judged(tx, said, draft, told)
    if not entries:  # the date that it was expected by has passed since it was said back
        return keeping.keep(tx, said, draft)
    found = drafts.doubts_of(tx, said, draft, said.today, told)
    if found.needs_a_reason and not draft.answer:
        return drafts.echo(tx, said, draft, [why_needed(found)])
    saved = put(tx, said, [_answered(draft, ref, given) for ref, given in entries], found, draft.answer)
    redrawn = used_up(tx, said, draft, tuple(update.id for _, update in saved))
    return keeping.say_with_rest(tx, said, saved, left).model_copy(update={"redrawn": redrawn})


def _answered(draft: Draft, ref: str, given: Answers) -> Answered:
    drawn_from, typed = draft.drawn.get(ref) or f"draft {draft.token}", "" if draft.drawn else draft.said
    return Answered(ref, given, drawn_from, draft.origin or draft.under, typed, draft.corrects.get(ref), ref in draft.same)


def _order_done(tx: Tx, said: Said, draft: Draft) -> Reply:
    made = orders.done(tx, said, draft)
    redrawn = used_up(tx, said, draft, made)
    message = orders.told(tx, said, draft.model_copy(update={"saved": made}))
    return Say(message=message, in_place=said.inbound.card is not None, redrawn=redrawn)


def used_up(tx: Tx, said: Said, draft: Draft, saved: tuple[int, ...]) -> tuple[Redrawn, ...]:
    """Close a draft that was saved. Returns what must be drawn anew: its cards, and the card that its form was opened from."""
    tx.talk.close_draft(draft.token, DraftState.SAVED, saved)
    after = draft.model_copy(update={"saved": saved})
    asked = card_again(tx, said, draft.origin)
    origin = (Redrawn(card=draft.origin, message=asked),) if draft.origin and asked is not None else ()
    return (*drafts.without_buttons(tx, after, DraftState.SAVED, said), *origin)


def _out_of_sight(tx: Tx, said: Said, draft: Draft, in_words: bool) -> list[Spans]:
    """Say why a draft must be said back again before it is saved. Empty if it need not.

    A button stands under the words that it saves, and so does a "yes" that quotes them. Any other "yes" may answer whatever
    came last, so a letter in between counts, and so does some time.
    """
    if since := drafts.newer(tx, draft.plan, {ref: draft.stood.get(ref, 0) for ref, _ in draft.entries}):
        return [line("replies.echo.newer", drafts.facts_of(update)) for update in since]
    if said.asker.now - draft.at >= HOLDS:
        return [line("replies.echo.old_order" if draft.order else "replies.echo.old", {"day": said.day_of(draft.at)})]
    if in_words and draft.passed:
        return [line("replies.echo.passed")]
    if in_words and drafts.last_letter(tx, said) != draft.letter:
        return [line("replies.echo.letter")]
    if in_words and said.asker.now - draft.at >= AT_HAND:
        return [line("replies.echo.while")]
    then = said.day_of(draft.at)
    if said.today == then:
        return []
    new = drafts.doubts_of(tx, said, draft, said.today).each() - drafts.doubts_of(tx, said, draft, then).each()
    return [line("replies.echo.doubted")] if new else []
