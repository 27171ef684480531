"""Bring Milepost into a platform: manifests, and the doctor."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Annotated

import typer

from bot.model.people import Address
from bot.model.watching import Noted
from bot.planning import second_chance
from bot.ports.channel import Finding
from bot.ports.record import Tx, View
from bot.program.documents.roles import lost_facts, lost_name
from bot.program.record.proof import outcome
from bot.program.serving.checkup import clock_found, copy_found, disk_found, plans_found, signs_found
from bot.program.serving.composition import opened, platforms_of, real_now, run, served_by, settings, silent_tenants, with_store
from bot.program.serving.database import file_of
from bot.program.serving.page import page_found
from bot.program.serving.settings import Settings
from bot.program.terminal import Json, PlanName, fault, plan_named, print_json, say
from bot.reports.record.proof import verify
from bot.reports.walls import boards_beside
from bot.wording.sentences import Fact, with_full_stop, words
from store.record import SqlStore

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ADDRESS = "Milepost's public address, https://...; MILEPOST_URL if not given."
READS_FILES = "An admin may send a plan as a file (with MILEPOST_FILES=read)."
SENDS_FILES = "Papers come as files to whoever asks for them (with MILEPOST_FILES=send)."
OUTCOME = {True: "fine", False: "wrong", None: "unchecked"}
manifest_app = typer.Typer(no_args_is_help=True, help="Print what a platform needs to install Milepost.")


# ---- telling -----------------------------------------------------------------------------


def reach(
    whom: Annotated[str, typer.Argument(help="The person's e-mail, or: all")],
    plan: PlanName = None,
    json_out: Json = False,
) -> None:
    """Try again whoever is marked unreachable: what waits goes at once, what failed is asked by the next round."""

    def found(tx: Tx) -> tuple[second_chance.SecondChance, ...]:
        return second_chance.try_again(tx, (plan_named(tx, plan),) if plan else tx.plans.all(), whom)

    tried = run(with_store(settings().database_url, lambda store: store.transact(found)))
    if json_out:
        print_json({"again": [one.model_dump() for one in tried]})
        return
    for one in tried:
        say("reach.again", {"who": one.name, "email": one.email, "reason": with_full_stop(one.reason)})
    if not tried:
        say("reach.nobody")


# ---- running -----------------------------------------------------------------------------


def secret_key() -> None:
    """Print a new key for MILEPOST_SECRET_KEY."""
    from cryptography.fernet import Fernet  # noqa: PLC0415

    typer.echo(Fernet.generate_key().decode())


def doctor(json_out: Json = False) -> None:
    """Check the settings, the record, the plan and its people, copies, the clock and the platforms, one line each.

    Exit code 1 if anything is wrong.
    """
    chosen = settings()
    found = run(with_store(chosen.database_url, lambda store: examine(store, chosen)))
    if json_out:
        print_json([finding.model_dump() for finding in found])
    else:
        for finding in found:
            say(f"doctor.{'advice' if finding.advice else OUTCOME[finding.ok]}", {"sentence": finding.sentence})
    if any(finding.ok is False for finding in found):
        raise typer.Exit(1)


async def examine(store: SqlStore, chosen: Settings) -> list[Finding]:
    """Examine the database and its record, then each platform that is switched on."""
    wrong = await asyncio.to_thread(lambda: store.ready() or store.writable())
    findings = [Finding(ok=wrong is None, name="database", sentence=wrong or words("program.doctor.database"))]
    findings += await store.read(record_found)
    findings += await store.read(boards_found)
    platforms = platforms_of(chosen)
    findings += await store.read(lambda view: plans_found(view, real_now(), bool(platforms)))
    findings += await store.read(lambda view: signs_found(view, real_now()))
    findings += disk_found(file_of(chosen.database_url), real_now())
    noted = await store.read(lambda view: view.watching.noted(Noted.COPY))
    findings.append(copy_found(file_of(chosen.database_url), noted, real_now()))
    findings += await clock_found(chosen, real_now())
    boards = await store.read(lambda view: tuple(a for short in view.plans.all() for a in view.plans.board(short)))
    async with opened(platforms):
        for platform in platforms:
            told = await platform.examine([board for board in boards if board.platform == platform.platform])
            findings += [finding.model_copy(update={"name": platform.platform}) for finding in told]
            refusal = await platform.refusal()
            findings += [Finding(ok=False, name=platform.platform, sentence=refusal)] if refusal is not None else []
        findings += [Finding(ok=False, name="tenants", sentence=one) for one in silent_tenants(served_by(platforms)())]
    findings.append(page_found(chosen.public))
    if not platforms:
        findings.append(Finding(ok=True, name="console", sentence=words("program.doctor.console")))
    return findings


def record_found(view: View) -> list[Finding]:
    """Verify the record of every plan."""
    checked = [verify(view, short) for short in view.plans.all()]
    if not checked:
        return [Finding(ok=None, name="record", sentence=words("program.record.empty"))]
    return [Finding(ok=one.is_whole, name="record", sentence=outcome(one)) for one in checked]


def boards_found(view: View) -> list[Finding]:
    """Name the channels of boards that take no more summaries, and those that get the summaries of plans whose people differ."""
    wrong: list[tuple[Address, str]] = []
    for short in view.plans.all():
        for lost in view.plans.lost_boards(short):
            wrong.append((lost.address, words(f"program.seed.{lost_name(lost)}", lost_facts(lost))))
        for place in view.plans.board(short):
            if others := boards_beside(view, short, place):
                facts: dict[str, Fact] = {"channel": place.id, "plan": short, "others": ", ".join(others)}
                wrong.append((place, words("program.doctor.boards_mixed", facts)))
    return [Finding(ok=False, name=place.platform, sentence=sentence) for place, sentence in wrong]


def manifest_slack(
    url: Annotated[str, typer.Option("--url", help=f"{ADDRESS} Not needed for Socket Mode.")] = "",
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode: no public address is needed.")] = False,
    rotate: Annotated[bool, typer.Option("--rotate", help="Tokens expire and are renewed (OAuth alone).")] = False,
    read_files: Annotated[bool, typer.Option("--read-files", help=READS_FILES)] = False,
    send_files: Annotated[bool, typer.Option("--send-files", help=SENDS_FILES)] = False,
) -> None:
    """Print the Slack app manifest (JSON), ready to paste."""
    from adapters.slack.setup.manifest import manifest  # noqa: PLC0415

    url = url or os.environ.get("MILEPOST_URL", "")
    if not socket and not public(url):
        fault("url")
    print_json(manifest(url.rstrip("/"), socket, rotate, read_files, send_files))


def manifest_teams(
    out_file: Annotated[Path, typer.Option("--out", help="The app package to write.")] = Path("milepost-teams.zip"),
    url: Annotated[str, typer.Option("--url", help=ADDRESS)] = "",
    app_id: Annotated[str, typer.Option("--app-id", help="The bot's app id; MICROSOFT_APP_ID if not given.")] = "",
    slash: Annotated[bool, typer.Option("--slash", help="Offer slash commands too (a Teams preview).")] = False,
    read_files: Annotated[bool, typer.Option("--read-files", help=READS_FILES)] = False,
    send_files: Annotated[bool, typer.Option("--send-files", help=SENDS_FILES)] = False,
) -> None:
    """Write the Teams app package."""
    from adapters.teams.setup.package import package  # noqa: PLC0415

    id_ = app_id or os.environ.get("MICROSOFT_APP_ID", "")
    if not GUID.fullmatch(id_):
        fault("app_id")
    url = url or os.environ.get("MILEPOST_URL", "")
    if url and not public(url):
        fault("url")
    try:
        out_file.write_bytes(package(id_, url.rstrip("/"), slash, read_files or send_files))
    except OSError as failed:
        fault("unwritable", {"file": str(out_file), "reason": failed.strerror or ""})
    say("doctor.package", {"file": str(out_file)})
    if not url:
        say("doctor.package_url")


def public(url: str) -> bool:
    """Say if a platform may send to this address."""
    return url.startswith("https://") and len(url) > len("https://")


# ---- the demo ----------------------------------------------------------------------------


manifest_app.command("slack")(manifest_slack)
manifest_app.command("teams")(manifest_teams)
