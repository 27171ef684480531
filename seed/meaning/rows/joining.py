"""Make actions and milestones of the rows of running text, which go on over page breaks."""

from __future__ import annotations

import re

from seed.draft import Doubts
from seed.meaning.cells import clean_ref, dangles, flat, parts, without_brackets
from seed.meaning.dates import is_date_phrase, read_date
from seed.meaning.groups import Group, Groups
from seed.meaning.parts import Meaning
from seed.meaning.rows.cutting import cut
from seed.meaning.rows.parallel import side_by_side
from seed.meaning.rows.prose import take_links
from seed.meaning.rows.steps import Deed, Row, Step
from seed.meaning.titles import Titles
from seed.roles import role_key
from seed.source import Cell
from seed.words import short as brief

_KEPT = (
    Meaning.START, Meaning.BASELINE, Meaning.RAISED, Meaning.DONE, Meaning.STATUS, Meaning.PROGRESS, Meaning.NOTE, Meaning.RECURS,
)  # fmt: skip


_LOOKED_AT = 40  # milestones of one row at the most


class Joining:
    """The actions of running text, as its rows are taken one after another. They are added to `deeds`."""

    def __init__(self, deeds: list[Deed], groups: Groups, titles: Titles, doubts: Doubts) -> None:
        self.deeds, self._groups, self._titles, self._doubts = deeds, groups, titles, doubts
        self._numbered = False
        self.current: Group | None = None

    def take(self, row: Row) -> None:
        """Take the next row."""
        for column, cell in row.spare:
            code = "column_cell_not_read" if column else "cell_not_read"
            self._doubts.warn(row.at, code, read=cell, **({"column": column} if column else {}))
        if row.doubtful:
            self._doubts.warn(row.at, "row_doubtful", read=brief(" ".join(row.cells.values()), 200))
        if not row.cells:
            return
        if priority := flat(row.cells.get(Meaning.PRIORITY, "")):
            self.current = self._groups.heading(priority, row.at)
        last = self.deeds[-1] if self.deeds else None
        goes_on = last is not None and (not priority or last.group is self.current)
        if not goes_on and not any(meaning in row.cells for meaning in (Meaning.ACTION, Meaning.MILESTONE)):
            if row.cells.keys() - {Meaning.PRIORITY}:
                self._doubts.warn(row.at, "row_not_read", read=brief(" ".join(row.cells.values())))
            return
        deed = self._deed_of(row, last if goes_on else None)
        self._prose(deed, row)
        self._steps(deed, row)
        if not deed.steps and deed.title and Meaning.MILESTONE not in row.where.columns:
            deed.steps.append(Step(row.at, None))  # of actions alone, each is a milestone
            _keep(deed.steps[-1], row)
        self._beside_nothing(deed, row)

    def _beside_nothing(self, deed: Deed, row: Row) -> None:
        """Keep what stands in a row that names no milestone: it goes on from the row above, or it is told."""
        if any(step.places[-1:] == [row.at] for step in deed.steps[-_LOOKED_AT:]) or not row.cells.keys() & set(_KEPT):
            return
        if deed.steps:
            _keep(deed.steps[-1], row)
        else:
            self._doubts.warn(row.at, "row_not_read", read=brief(" ".join(row.cells.values())))

    def _deed_of(self, row: Row, last: Deed | None) -> Deed:
        ref, title = row.cells.get(Meaning.REF), flat(row.cells.get(Meaning.ACTION, ""))
        if last is not None and self._repeats(last, row):
            return last
        if ref is None and last is not None and (not title or self._carries_on(last, row, title)):
            if title:
                last.go_on(title)
                if not title[0].islower():
                    last.notes.append((row.at, "title_joined", {"read": title}))
            return last
        deed = Deed(row.at, clean_ref(ref) if ref else None, title, self.current)
        if (ref is None and self._numbered) or not (title or ref):
            deed.notes.append((row.at, "no_ref", {"read": brief(title or " ".join(row.cells.values()))}))
        self.deeds.append(deed)
        self._numbered = self._numbered or bool(deed.source)
        return deed

    def _repeats(self, last: Deed, row: Row) -> bool:
        """Say if a row names the action being read once more: by its reference, or by its title above a milestone."""
        ref, title = row.cells.get(Meaning.REF), flat(row.cells.get(Meaning.ACTION, ""))
        if last.group is not self.current or not (ref or title):
            return False
        if ref:
            return clean_ref(ref) == last.source and (not title or last.called(title))
        return Meaning.MILESTONE in row.cells and last.called(title)

    def _carries_on(self, last: Deed, row: Row, title: str) -> bool:
        if _answers_alone(row) and any(step.phrase and step.owners for step in last.steps):
            return False
        if title[0].islower() or dangles(last.title):
            return True
        unfinished = last.title[-1:] not in (".", "!", "?")
        return row.after_break and unfinished and last.source is not None and not _has_own_step(row)

    def _prose(self, deed: Deed, row: Row) -> None:
        if impact := flat(row.cells.get(Meaning.IMPACT, "")):
            deed.impact.append(impact)
        deed.paragraphs += parts(row.cells.get(Meaning.MEASURE, ""))
        if link := row.cells.get(Meaning.LINK):
            take_links(deed, link, row.at)

    def _steps(self, deed: Deed, row: Row) -> None:
        cell, when = row.cells.get(Meaning.MILESTONE, ""), row.cells.get(Meaning.DUE, "")
        owners = row.cells.get(Meaning.OWNER, "") or row.cells.get(Meaning.ACCOUNTABLE, "")
        if cell and when and not is_date_phrase(flat(when)) and not read_date(flat(when)).due and len(when) > 60:
            cell, when = f"{cell} {when}", ""
        if (beside := self._beside(deed, row, when, owners)) is not None:
            deed.steps += beside
            return
        steps = cut(row.at, cell, bool(when)) if cell else []
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
                last = Step(row.at, None)
                deed.steps.append(last)
            elif _answers_alone(row) and last.phrase and last.owners:
                last = Step(row.at, None)
                last.notes.append(("milestone_without_words", {}))
                deed.steps.append(last)
            targets = [last]
        else:
            return
        deed.steps += [step for step in steps if step not in deed.steps]
        if when:
            self._dated(targets[-1], without_brackets(flat(when)))
        self._owned(targets, owners)
        for step in targets:
            _keep(step, row)

    def _beside(self, deed: Deed, row: Row, when: str, owners: str) -> list[Step] | None:
        """Return the milestones of a row whose cells hold as many paragraphs as dates. None if it is no such row."""
        words = parts(row.cells.get(Meaning.MILESTONE) or row.cells.get(Meaning.ACTION, ""))
        told = side_by_side(words, parts(when), parts(owners))
        if told is None or not told.agrees:
            return None
        steps = []
        for text, phrase, names in told.each:
            step = Step(row.at, text, phrase)
            step.owners = [names] if names else None
            _keep(step, row)
            steps.append(step)
        return steps

    def _goes_on(self, last: Step, head: Step, row: Row, owners: str) -> bool:
        text = head.text or ""
        named = Meaning.REF in row.cells or Meaning.ACTION in row.cells
        if named and (Meaning.DUE in row.cells or owners or not text[:1].islower()):
            return False
        if text[:1].islower():
            return last.text is not None and (
                last.phrase is None or dangles(last.text) or not owners
            )
        return last.text is not None and last.phrase is None and row.after_break and not owners

    def _dated(self, step: Step, phrase: str) -> None:
        if step.phrase is None or step.in_words:
            if step.phrase is not None:
                step.notes.append(("date_spare", {"read": step.phrase}))
            step.phrase, step.in_words = phrase, False
        elif phrase[:1].islower() or read_date(step.phrase).problem:
            step.phrase += f" {phrase}"
        else:
            step.notes.append(("date_spare", {"read": phrase}))

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


def _keep(step: Step, row: Row) -> None:
    """Let a milestone keep what else stands in its row. A row that it goes on in adds to it."""
    texts = {meaning: step.cell(meaning).text for meaning in step.where.columns}
    for meaning in _KEPT:
        if text := flat(row.cells.get(meaning, "")):
            texts[meaning] = f"{texts.get(meaning, '')} {text}".strip()
    step.where = row.where._replace(columns={meaning: (at,) for at, meaning in enumerate(texts)})
    step.cells = tuple(Cell(text) for text in texts.values())
    if step.places[-1] != row.at:
        step.places.append(row.at)


def _has_own_step(row: Row) -> bool:
    return (
        (Meaning.MILESTONE in row.cells or Meaning.DUE in row.cells)
        and Meaning.OWNER in row.cells
        and Meaning.LINK in row.cells
    )


def _answers_alone(row: Row) -> bool:
    """Say if a row names its own date and owner, and no milestone."""
    return Meaning.DUE in row.cells and Meaning.OWNER in row.cells and Meaning.MILESTONE not in row.cells
