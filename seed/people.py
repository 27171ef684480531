"""Read a people file. Every fault is found before anything is believed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import assert_never

from bot.model.people import OF_PRIORITY, PersonRow, Right
from bot.model.plan import Plan
from bot.model.spelling import alike, legible
from bot.model.updates.day import DayMeant, ImpossibleDay, Lacking, NoDay, UnclearDay
from bot.rules.dates import full_date
from seed.roles import role_key
from seed.words import say

COLUMNS = ("role", "name", "email", "rights", "from", "to", "deputy", "deputy from", "deputy to", "platform")
_EMAIL = re.compile(r"^[^\s@,;<>\"()]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$")
MOST_ROLE = 200  # letters of a role that nobody knows, compared with those of the plan


class PeopleErrors(Exception):
    """A people file that cannot be used; `lines` has one sentence per fault, with its row."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read_people(text: str, plan: Plan) -> tuple[PersonRow, ...]:
    """Read the rows of a people file. Raises PeopleErrors with every fault in it."""
    flat = legible(text).replace("\x00", "")
    heading = flat.split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    try:
        table = list(csv.reader(io.StringIO(flat), delimiter=delimiter))
    except csv.Error:
        raise PeopleErrors((say("people", "fault", row=1, column="file", what=say("people", "not_csv")),)) from None
    names = [cell.strip().lower() for cell in table[0]] if table else []
    faults = _heading_faults(names)
    if faults:
        raise PeopleErrors(tuple(faults))
    sheet = _Sheet(plan)
    rows = [
        sheet.row(number, names, cells) for number, cells in enumerate(table[1:], start=2) if any(map(str.strip, cells))
    ]
    sheet.across([row for row in rows if row])
    if not rows:
        sheet.lines.append(say("people", "nobody"))
    if sheet.lines:
        raise PeopleErrors(tuple(sheet.lines))
    return tuple(row for row in rows if row)


def _heading_faults(names: list[str]) -> list[str]:
    missing = [say("people", "no_heading", read=name) for name in ("role", "name", "email") if name not in names]
    unknown = [say("people", "heading_unknown", read=name) for name in names if name and name not in COLUMNS]
    twice = [say("people", "heading_twice", read=name) for name in COLUMNS if names.count(name) > 1]
    return missing + unknown + twice


class _Sheet:
    def __init__(self, plan: Plan) -> None:
        self.lines: list[str] = []
        self.priorities = {priority.number for priority in plan.priorities}
        self.roles = {role_key(spelling): role.name for role in plan.roles for spelling in (role.name, *role.aliases)}

    def wrong(self, row: int, column: str, key: str, **facts: object) -> None:
        self.lines.append(say("people", "fault", row=row, column=column, what=say("people", key, **facts)))

    def row(self, number: int, names: list[str], cells: list[str]) -> PersonRow | None:
        """Read one row. Returns None if it is too broken to compare with others."""
        if any(cell.strip() for cell in cells[len(names) :]):
            self.wrong(number, "row", "too_many")
        cell = {name: " ".join(value.split()) for name, value in zip(names, cells, strict=False)}
        name, email, deputy = cell.get("name", ""), cell.get("email", "").lower(), cell.get("deputy", "").lower()
        if not name:
            self.wrong(number, "name", "name")
        self._email(number, "email", email)
        if deputy:
            self._email(number, "deputy", deputy)
        starts, ends = self._date(number, "from", cell), self._date(number, "to", cell)
        acts_from, acts_to = self._date(number, "deputy from", cell), self._date(number, "deputy to", cell)
        for column, first, last in (("to", starts, ends), ("deputy to", acts_from, acts_to)):
            if first and last and last < first:
                self.wrong(number, column, "backwards", to=last, starts=first)
        if (starts or ends) and not cell.get("role"):
            self.wrong(number, "to" if ends else "from", "days_roleless")
        platform = cell.get("platform", "").lower()
        if platform not in ("", "slack", "teams"):
            self.wrong(number, "platform", "platform", read=platform)
        return PersonRow(
            role=self._role(number, cell.get("role", "")),
            name=name,
            email=email,
            rights=self._rights(number, cell.get("rights", "")),
            starts=starts,
            ends=ends,
            deputy_email=deputy or None,
            deputy_starts=acts_from,
            deputy_ends=acts_to,
            platform=platform or None,
            row=number,
            unsaid=tuple(column for column in COLUMNS if column not in names),
        )

    def _email(self, row: int, column: str, email: str) -> None:
        if not email:
            self.wrong(row, column, "email_empty")
        elif len(email) > 254 or not _EMAIL.match(email):
            self.wrong(row, column, "email", read=email)

    def _role(self, row: int, text: str) -> str | None:
        if not text:
            return None
        role = self.roles.get(role_key(text))
        if role is None:
            near = get_close_matches(text[:MOST_ROLE], list(self.roles.values()), n=1)
            nearest = say("people", "nearest", read=near[0]) if near else ""
            self.wrong(row, "role", "role", read=text, nearest=nearest)
        return role

    def _rights(self, row: int, text: str) -> tuple[str, ...]:
        rights: list[str] = []
        for word in re.sub(r":\s+", ":", text.lower()).replace(",", " ").split():
            of_one = re.match(rf"^({'|'.join(OF_PRIORITY)}):(\d{{1,3}})$", word)
            right = f"{of_one[1]}:{int(of_one[2])}" if of_one else word
            if not of_one and word not in tuple(Right):
                self.wrong(row, "rights", "right", read=word)
            elif of_one and int(of_one[2]) not in self.priorities:
                self.wrong(row, "rights", "lead", read=int(of_one[2]))
            elif right not in rights:
                rights.append(right)
        return tuple(rights)

    def _date(self, row: int, column: str, cell: Mapping[str, str]) -> date | None:
        text = cell.get(column, "")
        if not text:
            return None
        found = full_date(text)
        match found:
            case DayMeant(day=day):
                return day
            case ImpossibleDay():
                self.wrong(row, column, "date_impossible", read=text)
            case UnclearDay(lacking=Lacking.YEAR):
                self.wrong(row, column, "date_no_year", read=text)
            case UnclearDay(lacking=Lacking.WEEKDAY):
                self.wrong(row, column, "date_weekday", read=text)
            case NoDay() | UnclearDay():
                self.wrong(row, column, "date", read=text)
            case _:
                assert_never(found)
        return None

    def across(self, rows: list[PersonRow]) -> None:
        """Find the faults that only show between rows: deputies nobody knows, one address under two names, and observers who
        would be asked."""
        watch = {row.email for row in rows if Right.OBSERVER in row.rights}
        first: dict[str, PersonRow] = {}
        for row in rows:
            before = first.setdefault(row.email, row)
            if row.email and alike(before.name) != alike(row.name) and row.name and before.name:
                self.wrong(
                    row.row,
                    "name",
                    "name_differs",
                    email=row.email,
                    read=row.name,
                    other=before.name,
                    row_before=before.row,
                )
        for row in rows:
            if row.role and row.email in watch:
                self.wrong(row.row, "rights", "observer_role")
            if row.email in watch and (acts := [right for right in row.rights if right not in (Right.OBSERVER, Right.MEMBER)]):
                self.wrong(row.row, "rights", "observer_rights", read=" ".join(acts))
            if row.deputy_email and row.deputy_email in watch:
                self.wrong(row.row, "deputy", "observer_deputy", read=row.deputy_email)
            if row.deputy_email and row.deputy_email == row.email:
                self.wrong(row.row, "deputy", "deputy_self")
            elif not row.deputy_email and (row.deputy_starts or row.deputy_ends):
                self.wrong(row.row, "deputy", "deputy_days")
            elif row.deputy_email and not row.role:
                self.wrong(row.row, "deputy", "deputy_roleless")
            elif row.deputy_email and row.deputy_email not in first:
                self.wrong(row.row, "deputy", "deputy_unknown", read=row.deputy_email)
