"""`milepost seed measures` and `seed readings`: measures from the plan's own sentences or a file, and readings from a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from bot.conversation.office.plans import keeping
from bot.model.measures.files import FileFaults, MeasureRow, Outcome, ReadingRow
from bot.model.measures.measure import Measure
from bot.model.measures.proposal import Proposal
from bot.model.plan import Plan
from bot.ports.record import Tx, View
from bot.program.documents.proposals_json import proposals_json
from bot.program.serving.composition import at_the_command_line, look, real_now, run, settings, with_store
from bot.program.terminal import Json, PlanName, bytes_of, fault, plan_named, print_json, refuse, write
from bot.rules.measures import proposals as rules
from bot.rules.updates.standing import local_day
from bot.wording.measures.proposals import measure_row_lines, proposal_lines, reading_row_line
from bot.wording.sentences import Fact, words
from seed.measures.measures_file import as_csv, read_measures
from seed.measures.of_plan import proposed
from seed.measures.readings_file import read_readings
from seed.sources.kinds import kind_of
from seed.words import say as kind_in_words
from store.record import SqlStore

Yes = Annotated[bool, typer.Option("--yes", help="Save without asking.")]


def seed_measures(
    file: Annotated[Path | None, typer.Argument(help="A CSV file of measures.")] = None,
    from_plan: Annotated[bool, typer.Option("--from-plan", help="Propose measures from the plan's own sentences.")] = False,
    only: Annotated[str, typer.Option("--only", help="Set these of the proposals alone, for example 1,4-9.")] = "",
    in_words: Annotated[bool, typer.Option("--words", help="With those that are answered in words.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the measures of the plan into this CSV file.")] = None,
    plan: PlanName = None,
    yes: Yes = False,
    json_out: Json = False,
) -> None:
    """Set a plan's measures from its own sentences or from a CSV file: shows them, asks, then sets all or none.

    With --from-plan --json nothing is asked: without --yes nothing is kept.
    """
    if out is not None:
        _refuse_if(file is not None or from_plan, "only_out")
        write({out: look(lambda view: as_csv(view.measures.all(plan_named(view, plan))))}, yes)
        tell("done.written", {"file": str(out)})
        return
    _refuse_if(file is not None and from_plan, "both")
    _refuse_if(bool(only or in_words) and file is not None, "only_plan")
    _refuse_if(json_out and file is not None, "json_plan")
    if file is not None:
        held = table_bytes(file)
        run(with_store(settings().database_url, lambda store: _from_file(store, held, plan, yes)))
        return
    _refuse_if(not from_plan, "which")
    run(with_store(settings().database_url, lambda store: _from_plan(store, plan, only, in_words, yes, json_out)))


def tell(name: str, facts: dict[str, Fact] | None = None) -> None:
    """Print one sentence of `prompts/proposals.toml`."""
    typer.echo(words(f"proposals.{name}", facts))


def table_bytes(file: Path) -> bytes:
    """Read a CSV file, or end with one line that says why not."""
    held = bytes_of(file)
    if kind := kind_of(held):
        fault("not_csv", {"file": str(file), "kind": kind_in_words("kind", kind)})
    return held


def confirmed(yes: bool, question: str) -> None:
    """Ask, unless yes was said. Ends if the answer is no."""
    if not yes and not typer.confirm(words(f"proposals.question.{question}")):
        refuse(words("proposals.question.not_set"))


def _refuse_if(wrong: bool, name: str) -> None:
    if wrong:
        raise typer.BadParameter(words(f"proposals.file.{name}"))


# ---- from the plan ---------------------------------------------------------------------------


class Found(NamedTuple):
    """A plan with all that its sentences propose, and the measures that are set."""

    short: str
    plan: Plan
    proposals: tuple[Proposal, ...]
    measures: tuple[Measure, ...]

    @property
    def left(self) -> tuple[Proposal, ...]:
        """Return what is not set yet."""
        return rules.left(self.proposals, self.measures)


def proposals_of(view: View, named: str | None) -> Found:
    """Return what a plan's sentences propose, with what is set."""
    short = plan_named(view, named)
    plan = view.plans.one(short)
    return Found(short, plan, proposed(plan, view.plans.policy(short).calendar), view.measures.all(short))


async def _from_plan(store: SqlStore, plan: str | None, only: str, in_words: bool, yes: bool, json_out: bool) -> None:
    found = await store.read(lambda view: proposals_of(view, plan))
    wanted = _wanted(found, only, in_words)
    if not json_out:
        _tell(found, wanted, in_words or bool(only))
    if not wanted or (json_out and not yes):
        if json_out:
            print_json(proposals_json(found.plan, found.proposals, found.measures))
        return
    if not json_out:
        confirmed(yes, "set")

    def keep(tx: Tx) -> tuple[Measure, ...]:
        now = real_now()
        tx.acting(at_the_command_line(now))
        still = rules.left(wanted, tx.measures.all(found.short))
        return keeping.begin(tx, found.short, [one.terms for one in still], now)

    begun = await store.transact(keep, plans=(found.short,))
    if json_out:
        print_json(proposals_json(found.plan, found.proposals, (*found.measures, *begun)))
        return
    handles = ", ".join(one.handle for one in begun)
    tell("done.set_one" if len(begun) == 1 else "done.set", {"count": len(begun), "handles": handles})
    if begun:
        tell("summary.no_owner", {"handle": begun[0].handle})


def _wanted(found: Found, only: str, in_words: bool) -> tuple[Proposal, ...]:
    """Return the proposals that are meant: those named, else those with a number, with those in words if that is said."""
    if not only:
        return tuple(one for one in found.left if in_words or not one.terms.in_words)
    chosen = rules.chosen(found.left, only)
    if isinstance(chosen, str):
        name = "only_set" if isinstance(rules.chosen(found.proposals, chosen), tuple) else "only_none"
        refuse(words(f"proposals.file.{name}", {"said": chosen}))
    return chosen


def _tell(found: Found, wanted: Sequence[Proposal], all_of_it: bool) -> None:
    """Show what would be set, and count what is not shown."""
    sentences = sum(len(action.success_measures) for action in found.plan.actions)
    if not sentences:
        tell("summary.no_sentences")
        return
    with_target = {(one.sentence, one.terms.actions) for one in found.proposals if one.sets_target}
    quantities = sum(one.quantities for one in found.proposals)
    tell("summary.counted", {"sentences": sentences, "with_target": len(with_target), "quantities": quantities})
    before = len(found.proposals) - len(found.left)
    if before:
        tell("summary.set_before", {"count": before})
    if wanted:
        targets = sum(one.sets_target for one in wanted)
        tell("summary.to_set_one" if len(wanted) == 1 else "summary.to_set", {"count": len(wanted), "with_target": targets})
    for one in wanted:
        for line in proposal_lines(one):
            typer.echo(line)
    if wanted:
        tell("summary.usual")
    others = sum(one.terms.in_words for one in found.left)
    if others and not all_of_it:
        tell("summary.in_words", {"count": others})
    elif not found.left:
        tell("summary.none_left")


# ---- from a file -----------------------------------------------------------------------------


async def _from_file(store: SqlStore, held: bytes, plan: str | None, yes: bool) -> None:
    def read(view: View) -> tuple[str, tuple[MeasureRow, ...]]:
        short = plan_named(view, plan)
        return short, read_measures(held, view.plans.one(short), view.measures.all(short))

    try:
        short, rows = await store.read(read)
    except FileFaults as wrong:
        refuse(str(wrong))
    for row in rows:
        for line in measure_row_lines(row) if row.outcome is not Outcome.SAME else measure_row_lines(row)[:1]:
            typer.echo(line)
    counts: dict[str, Fact] = {one.value: sum(row.outcome is one for row in rows) for one in Outcome}
    if counts["same"] == len(rows):
        tell("done.nothing")
        return
    confirmed(yes, "file")

    def keep(tx: Tx) -> None:
        now = real_now()
        tx.acting(at_the_command_line(now))
        fresh = read_measures(held, tx.plans.one(short), tx.measures.all(short))
        keeping.keep_measures(tx, short, fresh, now)

    await store.transact(keep, plans=(short,))
    tell("done.measures", counts)


# ---- readings --------------------------------------------------------------------------------


def seed_readings(
    file: Annotated[Path, typer.Argument(help="A CSV file with m, as_at, value, numerator, denominator and note.")],
    plan: PlanName = None,
    yes: Yes = False,
) -> None:
    """Record readings of measures from a CSV file: says what is new and what it corrects, asks, then keeps all or none."""
    held = table_bytes(file)

    def read(view: View) -> tuple[str, tuple[ReadingRow, ...]]:
        short, now = plan_named(view, plan), real_now()
        today = local_day(now, view.plans.policy(short))
        return short, read_readings(held, view.measures.all(short), today, now)

    async def work(store: SqlStore) -> None:
        try:
            short, rows = await store.read(read)
        except FileFaults as wrong:
            refuse(str(wrong))
        for row in rows:
            typer.echo(reading_row_line(row))
        counts: dict[str, Fact] = {one.value: sum(row.outcome is one for row in rows) for one in Outcome}
        if counts["same"] == len(rows):
            tell("done.nothing")
            return
        confirmed(yes, "file")

        def keep(tx: Tx) -> None:
            tx.acting(at_the_command_line(real_now()))
            keeping.keep_readings(tx, short, read(tx)[1])

        await store.transact(keep, plans=(short,))
        tell("done.readings", counts)

    run(with_store(settings().database_url, work))
