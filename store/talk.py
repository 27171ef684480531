"""Drafts in the record, and which things said were seen."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

import sqlalchemy as sa

from bot.model.letters.letter import CardSent, Letter, LetterKind
from bot.model.letters.talk import Chat, Draft, DraftState, ListShown
from bot.model.record.trouble import Kept
from bot.ports.letters import LettersView
from store.database.columns import as_json, clean
from store.database.prepared import Change, Prepared
from store.database.unread import WRONG
from store.letters import ASKED_LIST, BY_AGE, BY_REFERENCE, Row
from store.reading import Changing, Connected, Part
from store.tables.letters import LETTER
from store.tables.talk import DRAFT, LISTED, POSTED, SIGHT

Drafts = Prepared[str, str, str]
_SUMMARY_AT = (
    sa.select(LETTER.c.channel)
    .where(LETTER.c.reference == sa.bindparam("message"), LETTER.c.platform == sa.bindparam("platform"))
    .where(LETTER.c.kind == LetterKind.DIGEST.value)
    .limit(1)
)  # made once: to make one of these takes longer than to run it
MOST_CARDS = 8  # messages remembered that carry one draft's buttons
BUTTONS_KEPT = timedelta(days=60)  # since a message was posted: after that its answers are posted below it


# As much of a nudge as tells what its numbers mean.
_MEANT = (LETTER.c.key, LETTER.c.reference, LETTER.c.not_before, LETTER.c.settled, LETTER.c.asked)
_CARD_THERE, _LAST_CARD = (Prepared(one.with_only_columns(*_MEANT)) for one in (BY_REFERENCE, BY_AGE))


class TalkReading(Part):
    """The reading of drafts, and of what was said before."""

    def __init__(self, connected: Connected, letters: LettersView) -> None:
        super().__init__(connected)
        self._letters = letters

    def draft(self, token: str) -> Draft | None:
        row = self._draft_row(_ONE, token=token)
        return self._noted.read(Kept.DRAFT, token, partial(_draft, row)) if row else None

    def open_draft(self, person: int, chat: str) -> Draft | None:
        row = self._draft_row(_OPEN, person=person, chat=chat)
        return self._noted.passed_over(Kept.DRAFT, row["token"], partial(_draft, row)) if row else None

    def drafts_at(self, person: int, message: str) -> tuple[Draft, ...]:
        self._is_for_a_thread()
        # The database finds the few rows that speak of the message; only the draft itself tells what it says of it.
        told = json.dumps(clean(message), ensure_ascii=False)
        rows = self._found(_SPEAK_OF).named(self._db, person=person, told=told)
        drafts = [self._noted.read(Kept.DRAFT, row["token"], partial(_draft, row)) for row in rows]
        return tuple(draft for draft in drafts if clean(message) in (*draft.cards, draft.under))

    def last_list(self, person: int, chat: str) -> ListShown | None:
        rows = _LIST.named(self._db, person=person, chat=clean(chat))
        return next((ListShown.model_validate_json(row["body"]) for row in rows), None)

    def last_card(self, person: int, chat: Chat, platform: str) -> CardSent | None:
        try:
            by_thread = _CARD_THERE.named(self._db, person=person, reference=chat.thread) if chat.thread is not None else []
            for row in by_thread or _LAST_CARD.named(self._db, person=person, platform=platform):
                return self._noted.passed_over(Kept.LETTER, row["key"], partial(_card, row))
        except WRONG:  # one of their dates: the letters' own reading looks at each by itself
            letter = self._letters.last_nudge(person, chat, platform)
            return None if letter is None else _sent(letter)
        return None

    def summary_at(self, message: str, platform: str) -> str | None:
        self._is_for_a_thread()
        return self._db.scalar(_SUMMARY_AT, {"message": clean(message), "platform": platform})

    def carries(self, message: str, button: str) -> bool:
        rows = _POSTED.named(self._db, message=clean(message))
        return any(_sum(button) in row["buttons"].split() for row in rows)

    def drafts_before(self, before: datetime) -> bool:
        return self._db.scalar(sa.select(DRAFT.c.token).where(DRAFT.c.at < before).limit(1)) is not None

    def _found(self, drafts: Drafts) -> Drafts:
        return drafts

    def _draft_row(self, drafts: Drafts, **given: str | int) -> Mapping[str, str] | None:
        return next(iter(self._found(drafts).named(self._db, **given)), None)


class TalkWriting(Changing, TalkReading):
    """The writing of drafts, and of what was said before."""

    def take_turn(self, person: int) -> None:
        self._in_hand.turn_of(person)

    def _found(self, drafts: Drafts) -> Drafts:
        # Whoever shows a draft's buttons does it while nobody says anything, and its row holds both what is shown and saved.
        return _HELD[drafts]

    def first_sight(self, inbound_id: str) -> bool:
        return self._add(SIGHT, {"inbound": clean(inbound_id)[:500]})

    def keep_draft(self, draft: Draft) -> str:
        token = draft.token or secrets.token_urlsafe(8)
        kept = draft.model_copy(update={"token": token})
        _FORGOTTEN.make(self._db, which=token)
        # A newer line takes the place of the older one: a typed "yes" can only mean the last thing said back.
        _REPLACED.make(self._db, whose=draft.person, where=draft.chat)
        values = {"token": token, "person": draft.person, "chat": draft.chat, "state": draft.state.value, "at": draft.at}
        _KEPT.make(self._db, **values, body=as_json(kept))
        return token

    def close_draft(self, token: str, state: DraftState, saved: tuple[int, ...] = ()) -> None:
        draft = self.draft(token)
        if draft is not None and draft.state is DraftState.OPEN:
            body = as_json(draft.model_copy(update={"saved": saved}))
            _CLOSED.make(self._db, which=token, its_state=state.value, its_body=body)

    def forget_drafts(self, short: str, before: datetime) -> None:
        # Quotes inside a person's words are escaped there: these stand in the draft itself.
        about = f'"plan": {json.dumps(clean(short), ensure_ascii=False)}'
        old = sa.and_(DRAFT.c.at < before, DRAFT.c.body.contains(about, autoescape=True))
        self._db.execute(sa.delete(DRAFT).where(old))

    def show_list(self, shown: ListShown) -> None:
        given = {"person": shown.person, "chat": clean(shown.chat), "body": as_json(shown)}
        if not self._add(LISTED, given):
            _SHOWN.make(self._db, whom=shown.person, where=given["chat"], its_body=given["body"])

    def place_draft(self, token: str, card: str) -> None:
        draft = self.draft(token)
        if draft is not None and card not in draft.cards:
            cards = (*draft.cards, clean(card))[-MOST_CARDS:]
            body = as_json(draft.model_copy(update={"cards": cards}))
            _PLACED.make(self._db, which=token, its_body=body)

    def pass_over(self, token: str) -> None:
        draft = self.draft(token)
        if draft is not None and draft.state is DraftState.OPEN:
            _PLACED.make(self._db, which=token, its_body=as_json(draft.model_copy(update={"passed": True})))

    def note_buttons(self, message: str, buttons: Collection[str], at: datetime) -> None:
        sums = " ".join(sorted({_sum(button) for button in buttons}))
        if not self._add(POSTED, {"message": clean(message), "at": at, "buttons": sums}):
            _DRAWN.make(self._db, which=clean(message), its_buttons=sums)
        self._db.execute(sa.delete(POSTED).where(POSTED.c.at < at - BUTTONS_KEPT))


# Made once: to make one of these takes longer than to run it.
_PERSON: sa.BindParameter[int] = sa.bindparam("person")
_IS_OPEN, _LATEST_FIRST = DRAFT.c.state == DraftState.OPEN.value, DRAFT.c.at.desc()
_DRAFTS = sa.select(DRAFT.c.token, DRAFT.c.body, DRAFT.c.state)
_WITH_TOKEN = _DRAFTS.where(DRAFT.c.token == sa.bindparam("token"))
_MINE = _DRAFTS.where(DRAFT.c.person == _PERSON)
_OPEN_HERE = _MINE.where(DRAFT.c.chat == sa.bindparam("chat"), _IS_OPEN).order_by(_LATEST_FIRST).limit(1)
_TOLD_OF = _MINE.where(sa.func.replace(DRAFT.c.body, sa.bindparam("told"), "") != DRAFT.c.body).order_by(
    sa.case((_IS_OPEN, 0), else_=1), _LATEST_FIRST
)
_LIST: Prepared[str] = Prepared(
    sa.select(LISTED.c.body).where(LISTED.c.person == _PERSON, LISTED.c.chat == sa.bindparam("chat"))
)
_BODY: dict[str, sa.BindParameter[str]] = {"body": sa.bindparam("its_body")}
_SHOWN = Change(
    sa.update(LISTED).where(LISTED.c.person == sa.bindparam("whom"), LISTED.c.chat == sa.bindparam("where")).values(_BODY)
)
_POSTED: Prepared[str] = Prepared(sa.select(POSTED.c.buttons).where(POSTED.c.message == sa.bindparam("message")))
_DRAWN = Change(
    sa.update(POSTED).where(POSTED.c.message == sa.bindparam("which")).values(buttons=sa.bindparam("its_buttons"))
)
_ONE, _OPEN, _SPEAK_OF = (Prepared(drafts) for drafts in (_WITH_TOKEN, _OPEN_HERE, _TOLD_OF))
_HELD: dict[Drafts, Drafts] = {
    _ONE: Prepared(_WITH_TOKEN.with_for_update()),
    _OPEN: Prepared(_OPEN_HERE.with_for_update()),
    _SPEAK_OF: Prepared(_TOLD_OF.with_for_update()),
}
_KEPT, _FORGOTTEN = Change(sa.insert(DRAFT)), Change(sa.delete(DRAFT).where(DRAFT.c.token == sa.bindparam("which")))
_CHANGED = sa.update(DRAFT).where(DRAFT.c.token == sa.bindparam("which"))
_PLACED, _CLOSED = Change(_CHANGED.values(_BODY)), Change(_CHANGED.values({**_BODY, "state": sa.bindparam("its_state")}))
_HERE = sa.and_(DRAFT.c.person == sa.bindparam("whose"), DRAFT.c.chat == sa.bindparam("where"), _IS_OPEN)
_REPLACED = Change(sa.update(DRAFT).where(_HERE).values(state=DraftState.REPLACED.value))


def _sum(button: str) -> str:
    """Return what is kept of a button: what it says may hold somebody's words."""
    return sha256(button.encode()).hexdigest()[:32]


def _draft(row: Mapping[str, str]) -> Draft:
    return Draft.model_validate_json(row["body"]).model_copy(update={"state": DraftState(row["state"])})


def _card(kept: Row) -> CardSent:
    at, asked = kept["settled"] or kept["not_before"], ASKED_LIST.validate_json(kept["asked"])
    return CardSent(key=kept["key"], reference=kept["reference"], at=at, asked=asked)


def _sent(letter: Letter) -> CardSent:
    at = letter.settled or letter.not_before
    return CardSent(key=letter.key, reference=letter.reference, at=at, asked=letter.asked)
