"""Read the text of a plan document into a draft. Rules only: nothing here knows one plan from another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.model.plan import Action, Milestone, Plan, Priority, Role
from seed import front
from seed.dates import is_date_phrase, read_date
from seed.draft import Draft, NotAPlan, Warning  # noqa: A004
from seed.roles import RolesFile, role_key
from seed.tables import Column, Heading, Row, cells_of, fit, furniture, heading_of
from seed.titles import Titles
from seed.words import say
from seed.words import short as brief

_DANGLING = re.compile(
    r"(?:,|\b(?:and|or|of|the|a|an|to|in|for|with|by|within|from|as|at|on|can|will|that|which|their|is|are|operational))$",
    re.I,
)
_LONGEST_DANGLING = 24  # letters at the end of some words in which they show that they go on
_TRAILING = 400  # letters in front of a bracket in which a date may begin
_BRACKET = re.compile(r"[()]")
_PARAGRAPH = re.compile(r"</?(?:p|br)\s*/?>", re.I)


class _Step:
    """A milestone while it is being read."""

    def __init__(self, line: int, text: str | None, phrase: str | None = None) -> None:
        self.line, self.text, self.phrase = line, text, phrase
        self.owners: list[str] = []
        self.in_words = self.joined = False
        self.source_ref: str | None = None
        self.notes: list[tuple[str, dict[str, str]]] = []


class _Deed:
    """An action while it is being read."""

    def __init__(self, line: int, source: str | None, title: str, priority: int | None) -> None:
        self.line, self.source, self.title, self.priority = line, source, title, priority
        self.key = front.key(title)
        self.impact: list[str] = []
        self.measures: list[str] = []
        self.links: dict[int, None] = {}
        self.steps: list[_Step] = []
        self.notes: list[tuple[int, str, dict[str, str]]] = []

    def called(self, title: str) -> bool:
        """Whether these words are its title, but for case and punctuation."""
        return bool(title) and front.key(title) == self.key

    def go_on(self, title: str) -> None:
        """Add to the title. What it is known by grows with it: worked out anew for each row, a long one would take its square."""
        self.title = f"{self.title} {title}".strip()
        self.key += front.key(title)


def read(text: str, short: str, roles: RolesFile | None) -> Draft:
    """Read a plan document, with the roles file where there is one. Raises NotAPlan and nothing else."""
    return _Reader(text, short, roles).draft()


class _Reader:
    def __init__(self, text: str, short: str, roles: RolesFile | None) -> None:
        flat = (
            text.removeprefix("\ufeff")
            .replace("\r\n", "\n")
            .replace("\r", "\n")
            .replace("\xa0", " ")
            .replace("\x00", "")
        )
        self.lines = flat.split("\n")
        self.short, self.roles = short, roles
        self.warnings: list[Warning] = []
        self.deeds: list[_Deed] = []
        self.numbered = False
        self.found: dict[int, str] = {}
        self.current: int | None = None

    def warn(self, line: int, code: str, **facts: object) -> None:
        self.warnings.append(Warning(line=line, code=code, message=say("warning", code, **facts)))

    def draft(self) -> Draft:
        first = next((at for at, line in enumerate(self.lines) if heading_of(line)), None)
        if first is None:
            raise NotAPlan(say("not_a_plan", "no_table"))
        self.headers = furniture(self.lines)
        self.all_headers = front.key(" ".join(self.headers))
        self.intro = self.lines[:first]
        self.listed = {n[0]: n[1] for line in self.intro if (n := front.numbered(line)) and n[1]}
        self.by_words = {front.key(words): number for number, words in reversed(self.listed.items())}
        self.titles = Titles(self.roles, self._owner_cells(first))
        self._last_heading(first)
        for row in self._settle_columns(self._rows(first)):
            self._take(row)
        if not self.deeds:
            raise NotAPlan(say("not_a_plan", "no_action"))
        plan = self._plan()
        return Draft(plan=plan, warnings=tuple(sorted(self.warnings, key=lambda warning: warning.line)))

    # ---- lines to rows

    def _owner_cells(self, first: int) -> list[str]:
        heading, cells = heading_of(self.lines[first]), []
        for line in self.lines[first + 1 :]:
            heading = heading_of(line) or heading
            if heading and heading.delimiter in line and Column.OWNER in heading.columns:
                parts = cells_of(line, heading.delimiter, len(heading.columns))
                at = heading.columns.index(Column.OWNER)
                cells += parts[at : at + 1] if len(parts) == len(heading.columns) else []
        return cells

    def _last_heading(self, first: int) -> None:
        before = next((line for line in reversed(self.intro) if line.strip()), "")
        self._heading_line(before)

    def _heading_line(self, line: str, number: int = 0) -> bool:
        """Take a line as the heading of a priority, if it is one: numbered, or the words of one listed before."""
        found = front.numbered(line)
        words = front.tidy(line)
        listed = self.by_words.get(front.key(words))
        if listed is not None:
            found = (listed, self.listed[listed], True)
        if found is None or not (found[1] or found[2]):
            return False
        if found[0] in self.found and found[1] and not front.same(found[1], self.found[found[0]]):
            if not found[2]:
                return False
            self.warn(number, "line_not_read", read=line.strip())
        self.current = found[0]
        known = self.listed.get(found[0], "")
        self.found.setdefault(found[0], known if front.same(known, found[1]) or not found[1] else found[1])
        return True

    def _rows(self, first: int) -> Iterable[Row | int]:
        heading = heading_of(self.lines[first])
        assert heading is not None
        yield self.current or 0
        self._spare_columns(first + 1, heading)
        gap = False
        for number, line in enumerate(self.lines[first + 1 :], start=first + 2):
            again = heading_of(line)
            if not line.strip() or line.strip() in self.headers or re.match(r"^[\s|:\-+=]+$", line):
                gap = True
            elif again:
                heading, gap = again, True
            elif heading.delimiter in line.strip(" ") or (heading.delimiter == "  " and line.startswith("  ")):
                row = fit(number, line, heading, gap, self.titles.starts_owner)
                filled = [cell for cell in cells_of(line, heading.delimiter) if cell]
                named = front.numbered(filled[0]) if len(filled) == 1 else None
                if named and named[2]:
                    self._heading_line(filled[0], number)
                    yield named[0]
                    continue
                yield row
                gap = False
            elif self._heading_line(line, number):
                yield self.current or 0
                gap = True
            else:
                if front.key(line) != self.all_headers:
                    self.warn(number, "line_not_read", read=line.strip())
                gap = True

    def _spare_columns(self, line: int, heading: Heading) -> None:
        for name, column in zip(heading.names, heading.columns, strict=True):
            if column is Column.OTHER and name:
                self.warn(line, "column_not_read", read=name)

    def _settle_columns(self, rows: Iterable[Row | int]) -> list[Row | int]:
        """Prose in a row whose cells moved unevenly belongs to the column where its sentence goes on."""
        items = list(rows)
        for at in range(len(items) - 1, -1, -1):
            row = items[at]
            if (
                not isinstance(row, Row)
                or not row.moved
                or Column.IMPACT not in row.cells
                or Column.MEASURE in row.cells
            ):
                continue
            after = items[at + 1] if at + 1 < len(items) else None
            text = row.cells[Column.IMPACT]
            goes_on = (
                isinstance(after, Row)
                and Column.REF not in after.cells
                and (
                    after.cells.get(Column.MEASURE, " ")[0].islower() and Column.IMPACT not in after.cells
                    if _dangles(text)
                    else after.moved and Column.MEASURE in after.cells and Column.IMPACT not in after.cells
                )
            )
            if goes_on:
                cells = {k: v for k, v in row.cells.items() if k is not Column.IMPACT} | {Column.MEASURE: text}
                items[at] = row.model_copy(update={"cells": cells})
            else:
                self.warn(row.line, "cell_column_doubtful", read=brief(text), column=say("column", "impact"))
        return items

    # ---- rows to actions and milestones

    def _take(self, row: Row | int) -> None:
        if isinstance(row, int):
            self.current = row or None
            return
        for column, cell in row.spare:
            code = "column_cell_not_read" if column else "cell_not_read"
            self.warn(row.line, code, read=cell, **({"column": column} if column else {}))
        if row.doubtful:
            self.warn(row.line, "row_doubtful", read=brief(" ".join(row.cells.values()), 200))
        if not row.cells:
            return
        deed = self._deed_of(row)
        self._prose(deed, row)
        self._steps(deed, row)

    def _deed_of(self, row: Row) -> _Deed:
        ref, title = row.cells.get(Column.REF), _flat(row.cells.get(Column.ACTION, ""))
        last = self.deeds[-1] if self.deeds else None
        if last is not None and self._repeats(last, row):
            return last
        if ref is None and last is not None and (not title or self._carries_on(last, row, title)):
            if title:
                last.go_on(title)
                if not title[0].islower():
                    last.notes.append((row.line, "title_joined", {"read": title}))
            return last
        deed = _Deed(row.line, _clean_ref(ref) if ref else None, title, self.current)
        if (ref is None and self.numbered) or not (title or ref):
            deed.notes.append((row.line, "no_ref", {"read": brief(title or " ".join(row.cells.values()))}))
        self.deeds.append(deed)
        self.numbered = self.numbered or bool(deed.source)
        return deed

    def _repeats(self, last: _Deed, row: Row) -> bool:
        """Whether a row names the action being read once more: by its reference, or by its title above a milestone."""
        ref, title = row.cells.get(Column.REF), _flat(row.cells.get(Column.ACTION, ""))
        if last.priority != self.current or not (ref or title):
            return False
        if ref:
            return _clean_ref(ref) == last.source and (not title or last.called(title))
        return Column.MILESTONE in row.cells and last.called(title)

    def _carries_on(self, last: _Deed, row: Row, title: str) -> bool:
        if _answers_alone(row) and any(step.phrase and step.owners for step in last.steps):
            return False
        if title[0].islower() or _dangles(last.title):
            return True
        unfinished = last.title[-1:] not in (".", "!", "?")
        return row.after_break and unfinished and last.source is not None and not _has_own_step(row)

    def _prose(self, deed: _Deed, row: Row) -> None:
        if impact := _flat(row.cells.get(Column.IMPACT, "")):
            deed.impact.append(impact)
        for part in _parts(row.cells.get(Column.MEASURE, "")):
            goes_on = deed.measures and (part[0].islower() or (row.after_break and _dangles(deed.measures[-1])))
            if goes_on:
                deed.measures[-1] += f" {part}"
            else:
                deed.measures.append(part)
        if link := row.cells.get(Column.LINK):
            deed.links.update((int(n), None) for n in re.findall(r"\d{1,4}", link))
            rest = re.sub(r"\d{1,4}|[\s,&;.]|\band\b", "", link)
            if rest:
                deed.notes.append((row.line, "link_not_read", {"read": link}))

    def _steps(self, deed: _Deed, row: Row) -> None:
        cell, when, owners = (row.cells.get(c, "") for c in (Column.MILESTONE, Column.WHEN, Column.OWNER))
        if cell and when and not is_date_phrase(_flat(when)) and not read_date(_flat(when)).due and len(when) > 60:
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
                last = _Step(row.line, None)
                deed.steps.append(last)
            elif _answers_alone(row) and last.phrase and last.owners:
                last = _Step(row.line, None)
                last.notes.append(("milestone_without_words", {}))
                deed.steps.append(last)
            targets = [last]
        else:
            return
        deed.steps += [step for step in steps if step not in deed.steps]
        if when:
            self._dated(targets[-1], _unbracketed(_flat(when)))
        self._owned(targets, owners)

    def _goes_on(self, last: _Step, head: _Step, row: Row, owners: str) -> bool:
        text = head.text or ""
        named = Column.REF in row.cells or Column.ACTION in row.cells
        if named and (Column.WHEN in row.cells or owners or not text[:1].islower()):
            return False
        if text[:1].islower():
            return last.text is not None and (
                last.phrase is None or _dangles(last.text) or not owners
            )
        return last.text is not None and last.phrase is None and row.after_break and not owners

    def _dated(self, step: _Step, phrase: str) -> None:
        if step.phrase is None:
            step.phrase = phrase
        elif phrase[:1].islower() or read_date(step.phrase).problem:
            step.phrase += f" {phrase}"
        else:
            step.notes.append(("date_spare", {"read": phrase}))

    def _cut(self, line: int, cell: str) -> list[_Step]:
        """The milestones of a cell: one ends where a bracketed date does."""
        found, waiting = _dated_parts(_parts(cell))
        steps = [_Step(line, words, phrase) for words, phrase in found]
        if waiting:
            if steps and waiting[0].islower():
                steps[-1].text = f"{steps[-1].text} {waiting}"
            else:
                step = _Step(line, waiting)
                if found_late := _trailing(waiting):
                    step.text, step.phrase = found_late
                    step.in_words = True
                steps.append(step)
        if len(steps) > 1 and len(_parts(cell)) < len(steps):
            steps[0].notes.append(("milestones_split", {}))
        return steps

    def _owned(self, steps: list[_Step], owners: str) -> None:
        if not owners:
            return
        if len(steps) == 1:
            known = self.titles.starts_owner(owners)
            joint = "\n" if known or not steps[0].owners else " "
            steps[0].owners = [f"{steps[0].owners[0]}{joint}{owners}"] if steps[0].owners else [owners]
            return
        names = self.titles.each(owners)
        share, over = divmod(len(names), len(steps))
        keys = [role_key(self._name(name)) for name in names]
        chunks = [keys[at : at + share] for at in range(0, len(keys), share or 1)]
        repeats = not over and share and all(chunk == chunks[0] for chunk in chunks)
        one_each = not over and share == 1
        for at, step in enumerate(steps):
            step.owners = ["\n".join(names[at * share : (at + 1) * share])] if repeats or one_each else [owners]
        if not repeats:
            steps[0].notes.append(("owners_shared_out", {"read": _flat(owners)}))

    def _name(self, name: str) -> str:
        """A title without the organisation in brackets at its end, to see that a sequence repeats."""
        return re.sub(r"\s?\([A-Z]{2,6}\)\Z", "", name)

    # ---- the plan

    def _plan(self) -> Plan:
        self._number()
        actions = [self._action(deed, ref) for deed, ref in zip(self.deeds, self._refs(), strict=True)]
        numbers = sorted({action.priority for action in actions} | set(self.found))
        priorities = []
        for number in numbers:
            words = self.found.get(number) or self.listed.get(number, "")
            priorities.append(Priority(number=number, text=words))
            if not words:
                line = next((d.line for d in self.deeds if d.priority == number), 1)
                self.warn(line, "priority_unnamed", read=number)
        body = " ".join(line.strip() for line in self.intro)
        governance, other = front.governance(body)
        if other:
            line = next((at for at, text in enumerate(self.lines, start=1) if other in text), 1)
            self.warn(line, "board_named_twice", board=governance.board, read=other)
        return Plan(
            short=self.short,
            title=front.title(self.lines, self.headers),
            partnership=front.partnership(self.intro),
            governance=governance,
            priorities=tuple(priorities),
            actions=tuple(actions),
            roles=self._roles(actions),
        )

    def _number(self) -> None:
        """Where a reference names its priority, that is the priority; else the heading above; else the first."""
        for deed in self.deeds:
            own = re.match(r"^(\d{1,2})(?:\.\d+|[a-z])", deed.source or "")
            if own and int(own[1]) > 0 and (deed.priority is None or re.match(r"^\d+\.\d+$", deed.source or "")):
                if deed.priority not in (None, int(own[1])):
                    deed.notes.append((deed.line, "ref_elsewhere", {"read": str(deed.priority), "priority": own[1]}))
                deed.priority = int(own[1])
            deed.priority = deed.priority or 1

    def _refs(self) -> list[str]:
        taken = {d.source for d in self.deeds if re.match(r"^[1-9]\d?\.[1-9]\d*$", d.source or "")}
        refs: dict[str, None] = {}
        given: Counter[str] = Counter()
        tried: Counter[str] = Counter()
        for deed in self.deeds:
            if deed.source in taken and deed.source not in refs:
                refs[str(deed.source)] = None
                given[str(deed.source).partition(".")[0]] += 1
                continue
            priority = str(deed.priority)
            count = max(given[priority], tried[priority]) + 1
            while f"{priority}.{count}" in taken or f"{priority}.{count}" in refs:
                count += 1
            if deed.source in refs:
                deed.notes.append((deed.line, "ref_twice", {"read": str(deed.source)}))
            refs[f"{priority}.{count}"] = None
            given[priority] += 1
            tried[priority] = count
        return list(refs)

    def _action(self, deed: _Deed, ref: str) -> Action:
        if not deed.title and deed.steps:
            deed.title = deed.steps[0].text or ""
        for line, code, facts in deed.notes:
            self.warn(line, code, ref=ref, **facts)
        if not deed.steps:
            self.warn(deed.line, "no_milestone", ref=ref)
        steps = [self._milestone(step, f"{ref}.{n}", deed.title) for n, step in enumerate(deed.steps, start=1)]
        return Action(
            ref=ref,
            priority=int(ref.partition(".")[0]),
            title=deed.title,
            impact=" ".join(deed.impact),
            success_measures=tuple(deed.measures),
            strategy_links=tuple(deed.links),
            milestones=tuple(steps),
            source_ref=deed.source if deed.source != ref else None,
        )

    def _milestone(self, step: _Step, ref: str, title: str) -> Milestone:
        text, phrase = step.text, step.phrase
        if text is None:
            text = title
            found, rest = _dated_parts([title]) if phrase is None else ([], "")
            if len(found) == 1 and not rest:
                text, phrase = found[0]
        name = f'{ref} "{brief(text)}"'
        for code, facts in step.notes:
            self.warn(step.line, code, milestone=name, **facts)
        reading = read_date(phrase) if phrase else None
        if reading is None:
            self.warn(step.line, "no_date", milestone=name)
        elif reading.problem:
            self.warn(step.line, reading.problem, milestone=name, read=phrase, due=reading.due)
        if step.in_words:
            self.warn(step.line, "date_in_words", milestone=name, read=phrase)
        return Milestone(
            ref=ref,
            text=text,
            date_text=phrase,
            start=reading.start if reading else None,
            due=reading.due if reading else None,
            open_ended=reading.open_ended if reading else False,
            recurrence=reading.recurrence if reading else None,
            owners=self._owners(step, name),
        )

    def _owners(self, step: _Step, name: str) -> tuple[str, ...]:
        cell = "\n".join(step.owners)
        split = self.titles.split(cell)
        if not split.names:
            self.warn(step.line, "no_owner", milestone=name)
        if split.doubtful:
            self.warn(step.line, "owner_doubtful", milestone=name, read=_flat(cell), split="; ".join(split.names))
        for role in split.unknown:
            self.warn(step.line, "role_unknown", milestone=name, read=role)
        return split.names

    def _roles(self, actions: Iterable[Action]) -> tuple[Role, ...]:
        settled = {role.name: role for role in self.roles.roles} if self.roles else {}
        named = dict.fromkeys(owner for action in actions for m in action.milestones for owner in m.owners)
        return tuple(settled.get(name, Role(name=name)) for name in named)


def _has_own_step(row: Row) -> bool:
    return (
        (Column.MILESTONE in row.cells or Column.WHEN in row.cells)
        and Column.OWNER in row.cells
        and Column.LINK in row.cells
    )


def _answers_alone(row: Row) -> bool:
    """Whether a row names its own date and owner, and no milestone."""
    return Column.WHEN in row.cells and Column.OWNER in row.cells and Column.MILESTONE not in row.cells


def _flat(cell: str) -> str:
    return " ".join(_PARAGRAPH.sub(" ", cell).split())


def _unbracketed(phrase: str) -> str:
    inner = phrase.removesuffix(".")
    for opens, closes in ("()", "[]"):
        words = inner[1:-1].strip()
        if inner[:1] == opens and inner[-1:] == closes and words and opens not in words and closes not in words:
            return words
    return phrase


def _parts(cell: str) -> list[str]:
    return [flat for part in _PARAGRAPH.split(cell.replace("\n", "<p>")) if (flat := " ".join(part.split()))]


def _dangles(text: str) -> bool:
    """Whether some words end as no sentence does."""
    return _DANGLING.search(text[-_LONGEST_DANGLING:]) is not None


def _clean_ref(ref: str) -> str:
    return ref.strip().rstrip(".)")


def _dated_parts(parts: Sequence[str]) -> tuple[list[tuple[str, str]], str]:
    """The words before each bracketed date that ends a milestone, with the date; and what is left at the end.

    Each part goes on where the one before it left off; nothing is looked at twice.
    """
    found: list[tuple[str, str]] = []
    rest, opened = "", -1  # and where a bracket stands open
    for part in parts:
        read, begun = len(rest), 0
        rest += f" {part}" if rest else part
        for sign in _BRACKET.finditer(rest, read):
            at = sign.start()
            if at < begun:
                continue
            if sign[0] == ")" and (dated := _dated_at(rest, begun, opened, at)):
                begin, phrase, after = dated
                found.append((rest[begun:begin].rstrip(), phrase))
                begun = after
            opened = at if sign[0] == "(" else -1
        rest, opened = rest[begun:], max(opened - begun, -1)
        if (begun or not read) and not re.search(r"\w", rest):
            rest, opened = "", -1
    return found, rest


def _dated_at(text: str, begun: int, opened: int, at: int) -> tuple[int, str, int] | None:
    """Where a date before the closing bracket begins, the date, and where what follows begins; None if none ends here."""
    after = at + 1
    while after < len(text) and text[after] in " .;,":
        after += 1
    if after < len(text) and text[after].isalpha() and not text[after].isupper():
        return None
    begin, phrase = opened, text[opened + 1 : at].strip()
    if opened < 0:
        late = _trailing(text[max(begun, at - _TRAILING) : at], loose=True)
        if late is None:
            return None
        phrase = late[1]
        begin = text.rindex(phrase, begun, at)
    return (begin, phrase, after) if is_date_phrase(phrase) else None


def _trailing(text: str, loose: bool = False) -> tuple[str, str] | None:
    """A date at the end of the words, with no bracket before it."""
    words = text.rstrip(" .").rsplit(" ", 8)
    for at in range(len(words) == 9, len(words)):
        phrase = " ".join(words[at:])
        reading = read_date(phrase)
        if not reading.problem and (reading.due or reading.start):
            before = " ".join(words[:at]).rstrip()
            cut = loose or before[-1:] in ".:;,-\u2013" or phrase.lower().startswith(("by ", "end "))
            return (before.rstrip(" :;,-\u2013") if cut else text), phrase
    return None
