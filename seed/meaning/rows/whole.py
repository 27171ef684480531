"""Make actions and milestones of the rows of a whole table: each cell stands under its heading, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, assert_never

from bot.model.documents.draft import PlanDoubtKind
from seed.draft import Doubts
from seed.meaning.cells import BULLET, clean_ref, dated_parts, parts
from seed.meaning.columns.contents import cell_of
from seed.meaning.groups import Group, Groups
from seed.meaning.parts import Meaning, PlanTable
from seed.meaning.rows.cutting import cut
from seed.meaning.rows.kinds import RowKind, kinds_of, own_words
from seed.meaning.rows.layout import Layout, layout_of
from seed.meaning.rows.numbering import share_refs
from seed.meaning.rows.parallel import Beside, items_in, side_by_side
from seed.meaning.rows.prose import take_prose
from seed.meaning.rows.steps import Deed, Step, Where
from seed.meaning.rows.trees import Tree, tree_of
from seed.source import EMPTY, Cell, Heading, Line, Prose
from seed.words import say
from seed.words import short as brief

_COMMENTS = (Meaning.NOTE, Meaning.PROGRESS)


class Above(NamedTuple):
    """The things over a table: its priority, the line just above its headings, and the number and words of its action."""

    group: Group | None = None
    title: Heading | Prose | None = None
    action: tuple[str, str] | None = None


class Whole:
    """The actions of whole tables, as they are taken one after another. They are added to `deeds`."""

    def __init__(self, deeds: list[Deed], groups: Groups, doubts: Doubts) -> None:
        self._deeds, self._groups, self._doubts = deeds, groups, doubts
        self._group: Group | None = None
        self._over: Group | None = None  # the priority over the table before
        self._alone: tuple[Group, Line] | None = None  # a heading in a row of its own that nothing has followed yet
        self._last: Deed | None = None
        self._titles: dict[tuple[int, str], Deed] = {}
        self._title: Heading | Prose | None = None
        self._headed: Deed | None = None  # the action that a heading above the table names
        self._under_title: list[Deed] = []

    def take(self, plan: PlanTable, where: Where, above: Above) -> None:
        """Take the rows of a table."""
        layout = layout_of(plan, where)
        begin = len(self._deeds)
        if plan.nested and self._last is not None:
            self._below(self._last, plan.body, layout)
            return
        if not plan.goes_on:
            self._group, self._last, self._titles = above.group, None, {}
            self._title, self._under_title = above.title if above.group is None else None, []
            self._headed = None
        elif above.group is not None and above.group is not self._over:
            self._group, self._last = above.group, None
        self._over = above.group
        if above.action is not None and layout.title is None and self._headed is None:
            self._headed = Deed(plan.at, above.action[0], above.action[1], above.group)
            self._deeds.append(self._headed)
        if (tree := tree_of(plan.body, where)) is not None:
            self._tree(plan.body, tree, layout)
        else:
            self._rows(plan.body, layout)
        share_refs(self._deeds[begin:])

    def _rows(self, body: Sequence[Line], layout: Layout) -> None:
        for line, kind in zip(body, kinds_of(body, layout), strict=True):
            match kind:
                case RowKind.FULL:
                    self._full(line, layout)
                case RowKind.ALONE:
                    self._lone(line, layout)
                case RowKind.GROUP:
                    self._heading(line, layout)
                case RowKind.TOTAL | RowKind.GUIDANCE:
                    self._tell(line, "row_total" if kind is RowKind.TOTAL else "row_guidance")
                case RowKind.UPDATE:
                    self._update(line)
                case RowKind.EMPTY:
                    pass
                case _:
                    assert_never(kind)
        self._forget()

    def _update(self, line: Line) -> None:
        """Take a row that tells how the one above it stands."""
        if self._last is not None and self._last.steps:
            self._last.steps[-1].comments.append(own_words(line))
        else:
            self._tell(line, "row_not_read")

    def _below(self, deed: Deed, body: Sequence[Line], layout: Layout) -> None:
        """Take rows that all belong under one action."""
        for line in body:
            words = _at(line, layout.words)
            if words.text:
                deed.steps += self._steps(line, words, layout)
                self._prose(deed, line, layout)
            elif own_words(line):
                self._tell(line, "row_not_read")

    def _tree(self, body: Sequence[Line], tree: Tree, layout: Layout) -> None:
        """Take rows of which some stand over others. One that stands over others and has an owner is a milestone too."""
        groups = {at: self._groups.heading(_at(body[at], layout.words).text, body[at].at) for at in sorted(tree.tops)}
        deeds: dict[int, Deed] = {}
        for at, line in enumerate(body):
            over = tree.above[at]
            if at not in tree.tops and (at in tree.actions or (at in tree.leaves and over not in tree.actions)):
                group = groups.get(tree.root(at)) or self._group_of(line, layout)
                deeds[at] = self._deed_of(line, _at(line, layout.words), group, layout)
        for at, line in enumerate(body):
            over = tree.above[at]
            deed = deeds.get(at) or (deeds.get(over) if over is not None else None)
            words = _at(line, layout.words)
            if not words.text or deed is None:
                if at not in tree.tops and own_words(line):
                    self._tell(line, "row_not_read")
                continue
            self._prose(deed, line, layout)
            if at in tree.leaves or _at(line, layout.owner).text:
                deed.steps += self._steps(line, words, layout)
            elif layout.ref is not None:
                deed.source = clean_ref(_at(line, layout.ref).text) or None

    def _tell(self, line: Line, code: str) -> None:
        self._doubts.warn(line.at, code, read=brief(own_words(line)))

    def _heading(self, line: Line, layout: Layout) -> None:
        self._forget()
        if self._title is not None:
            self._head_first(self._title, layout)
        at = next(at for at, cell in enumerate(line.cells) if cell.text and not cell.is_copy)
        known = len(self._groups.found)
        self._group = self._groups.heading(line.cells[at].text, line.at, layout.group_kind)
        self._last = None
        self._alone = (self._group, line) if len(self._groups.found) > known else None

    def _head_first(self, title: Heading | Prose, layout: Layout) -> None:
        """Take the line above the headings for the priority of the first rows, as others stand above those below."""
        self._title = None
        if self._under_title and layout.group is None:
            first = self._groups.heading(title.text, title.at)
            for deed in self._under_title:
                deed.group = first

    def _forget(self) -> None:
        """Tell of a heading in a row of its own under which nothing stands, and take it for none."""
        if self._alone is not None:
            self._tell(self._alone[1], "row_not_read")
            self._groups.forget(self._alone[0])
            self._alone = None

    def _full(self, line: Line, layout: Layout) -> None:
        cells = line.cells
        words = _at(line, layout.words)
        group = self._group_of(line, layout)
        if words.text and (not words.is_copy or _stands(cells, words)):
            self._milestones(line, words, group, layout)
            return
        title = _at(line, layout.title)
        if title.text and (not title.is_copy or _stands(cells, title)):
            deed = self._deed_of(line, title, group, layout)
            if _answers(cells, layout):
                deed.steps.append(self._step(line, None, layout))
            self._prose(deed, line, layout)
        else:
            self._without_words(line, group, layout)

    def _without_words(self, line: Line, group: Group | None, layout: Layout) -> None:
        """Take a row that names no action and no milestone: it goes on with the one above, or it is told."""
        last = self._last if self._last is not None and self._last.group is group else None
        if last is not None and last.steps and _answers(line.cells, layout, both=True):
            step = self._step(line, last.steps[-1].text if layout.title is None else None, layout)
            step.notes.append(("milestone_without_words", {}))
            last.steps.append(step)
            self._prose(last, line, layout)
            return
        own = [at for at, cell in enumerate(line.cells) if cell.text and not cell.is_copy]
        kept = {at for meaning in _COMMENTS for at in layout.where.columns.get(meaning, ())} | {at for _, at in layout.prose}
        if last is None or not own or not kept.issuperset(own):
            self._tell(line, "row_not_read")
            return
        self._prose(last, line, layout)
        if last.steps:
            last.steps[-1].comments += [
                line.cells[at].text for meaning in _COMMENTS for at in layout.where.columns.get(meaning, ()) if at in own
            ]

    def _lone(self, line: Line, layout: Layout) -> None:
        at = next(at for at, cell in enumerate(line.cells) if cell.text and not cell.is_copy)
        cell = line.cells[at]
        if at == layout.group:
            self._heading(line, layout)
        elif at in (layout.words, layout.title):
            if at == layout.words and cell.text[0].islower() and self._last is not None and self._last.steps:
                step = self._last.steps[-1]
                step.text = f"{step.text or ''} {_flat(cell.text)}".strip()
                self._tell(line, "row_joined")
                return
            self._full(line, layout)
        else:
            self._without_words(line, self._group, layout)

    def _group_of(self, line: Line, layout: Layout) -> Group | None:
        if layout.group is None:
            return self._group
        cell = _at(line, layout.group)
        if cell.text:
            self._group = self._groups.heading(cell.text, line.at, layout.group_kind)
            return self._group
        return self._group if layout.group_goes_on else None

    def _milestones(self, line: Line, words: Cell, group: Group | None, layout: Layout) -> None:
        if words.is_struck:
            self._tell(line, "row_struck")
            return
        deed = self._deed_of(line, words if layout.title is None else _at(line, layout.title), group, layout)
        deed.steps += self._steps(line, words, layout)
        self._prose(deed, line, layout)

    def _deed_of(self, line: Line, title: Cell, group: Group | None, layout: Layout) -> Deed:
        """Return the action of a row: the one above if its cell is empty or says the same, else a new one."""
        if self._alone is not None and self._alone[0] is group:
            self._alone = None
        text, last = _flat(title.text), self._last
        if self._headed is not None and group is self._headed.group:
            self._last = self._headed
            return self._headed
        if layout.title is None:
            deed = Deed(line.at, None, text, group)
        else:
            if not text and layout.title_goes_on and last is not None and last.group is group:
                return last
            known = self._titles.get((id(group), text))
            if known is not None and text:
                self._last = known
                return known
            deed = self._titles[id(group), text] = Deed(line.at, None, text, group)
            if layout.title_ref is not None:
                deed.source = clean_ref(_at(line, layout.title_ref).text) or None
        self._deeds.append(deed)
        self._last = deed
        if self._title is not None and group is None:
            self._under_title.append(deed)
        return deed

    def _step(self, line: Line, text: str | None, layout: Layout) -> Step:
        step = Step(line.at, text)
        step.cells, step.where = line.cells, layout.where
        if ref := _at(line, layout.ref).text:
            step.source_ref = clean_ref(ref)
        return step

    def _steps(self, line: Line, words: Cell, layout: Layout) -> list[Step]:
        """Return the milestones of a row: one, unless its cells hold several beside each other or dates end its sentences."""
        if "\n" in words.text:
            due, owner = _at(line, layout.due), _at(line, layout.owner)
            told = side_by_side(words.paragraphs, due.paragraphs, owner.paragraphs)
            if told is not None and (told.agrees or self._are_several(line, words, told)):
                return list(self._beside(line, told, layout))
        undated = not _at(line, layout.due).text
        found = cut(line.at, words.text, has_date=layout.due is not None) if undated else []
        if len(found) < 2 and "\n" in words.text:
            column = "".join(layout.where.names[layout.words : layout.words + 1])
            if items := items_in(words.paragraphs, column):
                return self._listed(line, words, items, column, layout)
        if found:
            for step in found:
                step.cells, step.where = line.cells, layout.where
                step.source_ref = self._step(line, None, layout).source_ref
            return found
        return [self._step(line, _flat(words.text), layout)]

    def _listed(self, line: Line, words: Cell, items: list[str], column: str, layout: Layout) -> list[Step]:
        """Return the milestones of a row that lists things to do: each has its own date, or it is asked if each is one."""
        dated, rest = dated_parts(items)
        if len(dated) == len(items) and not rest:
            found = [self._step(line, text, layout) for text, _ in dated]
            for step, (_, phrase) in zip(found, dated, strict=True):
                step.phrase = phrase
            return found
        one, each = say("choice", "one_milestone"), say("choice", "each_alone")
        facts = {"column": column, "read": brief(words.text, 200)}
        asked = (PlanDoubtKind.PARALLEL, f"column {column}", [line.at], "listed", facts, (each, one), one)
        texts = items if self._doubts.ask(*asked) == each else [_flat(words.text)]
        return [self._step(line, text, layout) for text in texts]

    def _are_several(self, line: Line, words: Cell, told: Beside) -> bool:
        """Ask if a row whose counts do not agree is one milestone or several. Until that is answered it is several, undated."""
        one, each = say("choice", "one_milestone"), say("choice", "each_milestone", count=len(told.each))
        facts = {"read": brief(words.text, 200), "words": len(told.each)}
        asked = (PlanDoubtKind.PARALLEL, _flat(words.text), [line.at], "parallel", facts, (each, one), each)
        return self._doubts.ask(*asked) != one

    def _beside(self, line: Line, told: Beside, layout: Layout) -> Iterator[Step]:
        for text, phrase, names in told.each:
            step = self._step(line, text, layout)
            step.phrase, step.undated = phrase, phrase is None
            step.owners = [names] if names else None
            yield step

    def _prose(self, deed: Deed, line: Line, layout: Layout) -> None:
        for meaning, at in layout.prose:
            if at < len(line.cells) and (cell := line.cells[at]).text and not cell.is_copy:
                take_prose(deed, meaning, cell.text, line.at)


def _answers(cells: Sequence[Cell], layout: Layout, both: bool = False) -> bool:
    """Say if a row has a date or an owner of its own, or with `both` each of them."""
    own = [
        at is not None and at < len(cells) and bool(cells[at].text) and not cells[at].is_copy
        for at in (layout.due, layout.owner)
    ]
    return all(own) if both else any(own)


def _stands(cells: Sequence[Cell], copy: Cell) -> bool:
    """Say if a merged cell that repeats another one repeats one of its own row."""
    return any(cell.text == copy.text and not cell.is_copy for cell in cells)


def _at(line: Line, column: int | None) -> Cell:
    """Return a cell of a row, empty if there is no such column."""
    return cell_of(line, column) if column is not None else EMPTY


def _flat(text: str) -> str:
    plain = " ".join(parts(text)) if "<" in text else " ".join(text.split())
    return plain if plain[:1].isalnum() else BULLET.sub("", plain)
