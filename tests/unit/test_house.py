"""The walls of the house: who may know whom, how big a file may grow, and what no rule may hide behind.

The floors are one contract in `pyproject.toml`. The table below is the rest: what each room may import besides itself and the
standard library. `docs/house.md` says why.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
TOPS = ("bot", "adapters", "store", "seed")
FILES = sorted(path for top in TOPS for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts)

BELOW_5 = "bot.model bot.rules bot.ports bot.wording bot.reports"
CHANNEL = "bot.model bot.ports bot.wording adapters.web"
ALLOWED = {
    "bot.__main__": "bot.program",
    "bot.program": "bot adapters store seed aiohttp cryptography prometheus_client pythonjsonlogger rich sqlalchemy typer",
    "bot.conversation": BELOW_5,
    "bot.planning": BELOW_5,
    "bot.delivery": BELOW_5,
    "bot.reports": "bot.model bot.rules bot.ports bot.wording",
    "bot.wording": "bot.model bot.rules.asking.absence bot.rules.dates bot.rules.settings bot.rules.updates.standing",
    "bot.rules": "bot.model holidays rapidfuzz",
    "bot.ports": "bot.model",
    "bot.model": "pydantic",
    "adapters.slack": f"{CHANNEL} aiohttp cryptography prometheus_client slack_bolt slack_sdk sqlalchemy",
    "adapters.slack.drawing": "adapters.slack.inbound bot.model bot.wording",  # pure: no wire, no SDK
    "adapters.slack.settings": "bot.model adapters.web.environment pydantic",
    "adapters.teams": f"{CHANNEL} aiohttp msal requests yarl",
    "adapters.teams.turns": f"{CHANNEL} adapters.teams aiohttp botbuilder botframework jwt pydantic",  # Microsoft's SDK is here alone
    "adapters.teams.drawing": "bot.model bot.wording",
    "adapters.teams.files": f"{CHANNEL} adapters.teams aiohttp pydantic",
    "adapters.teams.settings": "bot.model adapters.web.environment pydantic",
    "adapters.console": f"{CHANNEL} aiohttp",
    "adapters.web": "bot.model bot.ports bot.wording aiohttp prometheus_client",
    "adapters.page": "bot.model bot.ports bot.wording adapters.web aiohttp",
    "adapters.page.drawing": "adapters.page.addresses bot.model bot.wording lxml",  # pure: no wire, no clock
    "adapters.papers": "bot.model bot.ports bot.wording openpyxl",  # pure: no network, no clock
    "adapters.papers.pictures": "bot.model bot.wording matplotlib",  # the one room that draws pictures
    "adapters.papers.word": "adapters.papers bot.model bot.wording docx lxml",
    "adapters.couriers": "bot.model bot.ports procrastinate psycopg",
    "adapters.ticker": "apscheduler",
    "store": "bot.model bot.ports bot.rules alembic pydantic sqlalchemy sqlmodel",
    "seed": "bot.model bot.rules.dates bot.wording.sentences pydantic pydantic_core rapidfuzz",
    "seed.measures": "bot.model bot.rules.dates bot.rules.guard bot.rules.measures bot.wording.sentences seed",
    "seed.encoding": "bot.model seed charset_normalizer",
    "seed.review": "bot.model seed openpyxl",
    "seed.workbook": "bot.model bot.wording.sentences seed openpyxl",
    # these are read in a process that must stay small
    "seed.sources.office": "bot.model.documents.not_a_plan seed.source seed.sources seed.words lxml openpyxl",
    "seed.sources.xlsx": "seed.source seed.sources lxml",
    "seed.template": "seed openpyxl",
    "seed.sources.markdown": "bot.model seed markdown_it",
    "seed.sources.pdf": "bot.model seed pdfminer pdfplumber",
    "seed.sources.docx": "seed.source seed.sources seed.words lxml",
}
NEVER = {"bot.reports": {"Tx", "Channel"}, "bot.conversation.asking": {"Tx", "Store"}}  # who only reads holds nothing that writes
HEAVY = ("adapters.slack.", "adapters.teams.", "adapters.couriers.procrastinate")  # imported only if they are switched on
LATE = (
    *(*HEAVY, "cryptography.", "bot.program.documents.reading.drafting."),
    *("seed.review.", "seed.sources.xlsx.", "seed.template.", "seed.workbook.drawing."),
)
# What need not be installed, or is seldom needed, is imported when it is.
EXTRA = {
    "seed.sources.pdf": ("pdfminer", "pdfplumber"),
    "adapters.papers.drawing": ("adapters.papers.",),
    "adapters.papers.word.figures": ("adapters.papers.pictures.",),
}
TWINS = ("api", "channel", "inbound", "letters", "markup", "pace", "people", "replies", "settings", "drawing/forms", "drawing/messages")

RIDDLES = ("Whether", "What", "Who", "Whose", "Whom", "Where", "Which", "When", "Why", "How", "True", "False", "None")

MOST_LINES, MOST_FILES, LONGEST_FUNCTION = 350, 16, 50
LISTS = ("bot/ports", "store", "store/tables")  # a file for each subject


class Arrow(NamedTuple):
    """One name that one module imports; late if that happens inside a function."""

    module: str
    name: str
    line: int
    late: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.name}"


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def named(path: Path) -> str:
    return shown(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {named(path): path for path in FILES}


def imported(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            yield from (f"{'.' * level}{module}.{alias.name}" for alias in names)
        case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(name))]):
            yield f"{name}.*"


@cache
def arrows() -> tuple[Arrow, ...]:
    return tuple(
        Arrow(module, name, getattr(node, "lineno", 0), node not in tree(path).body)
        for module, path in MODULES.items()
        for node in ast.walk(tree(path))
        for name in imported(node)
        if name.partition(".")[0] not in sys.stdlib_module_names
    )


def inside(name: str, room: str) -> bool:
    return f"{name}.".startswith(f"{room}.")


def room_of(module: str) -> str:
    """The narrowest room of the table that holds a module, or nothing."""
    return max((room for room in ALLOWED if inside(module, room)), key=len, default="")


def may(arrow: Arrow) -> bool:
    room = room_of(arrow.module)
    return bool(room) and any(inside(arrow.name, known) for known in (room, *ALLOWED[room].split()))


def in_rules() -> list[Path]:
    """The files of bot/ that decide: all but the program."""
    return [path for module, path in MODULES.items() if inside(module, "bot") and not inside(module, "bot.program")]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def docstrings(path: Path) -> Iterator[tuple[str, str]]:
    """Each public docstring of a file, with its place."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            name, said = getattr(node, "name", ""), ast.get_docstring(node)
            if said is not None and not name.startswith("_"):
                yield f"{named(path)}:{getattr(node, 'lineno', 1)} {name}", said


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_the_whole_house_is_walked() -> None:
    """About 1040 files: 700 in bot, 130 in adapters, 90 in store, 120 in seed. A walk that misses a room sees far fewer."""
    seen = {top: sum(inside(module, top) for module in MODULES) for top in TOPS}

    assert 200 <= seen["bot"] <= 800, seen
    assert 60 <= seen["adapters"] <= 150, seen
    assert 28 <= seen["store"] <= 100, seen
    assert 30 <= seen["seed"] <= 130, seen
    assert [room for room in ALLOWED if not any(inside(module, room) for module in MODULES)] == []
    assert len(arrows()) >= 1000


def test_every_file_has_a_room() -> None:
    assert [module for module in MODULES if not room_of(module)] == ["adapters", "bot"]  # each holds nothing but its docstring


def test_nobody_imports_upwards() -> None:
    lint = "import sys; from importlinter.cli import lint_imports_command; sys.argv[1:] = ['--no-cache']; lint_imports_command()"
    ran = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_room_imports_what_its_row_of_the_table_allows() -> None:
    assert [str(arrow) for arrow in arrows() if not may(arrow)] == []


def test_who_only_reads_holds_nothing_that_writes() -> None:
    reads = [(arrow, never) for arrow in arrows() for room, never in NEVER.items() if inside(arrow.module, room)]

    assert [str(arrow) for arrow, never in reads if arrow.name.rpartition(".")[2] in never] == []


def test_no_circle() -> None:
    """Raises CycleError, which names the circle."""
    knows: dict[str, set[str]] = {module: set() for module in MODULES}
    for module, name, _, late in arrows():
        target = name if name in MODULES else name.rpartition(".")[0]
        if not late and target in MODULES:
            knows[module].add(target)

    assert set(TopologicalSorter(knows).static_order()) == set(MODULES)


def test_only_a_platform_that_is_switched_on_is_imported() -> None:
    """Each platform is a good part of the memory: `bot.program` imports it late, if it is switched on. Nothing else is late."""
    late = [arrow for arrow in arrows() if arrow.late]
    eager = [arrow for arrow in arrows() if not arrow.late and inside(arrow.module, "bot.program")]

    in_program = [arrow for arrow in late if inside(arrow.module, "bot.program") and arrow.name.startswith(LATE)]
    in_extras = [arrow for arrow in late if arrow.name.startswith(EXTRA.get(arrow.module, ()))]

    assert [str(arrow) for arrow in late if arrow not in (*in_program, *in_extras)] == []
    assert [str(arrow) for arrow in eager if arrow.name.startswith(HEAVY) and ".settings." not in arrow.name] == []


def test_a_file_can_be_read_at_one_sitting() -> None:
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}

    assert {name: many for name, many in lengths.items() if many > MOST_LINES} == {}


def test_a_folder_can_be_seen_at_a_glance() -> None:
    folders = {path.parent for path in FILES}
    files = {shown(folder): len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) for folder in folders}

    assert {name: many for name, many in files.items() if many > MOST_FILES and name not in LISTS} == {}


def test_a_function_fits_on_a_screen() -> None:
    sizes = {f"{named(path)}.{node.name}:{node.lineno}": lines(node) for path in FILES for node in functions(path)}
    by_size = sorted(sizes.values())

    assert {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION} == {}
    assert by_size[len(sizes) // 2] <= 8
    assert by_size[len(sizes) * 9 // 10] <= 25


def test_a_docstring_begins_with_what_is_done_or_with_a_noun() -> None:
    """Of a function with a verb ("Return the draft", "Say if it is open"); "Whether it is open" makes the reader look for one."""
    told = [one for path in FILES for one in docstrings(path)]

    assert len(told) >= 1000
    assert [place for place, said in told if re.split(r"\W", said, maxsplit=1)[0] in RIDDLES] == []


def test_every_save_goes_through_the_one_door_that_notes_what_does_not_fit() -> None:
    doors = [shown(path) for path in FILES if path.parts[-2:] != ("store", "updates.py") and ".updates.record(" in path.read_text()]

    assert doors == ["bot/conversation/updating/recording.py"]


def test_what_both_platforms_have_is_called_alike() -> None:
    both = [f"adapters/{platform}/{twin}.py" for twin in TWINS for platform in ("slack", "teams")]

    assert [path for path in both if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("path", in_rules(), ids=named)
def test_a_rule_says_its_types_without_any_or_cast(path: Path) -> None:
    said = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
    said |= {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}

    assert said & {"Any", "cast"} == set()


def test_only_a_refusal_takes_facts_by_any_name() -> None:
    found = [
        (named(path), getattr(owner, "name", ""), node.name)
        for path in in_rules()
        for owner in ast.walk(tree(path))
        for node in ast.iter_child_nodes(owner)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.args.kwarg is not None
    ]

    assert found == [("bot.ports.refusals", "Refusal", "__init__")]


def test_only_the_program_reads_the_clock() -> None:
    """Rules take `now`. A stopwatch (`time.monotonic`) measures how long something took, and tells nobody what day it is."""
    read = {
        named(path)
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and (node.attr in ("now", "utcnow", "today") or ast.unparse(node) == "time.time")
        if ast.unparse(node.value).split(".")[-1] in ("datetime", "date", "time")
    }

    assert {module for module in read if not inside(module, "bot.program")} == set()


def test_one_place_makes_a_day_of_a_moment() -> None:
    """A day of a moment in UTC is yesterday's, for an hour after midnight all summer: a zone must be named."""
    made = {
        shown(path)
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("date", "today")
    }

    assert made == {"bot/model/noun.py"}


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/house.md"])
def test_every_place_that_the_map_names_is_there(page: str) -> None:
    named_there = re.findall(r"`((?:bot|adapters|store|seed|prompts|tests|docs)/[\w/.]*)`", (ROOT / page).read_text(encoding="utf-8"))
    places = {place for place in named_there if not re.search("[A-Z]{2}", place)}

    assert len(places) >= 5
    assert [place for place in sorted(places) if not ((ROOT / place).exists() or (ROOT / f"{place}.py").is_file())] == []
