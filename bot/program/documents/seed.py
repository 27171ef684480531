"""`milepost seed`: read and load a plan, its people and its roles."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.model.people import People, PersonRow
from bot.model.plan import Plan
from bot.planning.retention import texts_until
from bot.ports.record import Tx
from bot.program.documents.roles import seed_board, seed_roles
from bot.program.documents.seed_measures import seed_measures, seed_readings
from bot.program.documents.seed_plan import seed_check, seed_load
from bot.program.documents.seed_template import seed_template
from bot.program.documents.several import Files, Several
from bot.program.serving.composition import at_the_command_line, real_now, run, settings, with_store
from bot.program.terminal import (
    PlanName,
    fault,
    kept,
    plan_named,
    refuse,
    say,
    text_of,
)
from bot.rules.documents import people_file
from bot.rules.holders import admins
from bot.rules.updates.standing import local_day
from bot.wording.sentences import Fact, words
from seed.people import PeopleErrors, read_people
from store.record import SqlStore

seed_app = typer.Typer(no_args_is_help=True, help="Read and load a plan, its people and its roles.")


# ---- people ------------------------------------------------------------------------------


class Rehearsed(Exception):
    """Nothing of it is kept: it was done to see what it changes."""


def seed_people(
    files: Files,
    plan: PlanName = None,
    yes: Annotated[bool, typer.Option("--yes", help="Load without asking.")] = False,
) -> None:
    """Load the people of a plan from a CSV file, all or nothing. Asks first if a role or a right passes from somebody, a role
    would have several holders, or two people would have one name. Of several files each is of the plan of its own name:
    kent.people.csv holds the people of kent."""
    several = Several(files)
    several.refuse_with(plan=plan)
    alone = text_of(files[0]) if len(files) == 1 else None  # what is no file opens no database

    async def one(store: SqlStore, file: Path) -> None:
        if alone is not None:
            await load_people(store, alone, plan, yes)
        else:
            await load_people(store, text_of(file), of_plan(file), yes)

    async def work(store: SqlStore) -> None:
        for file in files:
            await several.take(file, one(store, file))

    run(with_store(settings().database_url, work))
    several.end()


def of_plan(file: Path) -> str:
    """Return the name of the plan whose people a file holds, by its own name."""
    return file.stem.removesuffix(".people")


async def load_people(store: SqlStore, text: str, plan: str | None, yes: bool) -> None:
    """Load the people of one plan, from the text of their file."""
    short = await store.read(lambda view: plan_named(view, plan))
    loaded = await store.read(lambda view: view.plans.one(short))
    try:
        rows = read_people(text, loaded)
    except PeopleErrors as wrong:
        refuse(str(wrong))
    for said in (text for row in rows for text in (row.name, row.role or "")):
        kept(said)

    def keep(tx: Tx) -> tuple[int, int]:
        tx.acting(at_the_command_line(real_now()))
        return tx.people.save(short, rows)

    before = await store.read(lambda view: view.people.of(short))
    after: list[People] = []

    def rehearse(tx: Tx) -> None:
        keep(tx)
        after.append(tx.people.of(short))
        raise Rehearsed

    with contextlib.suppress(Rehearsed):
        await store.transact(rehearse, plans=(short,))
    if admins(before) and not admins(after[-1]):
        fault("last_admin", {"who": ", ".join(one.name for one in admins(before))})
    today = await store.read(lambda view: local_day(real_now(), view.plans.policy(short)))
    doubtful = tell_doubts(before, after[-1], loaded, today, rows)
    passes = tell_people(before, after[-1], loaded, today)
    if (doubtful or passes) and not yes and not typer.confirm(words("program.seed.question")):
        refuse(words("program.seed.not_loaded"))
    added, changed = await store.transact(keep, plans=(short,))
    say("seed.people", {"added": added, "changed": changed, "alone": len(rows) - added - changed})


def tell_people(before: People, after: People, plan: Plan, today: date) -> bool:
    """Say who gives what to whom, in words and counted. Returns if anything passes from somebody."""
    nobody = words("program.seed.nobody")
    passed = people_file.moved(before, after, plan, today)
    for one in passed:
        was, now = ", ".join(one.before), ", ".join(one.after) or nobody
        facts: dict[str, Fact] = {"role": one.role, "count": one.milestones, "before": was, "after": now, "day": one.day}
        say("seed.moves_one" if one.milestones == 1 else "seed.moves", facts)
    rights = people_file.rights_changed(before, after)
    for name, had, has in rights:
        none = words("program.seed.no_rights")
        say("seed.rights", {"name": name, "before": had or none, "after": has or none})
    return bool(passed or rights)


def tell_doubts(before: People, after: People, plan: Plan, today: date, rows: Sequence[PersonRow]) -> bool:
    """Name the roles that would have several holders, and people who would have one name. Returns if there are any."""
    shared = people_file.shared(before, after, plan, today)
    for one in shared:
        who = ", ".join(f"{person.name} <{person.email}>" for person in one.people)
        say("seed.shared", {"role": one.role, "day": one.day, "count": len(one.people), "who": who})
    namesakes = people_file.namesakes(before, after, rows)
    for new, known, may_be_one in namesakes:
        facts: dict[str, Fact] = {"name": new.name, "known": known.email, "new": new.email}
        say("seed.other_email" if may_be_one else "seed.namesakes", facts)
    return bool(shared or namesakes)


def seed_close(
    plan: Annotated[str, typer.Argument(help="The plan's short name.")],
    said: Annotated[list[str], typer.Argument(metavar="because WORDS", help="Why it ends.")],
    yes: Annotated[bool, typer.Option("--yes", help="End it without asking.")] = False,
) -> None:
    """End a plan for good: nobody is asked any more, no summary is posted, and all of it stays readable."""
    why = kept(" ".join(said).removeprefix("because").strip(" :"))
    if not why:
        raise typer.BadParameter(words("program.fault.why"))

    async def work(store: SqlStore) -> None:
        short = await store.read(lambda view: plan_named(view, plan))
        if not yes and not typer.confirm(words("program.seed.sure_to_close", {"plan": short})):
            refuse(words("program.seed.not_closed"))

        def end(tx: Tx) -> date | None:
            tx.acting(at_the_command_line(real_now()))
            until = texts_until(tx.plans.policy(short), real_now())
            return until if tx.plans.close(short, why, until) else None

        until = await store.transact(end, plans=(short,))
        if until is None:
            say("seed.closed_already", {"plan": short})
        else:
            say("seed.closed", {"plan": short, "until": until})

    run(with_store(settings().database_url, work))


# ---- all of it -----------------------------------------------------------------------------


seed_app.command("check")(seed_check)
seed_app.command("load")(seed_load)
seed_app.command("people")(seed_people)
seed_app.command("roles")(seed_roles)
seed_app.command("board")(seed_board)
seed_app.command("close")(seed_close)
seed_app.command("template")(seed_template)
seed_app.command("measures")(seed_measures)
seed_app.command("readings")(seed_readings)
