"""A document loaded: what would change is said first, by ref; a yes to that keeps it."""

from __future__ import annotations

from hashlib import sha256

from bot.conversation.office.plans.case import Case, found
from bot.conversation.office.plans.showing import sent_by
from bot.conversation.office.plans.taking import say
from bot.conversation.office.plans.tools import Tools
from bot.conversation.visit import Said
from bot.model.documents.draft import Draft
from bot.model.documents.edition import Edition
from bot.model.letters.message import Actions, Block, Button, Message, Paragraph, Spans
from bot.model.letters.talk import Reply, Say
from bot.model.people import PersonRow
from bot.model.plan import Source
from bot.model.updates.request import DateRequest, RequestState
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from bot.rules.documents.drafts import may_not_be_kept, outlook_of
from bot.wording import commands
from bot.wording.documents import editions
from bot.wording.documents.plans import counted, in_three_lines, left_open, stopped
from bot.wording.sentences import Fact, line, words
from bot.wording.updates.requests import told

MOST_LOADING = 60.0  # seconds: a plan of some thousand milestones is some hundred thousand rows


async def load(tools: Tools, said: Said, command: commands.LoadPlan) -> Reply:
    """Say what loading a document would change. Keep it, if that was said to whoever now says yes."""
    asker, in_place = said.asker, said.inbound.card is not None
    case = await tools.read(lambda view: found(view, asker, command.token, command.plan))
    if not case.read.is_placed:
        return await say(tools, asker, case, in_place)
    made = await tools.made(case)
    draft, edition = made.draft, made.edition
    if stops := may_not_be_kept(draft.plan):
        title = words("plans.take.stopped", {"file": case.read.file})
        lines = (*stopped(stops, draft.plan), line("plans.take.stopped_why"))
        return Say(message=Message(title=title, blocks=tuple(Paragraph(spans=spans) for spans in lines)), in_place=in_place)
    if edition.changes_nothing:
        return Say(message=Message(title=words("plans.load.nothing")), in_place=in_place)
    mark = _mark(case)
    if command.is_sure and case.read.shown == mark:
        return await _kept(tools, said, case, edition, command.why)
    await tools.transact(lambda tx: tx.documents_read.show(case.read.token, mark))
    notes = [line("plans.load.anew")] if command.is_sure and case.read.shown else []
    only_asks = await tools.read(lambda view: tools.editions.asks(view, case.read.plan))
    return Say(message=_asks(case, draft, edition, notes, only_asks), in_place=in_place)


def _mark(case: Case) -> str:
    """Return what tells one confirmation from another: the document, its answers, and the plan as it then stood."""
    told = (case.read.token, case.read.plan, sorted(case.answers.items()), case.head)
    return sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:16]


# ---- before ----------------------------------------------------------------------------------


def _asks(case: Case, draft: Draft, edition: Edition, notes: list[Spans], only_asks: bool) -> Message:
    """Say what would change, and ask for a yes. If it `only_asks`, the dates that it moves are not in force by that yes."""
    facts: dict[str, Fact] = {"file": case.read.file, "plan": case.read.plan}
    lines = (*notes, *sent_by(case), *in_three_lines(edition.plan, outlook_of(edition.plan, case.policy, case.today)))
    why = [line("plans.load.why", {"count": len(edition.retired)})] if edition.retired else []
    last = [*left_open(draft.doubts), *why, line("plans.load.typed")]
    token = case.read.token
    yes, no = commands.LoadPlan(is_sure=True, token=token), commands.PlanDraft(token=token)
    buttons = (
        Button(label=words("plans.load.yes"), command=str(yes), style="primary"),
        Button(label=words("plans.load.no"), command=str(no)),
    )
    changes = editions.told(edition, only_asks) if case.standing is not None else ()
    blocks: tuple[Block, ...] = (*map(_said, lines), *changes, *map(_said, last))
    title = words("plans.load.title" if case.standing is None else "plans.load.title_edition", facts)
    return Message(title=title, blocks=(*blocks, Actions(buttons=buttons)))


def _said(spans: Spans) -> Paragraph:
    return Paragraph(spans=spans)


# ---- done ------------------------------------------------------------------------------------


async def _kept(tools: Tools, said: Said, case: Case, edition: Edition, why: str) -> Reply:
    """Keep an edition, if nothing has changed since it was said back. Whoever brings a new plan is its admin."""
    asker, short, token = said.asker, case.read.plan, case.read.token

    def keep(tx: Tx) -> tuple[DateRequest, ...]:
        now = found(tx, asker, token, None)
        if now.read.loaded:
            raise Refusal("plan_loaded")
        if _mark(now) != case.read.shown:
            raise Refusal("plan_changed_since")
        tx.acting(said.by)
        source = Source(file=case.read.file, sha256=case.read.sha256, because=why)
        asked = tools.editions.keep(tx, edition.plan, source, asker.now)
        if case.standing is None:
            person = asker.person
            tx.people.save(short, [PersonRow(role=None, name=person.name, email=person.email, rights=("admin",))])
        tx.documents_read.load(token)
        return asked

    asked = await tools.transact(keep, plans=(short,), seconds=MOST_LOADING)
    lines = [line("program.seed.asks", {"what": told(one, RequestState.OPEN)}) for one in asked]
    if case.standing is None:
        lines.append(line("plans.load.people", {"plan": short}))
    now_theirs = asker.model_copy(update={"plans": tuple(dict.fromkeys((*asker.plans, short)))})
    case = await tools.read(lambda view: found(view, now_theirs, token, None))
    message = _saved(case, (await tools.counted(case)).draft, edition, lines)
    return Say(message=message, in_place=said.inbound.card is not None, changed_record=True)


def _saved(case: Case, draft: Draft, edition: Edition, lines: list[Spans]) -> Message:
    short = case.read.plan
    title = words("plans.load.done", {"plan": short, "counted": counted(edition.plan)})
    lines = [*lines, *left_open(draft.doubts)]
    buttons = [Button(label=words("plans.load.preview"), command=str(commands.Preview(plan=short)))]
    if draft.doubts:
        shown = commands.PlanDraft(token=case.read.token)
        buttons.append(Button(label=words("plans.load.questions"), command=str(shown)))
    blocks: tuple[Block, ...] = tuple(Paragraph(spans=spans) for spans in lines)
    return Message(title=title, blocks=(*blocks, Actions(buttons=tuple(buttons))))
