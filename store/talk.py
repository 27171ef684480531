"""Drafts in the record, and which things said were seen."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from bot.model.talk import Draft, DraftState
from bot.model.trouble import Kept
from store.columns import as_json, clean
from store.reading import Changing, Part
from store.tables.talk import DRAFT, SIGHT

MOST_CARDS = 8  # messages remembered that carry one draft's buttons


class TalkReading(Part):
    """The reading of drafts, and of what was said before."""

    def draft(self, token: str) -> Draft | None:
        row = self._draft_row(DRAFT.c.token == token)
        return self._noted.read(Kept.DRAFT, token, partial(_draft, row)) if row else None

    def open_draft(self, person: int, chat: str) -> Draft | None:
        mine = (DRAFT.c.person == person, DRAFT.c.chat == chat, DRAFT.c.state == DraftState.OPEN.value)
        row = self._draft_row(*mine)
        return self._noted.passed_over(Kept.DRAFT, row["token"], partial(_draft, row)) if row else None

    def drafts_at(self, person: int, message: str) -> tuple[Draft, ...]:
        # The database finds the few rows that speak of the message; only the draft itself tells what it says of it.
        told = json.dumps(clean(message), ensure_ascii=False)
        found = sa.select(DRAFT.c.token, DRAFT.c.body, DRAFT.c.state).where(DRAFT.c.person == person)
        open_first = sa.case((DRAFT.c.state == DraftState.OPEN.value, 0), else_=1)
        rows = self._db.execute(
            found.where(DRAFT.c.body.contains(told, autoescape=True)).order_by(open_first, DRAFT.c.at.desc())
        ).mappings()
        drafts = [self._noted.read(Kept.DRAFT, row["token"], partial(_draft, row)) for row in rows.all()]
        return tuple(draft for draft in drafts if clean(message) in (*draft.cards, draft.under))

    def drafts_before(self, before: datetime) -> bool:
        return self._db.scalar(sa.select(DRAFT.c.token).where(DRAFT.c.at < before).limit(1)) is not None

    def _draft_row(self, *conditions: sa.ColumnElement[bool]) -> sa.RowMapping | None:
        found = sa.select(DRAFT.c.token, DRAFT.c.body, DRAFT.c.state).where(*conditions)
        return self._db.execute(found.order_by(DRAFT.c.at.desc()).limit(1)).mappings().first()


class TalkWriting(Changing, TalkReading):
    """The writing of drafts, and of what was said before."""

    def first_sight(self, inbound_id: str) -> bool:
        return self._add(SIGHT, {"inbound": clean(inbound_id)[:500]})

    def keep_draft(self, draft: Draft) -> str:
        token = draft.token or secrets.token_urlsafe(8)
        kept = draft.model_copy(update={"token": token})
        self._db.execute(sa.delete(DRAFT).where(DRAFT.c.token == token))
        # A newer line takes the place of the older one: a typed "yes" can only mean the last thing said back.
        open_ = DRAFT.c.state == DraftState.OPEN.value
        here = sa.and_(DRAFT.c.person == draft.person, DRAFT.c.chat == draft.chat, open_)
        self._db.execute(sa.update(DRAFT).where(here).values(state=DraftState.REPLACED.value))
        values = {"token": token, "person": draft.person, "chat": draft.chat, "state": draft.state.value, "at": draft.at}
        self._db.execute(sa.insert(DRAFT).values(**values, body=as_json(kept)))
        return token

    def close_draft(self, token: str, state: DraftState, saved: tuple[int, ...] = ()) -> None:
        draft = self.draft(token)
        if draft is not None and draft.state is DraftState.OPEN:
            body = as_json(draft.model_copy(update={"saved": saved}))
            self._db.execute(sa.update(DRAFT).where(DRAFT.c.token == token).values(state=state.value, body=body))

    def forget_drafts(self, short: str, before: datetime) -> None:
        # Quotes inside a person's words are escaped there: these stand in the draft itself.
        about = f'"plan": {json.dumps(clean(short), ensure_ascii=False)}'
        old = sa.and_(DRAFT.c.at < before, DRAFT.c.body.contains(about, autoescape=True))
        self._db.execute(sa.delete(DRAFT).where(old))

    def place_draft(self, token: str, card: str) -> None:
        draft = self.draft(token)
        if draft is not None and card not in draft.cards:
            cards = (*draft.cards, clean(card))[-MOST_CARDS:]
            body = as_json(draft.model_copy(update={"cards": cards}))
            self._db.execute(sa.update(DRAFT).where(DRAFT.c.token == token).values(body=body))


def _draft(row: sa.RowMapping) -> Draft:
    return Draft.model_validate_json(row["body"]).model_copy(update={"state": DraftState(row["state"])})
