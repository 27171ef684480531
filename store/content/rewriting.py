"""Our copies of what was said, letters and drafts, rewritten without what was taken out of the record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

import sqlalchemy as sa

from bot.model.letters.letter import LetterState
from bot.model.letters.message import Message
from bot.rules.rewriting import Rewrite, all_through
from store.content.places import contains
from store.database.columns import as_json
from store.tables.letters import LETTER
from store.tables.talk import DRAFT

COPIED = (LETTER.c.message, LETTER.c.whole, LETTER.c.drawn)


def in_json(text: str, rewrite: Rewrite) -> str:
    """Rewrite JSON. Facts of a summary are JSON within JSON."""

    def inner(said: str) -> str:
        if said.startswith(("{", "[")):
            try:
                return in_json(said, rewrite)
            except ValueError:
                pass
        return rewrite(said)

    told = json.loads(text)
    now = all_through(told, inner)
    return text if now == told else json.dumps(now, ensure_ascii=False)


def letters(db: sa.Connection, words: Sequence[str], rewrite: Callable[[bool], Rewrite]) -> tuple[str, ...]:
    """Rewrite the letters that hold one of these words. `rewrite` is told if a letter is a part of a longer one.

    Those that went and whose place is known must be rewritten there too. Returns the keys of those that changed.
    """
    changed: list[str] = []
    for row in list(_holding(db, words)):
        of_it = rewrite(row["part"] > 0)
        now = {column.name: in_json(row[column.name], of_it) for column in COPIED if row[column.name] is not None}
        if now == {name: row[name] for name in now}:
            continue
        went = row["state"] == LetterState.SENT.value and row["reference"] is not None and now["message"] != row["message"]
        db.execute(sa.update(LETTER).where(LETTER.c.key == row["key"]).values(**now, rewrite=row["rewrite"] or went))
        changed.append(row["key"])
    return tuple(changed)


def _holding(db: sa.Connection, words: Sequence[str]) -> Iterator[sa.RowMapping]:
    if not words:
        return
    held = sa.or_(*(has(column, word) for column in COPIED for word in words))
    keys = list(db.scalars(sa.select(LETTER.c.key).where(held)))
    for key in keys:
        mine = sa.select(LETTER).where(sa.or_(LETTER.c.key == key, LETTER.c.part_of == key)).with_for_update()
        yield from db.execute(mine).mappings().all()


def has(column: sa.Column[object], word: str) -> sa.ColumnElement[bool]:
    """Select the rows that have a word in a column. SQLite knows of ASCII alone how it is written small."""
    if word.isascii():
        return contains(sa.func.lower(sa.func.coalesce(column, "")), word.lower())
    return contains(sa.func.coalesce(column, ""), word)


def letters_to(db: sa.Connection, person: int, instead: str) -> int:
    """Empty the letters to somebody, and give up those that were not sent. Their keys stay, so that none is sent again."""
    mine = LETTER.c.person == person
    waits = LETTER.c.state.not_in((LetterState.SENT.value, LetterState.FAILED.value, LetterState.WITHDRAWN.value))
    db.execute(sa.update(LETTER).where(mine, waits).values(state=LetterState.WITHDRAWN.value, retry_at=None))
    blank = {"message": as_json(Message(title=instead)), "whole": None, "drawn": None, "address": None, "reference": None}
    done = db.execute(sa.update(LETTER).where(mine).values(**blank, reason="", rewrite=False).returning(LETTER.c.key))
    return len(done.all())


def drafts(db: sa.Connection, word: str, rewrite: Rewrite) -> None:
    """Rewrite the drafts that hold a word."""
    held = sa.select(DRAFT.c.token, DRAFT.c.body).where(has(DRAFT.c.body, word)).with_for_update()
    for token, body in db.execute(held).all():
        db.execute(sa.update(DRAFT).where(DRAFT.c.token == token).values(body=in_json(body, rewrite)))
