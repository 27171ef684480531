"""Read a plan's settings file. Every fault is found before anything is believed, and named by its line and its key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.model.board.settings import AUDIENCES
from bot.model.plan import Plan
from bot.model.policy import Calendar, Policy
from bot.model.setting import Unfit
from bot.model.updates.day import DayMeant
from bot.rules.dates import full_date
from seed.settings_keys import keys_beside
from seed.words import say, says

MOST_LINES = 400
MOST_LINE = 2_000  # characters
Key = tuple[str | int, ...]
# The lists whose items hold dates, by the section that they stand in, and under which keys.
DATED: Mapping[str, Mapping[str, Sequence[str]]] = {
    "calendar": {"closures": ("from", "to"), "terms": ("from", "to")},
    "board": {"meetings": ("on",)},
}
KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "enum": "one_of",
    "greater_than_equal": "least",
    "less_than_equal": "most",
    "too_short": "few",
    "too_long": "many",
    "tuple_type": "list",
    "model_type": "table",
    "dict_type": "table",
    "int_type": "number",
    "int_parsing_size": "number",
    "string_type": "text",
    "string_too_short": "text",
    "string_too_long": "longest",
    "string_pattern_mismatch": "text",
    "time_type": "time",
    "time_parsing": "time",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
}
# What must fit a pattern: the names of tables, and the values of some keys.
NAMED = {"audiences": "audience_name", "findings": "finding_name"}
PATTERNED = {"people": "email", "refs": "about", "audience": "audience_name"}


class SettingsErrors(Exception):
    """A settings file that cannot be used; `lines` has one sentence per fault, with its line and its key."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def read_settings(text: str, plan: Plan) -> Policy:
    """Read the settings of a plan. Raises SettingsErrors with every fault in them."""
    flat = _flat(text)
    tree = _tree(flat)
    faults = {**dict(_unknown_refs(tree, plan)), **dict(_unknown_findings(tree, plan)), **dict(_unknown_audiences(tree))}
    policy = Policy()
    try:
        policy = Policy.read(tree)
    except ValidationError as wrong:
        faults |= dict(_fault(error) for error in wrong.errors())
    lists = {key[:place] for key in faults for place, part in enumerate(key) if isinstance(part, int)}
    faults = {key: what for key, what in faults.items() if key not in lists}  # it is what stands in the list that is wrong
    if faults:
        places = _Places(flat)
        found = sorted((places.line(key), _written(key), what) for key, what in faults.items())
        raise SettingsErrors([say("settings", "fault", line=line, setting=key, what=what) for line, key, what in found])
    return policy


def calendar_in(text: str) -> Calendar:
    """Return the calendar of a settings file, for a plan that is not read yet. Whatever is wrong with it is told later."""
    try:
        return Policy.read(_tree(_flat(text))).calendar
    except (SettingsErrors, ValidationError):
        return Calendar()


def _flat(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _tree(text: str) -> dict[str, object]:
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise SettingsErrors([say("settings", "long", count=len(lines), most=MOST_LINES)])
    for number, line in enumerate(lines, start=1):
        if len(line) > MOST_LINE:
            raise SettingsErrors([say("settings", "long_line", line=number, count=len(line), most=MOST_LINE)])
    try:
        return _with_dates(tomllib.loads(text))
    except RecursionError:
        raise SettingsErrors([say("settings", "too_deep")]) from None
    except ValueError as fault:  # the reader's own, and a number beyond all reading
        said, _, place = str(fault).partition(" (at ")
        at = re.match(r"line (\d+)", place)
        raise SettingsErrors([say("settings", "not_toml", line=at[1] if at else len(lines), read=said)]) from None


def _with_dates(tree: dict[str, object]) -> dict[str, object]:
    """Read the dates that are written as people write them. What is no date stays, to be told."""
    read = dict(tree)
    for section, lists in DATED.items():
        said = tree.get(section)
        if isinstance(said, dict):
            there = {name: keys for name, keys in lists.items() if isinstance(said.get(name), list)}
            read[section] = {**said, **{name: [_dated(one, keys) for one in said[name]] for name, keys in there.items()}}
    return read


def _dated(one: object, keys: Sequence[str]) -> object:
    if not isinstance(one, dict):
        return one
    found = {key: full_date(one[key]) for key in keys if isinstance(one.get(key), str)}
    return {**one, **{key: read.day for key, read in found.items() if isinstance(read, DayMeant)}}


def _unknown_refs(tree: Mapping[str, object], plan: Plan) -> Iterator[tuple[Key, str]]:
    """Name each priority or action that has settings of its own and is not in the plan."""
    asking = tree.get("asking")
    only = asking.get("only") if isinstance(asking, dict) else None
    known = {str(priority.number) for priority in plan.priorities} | {action.ref for action in plan.actions}
    for ref, own in only.items() if isinstance(only, dict) else ():
        if isinstance(own, dict) and any(isinstance(inner, dict) for inner in own.values()):
            continue  # "2.1" without its quotes, which is told as such
        if ref not in known:
            yield ("asking", "only", ref), say("settings", "no_such_ref", ref=ref)


def _unknown_findings(tree: Mapping[str, object], plan: Plan) -> Iterator[tuple[Key, str]]:
    """Name each ref of a finding that the plan does not have."""
    known = {str(priority.number) for priority in plan.priorities} | {action.ref for action in plan.actions}
    known |= {milestone.ref for milestone in plan.milestones}
    findings = tree.get("findings")
    for name, finding in findings.items() if isinstance(findings, dict) else ():
        refs = finding.get("refs") if isinstance(finding, dict) else None
        for place, ref in enumerate(refs if isinstance(refs, list) else ()):
            if isinstance(ref, str) and ref not in known:
                yield ("findings", name, "refs", place), say("settings", "no_such_about", ref=ref)


def _unknown_audiences(tree: Mapping[str, object]) -> Iterator[tuple[Key, str]]:
    """Name each meeting of an audience that neither the settings nor Milepost knows."""
    own, cycle = tree.get("audiences"), tree.get("board")
    known = [*AUDIENCES, *(name for name in own if name not in AUDIENCES)] if isinstance(own, dict) else list(AUDIENCES)
    meetings = cycle.get("meetings") if isinstance(cycle, dict) else None
    for place, meeting in enumerate(meetings if isinstance(meetings, list) else ()):
        name = meeting.get("audience") if isinstance(meeting, dict) else None
        if isinstance(name, str) and name not in known:
            key = ("board", "meetings", place, "audience")
            yield key, say("settings", "no_such_audience", name=name, known=", ".join(known))


def _fault(error: ErrorDetails) -> tuple[Key, str]:
    """Return the key that a fault is about, and what is wrong with it, in words."""
    key, context = error["loc"], error.get("ctx", {})
    unfit = context.get("error")
    if isinstance(unfit, Unfit):
        unset = say("settings", "unset", names=", ".join(unfit.unset)) if unfit.unset else ""
        return (*key, *unfit.key), say("settings", unfit.name, **unfit.facts) + unset
    named = key[-1] == "[key]"  # it is the name that is wrong, and not what stands after it
    key = tuple(part for part in key if part != "[key]")
    kind = KINDS.get(error["type"], "other")
    if named:
        kind = "ref" if key[:2] == ("asking", "only") else _misnamed(key)
    elif error["type"] == "string_pattern_mismatch":
        kind = next((PATTERNED[str(part)] for part in reversed(key) if part in PATTERNED), kind)
    elif kind == "missing" and isinstance(key[-1], int):
        key, kind = key[:-1], "few"
    elif kind == "unknown" and key[:2] == ("asking", "only") and str(key[-1]).isdigit():
        kind = "unquoted"
    return key, _sentence(kind, key, context)


def _sentence(kind: str, key: Key, context: Mapping[str, object]) -> str:
    most = context.get("le", context.get("max_length"))
    facts = {"least": context.get("ge"), "most": most, "choices": context.get("expected")}
    near = get_close_matches(str(key[-1]), keys_beside(key), n=1) if kind == "unknown" else []
    hint = say("settings", "nearest", read=near[0]) if near else ""
    last = str(next(part for part in reversed(key) if isinstance(part, str)))
    example = last if says("settings_examples", last) else "list"
    if kind == "table" and says("settings_examples", f"{last}_item"):
        kind, example = "table_item", f"{last}_item"
    shown = say("settings_examples", example)
    return say("settings", kind, ref=".".join(map(str, key[2:])), hint=hint, example=shown, **facts)


def _misnamed(key: Key) -> str:
    """Return the sentence for a name that cannot be: of a table of its own, or of a field inside it."""
    return NAMED.get(str(key[0]), "unknown") if len(key) == 2 else "field_name"


def _written(key: Key) -> str:
    """Return a key as a person would say it: `calendar.closures, number 2, to`."""
    said = ""
    for before, part in zip((None, *key), key, strict=False):
        if isinstance(part, int):
            said += f", {say('settings', 'number_of', number=part + 1)}"
        else:
            between = ", " if isinstance(before, int) else "." if said else ""
            said += between + (f'"{part}"' if "." in part else part)
    return said


class _Places:
    """Finds the line of a key. TOML's reader tells no lines, so it is asked what the first lines of the file say."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._known: dict[int, dict[str, object] | None] = {}

    def line(self, key: Key) -> int:
        """Return the line on which a key's value begins. What is missing stands where the table does that lacks it."""
        for depth in range(len(key), 0, -1):
            few, many = 0, len(self._lines)
            if not _says(self._first(many)[1], key[:depth]):
                continue
            while many - few > 1:
                middle = (few + many) // 2
                few, many = (few, middle) if _says(self._first(middle)[1], key[:depth]) else (middle, many)
            return self._first(few)[0] + 1
        return 1

    def _first(self, count: int) -> tuple[int, dict[str, object]]:
        """Return how many of the first lines can be read by themselves, and what they say."""
        for number in range(count, 0, -1):
            if number not in self._known:
                part = "\n".join(self._lines[:number])
                tree = _parsed(part)
                self._known[number] = tree if tree is not None else _parsed(f"{part}\n]")  # a list that goes on below
            if (said := self._known[number]) is not None:
                return number, said
        return 0, {}


def _parsed(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except ValueError:
        return None


def _says(tree: object, key: Key) -> bool:
    if not key:
        return True
    first, rest = key[0], key[1:]
    if isinstance(tree, dict):
        return first in tree and _says(tree[first], rest)
    return isinstance(tree, list) and isinstance(first, int) and first < len(tree) and _says(tree[first], rest)
