"""Statements that are run for whatever is said: put into text once, and given to the driver itself.

To make a statement and to find it among those that were compiled takes ten times as long as such a statement takes to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any, Generic, NamedTuple, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import TypedReturnsRows

from store.database.columns import clean
from store.database.troubles import CUT

Ts = TypeVarTuple("Ts")
Way = Callable[[Any], Any]  # from a value to what the driver takes, or back
Values = Mapping[str, object] | Sequence[object]
_STATEMENTS: list[tuple[sa.ClauseElement, dict[str, _Worded]]] = []
_NUMBERING: dict[type[sa.Dialect], sa.Dialect] = {}
CURSOR = "cursor"  # under which a connection keeps one
FEW = 500  # rows of an answer that a kept cursor may hold until it is used again
_MANY = (list, tuple, set, frozenset)
MOST_KEPT = 64  # values in a list: for a longer one the text is made each time


def run(db: sa.Connection, text: str, values: Values = ()) -> Sequence[tuple[Any, ...]]:
    """Have the driver run a text. Returns the rows that it finds. Raises what sqlalchemy raises."""
    with _cursor(db, text) as cursor:
        cursor.execute(text, values)
        return _all_of(cursor)


def run_last(db: sa.Connection, texts: str) -> Sequence[tuple[Any, ...]]:
    """Have PostgreSQL run several texts on one trip. Returns the rows that the last one finds. Raises what sqlalchemy raises."""
    with _cursor(db, texts) as cursor:
        cursor.execute(texts, prepare=False)
        while cursor.nextset():
            pass
        return _all_of(cursor) if cursor.description is not None else ()


def quoted(db: sa.Connection, values: Iterable[str]) -> str:
    """Return texts as PostgreSQL has them in a list: for several statements on one trip there are no marks."""
    driver = db.connection.driver_connection
    return ", ".join(db.dialect.loaded_dbapi.sql.Literal(clean(value)).as_string(driver) for value in sorted(values))


def _all_of(cursor: Any) -> Sequence[tuple[Any, ...]]:
    rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return rows


def let_begin(db: sa.Connection, itself: bool) -> None:
    """Let PostgreSQL's driver begin each transaction on a connection by itself, on a trip of its own, or whoever has it."""
    driver: Any = db.connection.driver_connection
    if db.dialect.name == "postgresql" and not driver.closed:
        driver.autocommit = not itself


@contextmanager
def _cursor(db: sa.Connection, text: str) -> Iterator[Any]:
    """Return what the driver runs a text with. Raises what sqlalchemy raises.

    PostgreSQL's takes four times as long to make as to use, so a connection keeps one. Of statements that are sent together
    each has its own, to which its answer comes.
    """
    driver: Any = db.connection.driver_connection
    keeps = db.dialect.name == "postgresql" and not driver.pgconn.pipeline_status
    cursor = db.info.pop(CURSOR, None) if keeps else None
    if cursor is None:
        cursor = db.dialect.loaded_dbapi.RawCursor(driver) if db.dialect.name == "postgresql" else driver.cursor()
    try:
        yield cursor
    except db.dialect.loaded_dbapi.Error as failed:
        keeps = False
        raise _as_sqlalchemy(db, text, failed) from failed
    finally:
        if keeps and cursor.rowcount <= FEW:
            db.info[CURSOR] = cursor
        else:
            cursor.close()


@contextmanager
def at_once(db: sa.Connection) -> Iterator[None]:
    """Send changes one after another, without a wait for the answer to each: it comes with that to the next query, or at the end.

    PostgreSQL is reached over a network. In SQLite there is no way to go.
    """
    driver: Any = db.connection.driver_connection
    try:
        with driver.pipeline() if db.dialect.name == "postgresql" else nullcontext():
            yield
    except db.dialect.loaded_dbapi.Error as failed:
        raise _as_sqlalchemy(db, "", failed) from failed


def _as_sqlalchemy(db: sa.Connection, text: str, failed: Any) -> Exception:
    """Return what sqlalchemy would raise for what the driver raised."""
    gone = db.dialect.is_disconnect(failed, db.connection, None) or getattr(failed, "sqlstate", None) in CUT
    if gone:
        # Asked itself, sqlalchemy finds the line cut, and trusts none that is as old: whatever cut this one cut those too.
        with suppress(DBAPIError):
            db.exec_driver_sql("SELECT 1")
        db.invalidate(failed)
    error: Exception = DBAPIError.instance(text, (), failed, db.dialect.loaded_dbapi.Error, True, gone, db.dialect)
    return error


class Prepared(Generic[*Ts]):
    """A query, or a change that tells what it changed. It finds nothing if a list that it is given is empty."""

    def __init__(self, statement: TypedReturnsRows[*Ts]) -> None:
        self._statement = statement
        self._worded = _known(statement)

    def rows(self, db: sa.Connection, **given: object) -> Sequence[tuple[*Ts]]:
        """Return the rows that it finds. Raises what sqlalchemy raises."""
        worded = _in_words(self._statement, db.dialect, self._worded)
        if worded.lists and not all(given[name] for name in worded.lists):
            return ()
        rows: Sequence[tuple[*Ts]] = worded.given_back(run(db, *worded.filled(given)))
        return rows

    def named(self, db: sa.Connection, **given: object) -> list[dict[str, Any]]:
        """Return the rows that it finds, each by the names of its columns."""
        rows = self.rows(db, **given)
        names = _in_words(self._statement, db.dialect, self._worded).columns if rows else ()
        return [dict(zip(names, tuple[Any, ...](row), strict=True)) for row in rows]


class Change:
    """A change, of which nothing is told."""

    def __init__(self, statement: sa.Insert | sa.Update | sa.Delete | sa.Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._worded = _known(statement)

    def make(self, db: sa.Connection, **given: object) -> None:
        """Make it. Raises what sqlalchemy raises."""
        self._make(db, *_in_words(self._statement, db.dialect, self._worded).filled(given))

    def make_each(self, db: sa.Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Make it for each of some rows. Raises what sqlalchemy raises."""
        worded = _in_words(self._statement, db.dialect, self._worded)
        filled = [worded.filled(row) for row in rows]
        if filled:
            self._make(db, filled[0][0], *(values for _, values in filled))

    @staticmethod
    def _make(db: sa.Connection, text: str, *values: Any) -> None:
        with _cursor(db, text) as cursor:
            if len(values) == 1:
                cursor.execute(text, *values)
            else:
                cursor.executemany(text, values)


# ---- in the words of one database ----------------------------------------------------------


class _Text(NamedTuple):
    """A text with its marks: their names, in the order of the marks if these have no names, and what always stands there."""

    text: str
    order: Sequence[str] | None
    fixed: Mapping[str, object]
    members: Mapping[str, Sequence[str]]  # the names of the marks that a list has


class _Worded:
    """A statement in the words of one database, with the ways of its values there and back."""

    def __init__(self, statement: sa.ClauseElement, dialect: sa.Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        self._compiled = compiled
        self.lists = tuple(name for name, bind in compiled.binds.items() if bind.expanding and bind.required)
        there = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        self._there: dict[str, Way] = {name: way for name, way in there.items() if way is not None}
        columns = statement.exported_columns if isinstance(statement, TypedReturnsRows) else ()
        self.columns = tuple(statement.exported_columns.keys()) if isinstance(statement, TypedReturnsRows) else ()
        back = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._back: list[tuple[int, Way]] = [(place, way) for place, way in enumerate(back) if way is not None]
        self._texts: dict[tuple[int, ...], _Text] = {}

    def filled(self, given: Mapping[str, object]) -> tuple[str, Values]:
        """Return the text for what is given, and the values as the driver takes them."""
        known = self._texts.get(()) if not self.lists else None
        if known is not None and known.order is not None:
            fixed = known.fixed
            return known.text, tuple([fixed[one] if one in fixed else self._taken(one, given[one]) for one in known.order])
        values = {name: self._taken(name, value) for name, value in given.items()}
        if self.lists:
            lists = {name: _padded(values.pop(name)) for name in self.lists}
            text = self._text({**values, **lists}, lists)
            for name, members in text.members.items():
                values.update(zip(members, lists[name], strict=True))
        else:
            text = self._text(values, {})
        if text.fixed:
            values.update(text.fixed)
        return text.text, values if text.order is None else tuple([values[name] for name in text.order])

    def given_back(self, rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
        """Return rows as their columns' types have it."""
        if not self._back:
            return rows
        found = [list(row) for row in rows]
        for values in found:
            for place, way in self._back:
                values[place] = way(values[place])
        return [tuple(values) for values in found]

    def _taken(self, name: str, value: object) -> object:
        if isinstance(value, str):
            value = clean(value)
        elif isinstance(value, _MANY):
            return [self._taken(name, one) for one in value]
        way = self._there.get(name)
        return value if way is None else way(value)

    def _text(self, values: Mapping[str, object], lists: Mapping[str, Sequence[object]]) -> _Text:
        """Return the text for lists of that length."""
        size = tuple(map(len, lists.values()))
        text = self._texts.get(size)
        if text is None:
            text = self._made(values)
            if max(size, default=0) <= MOST_KEPT:
                self._texts[size] = text
        return text

    def _made(self, values: Mapping[str, object]) -> _Text:
        state = self._compiled.construct_expanded_state(values)
        members = {name: state.parameter_expansion[name] for name in self.lists}
        known = {*values, *(one for of in members.values() for one in of)}
        fixed = {name: self._taken(name, value) for name, value in state.parameters.items() if name not in known}
        return _Text(state.statement, state.positiontup, fixed, members)


def word_all(dialect: sa.Dialect) -> None:
    """Put every statement that was made so far into the words of a database."""
    for statement, known in tuple(_STATEMENTS):
        _in_words(statement, dialect, known)


def _known(statement: sa.ClauseElement) -> dict[str, _Worded]:
    """Return where the words of a statement are kept. Most are made with their modules, and stay as long as these."""
    known: dict[str, _Worded] = {}
    _STATEMENTS.append((statement, known))
    return known


def _in_words(statement: sa.ClauseElement, dialect: sa.Dialect, known: dict[str, _Worded]) -> _Worded:
    worded = known.get(dialect.name)
    if worded is None:
        worded = known[dialect.name] = _Worded(statement, _numbering(dialect))
    return worded


def _numbering(dialect: sa.Dialect) -> sa.Dialect:
    """Return the same words with numbered marks, as PostgreSQL itself has them: its driver need not look for any."""
    kind = type(dialect)
    if dialect.name == "postgresql" and kind not in _NUMBERING:
        _NUMBERING[kind] = kind(paramstyle="numeric_dollar", dbapi=dialect.loaded_dbapi)  # type: ignore[call-arg]
    return _NUMBERING.get(kind, dialect)


def _padded(values: object) -> Sequence[object]:
    """Return a list whose length is a power of two, so that few texts are needed: its last value stands there repeatedly."""
    assert isinstance(values, list)
    missing = (1 << (len(values) - 1).bit_length()) - len(values)
    return values + values[-1:] * missing if len(values) <= MOST_KEPT else values
