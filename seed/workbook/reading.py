"""Read a workbook that Milepost gave and that came back: what was changed in it is laid over the plan's last document.

A cell that was not touched changes nothing, whatever was decided since the workbook was given. A status or a narrative that was
changed is an imported statement: nobody declares anything in a file.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.model.documents.draft import Draft, NotAPlan, Settled, Warning  # noqa: A004
from bot.model.documents.workbook import BookColumn, BookSheet, Given, Holds
from bot.model.plan import Action, Imported, Milestone, Plan, Priority, Role
from bot.model.policy import Calendar
from bot.model.spelling import alike
from bot.wording.sentences import words
from seed.source import Cell, Document, Place
from seed.words import short as brief
from seed.workbook import cells
from seed.workbook.dated_words import dated_words
from seed.workbook.known_again import known_again
from seed.workbook.rows import Came, Row, came_back, has_ours, stamp_of

Reads = Callable[[Document, str, Settled], Draft]
_DECLARED = (Holds.STATUS, Holds.NOTE, Holds.PROGRESS, Holds.DONE)
_OWNING = (Holds.OWNER, Holds.ACCOUNTABLE, Holds.CONTRIBUTOR)
_OF_ACTION = (Holds.ACTION, Holds.PRIORITY, Holds.IMPACT, Holds.MEASURE, Holds.LINK)


def read(document: Document, short: str, settled: Settled, otherwise: Reads) -> Draft:
    """Return the draft of a document: of a workbook that Milepost gave by what was changed in it, of any other as it is read
    otherwise. A workbook that its own record has not looked up yet is an empty draft with its stamp. Raises NotAPlan if no plan
    is found in it, or if a table of ours does not say which plan it is of."""
    stamp = stamp_of(document)
    if stamp is None:
        if has_ours(document):
            raise NotAPlan(words("workbook.fault.no_about"))
        return otherwise(document, short, settled)
    if settled.given is not None:
        return returned(document, settled.given, settled.calendar)
    return Draft(plan=Plan(short=short, title=document.title), stamp=stamp)


def returned(document: Document, given: Given, calendar: Calendar) -> Draft:
    """Return the plan's last document with what was changed in a workbook since it was given."""
    book, standing = given
    back = _Back(standing, calendar)
    there, again = known_again(list(came_back(document, book)), book)
    for row, read in again:
        back.know(row, read)
    for came in there:
        back.take(came)
    for sheet in book.sheets:
        if any(came.sheet is sheet for came in there):
            back.drop({row.ref for row in sheet.rows})
        elif sheet.rows:
            back.miss(sheet)
    keys = tuple(one.ref for one in standing.milestones)
    return Draft(plan=back.plan(), warnings=tuple(back.warnings), keys=keys, stamp=stamp_of(document))

_STATED = {"status", "colour", "words", "progress", "done"}  # the parts of a tracker's statement, each in a cell of its own


class _Back:
    """Lays the rows that came back over a plan."""

    def __init__(self, standing: Plan, calendar: Calendar) -> None:
        self._standing, self._calendar = standing, calendar
        self._actions = {one.ref: one.model_copy(update={"milestones": ()}) for one in standing.actions}
        self._steps = {one.ref: {step.ref: step for step in one.milestones} for one in standing.actions}
        self._homes = {ref: action for action, steps in self._steps.items() for ref in steps}
        self._priorities = {one.number: one for one in standing.priorities}
        self._roles, self._statuses = list(standing.roles), cells.words_of(standing)
        self._seen: set[str] = set()
        self._given = {one.ref for one in (*standing.milestones, *standing.retired)}
        self.warnings: list[Warning] = []

    def take(self, came: Came) -> None:
        """Take the rows of one sheet."""
        for name, at in came.unknown:
            self._warn(at, "column_new", read=name)
        rows = [row for row in came.rows if self._is_first(row)]
        self._change_actions(rows)
        before: Milestone | None = None
        for row in rows:
            one = self._one(row.ref) if row.given is not None else None
            if one is not None:
                before = self._changed(row, one)
                self._replace(one, before)
            elif row.given is not None:
                self._warn(row.at, "gone", ref=row.ref)
            else:
                before = self._new(row, before) or before

    def know(self, row: Row, read: str) -> None:
        """Tell that a row was known without its Milepost ref, and what stood there."""
        self._warn(row.at, "other_ref" if read else "no_ref", ref=row.ref, read=read)

    def drop(self, given: set[str]) -> None:
        """Leave out what was given and did not come back."""
        for ref in given - self._seen:
            if ref in self._homes:
                del self._steps[self._homes.pop(ref)][ref]

    def miss(self, sheet: BookSheet) -> None:
        """Tell that a sheet did not come back. Its milestones stay as they are, but for those that stand on another one now."""
        if any(row.ref not in self._seen for row in sheet.rows):
            self._warn(Place(), "no_sheet", read=sheet.name or words("workbook.sheet.plan"))

    def plan(self) -> Plan:
        """Return the plan with all that was changed."""
        actions = [one.model_copy(update={"milestones": tuple(self._steps[ref].values())}) for ref, one in self._actions.items()]
        empty = {one.ref for one in self._standing.actions if not one.milestones}  # they had no milestone before either
        there = tuple(one for one in actions if one.milestones or one.ref in empty)
        changed = {"actions": there, "priorities": tuple(self._priorities.values()), "roles": tuple(self._roles)}
        return self._standing.model_copy(update=changed)

    def _is_first(self, row: Row) -> bool:
        if row.ref and row.ref in self._seen:
            self._warn(row.at, "twice", ref=row.ref)
            return False
        if row.given is not None:
            self._seen.add(row.ref)
        return True

    def _one(self, ref: str) -> Milestone | None:
        return self._steps[self._homes[ref]][ref] if ref in self._homes else None

    def _replace(self, old: Milestone, new: Milestone) -> None:
        if old.action != new.action:
            del self._steps[old.action][old.ref]
        self._steps[new.action][new.ref] = new
        self._homes[new.ref] = new.action

    # ---- a row -----------------------------------------------------------------------------------

    def _changed(self, row: Row, one: Milestone) -> Milestone:
        """Return a milestone with what was changed in its row."""
        new, said = one, dict[Holds, Cell]()
        for column, cell in row.changed():
            if column.holds in _DECLARED:
                said.setdefault(column.holds, cell)
            elif column.holds in _OWNING:
                new = new.model_copy(update={"owners": self._owners(row)})
            elif column.holds in (Holds.START, Holds.DUE):
                new = self._dated(row, column, cell, new)
            elif column.holds is Holds.MILESTONE and cell.text.strip():
                new = self._worded(row, column, cell.text.strip(), new)
                self._retitle(one, new.text)
            elif column.holds is Holds.MILESTONE:
                self._warn(row.at, "text_empty", ref=one.ref)
            elif column.holds is Holds.REF and one.source_ref and cell.text.strip():
                new = new.model_copy(update={"source_ref": cell.text.strip()})
            elif column.holds is Holds.ACTION:
                new = self._moved(row, cell, new)
            elif column.holds not in _OF_ACTION:
                name = "not_kept" if column.holds is Holds.NOTHING else "not_taken"
                self._warn(row.at, name, ref=one.ref, read=brief(cell.text), column=column.heading)
        imported = self._imported(row, said, one)
        return new if imported is None else new.model_copy(update={"imported": imported})

    def _worded(self, row: Row, column: BookColumn, text: str, one: Milestone) -> Milestone:
        """Return a milestone in these words. A date in brackets that is new at their end is its date, as in its document."""
        said = dated_words(row, text, one.text)
        if said.spare:
            self._warn(row.at, "date_in_words", ref=one.ref, read=brief(said.spare))
        new = self._dated(row, column, Cell(text=said.phrase), one) if said.phrase else one
        return new.model_copy(update={"text": said.words if said.phrase and new.date_text == said.phrase else text})

    def _owners(self, row: Row) -> tuple[str, ...]:
        """Return the owners as the row has them now, the accountable one first."""
        owner, accountable, others = (row.holding(holds).text for holds in _OWNING)
        columns = {column.holds for column in row.cells}
        texts = (accountable, others or owner) if Holds.ACCOUNTABLE in columns else (owner, others)
        found = tuple(dict.fromkeys(one for text in texts for one in cells.owners(text, self._roles)))
        for name in cells.unknown(found, self._roles):
            self._warn(row.at, "role_new", ref=row.ref or "-", read=name)
            self._roles.append(Role(name=name))
        return found

    def _dated(self, row: Row, column: BookColumn, cell: Cell, one: Milestone) -> Milestone:
        reading, said = cells.dated(cell, self._calendar)
        day = reading.due or reading.start
        if said and day is None and not reading.open_ended:
            facts = {"read": brief(cell.text), "column": column.heading}
            self._warn(row.at, "date_unread", ref=one.ref, **facts)
            return one
        if column.holds is Holds.START:
            return one.model_copy(update={"start": day})
        told = {"due": reading.due, "date_text": said, "open_ended": reading.open_ended}
        start = reading.start or (one.start if one.start and reading.due and one.start < reading.due else None)
        recurrence = reading.recurrence or (one.recurrence if reading.due else None)
        return one.model_copy(update={**told, "start": start, "recurrence": recurrence})

    def _imported(self, row: Row, said: dict[Holds, Cell], one: Milestone) -> Imported | None:
        """Return what the file says of how a milestone stands, None if it says nothing anew. What was not edited stays."""
        before = one.imported.model_dump(include=_STATED) if one.imported is not None else {}
        told: dict[str, object] = {}
        for holds, cell in said.items():
            text = cell.text.strip()
            if holds is Holds.NOTE:
                told["words"] = text
            elif holds is Holds.STATUS and (status := self._statuses.get(alike(text))):
                told |= {"status": status, "colour": text}
            elif holds is Holds.PROGRESS and (share := cells.share(cell)) is not None:
                told["progress"] = share
            elif holds is Holds.DONE and (day := cells.dated(cell, self._calendar)[0].due):
                told["done"] = day
            elif holds is Holds.STATUS:
                self._warn(row.at, "status_unread", ref=one.ref, read=brief(text), choices=cells.status_words())
            elif holds is Holds.PROGRESS:
                self._warn(row.at, "progress_unread", ref=one.ref, read=brief(text), column=holds.value)
            else:
                self._warn(row.at, "date_unread", ref=one.ref, read=brief(text), column=holds.value)
        return Imported.model_validate({**before, **told}) if told else None

    def _new(self, row: Row, before: Milestone | None) -> Milestone | None:
        """Return the milestone of a row that was not given, put below the one before it."""
        text = row.holding(Holds.MILESTONE).text.strip()
        if row.ref:
            self._warn(row.at, "unknown_ref", read=row.ref)
        if not text:
            said = next((cell.text for cell in row.cells.values() if cell.text.strip()), "")
            self._warn(row.at, "no_words", read=brief(said))
            return None
        action = self._home(row, text, before)
        if action is None:
            self._warn(row.at, "no_action", read=brief(text))
            return None
        sheet = before.sheet if before is not None else 0
        new = Milestone(ref=self._next(action.ref), text=text, owners=self._owners(row), sheet=sheet)
        new = new.placed(action.ref, action.priority)
        for column, cell in row.cells.items():
            if column.holds in (Holds.START, Holds.DUE) and (cell.text.strip() or cell.value is not None):
                new = self._dated(row, column, cell, new)
        told = {holds: row.holding(holds) for holds in _DECLARED}
        declared = {holds: cell for holds, cell in told.items() if cell.text.strip() and not cells.is_silence(cell)}
        new = new.model_copy(update={"imported": self._imported(row, declared, new)})
        if (words_in := next((one for one in row.cells if one.holds is Holds.MILESTONE), None)) is not None:
            new = self._worded(row, words_in, text, new.model_copy(update={"text": ""}))
        self._put_below(new, before)
        return new

    def _put_below(self, new: Milestone, before: Milestone | None) -> None:
        steps = list(self._steps[new.action].values())
        places = [at for at, one in enumerate(steps, 1) if before is not None and one.ref == before.ref]
        steps.insert(places[0] if places else len(steps), new)
        self._steps[new.action] = {one.ref: one for one in steps}
        self._homes[new.ref] = new.action

    # ---- actions and priorities ------------------------------------------------------------------

    def _home(self, row: Row, text: str, before: Milestone | None) -> Action | None:
        """Return the action of a row that was not given: the one it names, a new one, or that of the row before it."""
        has_column = any(column.holds is Holds.ACTION for column in row.cells)
        title = row.holding(Holds.ACTION).text.strip()
        known = self._titled(title) if title else None
        if known is not None or (has_column and not title):
            return known or (self._actions[before.action] if before is not None else None)
        number = self._priority(row, before)
        refs = [*self._actions, *(ref.rpartition(".")[0] for ref in self._given)]
        last = max((int(ref.partition(".")[2]) for ref in refs if ref.partition(".")[0] == str(number)), default=0)
        action = Action(ref=f"{number}.{last + 1}", priority=number, title=title or text)
        self._actions[action.ref], self._steps[action.ref] = action, {}
        return action

    def _priority(self, row: Row, before: Milestone | None) -> int:
        said = row.holding(Holds.PRIORITY).text.strip()
        named = next((n for n, one in self._priorities.items() if alike(one.text) == alike(said) or str(n) == said), None)
        if said and named is None:
            number = max(self._priorities, default=0) + 1
            self._priorities[number] = Priority(number=number, text=said)
            return number
        if named is None and before is not None:
            return before.priority
        return named if named is not None else min(self._priorities, default=1)

    def _next(self, action: str) -> str:
        mine = [int(ref.rpartition(".")[2]) for ref in self._given if ref.rpartition(".")[0] == action]
        ref = f"{action}.{max(mine, default=0) + 1}"
        self._given.add(ref)
        return ref

    def _titled(self, title: str) -> Action | None:
        return next((one for one in self._actions.values() if alike(one.title) == alike(title)), None)

    def _retitle(self, one: Milestone, text: str) -> None:
        """Give an action the new words of its one milestone, if it had the old ones too."""
        action = self._actions[one.action]
        if action.title == one.text and len(self._steps[one.action]) == 1:
            self._actions[one.action] = action.model_copy(update={"title": text})

    def _moved(self, row: Row, cell: Cell, one: Milestone) -> Milestone:
        """Return a milestone in the action that its row names now. A title that is new was taken already, or is told."""
        action = self._titled(cell.text)
        if action is not None:
            return one.placed(action.ref, action.priority)
        self._warn(row.at, "only_some", ref=one.ref, read=brief(cell.text), column=words("workbook.heading.action"))
        return one

    def _change_actions(self, rows: list[Row]) -> None:
        """Take what was changed of actions and priorities: of a name, only if all its rows say the same."""
        texts: dict[tuple[Holds, str], list[tuple[Row, Cell, BookColumn]]] = {}
        whole: dict[str, int] = {}
        for row in rows:
            one = self._one(row.ref) if row.given is not None else None
            if one is None:
                continue
            for key in (one.action, f"p{one.priority}"):
                whole[key] = whole.get(key, 0) + 1
            for column, cell in row.changed():
                if column.holds in _OF_ACTION:
                    about = f"p{one.priority}" if column.holds is Holds.PRIORITY else one.action
                    texts.setdefault((column.holds, about), []).append((row, cell, column))
        for (holds, about), found in texts.items():
            taken = {alike(one.text) for one in self._priorities.values()} if holds is Holds.PRIORITY else set[str]()
            said = {alike(cell.text) for _, cell, _ in found}
            row, cell, column = found[0]
            if holds in (Holds.ACTION, Holds.PRIORITY):
                if len(said) == 1 and len(found) == whole[about] and not said & {"", *taken}:
                    self._rename(holds, about, cell.text.strip())
                elif holds is Holds.PRIORITY:
                    self._warn(row.at, "only_some", ref=row.ref, read=brief(cell.text), column=column.heading)
            else:
                self._word(holds, about, row, cell, column)

    def _rename(self, holds: Holds, about: str, text: str) -> None:
        if holds is Holds.ACTION and self._titled(text) is None:
            self._actions[about] = self._actions[about].model_copy(update={"title": text})
        elif holds is Holds.PRIORITY:
            number = int(about[1:])
            known = self._priorities.get(number, Priority(number=number, text=text))
            self._priorities[number] = known.model_copy(update={"text": text})

    def _word(self, holds: Holds, about: str, row: Row, cell: Cell, column: BookColumn) -> None:
        text = cell.text.strip()
        links = cells.numbers(text) if holds is Holds.LINK else ()
        if links is None:
            self._warn(row.at, "link_unread", ref=row.ref, read=brief(text), column=column.heading)
            return
        changed: dict[Holds, dict[str, object]] = {
            Holds.IMPACT: {"impact": text},
            Holds.MEASURE: {"success_measures": cells.lines(text)},
            Holds.LINK: {"strategy_links": links},
        }
        self._actions[about] = self._actions[about].model_copy(update=changed[holds])

    def _warn(self, at: Place, name: str, **facts: str) -> None:
        message = words(f"workbook.back.{name}", facts)
        self.warnings.append(Warning(line=at.line, code=f"workbook_{name}", message=message, place=str(at)))
