"""Say what was read of a milestone: its dates, its owners, and what its tracker says."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bot.model.documents.draft import PlanDoubtKind
from bot.model.plan import Recurrence
from bot.model.policy import Calendar
from seed.draft import Doubts
from seed.meaning.cells import dated_parts, flat
from seed.meaning.colours import is_state
from seed.meaning.dates import YEARS, PlanYear, Reading, date_and_words, read_date, serial, year_named
from seed.meaning.dates.asking import ask_day
from seed.meaning.dates.rhythms import rhythm_doubt, rhythm_in
from seed.meaning.key import Key
from seed.meaning.owners import Owners
from seed.meaning.parts import Meaning
from seed.meaning.rows.imported import States, imported
from seed.meaning.rows.steps import Said, Step
from seed.source import EMPTY
from seed.words import say
from seed.words import short as brief

_YES = frozenset({"true", "yes", "y", "1"})
_ABOVE = frozenset({"as above", "as before", "ditto", "same as above", "see above", '"', "\u2033", "\u3003", "''", '""'})


class _Name(NamedTuple):
    """The name of a milestone, to be put into a sentence: of most nothing is said."""

    ref: str
    text: str

    def __format__(self, _: str) -> str:
        return f'{self.ref} "{brief(self.text)}"'


class _Read(NamedTuple):
    """A due date as read: its phrase, and the words beside it."""

    reading: Reading = Reading()
    phrase: str = ""
    spare: str = ""


_NONE_READ = _Read()


class Milestones:
    """Makes the milestones of one plan. `year` is the year that the plan says it is about, None if it says none."""

    def __init__(self, calendar: Calendar, year: PlanYear | None, owners: Owners, key: Key, doubts: Doubts) -> None:
        self._calendar, self._year, self._owners, self._states, self._doubts = calendar, year, owners, States(key), doubts
        self._read: dict[tuple[str, bool | None], _Read] = {}
        self._others: dict[tuple[str, bool | None, Meaning], date | None] = {}
        self._name = _Name("", "")  # of the milestone at hand
        self._last: dict[str, str] = {}  # the last owner and the last date that were written
        self.tells_no_owner = self.tells_no_date = True

    def of(self, step: Step, ref: str, title: str, action_ref: str) -> Said:
        """Return what a step says of its milestone, and tell of all that is doubtful in it."""
        text, phrase = self._words(step, title)
        self._name = _Name(ref, text)
        for code, facts in step.notes:
            self._warn(step, code, **facts)
        reading, date_text, spare = self._due(step, phrase)
        baseline = reading.was or self._other(step, Meaning.BASELINE)
        start = reading.start or self._other(step, Meaning.START)
        if start and reading.due and start > reading.due:
            self._warn(step, "start_after_due", start=start, due=reading.due)
            start = None
        said: Said = {"ref": ref, "text": text, "sheet": step.where.sheet, "owners": self._owned(step)}
        if date_text:
            said["date_text"] = date_text
        if start:
            said["start"] = start
        if baseline and baseline != reading.due:
            said["baseline"] = baseline
        if reading.due:
            said["due"] = reading.due
        if reading.open_ended:
            said["open_ended"] = True
        if recurrence := reading.recurrence or self._rhythm(step, text):
            said["recurrence"] = recurrence
        if step.source_ref and step.source_ref not in (ref, action_ref):
            said["source_ref"] = step.source_ref
        if statement := imported(self._states, step, spare, reading.done_on, reading.done):
            said["imported"] = statement
        return said

    def _warn(self, step: Step, code: str, **facts: object) -> None:
        self._doubts.warn(step.at, code, milestone=self._name, **facts)

    def _above(self, what: str, said: str, step: Step) -> str:
        """Return what the cell above says, of one that points at it. "" if there is none."""
        if above := self._last.get(what, ""):
            self._warn(step, f"{what}_as_above", read=said)
        return above

    def _words(self, step: Step, title: str) -> tuple[str, str | None]:
        """Return the words of a milestone and its date phrase. One without words of its own has those of its action."""
        if step.text is not None:
            return step.text, step.phrase
        found, rest = dated_parts([title]) if step.phrase is None else ([], "")
        return found[0] if len(found) == 1 and not rest else (title, step.phrase)

    def _due(self, step: Step, phrase: str | None) -> _Read:
        """Read the due date of a milestone."""
        meaning, cell = Meaning.DUE, EMPTY
        if phrase is None and not step.undated:
            cell = step.cell(meaning)
            if not cell.text:  # the first date holds until there is another
                meaning, cell = Meaning.BASELINE, step.cell(Meaning.BASELINE)
        if cell.value is not None and (day := _day(cell.value)) is not None:
            self._last["date"] = cell.text
            return _Read(Reading(due=day), cell.text)
        words = phrase if phrase is not None else cell.text
        if _points_up(words):
            words = self._above("date", words, step)
        if not words:
            if not step.undated and self.tells_no_date:
                self._warn(step, "no_date")
            return _NONE_READ
        self._last["date"] = words
        read = self._reading(words, step.where.day_first.get(meaning))
        if read.reading.due is None or read.reading.problem:
            read = self._doubtful(step, words, read)
        if step.in_words:
            self._warn(step, "date_in_words", read=read.phrase)
        return read

    def _doubtful(self, step: Step, words: str, read: _Read) -> _Read:
        """Return a due date that is not plain as it was settled, and tell or ask what is doubtful in it."""
        reading, said, spare = read
        if reading.lacks_year:
            reading = self._in_year(step, said, reading)
        reading = ask_day(self._doubts, reading, said, step.at, self._calendar)
        knows = reading.names_a_day or reading.done or reading.open_ended or reading.recurrence
        if not knows and is_state(words):
            self._warn(step, "date_is_state", read=flat(words))
            return _Read(reading._replace(done=False, problem=None), flat(words), flat(words))
        if reading.problem:
            self._warn(step, reading.problem, read=said, due=reading.due)
        return _Read(reading, said, spare)

    def _rhythm(self, step: Step, text: str) -> Recurrence | None:
        """Ask for the rhythm that the words of a milestone name. One that is said to recur and names none is told."""
        rhythm = rhythm_doubt(self._doubts, text, step.at)
        if rhythm is None and Meaning.RECURS in step.where.columns and _says_yes(step) and rhythm_in(text) is None:
            self._warn(step, "recurs")
        return rhythm

    def _reading(self, words: str, day_first: bool | None) -> _Read:
        known = self._read.get((words, day_first))
        if known is None:
            known = self._read[words, day_first] = _Read(*date_and_words(words, self._calendar, day_first))
        return known

    def _in_year(self, step: Step, phrase: str, reading: Reading) -> Reading:
        """Read a date without a year in the year that an admin says. Until then it is left empty."""
        leave = say("choice", "leave_empty")
        choices = (self._year.said, leave) if self._year else (leave,)
        question = "year" if self._year else "year_unknown"
        facts = {"year": self._year.said if self._year else "", "read": phrase}
        answer = self._doubts.ask(PlanDoubtKind.YEAR, "plan", [step.at], question, facts, choices, choices[0], year_named)
        year = year_named(answer) if answer and answer != leave else None
        return read_date(phrase, self._calendar, year=year) if year else reading

    def _other(self, step: Step, meaning: Meaning) -> date | None:
        """Read a date that is not the due date. One that is not understood is left out."""
        if meaning not in step.where.columns or not (cell := step.cell(meaning)).text:
            return None
        if cell.value is not None and (day := _day(cell.value)) is not None:
            return day
        day_first = step.where.day_first.get(meaning)
        known = cell.text, day_first, meaning
        if known not in self._others:
            self._others[known] = self._understood(cell.text, day_first, meaning)
        day = self._others[known]
        if day is None and not cell.is_copy:
            self._warn(step, "other_date_not_read", read=brief(cell.text, 200))
        return day

    def _understood(self, text: str, day_first: bool | None, meaning: Meaning) -> date | None:
        """Read a phrase of a date that is not the due date. What starts in a month starts with its first day."""
        reading = self._reading(text, day_first).reading
        if meaning is not Meaning.START or (reading.due is not None and not any(map(str.isalpha, text))):
            return reading.due
        return reading.start or self._reading(f"from {text}", day_first).reading.start or reading.due

    def _owned(self, step: Step) -> tuple[str, ...]:
        cell = "\n".join(step.owners) if step.owners is not None else _owner_cell(step)
        if _points_up(cell):
            cell = self._above("owner", cell, step)
        if not cell:
            if self.tells_no_owner:
                self._warn(step, "no_owner")
            return ()
        self._last["owner"] = cell
        return self._owners.of(cell, step.at, self._name, step.where.whole)


def _says_yes(step: Step) -> bool:
    """Say if the table says that a milestone comes round."""
    return step.cell(Meaning.RECURS).text.strip().casefold() in _YES


def is_owned(step: Step) -> bool:
    """Say if a milestone has anything in its owner cell."""
    return bool(step.owners or _owner_cell(step))


def is_dated(step: Step) -> bool:
    """Say if a milestone has anything that could be a date: a cell, a phrase, or words with it in brackets."""
    dated = step.phrase or step.text is None or step.undated
    return bool(dated or step.cell(Meaning.DUE).text or step.cell(Meaning.BASELINE).text)


@lru_cache(maxsize=4096)
def _points_up(cell: str) -> bool:
    return len(cell) <= 14 and cell.strip(" .()").casefold() in _ABOVE


def _owner_cell(step: Step) -> str:
    """Return what the columns of owners say."""
    found = [step.cells[at].text for at in step.where.columns.get(Meaning.OWNER, ()) if at < len(step.cells)]
    return "\n".join(dict.fromkeys(filter(None, found)))


def _day(value: date | float) -> date | None:
    """Return the day that a workbook holds in a cell, as a day or as a number. A year in which no plan is due is no day."""
    if isinstance(value, date):
        return value if value.year in YEARS else None
    return serial(value)
