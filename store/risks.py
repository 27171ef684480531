"""Risks in the record: what was raised, and what was said of it since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.model.risks.risk import Risk, RiskDeed, RiskStep, RiskTerms, Score, Sureness, Treatment
from bot.ports.people import PeopleView
from store.content.made import columns_of, header_of, made, made_by, refs_by_entry, some_of
from store.content.removed import Texts
from store.content.sums import Sum
from store.database.columns import day_of
from store.database.prepared import Prepared
from store.entries import EntriesWriting, Row
from store.reading import Changing, Connected, Part
from store.tables.risks import RISK, RISK_ABOUT
from store.tables.statements import WITHDRAWAL

Told = Mapping[str, Any]
_ALL: Sum[tuple[Risk, ...]] = Sum(EntryKind.RISK, EntryKind.WITHDRAWAL)
PLAIN = {"happens", "follows", "owner", "controls", "accepted_until", "approved_by", "review_every"}


class RisksReading(Part):
    """The reading of risks."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def all(self, short: str, upto: int | None = None) -> tuple[Risk, ...]:
        return self._sum(short, _ALL, upto, self._all)

    def _all(self, short: str, upto: int) -> tuple[Risk, ...]:
        within = {"short": short, "upto": upto}
        rows = _RISKS.named(self._db, **within)
        if not rows:
            return ()
        names, texts = {person.id: person.name for person in self._people.of(short).persons}, self._texts(short)
        gone = {row["withdraws"] for row in _GONE.named(self._db, **within)}
        about = refs_by_entry(_ABOUT.named(self._db, **within))
        steps: dict[int, list[RiskStep]] = defaultdict(list)
        for row in rows:
            entry, begins = row["entry"], row["risk"] is None
            read = partial(_step, row, about[entry], names, texts) if begins or entry not in gone else None
            step = self._noted.passed_over(Kept.ENTRY, entry, read, short) if read is not None else None
            if step is not None:
                steps[row["risk"] or entry].append(step)
        begun = [row for row in rows if row["risk"] is None]
        return tuple(
            Risk(id=entry, number=number, plan=short, update=row["update"], steps=tuple(steps[entry]), withdrawn=entry in gone)
            for number, row in enumerate(begun, 1)
            if steps[entry := row["entry"]] and steps[entry][0].id == entry
        )


class RisksWriting(Changing, RisksReading):
    """The writing of risks."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def begin(self, risk: Risk) -> Risk:
        terms = risk.terms
        about = terms.about[0] if len(terms.about) == 1 else None
        return self._read_back(risk.plan, self._append(risk, risk.steps[0], about, {"update": risk.update}))

    def step(self, risk: Risk, step: RiskStep) -> Risk:
        self._append(risk, step, risk.handle, {"risk": risk.id})
        return self._read_back(risk.plan, risk.id)

    def take_back(self, risk: Risk, number: int, why: str = "") -> Risk:
        row: Row = (WITHDRAWAL, {"withdraws": number})
        self._entries.append(risk.plan, EntryKind.WITHDRAWAL, self._by, [row], about=risk.handle, why=why or None)
        return self._read_back(risk.plan, risk.id)

    def _append(self, risk: Risk, step: RiskStep, about: str | None, told: dict[str, Any]) -> int:
        told = {"deed": step.deed.value, **told, "drawn_from": step.drawn_from or None, **_score("", step.score)}
        rows: list[Row] = [(RISK, told)]
        if step.terms is not None:
            told |= _said(step.terms)
            refs = dict.fromkeys(step.terms.about)
            rows += [(RISK_ABOUT, {"ref": ref, "position": at}) for at, ref in enumerate(refs, 1)]
        by = self._in(step.capacity)
        return self._entries.append(risk.plan, EntryKind.RISK, by, rows, about=about, why=step.why or None)

    def _read_back(self, short: str, number: int) -> Risk:
        self._touch(short)
        return next(one for one in self.all(short) if one.id == number)


def _score(before: str, score: Score | None) -> dict[str, int]:
    return {} if score is None else {f"{before}likelihood": score.likelihood, f"{before}impact": score.impact}


def _scored(row: Told, before: str) -> Score | None:
    likelihood, impact = row[f"{before}likelihood"], row[f"{before}impact"]
    return None if likelihood is None or impact is None else Score(likelihood=likelihood, impact=impact)


def _said(terms: RiskTerms) -> dict[str, Any]:
    sure = terms.sureness.value if terms.sureness is not None else None
    plain = terms.model_dump(include=PLAIN)
    return {**plain, "sureness": sure, "treatment": terms.treatment.value, **_score("target_", terms.target)}


def _step(row: Told, about: list[str], names: Mapping[int, str], texts: Texts) -> RiskStep:
    return RiskStep(
        id=row["entry"],
        deed=RiskDeed(row["deed"]),
        terms=_terms(row, about, texts) if row["treatment"] is not None else None,
        score=_scored(row, ""),
        why=texts(row["entry"], "why", row["why"]),
        drawn_from=row["drawn_from"] or "",
        **made(row, names),
    )


def _terms(row: Told, about: list[str], texts: Texts) -> RiskTerms:
    return RiskTerms(
        **{name: texts(row["entry"], name, row[name]) for name in ("happens", "follows", "controls")},
        about=tuple(about),
        owner=row["owner"] or "",
        target=_scored(row, "target_"),
        sureness=Sureness(row["sureness"]) if row["sureness"] else None,
        treatment=Treatment(row["treatment"]),
        accepted_until=day_of(row["accepted_until"]),
        approved_by=row["approved_by"] or "",
        review_every=row["review_every"],
    )


# Made once: to make one of these takes longer than to run it.
_RISKS = Prepared(
    sa.select(*columns_of(RISK), *header_of()).select_from(made_by(RISK)).where(*some_of(RISK)).order_by(RISK.c.entry)
)
_ABOUT = Prepared(
    sa.select(RISK_ABOUT.c.entry, RISK_ABOUT.c.ref)
    .where(*some_of(RISK_ABOUT))
    .order_by(RISK_ABOUT.c.entry, RISK_ABOUT.c.position)
)
_GONE = Prepared(
    sa.select(WITHDRAWAL.c.withdraws).where(
        *some_of(WITHDRAWAL),
        sa.exists().where(RISK.c.plan == WITHDRAWAL.c.plan, RISK.c.entry == WITHDRAWAL.c.withdraws),
    )
)
