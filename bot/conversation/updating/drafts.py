"""Drafts: whatever was said back before it is saved. Each is open, saved, let go or replaced, and a press on it says which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, assert_never

from bot.conversation.guarding.answering import how_to_save, question_of
from bot.conversation.guarding.doubting import Doubts, Made, doubts, warnings
from bot.conversation.meant import draft_answered
from bot.conversation.month.reading import page_with
from bot.conversation.office import orders
from bot.conversation.updating import update_form
from bot.conversation.updating.confirming import going_on
from bot.conversation.updating.confirming.judging import as_before
from bot.conversation.updating.follow_ups import dropped, follow_up
from bot.conversation.updating.said_back import changed, forecast_missed, lines_of, repeated
from bot.conversation.updating.saving import period_named, say_saved, update_of
from bot.conversation.updating.undoing.last_save import may_undo
from bot.conversation.visit import Said, plan_named
from bot.model.letters.form import Answers
from bot.model.letters.message import Actions, Block, Button, Message, Paragraph, Spans
from bot.model.letters.talk import Chat, Draft, DraftState, Redrawn, Reply, Say
from bot.model.plan import Milestone
from bot.model.updates.doubt import DOUBT
from bot.model.updates.update import Standing, Update
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.calendar import local_day
from bot.wording.commands import Change, Discard, Save
from bot.wording.letters.sections import MOST_LINES
from bot.wording.month.card import month_card
from bot.wording.sentences import Fact, line, mark, words
from bot.wording.summary_lines import named

Entries = Sequence[tuple[str, Answers]]


class Looked(NamedTuple):
    """A draft as it was looked at: what it would put on the record, and what does not fit in that."""

    made: Sequence[Made]
    found: Doubts


def draft_meant(view: View, said: Said, token: str | None, here: Draft | None = None) -> Draft:
    """Return the draft of that token, or the one that these words answer, which may be known. Raises Refusal if it is not theirs,
    or there is none."""
    draft = view.talk.draft(token) if token else here or answered_here(view, said)
    if draft is None or draft.of_month:
        raise Refusal("gone" if token else "nothing_to_save")
    if draft.person != said.asker.person.id:
        raise Refusal("draft_not_yours")
    if draft.plan != said.asker.short:
        raise Refusal("gone")
    return draft


def answered_here(view: View, said: Said) -> Draft | None:
    """Return the draft that these words answer, if it is about a plan that may be told of here."""
    draft = draft_answered(view, said.inbound, said.asker.person.id)
    return draft if draft is not None and draft.plan in said.asker.plans else None


def still_waiting(view: View, said: Said) -> tuple[Block, ...]:
    """Say that something waits for a yes, to whoever said what was not understood: it may have been meant as one."""
    draft = answered_here(view, said)
    if draft is None or draft.state is not DraftState.OPEN or draft.of_month:
        return ()
    refs = named([ref for ref, _ in draft.entries], MOST_LINES)
    told = line("replies.unknown.waiting_order") if draft.order else line("replies.unknown.waiting", {"refs": refs})
    return (Paragraph(spans=told),)


# ---- said back ---------------------------------------------------------------------------


def keep(tx: Tx, said: Said, draft: Draft, notes: Sequence[Spans] = ()) -> Reply:
    """Keep a draft and say it back. Whatever else was open in this chat is replaced, and loses its buttons."""
    before = tx.talk.open_draft(draft.person, draft.chat)
    kept, looked = _stored(tx, said, draft)
    if before is None or before.token == kept.token:
        return echo(tx, said, kept, notes, looked)
    gone = dropped(before, kept) if before.plan in said.asker.plans else ()  # one said behind another wall is not named here
    reply = echo(tx, said, kept, [*gone, *notes], looked)
    if not isinstance(reply, Say):
        return reply
    return reply.model_copy(update={"redrawn": without_buttons(tx, before, DraftState.REPLACED, said)})


def stored(tx: Tx, said: Said, draft: Draft) -> Draft:
    """Keep a draft, with what stood and which letter came last when it was said back."""
    return _stored(tx, said, draft)[0]


def _stored(tx: Tx, said: Said, draft: Draft) -> tuple[Draft, Looked | None]:
    """Do as `stored`, and return how the draft was looked at, if it was."""
    standings = tx.updates.standings(draft.plan)
    told = {
        "at": said.asker.now,
        "stood": {ref: standings[ref].newest for ref, _ in draft.entries},
        "letter": last_letter(tx, said),
        "under": said.inbound.chat.thread,
        "passed": False,
    }
    kept, looked = draft.model_copy(update=told), None
    if kept.awaiting is None or kept.awaiting[1] == DOUBT:
        looked = looked_at(tx, said, kept, said.today)
        refs = looked.found.refs
        kept = kept.model_copy(update={"awaiting": (refs[0], DOUBT) if refs and not kept.answer else None})
    return kept.model_copy(update={"token": tx.talk.keep_draft(kept)}), looked


def echo(view: View, said: Said, draft: Draft, notes: Sequence[Spans] = (), looked: Looked | None = None) -> Reply:
    """Say a draft back as it was understood, with Save, Change and Let go. If a question is still to be answered, ask that
    instead. `looked` is how it was looked at just now, if it was."""
    if draft.order:
        return orders.asked(view, said, draft, notes)
    refs = [ref for ref, _ in draft.entries]
    if len(refs) > 1 and not draft.drawn:
        notes = [line("replies.many.about", {"count": len(refs), "refs": named(refs, MOST_LINES)}), *notes]
    if draft.awaiting is not None and draft.awaiting[1] != DOUBT:
        question = follow_up(view, said, draft)
        told = question.model_copy(update={"blocks": (*_paragraphs(notes), *question.blocks)})
        offers = draft.token if draft.awaiting[1] == "status" else ""
        return Say(message=told, in_place=_in_place(said, draft), draft=offers)
    made, found = looked or looked_at(view, said, draft, said.today)
    asked = [*changed(view, said, made), *repeated(view, said, draft), *question_of(found, draft), *warnings(made)]
    asked += [spans for _, update in made for spans in forecast_missed(view, draft, update, said)]
    asked += [spans for milestone, _ in made if (spans := period_named(view, said, milestone))]
    save, hint = how_to_save(found, draft)
    blocks: tuple[Block, ...] = (
        *_paragraphs(notes),
        *_plan(view, draft),
        lines_of(made, _unchanged(view, draft, made)),
        *_paragraphs(asked),
        *going_on.told_why(as_before(view, said, draft.left).left),
        _buttons(said, draft, save),
        Paragraph(spans=hint),
    )
    message = Message(title=words("replies.echo.title"), blocks=blocks)
    return Say(message=message, in_place=_in_place(said, draft), draft=draft.token)


def _buttons(said: Said, draft: Draft, save: str) -> Actions:
    plan, token = said.asker.plan_named, draft.token
    return Actions(
        buttons=(
            Button(label=save, command=str(Save(plan=plan, token=token)), style="primary"),
            Button(label=words("replies.echo.change"), command=str(Change(plan=plan, token=token))),
            Button(label=words("replies.echo.let_go_button"), command=str(Discard(plan=plan, token=token))),
        )
    )


def _in_place(said: Said, draft: Draft) -> bool:
    """Say if an answer takes the place of the message pressed. A card that asks is not written over by the answer to one of its
    questions: the rest of it still holds."""
    return said.inbound.card is not None and said.inbound.card != draft.origin


def updates_kept(stood: Iterable[tuple[str, Standing]]) -> dict[str, int]:
    """Return the updates that "same" says again, by ref."""
    return {ref: standing.update.id for ref, standing in stood if standing.update is not None}


def _unchanged(view: View, draft: Draft, made: Sequence[tuple[Milestone, Update]]) -> set[str]:
    """Return the milestones of which all is said again, the forecast too."""
    standings = view.updates.standings(draft.plan)
    stood = {ref: one.forecast for ref in draft.same if (one := standings[ref].update) is not None}
    return {one.ref for one, update in made if one.ref in stood and stood[one.ref] == update.forecast}


def looked_at(view: View, said: Said, draft: Draft, day: date, entries: Entries | None = None) -> Looked:
    """Return what a draft says, and what does not fit in it if it is said on that day. `entries` are its answers resolved, if
    they are known."""
    made = updates_of(view, draft, entries)
    return Looked(made, doubts(view, said, made, day, draft.same))


def doubts_of(view: View, said: Said, draft: Draft, day: date, entries: Entries | None = None) -> Doubts:
    """Return what does not fit in what a draft says. See `looked_at`."""
    return looked_at(view, said, draft, day, entries).found


def is_known(view: View, said: Said, found: Doubts, source: Draft | None) -> bool:
    """Say if nothing must be asked: all fits, or it was said back with the draft that the form was opened to change."""
    if not found.doubtful:
        return True
    before = doubts_of(view, said, source, said.today).each() if source is not None else frozenset()
    return not found.needs_a_reason and found.each() <= before


def updates_of(view: View, draft: Draft, entries: Entries | None = None) -> list[Made]:
    """Return what a draft would put on the record, as far as its words go."""
    plan = {milestone.ref: milestone for milestone in view.plans.one(draft.plan).milestones}
    made = []
    for ref, given in resolved(view, draft) if entries is None else entries:
        if ref in plan:
            answered = update_form.read_answers(given)
            made.append((plan[ref], update_of(draft.plan, ref, answered, draft.person, draft.at)))
    return made


def resolved(view: View, draft: Draft) -> Entries:
    """Return what a draft says, with every day as a date. One kept by an earlier Milepost still has its days in words."""
    policy = view.plans.policy(draft.plan)
    day = local_day(draft.at, policy.zone)
    return tuple((ref, update_form.resolve(given, Standing(ref=ref), day, policy.calendar)) for ref, given in draft.entries)


def _plan(view: View, draft: Draft) -> tuple[Block, ...]:
    return _paragraphs(plan_named(view, draft.person, draft.plan))


def _paragraphs(sentences: Sequence[Spans]) -> tuple[Block, ...]:
    return tuple(Paragraph(spans=spans) for spans in sentences)


def last_letter(view: View, said: Said) -> str:
    chat = Chat(id=said.inbound.chat.id)
    card = view.talk.last_card(said.asker.person.id, chat, said.inbound.sender.platform)
    return card.key if card else ""


# ---- what has become of it --------------------------------------------------------------------


def say_end(view: View, said: Said, draft: Draft) -> Say:
    """Say how a draft ended, after a press on one of its buttons. Nothing is added."""
    if draft.order and draft.state is DraftState.SAVED:
        return Say(message=orders.told(view, said, draft), in_place=said.inbound.card is not None)
    if may_undo(view, said, draft.saved):
        return say_saved(view, said, _saved(view, draft))  # the first answer again, with its Undo
    again = words("replies.echo.saved") if draft.state is DraftState.SAVED else None
    return Say(message=ended_card(view, draft, again), in_place=said.inbound.card is not None)


def ended_card(view: View, draft: Draft, title: str | None = None) -> Message:
    """Draw an ended draft without its buttons: how it ended, and its words or what was saved of them. `title` replaces the
    title of a saved one."""
    match draft.state:
        case DraftState.SAVED if draft.order:
            return Message(title=title or words("replies.admin.order_done"))
        case DraftState.SAVED:
            made = _saved(view, draft)
            since = newer(view, draft.plan, {milestone.ref: update.id for milestone, update in made})
            gone = [one.handle for one in view.updates.withdrawals(draft.plan) if one.number in draft.saved]
            notes = [line("replies.saved.gone", {"handle": handle}) for handle in gone]
            notes += [line("replies.saved.since", facts_of(update)) for update in since]
            blocks = (*_plan(view, draft), lines_of(made), *_paragraphs(notes))
            return Message(title=title or words("replies.echo.saved_now"), blocks=blocks)
        case DraftState.LET_GO | DraftState.REPLACED:
            unsaid = draft.order or (draft.awaiting is not None and draft.awaiting[1] != DOUBT)
            blocks = () if unsaid else (*_plan(view, draft), lines_of(updates_of(view, draft)))
            return Message(title=words(f"replies.echo.{draft.state.value}"), blocks=blocks)
        case DraftState.OPEN:
            return Message(title=words("replies.echo.title"))
    assert_never(draft.state)


def _saved(view: View, draft: Draft) -> list[tuple[Milestone, Update]]:
    plan = {milestone.ref: milestone for milestone in view.plans.one(draft.plan).milestones}
    refs = [ref for ref, _ in draft.entries if ref in plan]
    return [(plan[ref], update) for ref in refs for update in view.updates.all_said(draft.plan, ref) if update.id in draft.saved]


def without_buttons(view: View, draft: Draft, state: DraftState, said: Said) -> tuple[Redrawn, ...]:
    """Draw the messages that carry a draft's buttons again without them. The one pressed is left out: the answer replaces it. The
    card of the month that it comes from shows what stands now."""
    shown = [card for card in draft.cards if card not in (said.inbound.card, draft.origin)]
    message = ended_card(view, draft.model_copy(update={"state": state})) if shown else None
    redrawn = tuple(Redrawn(card=card, message=message) for card in shown if message is not None)
    return (*redrawn, *_month_again(view, draft, said))


def _month_again(view: View, draft: Draft, said: Said) -> tuple[Redrawn, ...]:
    card = draft.origin if draft.page and draft.plan == said.asker.short else None
    if card is None or card == said.inbound.card:
        return ()
    page = page_with(view, said.asker, [ref for ref, _ in draft.entries], draft.page)
    return (Redrawn(card=card, message=month_card(page)),) if page is not None else ()


def note_card(tx: Tx, token: str, card: str) -> Message | None:
    """Note that a message carries a draft's buttons. If the draft has ended meanwhile, returns what to show there instead."""
    tx.talk.place_draft(token, card)
    draft = tx.talk.draft(token)
    return ended_card(tx, draft) if draft is not None and draft.state is not DraftState.OPEN else None


def newer(view: View, plan: str, stood: dict[str, int]) -> list[Update]:
    """Return the updates that came after those in `stood`, which names one for each ref. The record says what is newer."""
    standings = view.updates.standings(plan)
    found = [standings[ref].last_said for ref, was in stood.items() if ref in standings and standings[ref].newest > was]
    return [update for update in found if update is not None]


def facts_of(update: Update) -> dict[str, Fact]:
    return {"ref": update.ref, "who": update.by_name, "status": mark(update.status).word}
