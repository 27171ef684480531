"""`milepost seed template`: a small workbook to write a plan in, explained."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.model.policy import Policy
from bot.program.serving.composition import real_now
from bot.program.terminal import fault, say, write
from bot.rules.updates.standing import local_day
from seed.measures.templates import measures_template, readings_template

TEMPLATES = {"measures": measures_template, "readings": readings_template}


def seed_template(
    file: Annotated[Path, typer.Argument(help="The file to write: it ends in .xlsx, or in .csv. Or measures, or readings.")],
    yes: Annotated[bool, typer.Option("--yes", help="Write over a file that is there without asking.")] = False,
) -> None:
    """Write a small workbook to fill in: a plan with made-up rows, its people, and what each column is for.

    `measures` and `readings` write a CSV file of these instead, with a made-up row each.
    """
    if str(file) in TEMPLATES:
        written = file.with_suffix(".csv")
        write({written: TEMPLATES[str(file)]()}, yes)
        say("seed.template", {"file": str(written)})
        say("seed.template_then", {"command": f"milepost seed {file} {written}"})
        return
    from seed.template import as_csv, template, workbook  # noqa: PLC0415

    made = template(local_day(real_now(), Policy()))
    match file.suffix.lower():
        case ".xlsx":
            files = {file: workbook(made)}
        case ".csv":
            files = {file: as_csv(made.plan), file.with_name(f"{file.stem}.people.csv"): as_csv(made.people)}
        case _:
            fault("template_ending", {"file": str(file)})
    write(files, yes)
    for at in files:
        say("seed.template", {"file": str(at)})
    say("seed.template_next", {"file": str(file)})
