"""`milepost record`: the record verified, its heads, and its entries one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

import typer

from bot.conversation.office.giving_back import GIVEN_BACK, give_back
from bot.model.record.entry import Entry, Head
from bot.ports.record import Tx, View
from bot.program.serving.composition import at_the_command_line, look, real_now, run, settings, with_store
from bot.program.terminal import AsAt, Json, PlanName, as_at_of, fault, plan_named, print_json, refuse, say
from bot.reports.record.past import entry_by
from bot.reports.record.proof import SURE, Checked, log_json, verify_json
from bot.reports.record.proof import verify as verified
from bot.wording.sentences import Fact, words
from store.record import SqlStore

HEAD = re.compile(rf"(?P<plan>.+):(?P<entry>\d+):(?P<digest>[0-9a-fA-F]{{{SURE},64}})")
UNDO_WITHIN = timedelta(minutes=10)
UNDONE = "record undo"  # what is kept as the words of whoever undoes a change here
record_app = typer.Typer(no_args_is_help=True, help="Verify the record, and read it entry by entry.")
Heads = Annotated[list[str] | None, typer.Option("--head", help="A head kept elsewhere, as PLAN:ENTRY:DIGEST.")]


def verify(plan: PlanName = None, as_at: AsAt = None, head: Heads = None, json_out: Json = False) -> None:
    """Say of each plan if its record is whole. Exit code 1 if one is not."""
    given = [head_of(text) for text in head or ()]
    now = real_now()

    def found(view: View) -> list[Checked]:
        shorts = [plan_named(view, plan)] if plan else list(view.plans.all())
        for short, _ in given:
            plan_named(view, short)
        return [
            verified(view, short, [one for name, one in given if name == short], upto_of(view, short, as_at))
            for short in shorts
        ]

    def upto_of(view: View, short: str, text: str | None) -> int | None:
        return None if text is None else entry_by(view, short, as_at_of(text, view.plans.policy(short), now), now)

    checked = look(found)
    print_json(verify_json(checked)) if json_out else tell(checked)
    if not all(one.is_whole for one in checked):
        raise typer.Exit(1)


def tell(checked: Sequence[Checked]) -> None:
    """Print for people what verifying found."""
    for one in checked:
        typer.echo(outcome(one))
    if not checked:
        say("record.empty")


def outcome(one: Checked) -> str:
    """Say what verifying one plan found."""
    facts: dict[str, Fact] = {"plan": one.plan, "entries": one.entries, "entry": one.head.entry, "digest": one.head.digest}
    found = "whole" if one.is_whole else "differs" if one.differs else "broken"
    return words(f"program.record.{found}", {**facts, "broken": one.broken_at or 0})


def head_of(text: str) -> tuple[str, Head]:
    """Read a head as given on the command line, and the plan it is of."""
    given = HEAD.fullmatch(text.strip())
    if given is None:
        fault("head", {"text": text})
    return given["plan"], Head(entry=int(given["entry"]), digest=given["digest"].lower())


def head(plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Print each plan's last entry and its digest: kept elsewhere, it shows later if the record was cut off or made anew."""
    now = real_now()

    def found(view: View) -> dict[str, dict[str, object]]:
        shorts = [plan_named(view, plan)] if plan else view.plans.all()
        return {short: _head(view, short) for short in shorts}

    def _head(view: View, short: str) -> dict[str, object]:
        moment = None if as_at is None else as_at_of(as_at, view.plans.policy(short), now)
        last = view.entries.head(short, None if moment is None else entry_by(view, short, moment, now))
        return {**last.model_dump(), "as_at": moment.isoformat() if moment else None, "entries": last.entry}

    shown = look(found)
    if json_out:
        print_json(shown)
        return
    for short, one in shown.items():
        say("record.head", {"plan": short, "entry": str(one["entry"]), "digest": str(one["digest"])})


def log(plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Print every entry of a plan, oldest first: who said what, when, in which capacity and from where."""
    now = real_now()

    def found(view: View) -> list[dict[str, object]]:
        short = plan_named(view, plan)
        upto = None if as_at is None else entry_by(view, short, as_at_of(as_at, view.plans.policy(short), now), now)
        return log_json(view, short, upto)

    entries = look(found)
    if json_out:
        print_json(entries)
        return
    for one in entries:
        by = " ".join(str(one[name]) for name in ("by", "capacity") if one[name])
        facts: dict[str, Fact] = {name: str(one[name] or "") for name in ("entry", "at", "kind", "about")}
        say("record.line", {**facts, "by": by})


def undo(
    plan: PlanName = None,
    yes: Annotated[bool, typer.Option("--yes", help="Undo without asking.")] = False,
) -> None:
    """Undo the last change that was made at the command line, within 10 minutes. Both it and its end stay on the record."""
    now = real_now()

    async def work(store: SqlStore) -> None:
        short = await store.read(lambda view: plan_named(view, plan))
        entries = await store.read(lambda view: last_at_the_command_line(view, short, now))
        if not entries:
            refuse(words("program.record.nothing_to_undo", {"minutes": str(UNDO_WITHIN // timedelta(minutes=1))}))
        what = ", ".join(dict.fromkeys(entry.header.kind.value for entry in entries))
        say("record.undo_found", {"plan": short, "at": entries[0].header.at.isoformat(), "what": what})
        if not yes and not typer.confirm(words("program.record.undo_question")):
            refuse(words("program.record.undo_kept"))

        def take_back(tx: Tx) -> None:
            tx.acting(at_the_command_line(now).model_copy(update={"said": UNDONE}))
            give_back(tx, short, entries)
            tx.people.forget_file(short)

        await store.transact(take_back)
        last = (await store.read(lambda view: view.entries.head(short))).entry
        say("record.undone", {"first": entries[-1].header.number + 1, "last": last})

    run(with_store(settings().database_url, work))


def last_at_the_command_line(view: View, short: str, now: datetime) -> list[Entry]:
    """Return the entries of the last change made at the command line in the last minutes, and not yet undone."""
    capacity, after = at_the_command_line(now).capacity, view.entries.upto(short, now - UNDO_WITHIN)
    links = [link for link in view.entries.links(short, after) if link.header.kind in GIVEN_BACK]
    made = [link.header for link in links if link.fields.get("capacity") == capacity and link.fields.get("said") != UNDONE]
    undone = [link.header.number for link in links if link.fields.get("said") == UNDONE]
    if not made or (undone and undone[-1] > made[-1].number):
        return []
    numbers = [header.number for header in made if header.at == made[-1].at]
    return [entry for number in numbers if (entry := view.entries.entry(short, number)) is not None]


record_app.command("undo")(undo)
record_app.command("verify")(verify)
record_app.command("head")(head)
record_app.command("log")(log)
