"""Documents that were read and wait: for answers to their doubts, and to be loaded. Machinery, not record."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from bot.model.documents.document_read import DocumentRead, Waiting
from bot.model.record.trouble import Kept
from store.database.columns import aware, clean
from store.database.prepared import Prepared
from store.reading import Changing, Part
from store.tables.plans import DOCUMENT_READ, PLAN

_COLUMN = DOCUMENT_READ.c
_LATEST = (_COLUMN.at.desc(), _COLUMN.loaded, _COLUMN.token)
_OVER = sa.not_(sa.and_(_COLUMN.loaded, _COLUMN.open_count > 0))  # what is loaded may still be asked about
_WAITING = Prepared(
    sa.select(_COLUMN.file, _COLUMN.open_count, _COLUMN.loaded)
    .where(_COLUMN.plan == sa.bindparam("short"))
    .order_by(*_LATEST)
    .limit(1)
)


class DocumentsReadReading(Part):
    """The reading of documents that wait."""

    def one(self, token: str) -> DocumentRead | None:
        return self._found(_COLUMN.token == clean(token))

    def latest(self, short: str, person: int | None = None) -> DocumentRead | None:
        of = _COLUMN.plan == short
        return self._found(of if person is None else sa.and_(of, _COLUMN.person == person))

    def brought(self, person: int) -> DocumentRead | None:
        return self._found(_COLUMN.person == person)

    def waiting(self, short: str) -> Waiting | None:
        rows = _WAITING.named(self._db, short=clean(short))
        return Waiting.model_validate(rows[0]) if rows else None

    def before(self, moment: datetime) -> bool:
        return self._db.scalar(sa.select(_COLUMN.token).where(_COLUMN.at < moment, _OVER).limit(1)) is not None

    def _found(self, which: sa.ColumnElement[bool]) -> DocumentRead | None:
        self._is_for_a_thread()  # it may be long
        row = self._db.execute(self._selected(which)).mappings().first()
        return self._noted.read(Kept.DOCUMENT, row["token"], partial(_document, row)) if row is not None else None

    def _selected(self, which: sa.ColumnElement[bool]) -> sa.Select[tuple[object, ...]]:
        return sa.select(DOCUMENT_READ).where(which).order_by(*_LATEST).limit(1)


class DocumentsReadWriting(Changing, DocumentsReadReading):
    """The writing of documents that wait."""

    def keep(self, document: DocumentRead) -> str:
        token = document.token or secrets.token_urlsafe(8)
        told = {name: clean(getattr(document, name)) for name in ("plan", "chat", "file", "sha256", "shown")}
        rest = {name: getattr(document, name) for name in ("person", "document", "at", "loaded", "open_count")}
        values = {**told, **rest, "token": token, "placed": document.is_placed, "answers": _as_json(document.answers)}
        self._db.execute(sa.delete(DOCUMENT_READ).where(_COLUMN.token == token))
        self._db.execute(sa.insert(DOCUMENT_READ).values(**values))
        return token

    def answer(self, token: str, answers: Mapping[str, str]) -> None:
        there = self.one(token)
        if there is None:
            return
        both = {key: choice for key, choice in {**there.answers, **answers}.items() if choice}
        if both != there.answers:
            self._change(token, answers=_as_json(both), loaded=False)

    def take_up(self, token: str, person: int, moment: datetime) -> None:
        self._change(token, person=person, at=moment)

    def place(self, token: str, short: str) -> None:
        self._change(token, plan=short, placed=True)

    def show(self, token: str, mark: str) -> None:
        self._change(token, shown=mark)

    def count_open(self, token: str, count: int) -> None:
        self._change(token, open_count=count)

    def load(self, token: str) -> None:
        there = self.one(token)
        if there is not None:
            self._change(token, loaded=True)
            others = _COLUMN.person.is_distinct_from(there.person)
            earlier = sa.and_(_COLUMN.plan == there.plan, _COLUMN.token != token, _COLUMN.at <= there.at, sa.not_(others))
            self._db.execute(sa.delete(DOCUMENT_READ).where(earlier))

    def let_go(self, token: str) -> None:
        self._db.execute(sa.delete(DOCUMENT_READ).where(_COLUMN.token == token))

    def forget(self, moment: datetime, shorts: tuple[str, ...]) -> None:
        self._db.execute(sa.delete(DOCUMENT_READ).where(_COLUMN.at < moment, _COLUMN.plan.in_(shorts), _OVER))

    def forget_homeless(self, moment: datetime) -> None:
        homeless = _COLUMN.plan.not_in(sa.select(PLAN.c.short))
        self._db.execute(sa.delete(DOCUMENT_READ).where(_COLUMN.at < moment, homeless))

    def _selected(self, which: sa.ColumnElement[bool]) -> sa.Select[tuple[object, ...]]:
        return super()._selected(which).with_for_update()  # two who answer at once answer one after the other

    def _change(self, token: str, **values: object) -> None:
        self._db.execute(sa.update(DOCUMENT_READ).where(_COLUMN.token == token).values(**values))


def _as_json(answers: Mapping[str, str]) -> str:
    return json.dumps({clean(key): clean(choice) for key, choice in answers.items()}, ensure_ascii=False)


def _document(row: sa.RowMapping) -> DocumentRead:
    same = ("token", "plan", "person", "chat", "file", "sha256", "document", "shown", "loaded", "open_count")
    return DocumentRead(
        **{name: row[name] for name in same}, answers=json.loads(row["answers"]), at=aware(row["at"]), is_placed=row["placed"]
    )
