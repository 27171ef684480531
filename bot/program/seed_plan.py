"""`milepost seed check` and `seed load`: a plan's document read, shown as it will be asked, and loaded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from bot.model.draft import Draft
from bot.model.edition import Edition
from bot.model.plan import NO_FILE, Source
from bot.model.policy import Policy
from bot.model.request import DateRequest, RequestState
from bot.planning import editions
from bot.ports.record import Tx, View
from bot.program.composition import at_the_command_line, real_now, run, settings, with_store
from bot.program.draft_told import ask, is_asked, tell_doubts, tell_draft, tell_warnings
from bot.program.plan_file import PlanFile, answers_beside, open_plan
from bot.program.plan_settings import beside
from bot.program.terminal import Json, PlanName, fault, is_there, kept, print_json, refuse, say, source_of, tell_edition, text_of
from bot.reports.editions import with_order
from bot.reports.workbook import given
from bot.rules.drafts import may_not_be_kept, to_be_kept
from bot.rules.standing import local_day
from bot.wording.plan_name import short_name
from bot.wording.requests import told
from bot.wording.sentences import words
from bot.wording.settings import changes
from seed.answers import with_answers
from seed.check import as_json
from store.record import SqlStore

AnswersPath = Annotated[Path | None, typer.Option("--answers", help="The file of answers, if it is not beside the plan.")]
All = Annotated[bool, typer.Option("--all", help="Tell every question and everything to look at.")]


# ---- check -----------------------------------------------------------------------------------


def seed_check(file: Path, answers: AnswersPath = None, everything: All = False, json_out: Json = False) -> None:
    """Read a plan document and show it as it will be asked. Touches no database."""

    async def work() -> tuple[PlanFile, Draft]:
        opened = await open_plan(file, answers)
        return opened, await opened.draft(short_name(file.stem), opened.answers.answers)

    opened, draft = run(work())
    policy = opened.policy(draft.plan)
    unused = opened.unused(draft)
    if json_out:
        print_json(as_json(draft))
        return
    known = policy or Policy()
    tell_draft(draft, known, local_day(real_now(), known), everything)
    tell_doubts(draft, everything)
    tell_warnings(draft, everything)
    for sentence in unused:
        typer.echo(sentence)
    if not (draft.doubts or draft.warnings or unused):
        say("seed.clean")


# ---- load ------------------------------------------------------------------------------------


class PlanRead(NamedTuple):
    """A plan as it was read, with the settings beside it, where both came from, and all answers so far."""

    draft: Draft
    source: Source
    policy: Policy | None
    policy_source: Source
    answers: Mapping[str, str]


def seed_load(
    file: Path,
    plan: PlanName = None,
    answers: AnswersPath = None,
    yes: Annotated[bool, typer.Option("--yes", help="Load without asking. What is open stays open.")] = False,
    approved: Annotated[str, typer.Option("--approved", help="Who approved this edition, and when. Kept with it.")] = "",
    because: Annotated[str, typer.Option("--because", help="Why it leaves out what it leaves out. Kept with it.")] = "",
) -> None:
    """Load a plan, or a new edition of one: asks what is open, says what changes, then stores it in one go."""

    async def work(opened: PlanFile, store: SqlStore) -> None:
        stamp = await opened.stamp()
        back = await store.read(lambda view: given(view, stamp))
        opened = opened._replace(given=back if plan is None or (back and back.standing.short == plan) else None)
        known_as = plan or (stamp.plan if stamp and opened.given else file.stem)
        name = await store.read(lambda view: name_for(view, known_as, file.name))
        standing = await store.read(lambda view: view.plans.document(name) if name in view.plans.all() else None)
        before = {one.key: one.choice for one in standing.answers} if standing is not None else {}
        known = {**before, **opened.answers.answers}

        async def reads(answers: Mapping[str, str]) -> Draft:
            return with_order(await opened.draft(name, answers), standing, answers)

        draft = await reads(known)
        policy = opened.policy(draft.plan)
        for sentence in opened.unused(draft):
            typer.echo(sentence)
        if name != known_as:
            say("seed.named", {"plan": name})
        await store.read(lambda view: tell_settings(view, name, policy, beside(file)))
        fresh = {} if yes or not is_asked() else await asked(reads, known, draft)
        draft = await reads({**known, **fresh}) if fresh else draft
        in_force = await store.read(lambda view: view.plans.policy(name)) if standing is not None else policy or Policy()
        tell_draft(draft, in_force, local_day(real_now(), in_force))
        refuse_stopped(draft)
        whole = to_be_kept(draft.plan, standing, {**known, **fresh}, file.name, local_day(real_now(), in_force))
        draft = draft.model_copy(update={"plan": whole.model_copy(update={"short": name})})
        chosen = source_of(beside(file)) if policy is not None else NO_FILE
        source = source_of(file, approved).model_copy(update={"because": kept(because)})
        if await load(store, PlanRead(draft, source, policy, chosen, {**known, **fresh}), yes):
            keep_answers(answers or answers_beside(file), fresh)

    async def all_of_it() -> None:
        opened = await open_plan(file, answers)
        await with_store(settings().database_url, lambda store: work(opened, store), makes=True)

    run(all_of_it())


def refuse_stopped(draft: Draft) -> None:
    """End if something in a plan may not be kept. It was named already."""
    if may_not_be_kept(draft.plan):
        refuse(words("plans.take.stopped_why"))


async def asked(reads: Callable[[Mapping[str, str]], Awaitable[Draft]], known: dict[str, str], draft: Draft) -> dict[str, str]:
    """Ask whoever sits at the terminal what is open, one question after another. Answers may bring up further questions."""
    fresh: dict[str, str] = {}
    left: set[str] = set()
    while open_ := [doubt for doubt in draft.asked if doubt.key not in left | set(fresh)]:
        for number, doubt in enumerate(open_, 1):
            answer = ask(draft, doubt, number)
            left |= {doubt.key} if answer is None else set()
            fresh |= {} if answer is None else {doubt.key: answer}
        draft = await reads({**known, **fresh})
    return fresh


def keep_answers(file: Path, answers: dict[str, str]) -> None:
    """Write answers beside the plan, below those that stand there. They are in the record already."""
    if not answers:
        return
    before = text_of(file) if is_there(file) else ""
    try:
        file.write_text(with_answers(before, answers), encoding="utf-8")
    except OSError as failed:
        say("seed.answers_unwritten", {"file": str(file), "reason": failed.strerror or type(failed).__name__})
        return
    say("seed.answers_written", {"file": str(file)})


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


async def load(store: SqlStore, read: PlanRead, yes: bool) -> bool:
    """Compare, say what changes and how much is open, ask, and store a plan; at its first load with its settings.

    Returns False if it was loaded already.
    """
    plan = read.draft.plan

    def compared(view: View) -> Edition:
        return editions.compared(view, plan, read.answers, read.draft.keys)

    def store_it(tx: Tx) -> tuple[DateRequest, ...]:
        tx.acting(at_the_command_line(real_now()))
        first = plan.short not in tx.plans.all()
        source = read.source.model_copy(update={"because": why})
        made = editions.keep(tx, compared(tx).plan, source, real_now())
        if first and read.policy is not None:
            tx.plans.keep_settings(plan.short, read.policy, read.policy_source)
        return made

    new = await store.read(compared)
    approves = bool(read.source.approved) and await store.read(lambda view: editions.is_held(view, plan.short))
    if new.changes_nothing and not approves:
        say("seed.nothing")
        return False
    tell_edition(new)
    if read.draft.doubts:
        say("seed.open_one" if len(read.draft.doubts) == 1 else "seed.open", {"count": len(read.draft.doubts)})
    if read.draft.warnings:
        say("seed.doubts", {"count": len(read.draft.warnings)})
    if not yes and not typer.confirm(words("program.seed.question")):
        refuse(words("program.seed.not_loaded"))
    why = read.source.because
    if new.retired and not why and not yes:
        why = kept(typer.prompt(words("program.seed.why_out"), default="", show_default=False))
    for one in await store.transact(store_it, plans=(plan.short,)):
        say("seed.asks", {"what": told(one, RequestState.OPEN)})
    say("seed.loaded", {"plan": plan.short})
    return True


def tell_settings(view: View, short: str, policy: Policy | None, file: Path) -> None:
    """Say that a plan takes the settings that stand beside it, or later that it has others."""
    if policy is None:
        return
    if short not in view.plans.all():
        say("settings.taken", {"file": str(file)})
    elif found := changes(view.plans.policy(short), policy):
        keys = ", ".join(one.key for one in found)
        say("settings.differs", {"file": str(file), "keys": keys})
