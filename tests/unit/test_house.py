"""Who may know whom, and what no rule may hide behind."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = sorted(path for path in (ROOT / "bot").rglob("*.py") if path.name != "__main__.py" and "program" not in path.parts)
ADAPTERS = sorted((ROOT / "adapters").rglob("*.py"))
OUTSIDE = ("adapters", "store", "seed", "aiohttp", "sqlmodel", "sqlalchemy", "apscheduler")
OUTSIDE_STARTS = ("slack_", "botbuilder")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports by dots"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def takes_any_facts(node: ast.AST) -> Iterator[tuple[str, str]]:
    """(owner, function) of every function below that takes **something."""
    for child in ast.walk(node):
        for inner in ast.iter_child_nodes(child):
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and inner.args.kwarg is not None:
                yield getattr(child, "name", ""), inner.name


def test_the_whole_house_is_walked() -> None:
    assert len(RULES) >= 30
    assert len(ADAPTERS) >= 40


def test_every_contract_of_the_house_is_kept() -> None:
    lint = "import sys; from importlinter.cli import lint_imports_command; sys.argv[1:] = ['--no-cache']; lint_imports_command()"
    ran = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_knows_no_platform_no_database_and_no_reader(path: Path) -> None:
    tops = {name.partition(".")[0] for name in imported(path)}

    assert [top for top in sorted(tops) if top in OUTSIDE or top.startswith(OUTSIDE_STARTS)] == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_says_its_types_without_any_or_cast(path: Path) -> None:
    named = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
    named |= {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}

    assert named & {"Any", "cast"} == set()


def test_only_a_refusal_takes_facts_by_any_name() -> None:
    found = [(path.stem, *where) for path in RULES for where in takes_any_facts(tree(path))]

    assert found == [("refusals", "Refusal", "__init__")]


@pytest.mark.parametrize("path", ADAPTERS, ids=lambda path: path.stem)
def test_an_adapter_knows_no_other_adapter_but_the_parts_of_its_own_platform(path: Path) -> None:
    platform = path.relative_to(ROOT / "adapters").parts[0].removesuffix(".py")
    others = [name for name in imported(path) if name.startswith("adapters.")]

    assert [name for name in others if not f"{name}.".startswith((f"adapters.{platform}.", "adapters.web."))] == []


def test_one_place_makes_a_day_of_a_moment() -> None:
    """A day of a moment in UTC is yesterday's, for an hour after midnight all summer: a zone must be named."""
    every = [path for room in ("bot", "adapters", "store", "seed") for path in sorted((ROOT / room).rglob("*.py"))]
    made = [
        str(path.relative_to(ROOT))
        for path in every
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("date", "today")
    ]

    assert made == ["bot/model/noun.py"]
