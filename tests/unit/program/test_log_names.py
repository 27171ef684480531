"""A line of the log names a plan or an organisation only if it tells of a fault that somebody must mend, and a person never."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROOMS = ("adapters", "bot", "seed", "store")
DAILY, OF_FAULTS = ("debug", "info"), ("warning", "error", "exception", "critical")
LINES = {f"log.{level}" for level in (*DAILY, *OF_FAULTS)}
OF_A_PLAN = {"short", "shorts", "plan", "plans", "team", "team_id", "enterprise", "enterprise_id", "tenant", "home"}
OF_PEOPLE = {"email", "emails", "title", "narrative", "route", "url", "said", "names", "who", "channel"}


def lines() -> Iterator[tuple[str, ast.Call]]:
    """Each line that the program may log: how serious it is, and the call."""
    files = (file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))
    for node in (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func) in LINES:
            yield node.func.attr, node


def told(call: ast.Call) -> set[str]:
    """The names of what a line tells, but for what is told by its mark alone."""
    found: set[str] = set()
    for given in call.args[1:]:
        hidden = {id(below) for node in ast.walk(given) if is_hidden(node) for below in ast.walk(node)}
        found |= {name for node in ast.walk(given) if id(node) not in hidden and (name := name_of(node))}
    return found


def is_hidden(node: ast.AST) -> bool:
    """Say if what stands there is told by its mark, its kind or its number: nobody can tell from it who or what that was."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("mark", "type", "len")


def name_of(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_what_happens_each_day_names_no_plan_and_no_organisation() -> None:
    daily = [call for level, call in lines() if level in DAILY]

    assert len(daily) >= 15
    assert [(ast.unparse(call), told(call) & OF_A_PLAN) for call in daily if told(call) & OF_A_PLAN] == []


def test_no_line_holds_what_people_wrote_or_who_they_are() -> None:
    every = [call for _, call in lines()]

    assert len(every) >= 80
    assert [(ast.unparse(call), told(call) & OF_PEOPLE) for call in every if told(call) & OF_PEOPLE] == []


def test_a_name_is_seen_wherever_it_stands_in_a_line() -> None:
    call = ast.parse('log.info("%s %s %s", gone.team or "", f"{plan.short}", mark(letter.channel))', mode="eval").body

    assert isinstance(call, ast.Call) and told(call) == {"gone", "team", "plan", "short"}
