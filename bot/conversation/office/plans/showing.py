"""A draft shown: three lines, then the widest question with a button for each answer. The rest is under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.conversation.office.plans.case import Case
from bot.model.documents.draft import Draft, PlanDoubt
from bot.model.letters.message import Actions, Block, Button, Item, Items, Message, Paragraph, Spans
from bot.reports.documents.drafts import Made
from bot.rules.calendar import local_day
from bot.rules.documents.drafts import in_order, outlook_of
from bot.wording import commands
from bot.wording.documents.plans import about, in_three_lines
from bot.wording.sentences import Fact, line, words

MOST_BUTTONS = 6  # answers to press; the form holds all
MOST_LABEL = 70  # letters of an answer on a button
MOST_TOLD = 20  # smaller questions and warnings that are listed in chat, each


def shown(case: Case, made: Made, after: str = "", notes: Sequence[Spans] = ()) -> Message:
    """Show a draft, with the question after one that is left for later."""
    draft = made.draft
    asked = [doubt.key for doubt in draft.asked]
    at = asked.index(after) + 1 if after in asked else 0
    open_ = draft.asked[at] if at < len(draft.asked) else None
    lines = [*notes, *sent_by(case), *in_three_lines(draft.plan, outlook_of(draft.plan, case.policy, case.today))]
    blocks: list[Block] = [Paragraph(spans=spans) for spans in lines]
    if open_ is None:
        blocks.append(_told("plans.draft.later" if draft.asked else "plans.draft.none_open"))
    else:
        blocks += _question(case, draft, open_, at + 1)
    blocks += _rest(case, made, at)
    return Message(title=_title(case), blocks=tuple(blocks), further=_further(case, draft))


def _title(case: Case) -> str:
    standing = case.standing
    facts: dict[str, Fact] = {"file": case.read.file, "plan": standing.title if standing is not None else case.read.plan}
    if standing is None:
        return words("plans.draft.title", facts)
    return words("plans.draft.title_loaded" if case.read.loaded else "plans.draft.title_of", facts)


def sent_by(case: Case) -> Iterator[Spans]:
    """Say who sent a document, to another."""
    if case.sender:
        yield line("plans.draft.sent_by", {"name": case.sender, "on": local_day(case.read.at, case.policy.zone)})


def _told(name: str, facts: dict[str, Fact] | None = None) -> Paragraph:
    return Paragraph(spans=line(name, facts))


# ---- the question ----------------------------------------------------------------------------


def _question(case: Case, draft: Draft, doubt: PlanDoubt, number: int) -> Iterator[Block]:
    facts: dict[str, Fact] = {"number": number, "count": len(draft.asked), "question": doubt.question}
    yield _told("plans.question.title", facts)
    milestones = {one.ref: one for one in draft.plan.milestones}
    yield from (Paragraph(spans=spans) for spans in about(doubt, milestones))
    if doubt.free:
        yield _told("plans.question.typed", {"key": doubt.key})
    else:
        yield _told("plans.question.typed_choices", {"key": doubt.key})
    yield Actions(buttons=tuple(_answers(case, doubt)))


def _answers(case: Case, doubt: PlanDoubt) -> Iterator[Button]:
    for choice in in_order(doubt)[:MOST_BUTTONS]:
        said = str(commands.Settle(key=doubt.key, choice=choice, token=case.read.token))
        is_default = choice == doubt.default
        label = words("plans.question.suggested", {"choice": _brief(choice)}) if is_default else _brief(choice)
        yield Button(label=label, command=said, style="primary" if is_default else "plain", spoken=choice)
    later = commands.PlanDraft(key=doubt.key, token=case.read.token)
    yield Button(label=words("plans.question.later"), command=str(later))


def _brief(choice: str) -> str:
    return choice if len(choice) <= MOST_LABEL else f"{choice[: MOST_LABEL - 4]} ..."


# ---- the rest --------------------------------------------------------------------------------


def _rest(case: Case, made: Made, at: int) -> Iterator[Block]:
    """Say what comes after the question, and how things stand with the document."""
    draft, is_loaded = made.draft, case.read.loaded or made.edition.changes_nothing
    more = len(draft.asked) - at - 1
    if more > 0:
        yield _told("plans.draft.more_one" if more == 1 else "plans.draft.more", {"count": more})
    if draft.warnings:
        one = len(draft.warnings) == 1
        yield _told("plans.draft.warnings_one" if one else "plans.draft.warnings", {"count": len(draft.warnings)})
    if not is_loaded:
        yield _told("plans.draft.not_loaded" if case.standing is None else "plans.draft.edition_not_loaded")
    elif not case.read.loaded:
        yield _told("plans.draft.loaded_already")
    if buttons := tuple(_deeds(case, draft, is_loaded)):
        yield Actions(buttons=buttons)


def _deeds(case: Case, draft: Draft, is_loaded: bool) -> Iterator[Button]:
    token = case.read.token
    if draft.asked:
        yield Button(label=words("plans.question.form"), command=str(commands.PlanForm(token=token)))
    if not is_loaded:
        yield Button(label=words("plans.question.load"), command=str(commands.LoadPlan(token=token)))
    if not case.read.loaded:
        yield Button(label=words("plans.question.forget"), command=str(commands.ForgetPlan(token=token)))


def _further(case: Case, draft: Draft) -> Message | None:
    """Return the smaller questions and the warnings, as many as a chat can take."""
    blocks: list[Block] = []
    if draft.listed:
        lines = tuple(Item(spans=_listed(doubt)) for doubt in draft.listed[:MOST_TOLD])
        blocks.append(Items(heading=words("plans.further.listed"), lines=lines))
    if draft.warnings:
        facts = [{"place": one.place or f"{one.line}", "message": one.message} for one in draft.warnings[:MOST_TOLD]]
        items = tuple(Item(spans=line("plans.further.warning", fact)) for fact in facts)
        blocks.append(Items(heading=words("plans.further.warnings"), lines=items))
    rest = max(len(draft.listed) - MOST_TOLD, 0) + max(len(draft.warnings) - MOST_TOLD, 0)
    if rest:
        blocks.append(_told("plans.further.rest", {"count": rest}))
    return Message(title=words("plans.further.title", {"file": case.read.file}), blocks=tuple(blocks)) if blocks else None


def _listed(doubt: PlanDoubt) -> Spans:
    choices = words("plans.further.or").join(in_order(doubt)) or words("plans.further.listed_free")
    return line("plans.further.listed_line", {"question": doubt.question, "key": doubt.key, "choices": choices})
