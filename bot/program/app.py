"""The `milepost` command, with every command of the terminal."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from bot.program.connect import doctor, manifest_app, reach, secret_key
from bot.program.demonstration.demo import demo
from bot.program.documents.plan_settings import seed_settings, show_settings
from bot.program.documents.seed import seed_app
from bot.program.papers.report import report, stocktake
from bot.program.record.erasures import erase, person, redact, retire
from bot.program.record.proof import record_app
from bot.program.serving.copies import backup, restore
from bot.program.serving.run import migrate, serve, tick, work
from bot.program.telling.ask import dates, digest, export, history, preview, status
from bot.program.telling.evidence import evidence_app
from bot.program.telling.health import health
from bot.program.telling.log import log
from bot.program.telling.measures import measures
from bot.program.telling.page import page
from bot.program.telling.period import period
from bot.program.telling.risks import risks
from bot.program.telling.voices import voices
from bot.program.terminal import refuse
from bot.wording.sentences import words

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.command()(preview)
app.command()(tick)
app.command()(status)
app.command()(history)
app.command()(dates)
app.command()(digest)
app.command()(health)
app.command()(log)
app.command()(risks)
app.command()(measures)
app.command()(voices)
app.command()(page)
app.command()(period)
app.command()(report)
app.command()(stocktake)
app.command("settings")(show_settings)
app.command()(export)
app.command()(reach)
app.command()(migrate)
app.command()(secret_key)
app.command()(backup)
app.command()(restore)
app.command()(doctor)
app.command()(serve)
app.command()(work)
app.command()(demo)
seed_app.command("settings")(seed_settings)
app.add_typer(seed_app, name="seed")
record_app.command("redact")(redact)
record_app.command("erase")(erase)
record_app.command("person")(person)
record_app.command("retire")(retire)
app.add_typer(record_app, name="record")
app.add_typer(evidence_app, name="evidence")
app.add_typer(manifest_app, name="manifest")


def tell_version(asked: bool) -> None:
    """Print the version and end, if that is asked."""
    if asked:
        typer.echo(f"milepost {version('milepost')}")
        raise typer.Exit


@app.callback()
def milepost(
    _version: Annotated[bool, typer.Option("--version", callback=tell_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Chase the milestones of an improvement plan in Slack and Teams, and keep what is said as a record."""


def main() -> None:
    """Run the `milepost` command. What this machine refuses is one line."""
    try:
        app()
    except OSError as failed:
        refuse(words("program.fault.system", {"reason": failed.strerror or type(failed).__name__}))
