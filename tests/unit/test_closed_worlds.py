"""Closed sets stay closed: whoever matches over one is told by mypy of what it forgot, and the unions hold every command."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from bot.wording import commands
from bot.wording.commands import (
    Asks,
    Assuring,
    BusinessLook,
    BusinessWork,
    Command,
    CycleTalk,
    DateTalk,
    MeasureLook,
    MeasureWork,
    Mention,
    MonthLook,
    MonthWork,
    OfficeWork,
    PageLook,
    PaperLook,
    PaperWork,
    Phrase,
    PlanWork,
    Question,
    Records,
    RiskLook,
    RiskWork,
    Statement,
    StepLook,
    StepWork,
    VoiceLook,
    VoiceWork,
)

ROOT = Path(__file__).parents[2]
OPEN = {  # matches over sets that have no end: words, JSON, what a driver is given
    ("bot/model/record/entry.py", "value"),
    ("adapters/slack/bolt/reading.py", "body.get('type')"),
    ("adapters/teams/inbound.py", "value"),
    ("adapters/teams/inbound.py", "text_at(activity, 'type')"),
    ("store/database/copies.py", "name.partition('_')[2].partition('_')[0]"),
    ("store/database/engines.py", "given"),
    ("bot/program/documents/seed_template.py", "file.suffix.lower()"),
    ("bot/program/documents/reading/compact.py", "held"),
    ("bot/program/documents/reading/process.py", "said[:1]"),
    ("seed/sources/office/formats.py", "kind"),
    ("seed/sources/office/formats.py", "token[0]"),
    ("seed/sources/office/paragraphs.py", "kind"),
    ("seed/sources/office/sheet.py", "kind"),
    ("seed/sources/office/sheet.py", "local(element)"),
    ("seed/sources/markdown.py", "token.type"),
    ("seed/sources/markdown.py", "child.type"),
}


def matches(path: Path) -> Iterator[tuple[ast.Match, ast.stmt | None]]:
    """Each match of a file, with the statement after it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for name in ("body", "orelse"):
            body = getattr(node, name, None)
            for at, statement in enumerate(body) if isinstance(body, list) else ():
                if isinstance(statement, ast.Match):
                    yield statement, body[at + 1] if at + 1 < len(body) else None


def test_every_match_over_a_closed_set_ends_in_assert_never() -> None:
    files = [path for room in ("bot", "adapters", "store", "seed") for path in sorted((ROOT / room).rglob("*.py"))]
    found = [(str(path.relative_to(ROOT)), match, after) for path in files for match, after in matches(path)]
    endless = {
        (where, ast.unparse(match.subject))
        for where, match, after in found
        if not any("assert_never" in ast.unparse(last) for last in (match.cases[-1], after) if last is not None)
    }

    assert len(found) >= 20
    assert endless == OPEN


def test_every_command_is_in_one_union_and_either_asks_or_records() -> None:
    kinds = {one for one in vars(commands).values() if isinstance(one, type) and issubclass(one, Phrase) and one is not Phrase}
    spoken = (Question, Statement, OfficeWork, DateTalk, Assuring, MonthLook, MonthWork)
    unions = [set(get_args(union)) for union in (*spoken, BusinessLook, BusinessWork, PlanWork, CycleTalk)]
    unions += [set(get_args(one)) for one in (MeasureLook, MeasureWork, VoiceLook, VoiceWork)]
    unions += [{PaperLook}, {PaperWork}, {PageLook}, {Mention}, {StepLook}, set(get_args(StepWork))]
    unions += [set(get_args(union)) for union in (RiskLook, RiskWork)]

    assert set(get_args(Command)) == kinds
    assert sum(len(union) for union in unions) == len(kinds)
    assert set(get_args(Asks)) | set(get_args(Records)) | set(get_args(PlanWork)) | {PaperLook, PageLook} == kinds  # what is read first, or is no part of the record, is neither
    assert len(get_args(Asks)) + len(get_args(Records)) + len(get_args(PlanWork)) + 2 == len(kinds)


def test_what_only_asks_cannot_name_a_transaction() -> None:
    rooms = sorted((ROOT / "bot" / "conversation" / "asking").rglob("*.py"))
    named = {(path.name, node.id) for path in rooms for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}

    assert len(rooms) >= 5
    assert {name for name in named if name[1] == "Tx"} == set()


def test_no_button_holds_a_command_written_by_hand() -> None:
    files = [path for room in ("bot", "adapters") for path in sorted((ROOT / room).rglob("*.py"))]
    written = [
        (path.name, ast.unparse(node.value))
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "command" and isinstance(node.value, ast.JoinedStr | ast.Constant)
    ]

    assert written == []
