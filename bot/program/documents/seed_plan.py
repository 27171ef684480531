"""`milepost seed check` and `seed load`: a plan's document read, shown as it will be asked, and loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from bot.model.documents.draft import Draft, PlanDoubt
from bot.model.letters.message import plain
from bot.model.plan import NO_FILE, Plan, Source
from bot.model.policy import Policy
from bot.model.updates.request import DateRequest, RequestState
from bot.planning import editions
from bot.ports.record import Tx, View
from bot.program.documents.draft_told import as_typed, ask, is_asked, tell_doubts, tell_draft, tell_warnings
from bot.program.documents.plan_file import PlanFile, answers_beside, open_plan
from bot.program.documents.plan_settings import beside
from bot.program.documents.several import Files, Several
from bot.program.serving.composition import at_the_command_line, real_now, run, settings, with_store
from bot.program.terminal import (
    Json,
    PlanName,
    fault,
    is_there,
    kept,
    out,
    print_json,
    refuse,
    say,
    source_of,
    tell_edition,
    text_of,
)
from bot.reports.documents.drafts import Made, answered, made, named
from bot.reports.documents.workbook import given
from bot.rules.documents.drafts import may_not_be_kept
from bot.rules.updates.standing import local_day
from bot.wording.documents.plan_name import short_name
from bot.wording.documents.plans import left_open
from bot.wording.sentences import words
from bot.wording.settings import changes
from bot.wording.updates.requests import told
from seed.answers import with_answers
from seed.check import as_json
from store.record import SqlStore

AnswersPath = Annotated[Path | None, typer.Option("--answers", help="The file of answers, or the review workbook.")]
All = Annotated[bool, typer.Option("--all", help="Tell every question and everything to look at.")]


# ---- check -----------------------------------------------------------------------------------


def seed_check(
    file: Path,
    answers: AnswersPath = None,
    review: Annotated[Path | None, typer.Option("--review", help="Write it into this workbook, to be answered in Excel.")] = None,
    everything: All = False,
    json_out: Json = False,
) -> None:
    """Read a plan document and show it as it will be asked. Touches no database."""
    if review is not None and is_there(review):
        fault("review_there", {"file": str(review)})

    async def work() -> tuple[PlanFile, Draft]:
        opened = await open_plan(file, answers)
        return opened, await opened.draft(short_name(file.stem), opened.answers.answers)

    opened, draft = run(work())
    policy = opened.policy(draft.plan)
    unused = opened.unused(draft.plan, draft.doubts)
    if review is not None:
        write_review(review, draft)
    if json_out:
        print_json(as_json(draft))
        return
    if review is not None:
        say("seed.review_written", {"file": str(review), "command": f"{as_typed(file)} --answers {as_typed(review)}"})
    known = policy or Policy()
    tell_draft(draft, known, local_day(real_now(), known), everything)
    tell_doubts(draft, file, everything)
    tell_warnings(draft, everything)
    for sentence in unused:
        typer.echo(sentence)
    if not (draft.doubts or draft.warnings or unused):
        say("seed.clean")


def write_review(file: Path, draft: Draft) -> None:
    """Write a draft into a new workbook, or end with one line that says why not."""
    from seed.review import as_workbook  # noqa: PLC0415 (its library is large, and few need it)

    try:
        with file.open("xb") as opened:
            opened.write(as_workbook(draft))
    except OSError as failed:
        fault("unwritable", {"file": str(file), "reason": failed.strerror or type(failed).__name__})


# ---- load ------------------------------------------------------------------------------------


class PlanRead(NamedTuple):
    """A plan as it was read, what that makes of it beside the one that is loaded, the settings, and where both came from."""

    made: Made
    plan: Plan
    source: Source
    policy: Policy | None
    policy_source: Source


class Wanted(NamedTuple):
    """The options that a document is loaded with."""

    plan: str | None
    yes: bool
    approved: str
    because: str


def seed_load(
    files: Files,
    plan: PlanName = None,
    answers: AnswersPath = None,
    yes: Annotated[bool, typer.Option("--yes", help="Load without asking. What is open stays open.")] = False,
    approved: Annotated[str, typer.Option("--approved", help="Who approved this edition, and when. Kept with it.")] = "",
    because: Annotated[str, typer.Option("--because", help="Why it leaves out what it leaves out. Kept with it.")] = "",
) -> None:
    """Load a plan, or a new edition of one: asks what is open, says what changes, then stores it in one go. Of several files each
    is loaded by itself, under its own name."""
    several, wanted = Several(files), Wanted(plan, yes, approved, because)
    several.refuse_with(plan=plan, answers=answers)

    async def work(store: SqlStore, first: PlanFile | None) -> None:
        for file in files:
            await several.take(file, read_and_load(store, file, first, wanted))

    async def all_of_it() -> None:
        # One that is no plan makes no database.
        alone = await open_plan(files[0], answers) if len(files) == 1 else None
        await with_store(settings().database_url, lambda store: work(store, alone), makes=True)

    run(all_of_it())
    several.end()


async def read_and_load(store: SqlStore, file: Path, read: PlanFile | None, wanted: Wanted) -> None:
    """Load one document, which is read first if it was not."""
    await load_file(store, read or await open_plan(file), wanted)


async def load_file(store: SqlStore, opened: PlanFile, wanted: Wanted) -> None:
    """Load one document that was read."""
    file, yes = opened.file, wanted.yes
    opened = await known_again(opened, store, wanted.plan)
    called = wanted.plan or (opened.given.standing.short if opened.given else file.stem)
    name = await store.read(lambda view: name_for(view, called, file.name))
    if name != called:
        say("seed.named", {"plan": name})
    before = await store.read(lambda view: answers_of(view, name))
    reading = Reading(opened, store, name, {**before, **opened.answers.answers})
    found = await reading.made({})
    policy = opened.policy(found.draft.plan)
    for sentence in opened.unused(found.read.plan, found.draft.doubts):
        typer.echo(sentence)
    await store.read(lambda view: tell_settings(view, name, policy, beside(file)))
    in_force = await store.read(lambda view: view.plans.policy(name) if name in view.plans.all() else policy or Policy())
    today = local_day(real_now(), in_force)
    tell_draft(found.draft, in_force, today)
    refuse_stopped(found.draft)
    fresh = {} if yes or not is_asked() else await asked(reading, found.draft)
    if fresh:
        found = await reading.made(fresh)
        tell_draft(found.draft, in_force, today)
        refuse_stopped(found.draft)
    source = source_of(file, wanted.approved).model_copy(update={"because": kept(wanted.because)})
    chosen = source_of(beside(file)) if policy is not None else NO_FILE
    plan_read = named(found.read.plan, name, file.name, {**reading.known, **fresh})
    if await load(store, file, PlanRead(found, plan_read, source, policy, chosen), yes):
        keep_answers(answers_beside(file), fresh)


async def known_again(opened: PlanFile, store: SqlStore, plan: str | None) -> PlanFile:
    """Return a document with the workbook that it was given as, if Milepost gave it of the plan that is meant."""
    stamp = await opened.stamp()
    if stamp is None or plan not in (None, stamp.plan):
        return opened
    back = await store.read(lambda view: given(view, stamp))
    return opened._replace(given=back)


class Reading(NamedTuple):
    """A document that is being loaded as the plan of a name, with the answers known before anybody is asked."""

    opened: PlanFile
    store: SqlStore
    name: str
    known: Mapping[str, str]

    async def made(self, fresh: Mapping[str, str]) -> Made:
        """Return the draft by the answers, with fresh ones, as the edition that it would be."""
        answers = {**self.known, **fresh}
        read = await self.opened.draft(self.name, answers)

        def beside_it(view: View) -> Made:
            known = self.name in view.plans.all()
            standing, stands = (view.plans.document(self.name), view.plans.one(self.name)) if known else (None, None)
            return made(read, self.name, self.opened.file.name, answers, standing, stands)

        return await self.store.read(beside_it)


def answers_of(view: View, short: str) -> dict[str, str]:
    """Return the answers with which a plan was loaded last."""
    return answered(view.plans.document(short)) if short in view.plans.all() else {}


def refuse_stopped(draft: Draft) -> None:
    """End if something in a plan may not be kept. It was named already."""
    if may_not_be_kept(draft.plan):
        refuse(words("plans.take.stopped_why"))


async def asked(reading: Reading, draft: Draft) -> dict[str, str]:
    """Ask whoever sits at the terminal what is open, one question after another. Answers may bring up further questions."""
    fresh: dict[str, str] = {}
    left: set[str] = set()
    while open_ := [doubt for doubt in draft.asked if doubt.key not in left | set(fresh)]:
        for number, doubt in enumerate(open_, 1):
            answer = await answer_to(reading, draft, doubt, number, fresh)
            left |= {doubt.key} if answer is None else set()
            fresh |= {} if answer is None else {doubt.key: answer}
        draft = (await reading.made(fresh)).draft
    return fresh


async def answer_to(reading: Reading, draft: Draft, doubt: PlanDoubt, number: int, fresh: Mapping[str, str]) -> str | None:
    """Ask one question until it is answered or left: free words that nothing can be made of settle nothing."""
    while True:
        answer = ask(draft, doubt, number)
        if answer is None or answer in doubt.choices:
            return answer
        found = (await reading.made({**fresh, doubt.key: answer})).draft
        if all(one.key != doubt.key for one in found.doubts):
            return answer
        say("seed.no_answer", {"said": answer})


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


async def load(store: SqlStore, file: Path, read: PlanRead, yes: bool) -> bool:
    """Compare, say what changes and how much is open, ask, and store a plan; at its first load with its settings.

    Returns False if it was loaded already.
    """
    plan, new, draft = read.plan, read.made.edition, read.made.draft

    def store_it(tx: Tx) -> tuple[DateRequest, ...]:
        tx.acting(at_the_command_line(real_now()))
        first = plan.short not in tx.plans.all()
        source = read.source.model_copy(update={"because": why})
        compared = editions.compared(tx, plan, {one.key: one.choice for one in plan.answers}, read.made.read.keys)
        asks = editions.keep(tx, compared.plan, source, real_now())
        if first and read.policy is not None:
            tx.plans.keep_settings(plan.short, read.policy, read.policy_source)
        return asks

    if draft.keys:  # `seed check` knows no record, and so not what was changed in a workbook that came out of it
        tell_warnings(draft)
    approves = bool(read.source.approved) and await store.read(lambda view: editions.is_held(view, plan.short))
    if new.changes_nothing and not approves:
        say("seed.nothing")
        return False
    asks = not read.source.approved and await store.read(lambda view: editions.asks(view, plan.short))
    tell_edition(new, asks)
    for spans in left_open(draft.doubts):
        out.print(plain(spans))
    if draft.warnings and not draft.keys:
        name = "seed.doubts_one" if len(draft.warnings) == 1 else "seed.doubts"
        say(name, {"count": len(draft.warnings), "file": as_typed(file)})
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
