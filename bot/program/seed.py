"""`milepost seed`: read and load a plan, its people and its roles."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from bot.model.draft import Draft, NotAPlan
from bot.model.edition import Edition
from bot.model.people import People, PersonRow
from bot.model.plan import NO_FILE, Plan, Source
from bot.model.policy import Policy
from bot.model.request import DateRequest, RequestState
from bot.planning import editions
from bot.planning.retention import texts_until
from bot.ports.record import Tx, View
from bot.program.composition import at_the_command_line, real_now, run, settings, with_store
from bot.program.plan_settings import beside
from bot.program.roles import seed_board, seed_roles
from bot.program.terminal import (
    Json,
    PlanName,
    counts,
    fault,
    is_there,
    kept,
    plan_named,
    print_json,
    refuse,
    say,
    source_of,
    tell_edition,
    text_of,
)
from bot.rules import people_file
from bot.rules.holders import admins
from bot.rules.standing import local_day
from bot.wording.plan_name import short_name
from bot.wording.requests import told
from bot.wording.sentences import Fact, words
from bot.wording.settings import changes
from seed.check import as_json as check_json
from seed.meaning.plan import read as read_text
from seed.people import PeopleErrors, read_people
from seed.roles import RolesFile, RolesFileError
from seed.settings import SettingsErrors, calendar_in, read_settings
from store.record import SqlStore

seed_app = typer.Typer(no_args_is_help=True, help="Read and load a plan, its people and its roles.")


# ---- seed --------------------------------------------------------------------------------


def read_plan(file: Path, short: str | None) -> tuple[Draft, Policy | None]:
    """Read a plan document with its roles file and its settings, or end with one line that says why not."""
    text = text_of(file)  # first: what is no file has nothing beside it
    roles_file, settings_file = file.with_name(f"{file.stem}.roles.toml"), beside(file)
    try:
        roles = RolesFile.parse(text_of(roles_file)) if is_there(roles_file) else None
        said = text_of(settings_file) if is_there(settings_file) else None
        draft = read_text(text, short_name(short or file.stem), roles, calendar_in(said or ""))
        draft = draft.model_copy(update={"plan": draft.plan.model_copy(update={"file": file.name})})
        return draft, read_settings(said, draft.plan) if said is not None else None
    except (NotAPlan, RolesFileError, SettingsErrors) as wrong:
        refuse(str(wrong))


def seed_check(file: Path, json_out: Json = False) -> None:
    """Read a plan document and say what was found. Touches no database."""
    draft, _ = read_plan(file, None)
    if json_out:
        print_json(check_json(draft))
        return
    plan = draft.plan
    say("seed.counts", counts(plan))
    if not draft.warnings:
        say("seed.clean")
        return
    say("seed.warnings", {"count": len(draft.warnings)})
    for warning in draft.warnings:
        say("seed.warning", {"line": warning.line, "message": warning.message})


class PlanRead(NamedTuple):
    """A plan as it was read, with how much of it is doubtful, the settings beside it, and where both came from."""

    plan: Plan
    doubts: int
    source: Source
    policy: Policy | None
    policy_source: Source
    answers: Mapping[str, str] = {}


def seed_load(
    file: Path,
    plan: PlanName = None,
    yes: Annotated[bool, typer.Option("--yes", help="Load without asking.")] = False,
    approved: Annotated[str, typer.Option("--approved", help="Who approved this edition, and when. Kept with it.")] = "",
    because: Annotated[str, typer.Option("--because", help="Why it leaves out what it leaves out. Kept with it.")] = "",
) -> None:
    """Load a plan, or a new edition of one: says what changes, asks, then stores it in one go."""
    draft, policy = read_plan(file, plan)
    chosen = source_of(beside(file)) if policy is not None else NO_FILE
    source = source_of(file, approved).model_copy(update={"because": kept(because)})
    read = PlanRead(draft.plan, len(draft.warnings), source, policy, chosen)

    async def work(store: SqlStore) -> None:
        name = await store.read(lambda view: name_for(view, plan or file.stem, file.name))
        if name != (plan or file.stem):
            say("seed.named", {"plan": name})
        await store.read(lambda view: tell_settings(view, name, policy, beside(file)))
        await load(store, read._replace(plan=draft.plan.model_copy(update={"short": name})), yes)

    run(with_store(settings().database_url, work, makes=True))


def name_for(view: View, given: str, file: str) -> str:
    """Return the short name to load a plan under: the one it has already, for ever, else one that can be said.

    Refuses a name that would be taken for another plan's.
    """
    loaded, name = view.plans.all(), short_name(given)
    if given in loaded:
        return given
    for other in loaded:
        if short_name(other) == name and (other != name or view.plans.one(other).file != file):
            fault("same_name", {"file": file, "other": view.plans.one(other).file or other, "plan": other, "name": name})
    return name


async def load(store: SqlStore, read: PlanRead, yes: bool) -> None:
    """Compare, say what changes and how much is doubtful, ask, and store a plan; at its first load with its settings."""

    def compared(view: View) -> Edition:
        return editions.compared(view, read.plan, read.answers)

    def store_it(tx: Tx) -> tuple[DateRequest, ...]:
        tx.acting(at_the_command_line(real_now()))
        first = read.plan.short not in tx.plans.all()
        source = read.source.model_copy(update={"because": why})
        asked = editions.keep(tx, compared(tx).plan, source, real_now())
        if first and read.policy is not None:
            tx.plans.keep_settings(read.plan.short, read.policy, read.policy_source)
        return asked

    new = await store.read(compared)
    say("seed.counts", counts(new.plan))
    approves = bool(read.source.approved) and await store.read(lambda view: editions.is_held(view, read.plan.short))
    if new.changes_nothing and not approves:
        say("seed.nothing")
        return
    tell_edition(new)
    if read.doubts:
        say("seed.doubts", {"count": read.doubts})
    if not yes and not typer.confirm(words("program.seed.question")):
        refuse(words("program.seed.not_loaded"))
    why = read.source.because
    if new.retired and not why and not yes:
        why = kept(typer.prompt(words("program.seed.why_out"), default="", show_default=False))
    asked = await store.transact(store_it, plans=(new.plan.short,))
    for one in asked:
        say("seed.asks", {"what": told(one, RequestState.OPEN)})
    say("seed.loaded", {"plan": new.plan.short})


def tell_settings(view: View, short: str, policy: Policy | None, file: Path) -> None:
    """Say that a plan takes the settings that stand beside it, or later that it has others."""
    if policy is None:
        return
    if short not in view.plans.all():
        say("settings.taken", {"file": str(file)})
    elif found := changes(view.plans.policy(short), policy):
        keys = ", ".join(one.key for one in found)
        say("settings.differs", {"file": str(file), "keys": keys})


class Rehearsed(Exception):
    """Nothing of it is kept: it was done to see what it changes."""


def seed_people(
    file: Path,
    plan: PlanName = None,
    yes: Annotated[bool, typer.Option("--yes", help="Load without asking.")] = False,
) -> None:
    """Load the people of a plan from a CSV file, all or nothing. Asks first if a role or a right passes from somebody, a role
    would have several holders, or two people would have one name."""
    text = text_of(file)

    async def work(store: SqlStore) -> None:
        short = await store.read(lambda view: plan_named(view, plan))
        loaded = await store.read(lambda view: view.plans.one(short))
        try:
            rows = read_people(text, loaded)
        except PeopleErrors as wrong:
            refuse(str(wrong))

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

    run(with_store(settings().database_url, work))


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


# ---- the demo ----------------------------------------------------------------------------


seed_app.command("check")(seed_check)
seed_app.command("load")(seed_load)
seed_app.command("people")(seed_people)
seed_app.command("roles")(seed_roles)
seed_app.command("board")(seed_board)
seed_app.command("close")(seed_close)
