"""Make actions and milestones of the rows of a plan document."""

from __future__ import annotations

import re

from seed.draft import Doubts
from seed.meaning import front
from seed.meaning.cells import clean_ref, dangles, date_at_the_end, dated_parts, flat, parts, without_brackets
from seed.meaning.dates import is_date_phrase, read_date
from seed.meaning.tables import Column, Row
from seed.meaning.titles import Titles
from seed.roles import role_key
from seed.source import Place
from seed.words import short as brief


class Step:
    """A milestone while it is being read."""

    def __init__(self, line: int, text: str | None, phrase: str | None = None) -> None:
        self.line, self.text, self.phrase = line, text, phrase
        self.owners: list[str] = []
        self.in_words = self.joined = False
        self.source_ref: str | None = None
        self.notes: list[tuple[str, dict[str, str]]] = []


class Deed:
    """An action while it is being read."""

    def __init__(self, line: int, source: str | None, title: str, priority: int | None) -> None:
        self.line, self.source, self.title, self.priority = line, source, title, priority
        self.key = front.key(title)
        self.impact: list[str] = []
        self.measures: list[str] = []
        self.links: dict[int, None] = {}
        self.steps: list[Step] = []
        self.notes: list[tuple[int, str, dict[str, str]]] = []

    def called(self, title: str) -> bool:
        """Say if these words are its title, but for case and punctuation."""
        return bool(title) and front.key(title) == self.key

    def go_on(self, title: str) -> None:
        """Add to the title, and to its key. To work the key out anew for each row would take the square of a long title."""
        self.title = f"{self.title} {title}".strip()
        self.key += front.key(title)


class Deeds:
    """The actions of a document, as its rows are taken one after another."""

    def __init__(self, titles: Titles, doubts: Doubts) -> None:
        self._titles, self._doubts = titles, doubts
        self.deeds: list[Deed] = []
        self._numbered = False
        self._current: int | None = None

    def take(self, row: Row | int) -> None:
        """Take the next row, or the number of the priority that begins here."""
        if isinstance(row, int):
            self._current = row or None
            return
        for column, cell in row.spare:
            code = "column_cell_not_read" if column else "cell_not_read"
            self._doubts.warn(Place(line=row.line), code, read=cell, **({"column": column} if column else {}))
        if row.doubtful:
            self._doubts.warn(Place(line=row.line), "row_doubtful", read=brief(" ".join(row.cells.values()), 200))
        if not row.cells:
            return
        deed = self._deed_of(row)
        self._prose(deed, row)
        self._steps(deed, row)

    def _deed_of(self, row: Row) -> Deed:
        ref, title = row.cells.get(Column.REF), flat(row.cells.get(Column.ACTION, ""))
        last = self.deeds[-1] if self.deeds else None
        if last is not None and self._repeats(last, row):
            return last
        if ref is None and last is not None and (not title or self._carries_on(last, row, title)):
            if title:
                last.go_on(title)
                if not title[0].islower():
                    last.notes.append((row.line, "title_joined", {"read": title}))
            return last
        deed = Deed(row.line, clean_ref(ref) if ref else None, title, self._current)
        if (ref is None and self._numbered) or not (title or ref):
            deed.notes.append((row.line, "no_ref", {"read": brief(title or " ".join(row.cells.values()))}))
        self.deeds.append(deed)
        self._numbered = self._numbered or bool(deed.source)
        return deed

    def _repeats(self, last: Deed, row: Row) -> bool:
        """Say if a row names the action being read once more: by its reference, or by its title above a milestone."""
        ref, title = row.cells.get(Column.REF), flat(row.cells.get(Column.ACTION, ""))
        if last.priority != self._current or not (ref or title):
            return False
        if ref:
            return clean_ref(ref) == last.source and (not title or last.called(title))
        return Column.MILESTONE in row.cells and last.called(title)

    def _carries_on(self, last: Deed, row: Row, title: str) -> bool:
        if _answers_alone(row) and any(step.phrase and step.owners for step in last.steps):
            return False
        if title[0].islower() or dangles(last.title):
            return True
        unfinished = last.title[-1:] not in (".", "!", "?")
        return row.after_break and unfinished and last.source is not None and not _has_own_step(row)

    def _prose(self, deed: Deed, row: Row) -> None:
        if impact := flat(row.cells.get(Column.IMPACT, "")):
            deed.impact.append(impact)
        for part in parts(row.cells.get(Column.MEASURE, "")):
            goes_on = deed.measures and (part[0].islower() or (row.after_break and dangles(deed.measures[-1])))
            if goes_on:
                deed.measures[-1] += f" {part}"
            else:
                deed.measures.append(part)
        if link := row.cells.get(Column.LINK):
            deed.links.update((int(n), None) for n in re.findall(r"\d{1,4}", link))
            rest = re.sub(r"\d{1,4}|[\s,&;.]|\band\b", "", link)
            if rest:
                deed.notes.append((row.line, "link_not_read", {"read": link}))

    def _steps(self, deed: Deed, row: Row) -> None:
        cell, when, owners = (row.cells.get(c, "") for c in (Column.MILESTONE, Column.WHEN, Column.OWNER))
        if cell and when and not is_date_phrase(flat(when)) and not read_date(flat(when)).due and len(when) > 60:
            cell, when = f"{cell} {when}", ""
        steps = self._cut(row.line, cell) if cell else []
        last = deed.steps[-1] if deed.steps else None
        if steps and last and self._goes_on(last, steps[0], row, owners):
            head = steps.pop(0)
            if not (head.text or "")[:1].islower():
                last.notes.append(("milestone_undated_joined", {"read": head.text or ""}))
            last.text = f"{last.text or ''} {head.text or ''}".strip()
            last.phrase = last.phrase or head.phrase
            last.in_words = last.in_words or head.in_words
            targets = steps or [last]
        elif steps:
            targets = steps
        elif when or owners:
            if last is None:
                last = Step(row.line, None)
                deed.steps.append(last)
            elif _answers_alone(row) and last.phrase and last.owners:
                last = Step(row.line, None)
                last.notes.append(("milestone_without_words", {}))
                deed.steps.append(last)
            targets = [last]
        else:
            return
        deed.steps += [step for step in steps if step not in deed.steps]
        if when:
            self._dated(targets[-1], without_brackets(flat(when)))
        self._owned(targets, owners)

    def _goes_on(self, last: Step, head: Step, row: Row, owners: str) -> bool:
        text = head.text or ""
        named = Column.REF in row.cells or Column.ACTION in row.cells
        if named and (Column.WHEN in row.cells or owners or not text[:1].islower()):
            return False
        if text[:1].islower():
            return last.text is not None and (
                last.phrase is None or dangles(last.text) or not owners
            )
        return last.text is not None and last.phrase is None and row.after_break and not owners

    def _dated(self, step: Step, phrase: str) -> None:
        if step.phrase is None:
            step.phrase = phrase
        elif phrase[:1].islower() or read_date(step.phrase).problem:
            step.phrase += f" {phrase}"
        else:
            step.notes.append(("date_spare", {"read": phrase}))

    def _cut(self, line: int, cell: str) -> list[Step]:
        """Cut a cell into milestones: one ends with its bracketed date."""
        found, waiting = dated_parts(parts(cell))
        steps = [Step(line, words, phrase) for words, phrase in found]
        if waiting:
            if steps and waiting[0].islower():
                steps[-1].text = f"{steps[-1].text} {waiting}"
            else:
                step = Step(line, waiting)
                if found_late := date_at_the_end(waiting):
                    step.text, step.phrase = found_late
                    step.in_words = True
                steps.append(step)
        if len(steps) > 1 and len(parts(cell)) < len(steps):
            steps[0].notes.append(("milestones_split", {}))
        return steps

    def _owned(self, steps: list[Step], owners: str) -> None:
        if not owners:
            return
        if len(steps) == 1:
            known = self._titles.starts_owner(owners)
            joint = "\n" if known or not steps[0].owners else " "
            steps[0].owners = [f"{steps[0].owners[0]}{joint}{owners}"] if steps[0].owners else [owners]
            return
        names = self._titles.each(owners)
        share, over = divmod(len(names), len(steps))
        keys = [role_key(self._name(name)) for name in names]
        chunks = [keys[at : at + share] for at in range(0, len(keys), share or 1)]
        repeats = not over and share and all(chunk == chunks[0] for chunk in chunks)
        one_each = not over and share == 1
        for at, step in enumerate(steps):
            step.owners = ["\n".join(names[at * share : (at + 1) * share])] if repeats or one_each else [owners]
        if not repeats:
            steps[0].notes.append(("owners_shared_out", {"read": flat(owners)}))

    def _name(self, name: str) -> str:
        """Return a title without the organisation in brackets at its end, to see that a sequence repeats."""
        return re.sub(r"\s?\([A-Z]{2,6}\)\Z", "", name)


def _has_own_step(row: Row) -> bool:
    return (
        (Column.MILESTONE in row.cells or Column.WHEN in row.cells)
        and Column.OWNER in row.cells
        and Column.LINK in row.cells
    )


def _answers_alone(row: Row) -> bool:
    """Say if a row names its own date and owner, and no milestone."""
    return Column.WHEN in row.cells and Column.OWNER in row.cells and Column.MILESTONE not in row.cells
