"""Evidence in the record: the links that count, with what assurers say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import sqlalchemy as sa

from bot.model.record.entry import Entry, EntryKind, Header, Told
from bot.model.record.trouble import Kept
from bot.model.updates.evidence import Checked, Offered, Verdict
from bot.ports.people import PeopleView
from store.content.fields import OF_MILESTONES, SAID
from store.content.removed import Texts
from store.content.sums import Sum
from store.database.columns import aware
from store.database.prepared import Prepared
from store.entries import EntriesWriting
from store.reading import LAST, Changing, Connected, Part
from store.statements import DAYS, evidence_of
from store.statements import Told as Row
from store.tables.assurances import EVIDENCE_CHECKED
from store.tables.entries import ENTRY
from store.tables.people import MEMBERSHIP
from store.tables.statements import CONFIRMATION, EVIDENCE, WITHDRAWAL

Names = Mapping[int, str]
_HAS_AN_END: Sum[tuple[Offered, ...]] = Sum(
    *(EntryKind.EVIDENCE, EntryKind.EVIDENCE_CHECKED, EntryKind.EVIDENCE_WITHDRAWN, EntryKind.WITHDRAWAL, EntryKind.CONFIRMATION)
)


class EvidenceReading(Part):
    """The reading of evidence."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def index(self, short: str, upto: int | None = None) -> tuple[Offered, ...]:
        self._is_for_a_thread()
        return tuple(self._offered(_INDEX, short, upto))

    def ending(self, short: str, upto: int | None = None) -> tuple[Offered, ...]:
        return self._sum(short, _HAS_AN_END, upto, lambda short, upto: tuple(self._offered(_ENDING, short, upto)))

    def chain(self, short: str, ref: str, upto: int | None = None) -> tuple[Told, ...]:
        self._is_for_a_thread()
        given = {"short": short, "ref": ref, "upto": LAST if upto is None else upto}
        rows = {row["number"]: row for row in _ABOUT.named(self._db, **given)}
        fields = self._fields(short, list(rows))
        return tuple(Told(entry=_entry(short, row, fields[number]), by=row["by"]) for number, row in rows.items())

    def _fields(self, short: str, numbers: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
        """Return the fields of entries about milestones, by number, with what is read in place of words taken out."""
        found: dict[int, dict[str, str]] = {number: {} for number in numbers}
        for of in (SAID, *OF_MILESTONES) if numbers else ():
            for number, *values in self._db.execute(of.these, {"short": short, "numbers": numbers}):
                found[number].update(of.read(values))
        texts = self._texts(short)
        for number, field in self._removed_from(short):
            if number in found:
                found[number][field] = texts(number, field, None)
        return found

    def _offered(self, found: Prepared[tuple[object, ...]], short: str, upto: int | None) -> Iterator[Offered]:
        """Give the evidence of a query, each with the last verdict on it."""
        rows = found.named(self._db, short=short, upto=LAST if upto is None else upto)
        if not rows:
            return
        names, texts = {person.id: person.name for person in self._people.of(short).persons}, self._texts(short)
        for row in rows:
            one = self._noted.passed_over(Kept.EVIDENCE, row["entry"], partial(_of, row, names, texts), short)
            if one is not None:
                yield one


class EvidenceWriting(Changing, EvidenceReading):
    """The judging of evidence."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def check(self, short: str, number: int, verdict: Verdict, why: str, capacity: str) -> int:
        told = self._entries.entry(short, number)
        assert told is not None
        ref, by = told.fields["ref"], self._by.model_copy(update={"capacity": capacity})
        row = (EVIDENCE_CHECKED, {"evidence": number, "ref": ref, "verdict": verdict.value})
        return self._entries.append(short, EntryKind.EVIDENCE_CHECKED, by, [row], about=ref, why=why)


def _entry(short: str, row: Row, fields: Mapping[str, str]) -> Entry:
    header = Header(version=row["version"], plan=short, number=row["number"], at=aware(row["at"]), kind=EntryKind(row["kind"]))
    return Entry(header=header, fields=fields, digest=row["digest"])


def _of(row: Row, names: Names, texts: Texts) -> Offered:
    return Offered(
        evidence=evidence_of(texts, row),
        ref=row["ref"],
        update=row["update"],
        by=row["by"],
        by_name=_named(names, row["by"]),
        capacity=row["capacity"] or "",
        at=aware(row["at"]),
        checked=_checked(row, names, texts) if row["checked"] else None,
    )


def _checked(row: Row, names: Names, texts: Texts) -> Checked:
    number = row["checked"]
    return Checked(
        id=number,
        verdict=Verdict(row["verdict"]),
        by=row["checked_by"],
        by_name=_named(names, row["checked_by"]),
        capacity=row["checked_as"] or "",
        at=aware(row["checked_at"]),
        why=texts(number, "why", row["checked_why"]),
    )


def _named(names: Names, person: int | None) -> str:
    return names.get(person, "") if person is not None else ""


# Made once: to make one of these takes longer than to run it.
_PLAN: sa.BindParameter[str] = sa.bindparam("short")
_UPTO: sa.BindParameter[int] = sa.bindparam("upto")


def _taken_back(number: sa.ColumnElement[int]) -> sa.Exists:
    gone = WITHDRAWAL.alias()
    return sa.exists().where(gone.c.plan == _PLAN, gone.c.withdraws == number, gone.c.entry <= _UPTO)


def _counts(offered: sa.FromClause) -> sa.ColumnElement[bool]:
    """Say if evidence stands: it was not withdrawn, nor all that was said in the words that it was offered with."""
    again = CONFIRMATION.alias()
    said_again = sa.exists().where(again.c.plan == _PLAN, again.c.confirms == offered.c.update, again.c.entry <= _UPTO)
    said_again = said_again.where(~_taken_back(again.c.entry))
    stands = sa.or_(~_taken_back(offered.c.update), said_again)
    return sa.and_(offered.c.plan == _PLAN, offered.c.entry <= _UPTO, ~_taken_back(offered.c.entry), stands)


def _alike() -> sa.Select[int]:
    """Select the entries that offered the same link with the same dates: a verdict on one of them is one on all."""
    same = EVIDENCE.alias("same")
    dates = (same.c[name].is_not_distinct_from(EVIDENCE.c[name]) for name in ("dated", "good_until"))
    is_same = sa.or_(same.c.entry == EVIDENCE.c.entry, sa.and_(same.c.url == EVIDENCE.c.url, *dates))
    return sa.select(same.c.entry).where(same.c.plan == _PLAN, same.c.ref == EVIDENCE.c.ref, is_same).correlate(EVIDENCE)


def _index() -> sa.Select[tuple[object, ...]]:
    """Select the evidence that counts, each with who offered it and the last verdict on it."""
    anew, made, member = EVIDENCE.alias("anew"), ENTRY.alias("made"), MEMBERSHIP.alias("member")
    checking, judge = ENTRY.alias("checking"), MEMBERSHIP.alias("judge")
    later = sa.exists().where(
        anew.c.ref == EVIDENCE.c.ref, anew.c.url == EVIDENCE.c.url, anew.c.entry > EVIDENCE.c.entry, _counts(anew)
    )
    other = EVIDENCE_CHECKED.alias("other")
    mine = (other.c.plan == _PLAN, other.c.evidence.in_(_alike()), other.c.entry <= _UPTO)
    standing = sa.select(sa.func.max(other.c.entry)).where(*mine, ~_taken_back(other.c.entry)).scalar_subquery()
    verdict = sa.and_(EVIDENCE_CHECKED.c.plan == _PLAN, EVIDENCE_CHECKED.c.entry == standing)
    columns = (
        *(EVIDENCE.c.entry, EVIDENCE.c.ref, EVIDENCE.c.update, EVIDENCE.c.url, EVIDENCE.c.type, EVIDENCE.c.shows),
        *(*DAYS, made.c.at, made.c.capacity, member.c.person.label("by")),
        *(EVIDENCE_CHECKED.c.entry.label("checked"), EVIDENCE_CHECKED.c.verdict, judge.c.person.label("checked_by")),
        *(checking.c.at.label("checked_at"), checking.c.why.label("checked_why")),
        checking.c.capacity.label("checked_as"),
    )
    joined = (
        EVIDENCE.join(made, sa.and_(made.c.plan == _PLAN, made.c.number == EVIDENCE.c.entry))
        .outerjoin(member, sa.and_(member.c.plan == _PLAN, member.c.whom == made.c.person))
        .outerjoin(EVIDENCE_CHECKED, verdict)
        .outerjoin(checking, sa.and_(checking.c.plan == _PLAN, checking.c.number == EVIDENCE_CHECKED.c.entry))
        .outerjoin(judge, sa.and_(judge.c.plan == _PLAN, judge.c.whom == checking.c.person))
    )
    return sa.select(*columns).select_from(joined).where(_counts(EVIDENCE), ~later).order_by(EVIDENCE.c.entry)


def _about() -> sa.Select[tuple[object, ...]]:
    """Select the headers of the entries about a milestone, each with who made it."""
    columns = (ENTRY.c.number, ENTRY.c.version, ENTRY.c.kind, ENTRY.c.at, ENTRY.c.digest, MEMBERSHIP.c.person.label("by"))
    member = sa.and_(MEMBERSHIP.c.plan == ENTRY.c.plan, MEMBERSHIP.c.whom == ENTRY.c.person)
    about = (ENTRY.c.plan == _PLAN, ENTRY.c.about == sa.bindparam("ref"), ENTRY.c.number <= _UPTO)
    return sa.select(*columns).select_from(ENTRY.outerjoin(MEMBERSHIP, member)).where(*about).order_by(ENTRY.c.number)


_ABOUT: Prepared[tuple[object, ...]] = Prepared(_about())
_INDEX: Prepared[tuple[object, ...]] = Prepared(_index())
_ENDING: Prepared[tuple[object, ...]] = Prepared(_index().where(EVIDENCE.c.good_until.is_not(None)))
