"""Print on a terminal sentences of `prompts/program.toml`, tables and JSON. Read what is given there."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from bot.model.board.period import SincePapers
from bot.model.documents.edition import Edition
from bot.model.letters.message import lines_of, plain
from bot.model.plan import Source
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.updates.day import DayMeant
from bot.planning.preview import Preview
from bot.ports.record import View
from bot.program.documents.reading.packing import MOST_PACKED
from bot.rules.calendar import last_moment, local_day
from bot.rules.dates import Towards, read
from bot.rules.guard.hard import stops
from bot.rules.updates.standing import dates, face_in
from bot.wording.cycle import since_line
from bot.wording.documents.editions import moves_date, told
from bot.wording.documents.plan_name import short_name
from bot.wording.sentences import Fact, mark, words
from bot.wording.updates.dates import dated, unread
from bot.wording.updates.stops import in_one
from seed.sources.kinds import beginning_of, kind_of
from seed.words import say as kind_in_words

FIRST_YEAR, LAST_YEAR = 1900, 2200  # what a date at the command line may be in
OWNER_ALONE = 0o600
MOST_FILE = 1_000_000  # bytes; a plan with its people is a twentieth of that

out = Console(highlight=False, markup=False, soft_wrap=True)


def refuse(reason: str) -> NoReturn:
    """End with one line that says why, and exit code 1."""
    typer.echo(reason, err=True)
    raise typer.Exit(1)


def kept(why: str) -> str:
    """Return a reason that goes on the record. Refuses one that tells who a child is."""
    if found := stops(why):
        refuse(in_one(found))
    return why


def say(name: str, facts: dict[str, Fact] | None = None) -> None:
    """Print one sentence of `prompts/program.toml`."""
    out.print(words(f"program.{name}", facts))


def fault(name: str, facts: dict[str, Fact] | None = None) -> NoReturn:
    """End with a sentence of `prompts/program.toml`."""
    refuse(words(f"program.fault.{name}", facts))


def print_json(value: object) -> None:
    """Print JSON, readable and in the document's own letters."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def day_of(text: str, policy: Policy, now: datetime, towards: Towards) -> date:
    """Read a date as given on the command line, by the calendar of a plan."""
    today = local_day(now, policy.zone)
    found = read(text, today, policy.calendar, towards)
    if not isinstance(found, DayMeant):
        raise typer.BadParameter(unread(found, today))
    _refuse_far(text, found.day.year)
    return found.day


def _refuse_far(text: str, year: int) -> None:
    """Refuse a year near which no plan is: at the ends of the calendar there is no day before, or after."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise typer.BadParameter(words("program.fault.far", {"text": text, "first": FIRST_YEAR, "last": LAST_YEAR}))


def moment_of(text: str) -> datetime:
    """Read an ISO moment as given on the command line. Without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(words("program.fault.moment", {"text": text})) from None
    _refuse_far(text, moment.year)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def as_at_of(text: str, policy: Policy, now: datetime) -> datetime:
    """Read a date, meaning its last moment, or a moment as given on the command line. Without an offset it is the plan's time."""
    if not (text[:4].isdigit() and len(text) > len("2026-03-12")):
        return last_moment(day_of(text, policy, now, Towards.PAST), policy.zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(words("program.fault.as_at", {"text": text})) from None
    _refuse_far(text, moment.year)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(policy.zone))


def text_of(file: Path) -> str:
    """Read a file's text, or end with one line that says why not."""
    held = bytes_of(file)
    if kind := kind_of(held):
        fault("not_text", {"file": str(file), "kind": kind_in_words("kind", kind)})
    try:
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault("unreadable", {"file": str(file)})
    return text.replace("\r\n", "\n").replace("\r", "\n")


def bytes_of(file: Path, most: int = MOST_FILE) -> bytes:
    """Read a file, or end with one line that says why not. Nothing that is no plain file is opened: it might never end.

    One of another program may be larger than a text, so that whoever gives it is told what it is.
    """
    try:
        if file.is_dir():
            fault("folder", {"file": str(file)})
        count = file.stat().st_size
        if not file.is_file():
            fault("unreadable", {"file": str(file)})
        if count > MOST_PACKED or (count > most and kind_of(beginning_of(file)) is None):
            fault("too_large", {"file": str(file), "count": count, "most": MOST_PACKED if count > MOST_PACKED else most})
        return file.read_bytes()
    except FileNotFoundError:
        fault("no_file", {"file": str(file)})
    except PermissionError:
        fault("no_rights", {"file": str(file)})
    except (OSError, ValueError) as failed:
        fault("not_read", {"file": str(file), "reason": getattr(failed, "strerror", None) or type(failed).__name__})


def write(files: Mapping[Path, bytes], over: bool) -> None:
    """Write files, or end with one line that says why not. Each that is there is asked about before any is written, unless
    `over` is said."""
    for file in files:
        if is_there(file) and not over and not typer.confirm(words("program.export.there", {"file": str(file)})):
            refuse(words("program.export.not_written"))
    for file, held in files.items():
        try:
            with open(file, "wb", opener=private) as opened:
                opened.write(held)
        except OSError as failed:
            fault("unwritable", {"file": str(file), "reason": failed.strerror or type(failed).__name__})


def private(path: str, flags: int) -> int:
    """Open a file as `open` does. A new one may be read by its owner alone: it holds what a plan's people wrote."""
    return os.open(path, flags, OWNER_ALONE)


def is_there(file: Path) -> bool:
    """Say if a file may be looked at. One beside another that cannot be is told when it is read."""
    try:
        return file.exists()
    except (OSError, ValueError):
        return False


def source_of(file: Path, approved: str = "") -> Source:
    """Return where what was read from a file came from."""
    return Source(file=file.name, sha256=sha256(bytes_of(file, MOST_PACKED)).hexdigest(), approved=approved)


def tell_edition(new: Edition, asks: bool = False) -> None:
    """Say what an edition adds, changes and takes out, by ref and in words, and count what it leaves alone. With `asks` the dates
    that it moves are only asked for."""
    for block in told(new, asks):
        out.print("\n".join(lines_of(block)))
    if asks and any(moves_date(part, one) for one in new.changed for part in one.parts):
        typer.echo(words("editions.asked.approved"))


def tell_preview(shown: Preview) -> None:
    """Print a preview for people."""
    for nudge in shown.nudges:
        refs = ", ".join(f"{ref} {kind.replace('_', ' ')}" for ref, kind, _ in nudge.milestones)
        at = f"{nudge.at:%a %d %b %Y %H:%M}"
        if not refs:
            say("preview.news", {"at": at, "person": nudge.person})
            continue
        say("preview.line", {"at": at, "person": nudge.person, "role": nudge.role, "refs": refs})
    for summary in shown.digests:
        say("preview.digest", {"at": f"{summary.at:%a %d %b %Y %H:%M}", "channel": summary.channel})
    if not shown.nudges and not shown.digests:
        say("preview.nothing")
    for vacancy in shown.undeliverable:
        say("preview.vacant", {"role": vacancy.role, "refs": ", ".join(vacancy.milestones)})
    if shown.undated:
        say("preview.undated", {"refs": ", ".join(shown.undated)})


def tell_status(snapshot: Snapshot, since: SincePapers | None) -> None:
    """Print how every milestone stands as a table, and what came since the board's papers if these are frozen."""
    table = Table(*(words(f"program.status.{column}") for column in ("ref", "status", "dates", "milestone")))
    for one in snapshot.plan.milestones:
        when = plain(dated(dates(snapshot, one)))
        table.add_row(one.ref, mark(face_in(snapshot, one)).word, when, one.text)
    Console(highlight=False, markup=False, soft_wrap=True).print(table)  # made now: it is as wide as the terminal is by now
    if since is not None:
        out.print(since_line(since))
    if snapshot.plan.retired:
        say("status.retired", {"refs": ", ".join(one.ref for one in snapshot.plan.retired)})


def tell_history(shown: dict[str, object]) -> None:
    """Print every statement about a milestone."""
    entries = shown["entries"]
    tracked = shown["imported"]
    assert isinstance(entries, list)
    assert isinstance(tracked, list)
    if shown["retired"]:
        out.print(str(shown["taken_out"]))
    for one in tracked:
        status = words(f"status.{one['status']}.word") if one["status"] else ""
        say("history.imported", {"entry": one["entry"], "capacity": one["capacity"], "said": f"{status} {one['words']}".strip()})
    for one in entries:
        facts = {name: str(one[name] or "") for name in ("entry", "at", "by", "capacity", "narrative")}
        say("history.line", {**facts, "status": words(f"status.{one['status']}.word")})
        for name in ("path_to_green", "forecast", "no_evidence_reason", "decision_wanted", "corrects", "withdrawn_by"):
            if one[name]:
                say(f"history.{name}", {"what": str(one[name])})
        for link in one["evidence"]:
            say("history.evidence", {"url": link["url"], "type": link["type"], "shows": link["shows"]})
    if not entries:
        say("history.none", {"ref": str(shown["ref"])})


def print_table(shown: dict[str, object]) -> None:
    """Print the `status` shape as CSV in the plan's own columns."""
    rows = _rows(shown)
    writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else [])
    writer.writeheader()
    for row in rows:
        writer.writerow({field: plain_cell(_cell(value)) for field, value in row.items()})


def _cell(value: object) -> object:
    """Return several values as the words of one cell. Of what has fields of its own it names those that say something."""
    if isinstance(value, list):
        return "; ".join(map(_one, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {said}" for name, said in value.items() if said not in (None, ""))
    return value


def _one(value: object) -> str:
    """Return one of several values in a cell: of a differing word its role and status."""
    return f"{value['role']}: {value['status']}" if isinstance(value, dict) else str(value)


def _rows(shown: dict[str, object]) -> list[dict[str, object]]:
    milestones = shown["milestones"]
    assert isinstance(milestones, list)
    return milestones


def plain_cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: user text is data."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsAt = Annotated[str | None, typer.Option("--as-at", help="As it was known then: a date (its last moment) or an ISO moment.")]
PlanName = Annotated[str | None, typer.Option("--plan", help="The plan's short name, where more than one is loaded.")]


def plan_named(view: View, named: str | None) -> str:
    """Return the plan meant on the command line."""
    loaded = view.plans.all()
    if not loaded:
        fault("no_plan")
    if named is None and len(loaded) > 1:
        fault("which_plan", {"plans": ", ".join(loaded)})
    meant = named if named is None or named in loaded else short_name(named)  # as it was folded when it was loaded
    if meant is not None and meant not in loaded:
        fault("no_such_plan", {"plan": named or "", "plans": ", ".join(loaded)})
    return meant or loaded[0]
