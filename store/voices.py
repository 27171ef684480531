"""Voices of families in the record: what was heard, and what was done about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.model.voices.voice import Heard, Shareable, Voice, VoiceDeed, VoiceStep, VoiceTerms
from bot.ports.people import PeopleView
from store.content.made import columns_of, header_of, made, made_by, refs_by_entry, some_of
from store.content.removed import Texts
from store.content.sums import Sum
from store.database.columns import day_of, that_day
from store.database.prepared import Prepared
from store.entries import EntriesWriting, Row
from store.reading import Changing, Connected, Part
from store.tables.statements import WITHDRAWAL
from store.tables.voices import VOICE, VOICE_ABOUT

Told = Mapping[str, Any]
_ALL: Sum[tuple[Voice, ...]] = Sum(EntryKind.VOICE, EntryKind.WITHDRAWAL)


class VoicesReading(Part):
    """The reading of voices."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def all(self, short: str, upto: int | None = None) -> tuple[Voice, ...]:
        return self._sum(short, _ALL, upto, self._all)

    def _all(self, short: str, upto: int) -> tuple[Voice, ...]:
        within = {"short": short, "upto": upto}
        rows = _VOICES.named(self._db, **within)
        if not rows:
            return ()
        names, texts = {person.id: person.name for person in self._people.of(short).persons}, self._texts(short)
        gone = {row["withdraws"]: row for row in _GONE.named(self._db, **within)}
        about = refs_by_entry(_ABOUT.named(self._db, **within))
        steps: dict[int, list[VoiceStep]] = defaultdict(list)
        begun = []
        for row in rows:
            entry = row["entry"]
            if row["voice"] is None:
                begun.append(entry)
            elif entry in gone:
                continue
            read = partial(_step, row, about[entry], names, texts)
            if (step := self._noted.passed_over(Kept.ENTRY, entry, read, short)) is not None:
                steps[row["voice"] or entry].append(step)
        for entry in begun:
            if entry in gone and steps[entry]:
                steps[entry].append(_taken_back(gone[entry], names, texts))
        return tuple(
            Voice(id=entry, number=number, plan=short, steps=tuple(steps[entry]))
            for number, entry in enumerate(begun, 1)
            if steps[entry] and steps[entry][0].id == entry
        )


class VoicesWriting(Changing, VoicesReading):
    """The writing of voices."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def begin(self, voice: Voice) -> Voice:
        terms = voice.terms
        about = terms.about[0] if len(terms.about) == 1 else None
        return self._read_back(voice.plan, self._append(voice, voice.steps[0], about, None))

    def step(self, voice: Voice, step: VoiceStep) -> Voice:
        self._append(voice, step, voice.handle, voice.id)
        return self._read_back(voice.plan, voice.id)

    def take_back(self, voice: Voice, number: int, why: str = "") -> Voice:
        row: Row = (WITHDRAWAL, {"withdraws": number})
        self._entries.append(voice.plan, EntryKind.WITHDRAWAL, self._by, [row], about=voice.handle, why=why or None)
        return self._read_back(voice.plan, voice.id)

    def _append(self, voice: Voice, step: VoiceStep, about: str | None, begun: int | None) -> int:
        told: dict[str, Any] = {"deed": step.deed.value, "voice": begun, "told": step.words}
        told |= {"by_when": step.by_when, "evidence": step.evidence, "drawn_from": step.drawn_from or None}
        rows: list[Row] = [(VOICE, told)]
        if (terms := step.terms) is not None:
            told |= terms.model_dump(include={"heard_on", "count", "owner", "summary"})
            told |= {"heard": terms.said, "source": terms.source.value, "shareable": terms.shareable.value}
            rows += [(VOICE_ABOUT, {"ref": ref, "position": at}) for at, ref in enumerate(dict.fromkeys(terms.about), 1)]
        return self._entries.append(voice.plan, EntryKind.VOICE, self._in(step.capacity), rows, about=about)

    def _read_back(self, short: str, number: int) -> Voice:
        self._touch(short)
        return next(one for one in self.all(short) if one.id == number)


def _step(row: Told, about: list[str], names: Mapping[int, str], texts: Texts) -> VoiceStep:
    return VoiceStep(
        id=row["entry"],
        deed=VoiceDeed(row["deed"]),
        terms=_terms(row, about, texts) if row["source"] is not None else None,
        words=texts(row["entry"], "told", row["told"]),
        by_when=day_of(row["by_when"]),
        evidence=texts(row["entry"], "evidence", row["evidence"]),
        drawn_from=row["drawn_from"] or "",
        **made(row, names),
    )


def _terms(row: Told, about: list[str], texts: Texts) -> VoiceTerms:
    return VoiceTerms(
        said=texts(row["entry"], "heard", row["heard"]),
        heard_on=that_day(row["heard_on"]),
        source=Heard(row["source"]),
        count=row["count"],
        about=tuple(about),
        owner=row["owner"] or "",
        shareable=Shareable(row["shareable"]),
        summary=texts(row["entry"], "summary", row["summary"]),
    )


def _taken_back(row: Told, names: Mapping[int, str], texts: Texts) -> VoiceStep:
    why = texts(row["entry"], "why", row["why"])
    return VoiceStep(id=row["entry"], deed=VoiceDeed.WITHDRAWN, words=why, **made(row, names))


# Made once: to make one of these takes longer than to run it.
_VOICES = Prepared(
    sa.select(*columns_of(VOICE), *header_of()).select_from(made_by(VOICE)).where(*some_of(VOICE)).order_by(VOICE.c.entry)
)
_ABOUT = Prepared(
    sa.select(VOICE_ABOUT.c.entry, VOICE_ABOUT.c.ref)
    .where(*some_of(VOICE_ABOUT))
    .order_by(VOICE_ABOUT.c.entry, VOICE_ABOUT.c.position)
)
_GONE = Prepared(
    sa.select(WITHDRAWAL.c.entry, WITHDRAWAL.c.withdraws, *header_of())
    .select_from(made_by(WITHDRAWAL))
    .where(
        *some_of(WITHDRAWAL),
        sa.exists().where(VOICE.c.plan == WITHDRAWAL.c.plan, VOICE.c.entry == WITHDRAWAL.c.withdraws),
    )
    .order_by(WITHDRAWAL.c.entry)
)
