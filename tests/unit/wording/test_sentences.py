"""Every sentence that the program names is in prompts/: a missing one would be found only by whoever is refused."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bot.wording.sentences import words

ROOT = Path(__file__).parents[3]
SAYS = {("bot.wording.sentences", name) for name in ("words", "line")}


class Named(NamedTuple):
    """A function whose first argument is part of a sentence's name: what stands before it, and after it."""

    before: str
    after: str


@cache
def modules() -> dict[str, ast.Module]:
    """Every module by its name, read when it is first asked for: not by all who only gather tests."""
    return {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"): ast.parse(path.read_text("utf-8"))
        for folder in ("bot", "adapters", "seed")
        for path in (ROOT / folder).rglob("*.py")
    }


@cache
def imported(module: str) -> dict[str, tuple[str, str]]:
    nodes = (node for node in ast.walk(modules()[module]) if isinstance(node, ast.ImportFrom))
    return {one.asname or one.name: (node.module or "", one.name) for node in nodes for one in node.names}


def calls(tree: ast.AST) -> Iterator[tuple[str, str, ast.expr]]:
    """Each call with an argument: the name before a dot, the function's name, its first argument."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[first, *_]):
                yield "", name, first
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name), args=[first, *_]):
                yield owner, name, first


def meaning(module: str, owner: str, name: str) -> tuple[str, str]:
    """The module and the name of a function that is called in a module."""
    there = imported(module)
    if owner:
        return ".".join(there.get(owner, ("", ""))), name
    return there.get(name, (module, name))


def naming() -> dict[tuple[str, str], Named]:
    """All functions that make the name of a sentence of their first argument."""
    found = {says: Named("", "") for says in SAYS}
    for module, tree in modules().items():
        for function in (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.args.args):
            for owner, name, first in calls(function):
                match first:
                    case ast.JoinedStr(values=[ast.Constant(value=str(before)), ast.FormattedValue(value=ast.Name(id=part)), *rest]):
                        after = "".join(str(one.value) for one in rest if isinstance(one, ast.Constant))
                        is_plain = all(isinstance(one, ast.Constant) for one in rest)
                        if is_plain and part == function.args.args[0].arg and meaning(module, owner, name) in SAYS:
                            found[module, function.name] = Named(before, after)
    return found


def named(first: ast.expr) -> Iterator[str]:
    """The names that an argument may be, if they are written there."""
    match first:
        case ast.Constant(value=str(name)):
            yield name
        case ast.IfExp(body=one, orelse=other):
            yield from (*named(one), *named(other))


def is_there(key: str) -> bool:
    try:
        words(key)
    except KeyError as missing:
        return missing.args[0] not in {key, key.partition(".")[2]}  # a fact may be missing, and the sentence not
    except FileNotFoundError:
        return False
    return True


def test_every_sentence_that_is_named_is_there() -> None:
    functions = naming()
    said = {
        (module, f"{how.before}{name}{how.after}")
        for module, tree in modules().items()
        for owner, function, first in calls(tree)
        if (how := functions.get(meaning(module, owner, function))) is not None
        for name in named(first)
    }

    assert len(said) >= 1000
    assert [one for one in sorted(said) if not is_there(one[1])] == []
