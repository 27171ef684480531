"""The board's business in the record: what was raised, and what was done with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.ports.people import PeopleView
from store.content.made import columns_of, header_of, made, made_by, refs_by_entry, some_of
from store.content.removed import Texts
from store.content.sums import Sum
from store.database.columns import day_of
from store.database.prepared import Prepared
from store.entries import EntriesWriting, Row
from store.reading import Changing, Connected, Part
from store.tables.board import BUSINESS, BUSINESS_ABOUT
from store.tables.statements import WITHDRAWAL

Told = Mapping[str, Any]
NAMED = ("owner", "raised_for", "wanted_by", "meeting", "update", "drawn_from")
_ALL: Sum[tuple[Item, ...]] = Sum(EntryKind.BUSINESS, EntryKind.WITHDRAWAL)
DONE = ("evidence", "options", "conditions", "follow_up", "meeting", "wanted_by", "drawn_from")


class BusinessReading(Part):
    """The reading of business."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def all(self, short: str, upto: int | None = None) -> tuple[Item, ...]:
        return self._sum(short, _ALL, upto, self._all)

    def _all(self, short: str, upto: int) -> tuple[Item, ...]:
        within = {"short": short, "upto": upto}
        rows = _ROWS.named(self._db, **within)
        if not rows:
            return ()
        names, texts = {person.id: person.name for person in self._people.of(short).persons}, self._texts(short)
        gone = {row["withdraws"]: row for row in _GONE.named(self._db, **within)}
        about = refs_by_entry(_ABOUT.named(self._db, **within))
        steps = self._steps(short, rows, gone, names, texts)
        numbers: Counter[str] = Counter()
        found = []
        for row in rows:
            if row["deed"] == Deed.RAISED.value:
                numbers[row["kind"]] += 1
                of = (about[row["entry"]], steps[row["entry"]], numbers[row["kind"]])
                read = partial(_item, short, row, *of, names, texts)
                found.append(self._noted.passed_over(Kept.ENTRY, row["entry"], read, short))
        return tuple(one for one in found if one is not None)

    def _steps(
        self, short: str, rows: Sequence[Told], gone: Mapping[int, Told], names: Mapping[int, str], texts: Texts
    ) -> Mapping[int, Sequence[Step]]:
        """Return what was done with each piece of business. What was taken back counts no longer; one that was raised and
        taken back is withdrawn."""
        steps: dict[int, list[Step]] = defaultdict(list)
        for row in rows:
            read, item = None, row["item"]
            if row["deed"] == Deed.RAISED.value:
                if (back := gone.get(row["entry"])) is not None:
                    read, item = partial(_taken_back, back, names, texts), row["entry"]
            elif row["entry"] not in gone:
                read = partial(_step, row, names, texts)
            step = self._noted.passed_over(Kept.ENTRY, row["entry"], read, short) if read is not None else None
            if step is not None:
                steps[item].append(step)
        return steps


class BusinessWriting(Changing, BusinessReading):
    """The writing of business."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def begin(self, item: Item) -> Item:
        begun = {"kind": item.kind.value, "deed": Deed.RAISED.value, "text": item.text}
        rows: list[Row] = [(BUSINESS, {**item.model_dump(include=set(NAMED)), **begun})]
        rows += [(BUSINESS_ABOUT, {"ref": ref, "position": at}) for at, ref in enumerate(dict.fromkeys(item.about), 1)]
        about = item.about[0] if len(item.about) == 1 else None
        number = self._entries.append(item.plan, EntryKind.BUSINESS, self._in(item.capacity), rows, about=about)
        return self._read_back(item.plan, number)

    def step(self, item: Item, step: Step) -> Item:
        done = {"kind": item.kind.value, "deed": step.deed.value, "item": item.id, "text": step.words}
        rows: list[Row] = [(BUSINESS, {**step.model_dump(include=set(DONE)), **done})]
        by = self._in(step.capacity)
        self._entries.append(item.plan, EntryKind.BUSINESS, by, rows, about=item.handle, why=step.why or None)
        return self._read_back(item.plan, item.id)

    def take_back(self, item: Item, number: int, why: str = "") -> Item:
        row: Row = (WITHDRAWAL, {"withdraws": number})
        about = item.about[0] if number == item.id and len(item.about) == 1 else item.handle
        self._entries.append(item.plan, EntryKind.WITHDRAWAL, self._by, [row], about=about, why=why or None)
        return self._read_back(item.plan, item.id)

    def _read_back(self, short: str, number: int) -> Item:
        self._touch(short)
        return next(one for one in self.all(short) if one.id == number)


def _item(
    short: str,
    row: Told,
    about: Sequence[str],
    steps: Sequence[Step],
    number: int,
    names: Mapping[int, str],
    texts: Texts,
) -> Item:
    return Item(
        id=row["entry"],
        number=number,
        plan=short,
        kind=BusinessKind(row["kind"]),
        text=texts(row["entry"], "text", row["text"]),
        about=tuple(about),
        owner=row["owner"] or "",
        raised_for=texts(row["entry"], "raised_for", row["raised_for"]),
        wanted_by=day_of(row["wanted_by"]),
        meeting=day_of(row["meeting"]),
        update=row["update"],
        drawn_from=row["drawn_from"] or "",
        steps=tuple(steps),
        **made(row, names),
    )


def _step(row: Told, names: Mapping[int, str], texts: Texts) -> Step:
    return Step(
        id=row["entry"],
        deed=Deed(row["deed"]),
        words=texts(row["entry"], "text", row["text"]),
        why=texts(row["entry"], "why", row["why"]),
        **{name: texts(row["entry"], name, row[name]) for name in ("evidence", "options", "conditions", "follow_up")},
        meeting=day_of(row["meeting"]),
        wanted_by=day_of(row["wanted_by"]),
        drawn_from=row["drawn_from"] or "",
        **made(row, names),
    )


def _taken_back(row: Told, names: Mapping[int, str], texts: Texts) -> Step:
    return Step(
        id=row["entry"],
        deed=Deed.WITHDRAWN,
        why=texts(row["entry"], "why", row["why"]),
        **made(row, names),
    )


# Made once: to make one of these takes longer than to run it.
_ROWS = Prepared(
    sa.select(*columns_of(BUSINESS), *header_of())
    .select_from(made_by(BUSINESS))
    .where(*some_of(BUSINESS))
    .order_by(BUSINESS.c.entry)
)
_ABOUT = Prepared(
    sa.select(BUSINESS_ABOUT.c.entry, BUSINESS_ABOUT.c.ref)
    .where(*some_of(BUSINESS_ABOUT))
    .order_by(BUSINESS_ABOUT.c.entry, BUSINESS_ABOUT.c.position)
)
_GONE = Prepared(
    sa.select(WITHDRAWAL.c.entry, WITHDRAWAL.c.withdraws, *header_of())
    .select_from(made_by(WITHDRAWAL))
    .where(
        *some_of(WITHDRAWAL),
        sa.exists().where(BUSINESS.c.plan == WITHDRAWAL.c.plan, BUSINESS.c.entry == WITHDRAWAL.c.withdraws),
    )
    .order_by(WITHDRAWAL.c.entry)
)
