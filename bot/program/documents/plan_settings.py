"""`milepost settings` and `milepost seed settings`: show a plan's settings, and what others would change before they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.model.plan import Plan
from bot.model.policy import Policy
from bot.planning import other_settings
from bot.planning.other_settings import ChangedNudge, Difference
from bot.planning.preview import Expected
from bot.ports.record import Tx, View
from bot.program.serving.composition import at_the_command_line, look, real_now, run, settings, with_store
from bot.program.terminal import Json, PlanName, plan_named, print_json, refuse, say, source_of, text_of
from bot.rules.calendar import working_days
from bot.rules.holders import find_role
from bot.rules.updates.standing import local_day
from bot.wording.sentences import Fact, words
from bot.wording.settings import Changed, as_json, changes, settings_message
from seed.settings import SettingsErrors, read_settings
from store.record import SqlStore

MOST_TOLD, MOST_REFS = 40, 4  # letters, and milestones of one, that a terminal is shown


def show_settings(plan: PlanName = None, json_out: Json = False) -> None:
    """Show the settings of a plan that are in force, with all defaults."""

    def found(view: View) -> tuple[Plan, Policy]:
        short = plan_named(view, plan)
        return view.plans.one(short), view.plans.policy(short)

    loaded, policy = look(found)
    if json_out:
        print_json(as_json(policy))
    else:
        typer.echo(settings_message(policy, loaded.title).plain())


def seed_settings(
    file: Path,
    plan: PlanName = None,
    yes: Annotated[bool, typer.Option("--yes", help="Keep them without asking.")] = False,
    json_out: Json = False,
) -> None:
    """Change a plan's settings: says what changes, also in the letters of the next 30 days, asks, then keeps them.

    With --json nothing is asked: without --yes nothing is kept.
    """
    text, source = text_of(file), source_of(file)

    async def work(store: SqlStore) -> None:
        short = await store.read(lambda view: plan_named(view, plan))
        policy = settings_of(text, await store.read(lambda view: view.plans.one(short)))
        found, letters = await store.read(lambda view: _compared(view, short, policy))
        doubts = await store.read(lambda view: tuple(_doubts(view, short, policy)))
        if json_out:
            shown = {"changes": [one.model_dump() for one in found], "letters": other_settings.as_json(letters)}
            print_json({"plan": short, **shown, "warnings": doubts, "kept": yes and bool(found)})
        else:
            _tell_changes(found)
            for doubt in doubts:
                typer.echo(doubt)
            _tell_letters(letters)
        if found and (yes or not json_out):
            if not yes and not typer.confirm(words("program.settings.question")):
                refuse(words("program.settings.not_kept"))

            def keep(tx: Tx) -> None:
                tx.acting(at_the_command_line(real_now()))
                other_settings.keep(tx, short, policy, source)

            await store.transact(keep, plans=(short,))
            if not json_out:
                say("settings.kept", {"plan": short})

    run(with_store(settings().database_url, work))


def settings_of(text: str, plan: Plan) -> Policy:
    """Read a settings file, or end with a line for each fault."""
    try:
        return read_settings(text, plan)
    except SettingsErrors as wrong:
        refuse(str(wrong))


def beside(file: Path) -> Path:
    """Return where a plan's settings stand: beside it."""
    return file.with_name(f"{file.stem}.settings.toml")


def _compared(view: View, short: str, policy: Policy) -> tuple[tuple[Changed, ...], Difference]:
    known = view.plans.policy(short)
    return changes(known, policy), other_settings.difference(view, short, local_day(real_now(), known), policy)


def _doubts(view: View, short: str, policy: Policy) -> Iterator[str]:
    """Say what may be a slip in settings that can be used: days on which nobody works, and who or what the plan does not know."""
    days, people, plan = working_days(policy), view.people.of(short), view.plans.one(short)
    for meeting in policy.board.meetings:
        if meeting.on not in days:
            yield words("program.settings.day_off", {"day": meeting.on, "audience": meeting.audience})
    emails = {person.email for person in people.persons}
    for name, audience in policy.audiences.items():
        for email in audience.people:
            if email not in emails:
                yield words("program.settings.unknown_person", {"audience": name, "email": email})
        if audience.approver and find_role(plan, audience.approver) is None:
            yield words("program.settings.unknown_role", {"audience": name, "role": audience.approver})


def _tell_changes(found: tuple[Changed, ...]) -> None:
    """Print each setting that would change, as it is and as it would be."""
    if not found:
        say("settings.nothing")
    for one in found:
        kind = "changed" if one.was and one.now else "added" if one.now else "dropped"
        say(f"settings.{kind}", {"key": one.key, "was": one.was, "now": one.now})


def _tell_letters(letters: Difference) -> None:
    if not letters.nudges and not letters.digests:
        say("settings.same_letters", {"days": other_settings.DAYS})
        return
    say("settings.letters", {"days": other_settings.DAYS, "count": len(letters.nudges) + len(letters.digests)})
    for nudge in letters.nudges[:MOST_TOLD]:
        _tell_nudge(nudge)
    if len(letters.nudges) > MOST_TOLD:
        say("settings.more_letters", {"count": len(letters.nudges) - MOST_TOLD})
    for digest in letters.digests:
        say("settings.digest", {"channel": digest.channel, "was": _clock(digest.was), "now": _clock(digest.now)})


def _tell_nudge(changed: ChangedNudge) -> None:
    if changed.was is None or changed.now is None:
        nudge, kind = (changed.was, "no_longer") if changed.was else (changed.now, "new")
        assert nudge is not None
        say(f"settings.{kind}", {"person": nudge.person, "said": _said(nudge)})
        return
    say("settings.other", {"person": changed.now.person, "was": _said(changed.was), "said": _said(changed.now)})


def _said(nudge: Expected) -> str:
    asked = [f"{ref} {kind.replace('_', ' ')}" for ref, kind, _ in nudge.milestones]
    refs = ", ".join(asked[:MOST_REFS])
    if len(asked) > MOST_REFS:
        refs = words("program.settings.more", {"refs": refs, "count": len(asked) - MOST_REFS})
    facts: dict[str, Fact] = {"at": _clock(nudge.at), "refs": refs or words("program.settings.news")}
    return words("program.settings.letter", facts)


def _clock(at: datetime | None) -> str:
    return f"{at:%a %d %b %Y %H:%M}" if at else words("program.settings.never")
