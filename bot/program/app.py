"""The `milepost` command, with every command of the terminal."""

from __future__ import annotations

import typer

from bot.program.ask import digest, export, history, preview, status
from bot.program.connect import doctor, manifest_app, reach, secret_key
from bot.program.copies import backup, restore
from bot.program.demo import demo
from bot.program.plan_settings import seed_settings, show_settings
from bot.program.record import record_app
from bot.program.run import migrate, serve, tick, work
from bot.program.seed import seed_app

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command()(preview)
app.command()(tick)
app.command()(status)
app.command()(history)
app.command()(digest)
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
app.add_typer(record_app, name="record")
app.add_typer(manifest_app, name="manifest")


def main() -> None:
    """Run the `milepost` command."""
    app()
