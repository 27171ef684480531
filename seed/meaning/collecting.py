"""Go through the parts of a document in their order, and collect its actions and priorities, and the pages before its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.model.plan import Heading as Named
from bot.model.plan import Sheet
from seed.draft import Doubts
from seed.meaning.asides import without_asides
from seed.meaning.cells import key
from seed.meaning.groups import Group, Groups, headed
from seed.meaning.headings import action_in, paths_of, priorities_among
from seed.meaning.key import number_meant
from seed.meaning.parts import Column, Meaning, OtherTable, Part, PlanTable
from seed.meaning.properties import Properties
from seed.meaning.rows.fitting import furniture
from seed.meaning.rows.joining import Joining
from seed.meaning.rows.layout import below_priority, where_of
from seed.meaning.rows.ragged import Item, Ragged, settled
from seed.meaning.rows.steps import Deed, Row, Where
from seed.meaning.rows.whole import Above, Whole
from seed.meaning.titles import Titles
from seed.source import Format, Heading, Prose
from seed.words import short as brief

_TEXTS = (Format.TEXT, Format.PDF)


class Collected:
    """The actions, priorities and sheets of a document, and the lines around its tables."""

    def __init__(self, parts: Sequence[Part], doubts: Doubts) -> None:
        first = next((at for at, part in enumerate(parts) if isinstance(part, PlanTable)), len(parts))
        self.before = [part for part in parts[:first] if isinstance(part, Heading | Prose)]
        self.intro = [part.text for part in self.before]
        self.lines = [part.text for part in self.before if not (isinstance(part, Heading) and part.is_sheet)]
        self.title = Properties(parts).title
        self.furniture = furniture([part.text for part in parts if isinstance(part, Heading | Prose)])
        self.groups = Groups(self.intro, doubts)
        self.deeds: list[Deed] = []
        self.sheets: list[Sheet] = []


def collect(parts: Sequence[Part], kind: Format, titles: Titles, doubts: Doubts) -> Collected:
    """Return the actions of a document's plan tables in their order, and what stands around them."""
    if kind is Format.XLSX:
        parts = without_asides(parts, doubts)
    found = Collected(parts, doubts)
    _Collector(parts, kind, titles, found, doubts).go()
    return found


class _Collector:
    def __init__(self, parts: Sequence[Part], kind: Format, titles: Titles, found: Collected, doubts: Doubts) -> None:
        self._parts, self._found, self._doubts = parts, found, doubts
        self._listed = kind in _TEXTS  # a number before its words makes a line a heading
        self._has_pages = kind is Format.PDF  # and a page is no sheet
        paths = paths_of(parts)
        priorities = priorities_among(paths)
        self._headings = iter(priorities)
        self._headed = iter([action_in(path, priority) for path, priority in zip(paths, priorities, strict=True)])
        self._ragged = Ragged(found.groups, titles.starts_owner, doubts)
        self._joining = Joining(found.deeds, found.groups, titles, doubts)
        self._whole = Whole(found.deeds, found.groups, doubts)
        self._all_furniture = key(" ".join(found.furniture))
        # A place names no sheet where there is one alone, and yet it has a name.
        self._only_sheet = next((part.text for part in parts if isinstance(part, Heading) and part.is_sheet), "")
        self._group: Group | None = None
        self._heading: Heading | None = None
        self._line_above: Heading | Prose | None = None
        self._where: dict[int, tuple[Where, Above]] = {}

    def go(self) -> None:
        """Take every part. Rows of running text are joined once all are known, as they go on over whatever parts them."""
        if last := next(iter(reversed(self._found.before)), None):
            self._group = self._found.groups.line(last.text, last.at, self._listed)
        items: list[Item] = [self._group]
        begun = False
        for part in self._parts:
            self._line_above = part if isinstance(part, Heading | Prose) else self._line_above
            if isinstance(part, PlanTable):
                begun = True
                items += self._plan(part)
            elif isinstance(part, OtherTable):
                continue
            elif begun:
                items += self._line(part)
        for item in settled(items, self._doubts):
            match item:
                case Row():
                    self._joining.take(item)
                case PlanTable():
                    where, above = self._where[id(item)]
                    self._whole.take(item, where, above._replace(group=self._joining.current))
                case Group() | None:
                    self._joining.current = item
                case _:
                    assert_never(item)
        self._found.deeds[:] = [deed for deed in self._found.deeds if self._says_anything(deed)]

    def _says_anything(self, deed: Deed) -> bool:
        """Say if an action has words, its own or a milestone's. One without any is told and left out."""
        if deed.title or any(step.text for step in deed.steps):
            return True
        cells = [cell.text for step in deed.steps for cell in step.cells]
        words = [deed.source or "", *deed.impact, *deed.paragraphs, *(step.phrase or "" for step in deed.steps), *cells]
        owners = [name for step in deed.steps for name in step.owners or ()]
        self._doubts.warn(deed.at, "row_not_read", read=brief(" ".join(filter(None, [*words, *owners])), 200))
        return False

    def _plan(self, plan: PlanTable) -> list[Item]:
        heading, action = next(self._headings), next(self._headed)
        if heading is not None and headed(heading.text):
            plan = below_priority(plan)
        where = where_of(plan, self._sheet(plan))
        items: list[Item] = []
        if heading is not None and heading is not self._heading:
            self._heading = heading
            self._group = self._found.groups.heading(heading.text, heading.at)
            items.append(self._group)
        if not plan.table.ragged:
            above = self._line_above if self._line_above and self._line_above.at.line == plan.at.line - 1 else None
            self._where[id(plan)] = (where, Above(None, above, action))
            return [*items, plan]
        for row in self._ragged.rows(plan, where):
            self._group = row if isinstance(row, Group) else self._group
            items.append(row)
        return items

    def _line(self, part: Heading | Prose) -> list[Item]:
        """Take a line between tables: it heads a priority, or it is the page's own, or it is told."""
        text = part.text.strip()
        if isinstance(part, Heading) and part.is_sheet:
            return []
        if text in self._found.furniture or key(text) == self._all_furniture or not key(text):
            return []
        if group := self._found.groups.line(text, part.at, self._listed):
            self._group = group
            return [group]
        if isinstance(part, Prose) and number_meant(text) is None:
            self._doubts.warn(part.at, "line_not_read", read=text)
        return []

    def _sheet(self, plan: PlanTable) -> int:
        """Return the number of the sheet that a table is, counted from 1. Tables alike under one name are one."""
        named = "" if self._has_pages else plan.at.sheet
        sheet = Sheet(name=named or self._only_sheet or plan.above, headings=tuple(map(_named, plan.columns)))
        last = self._found.sheets[-1] if self._found.sheets else None
        if plan.table.ragged and last is not None and _meanings(last) == _meanings(sheet):
            return len(self._found.sheets)
        if sheet not in self._found.sheets:
            self._found.sheets.append(sheet)
        return self._found.sheets.index(sheet) + 1


def _named(column: Column) -> Named:
    return Named(text=column.name, meaning="" if column.meaning is Meaning.NONE else column.meaning.value)


def _meanings(sheet: Sheet) -> list[str]:
    return [heading.meaning for heading in sheet.headings]
