"""Each command about the plan's document, put to whoever does it. To read a document takes longer than a transaction may."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.office.plans import loading, settling, tables, taking
from bot.conversation.office.plans.case import found
from bot.conversation.office.plans.showing import shown
from bot.conversation.office.plans.tools import Tools
from bot.conversation.visit import Said
from bot.model.documents.not_a_plan import NotAPlan
from bot.model.letters.message import Message, Paragraph
from bot.model.letters.talk import MOST_FILE, Asker, Inbound, Reply, Say
from bot.model.spelling import legible
from bot.ports.channel import Channel
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from bot.wording import commands
from bot.wording.sentences import line, words


async def bring(tools: Tools, asker: Asker, inbound: Inbound, channel: Channel, plan: str | None) -> Reply:
    """Fetch a file that somebody brings, once they may bring one, and take it."""
    await tools.read(lambda view: taking.may_bring(view, asker, inbound))
    (file,) = inbound.files
    held = await channel.fetch(file, MOST_FILE)
    try:
        return await taking.take(tools, asker, inbound, file.name, held, plan)
    except NotAPlan as wrong:
        return _not_read(legible(file.name), wrong)


async def act(tools: Tools, said: Said, command: commands.PlanWork) -> Reply:
    """Do what an admin says of a document."""
    if said.inbound.chat.open or not said.inbound.chat.private:
        raise Refusal("alone_in_private")
    try:
        if command.token is not None:
            await tools.transact(lambda tx: _take_up(tx, said.asker, command))
        return await _done(tools, said, command)
    except NotAPlan as wrong:
        case = await tools.read(lambda view: found(view, said.asker, command.token, command.plan))
        return _not_read(case.read.file, wrong)


def _take_up(tx: Tx, asker: Asker, command: commands.PlanWork) -> None:
    """Note who has a document in hand: what they type next, without naming one, means this one."""
    case = found(tx, asker, command.token, command.plan)
    tx.documents_read.take_up(case.read.token, asker.person.id, asker.now)


async def _done(tools: Tools, said: Said, command: commands.PlanWork) -> Reply:
    asker, in_place, given = said.asker, said.inbound.card is not None, said.inbound.answers
    if isinstance(command, commands.PlanDraft | commands.PlanForm | commands.Settle | commands.LoadPlan):
        waits = await tools.read(lambda view: found(view, asker, command.token, command.plan))
        if tables.is_table(waits.read):
            return await tables.load(tools, said, waits, isinstance(command, commands.LoadPlan) and command.is_sure)
    match command:
        case commands.PlanDraft():
            return await _show(tools, asker, command, in_place)
        case commands.PlanForm():
            if given is not None:
                return await settling.take_form(tools, asker, command, given, in_place)
            return await settling.open_form(tools, asker, command)
        case commands.Settle():
            return await settling.settle(tools, asker, command, in_place)
        case commands.PlacePlan():
            return await taking.place(tools, asker, command, in_place)
        case commands.LoadPlan():
            return await loading.load(tools, said, command)
        case commands.ForgetPlan():
            return await _forget(tools, asker, command, in_place)
    assert_never(command)


async def _show(tools: Tools, asker: Asker, command: commands.PlanDraft, in_place: bool) -> Reply:
    case = await tools.read(lambda view: found(view, asker, command.token, command.plan))
    if not case.read.is_placed:
        return await taking.say(tools, asker, case, in_place)
    return Say(message=shown(case, await tools.counted(case), command.key), in_place=in_place)


async def _forget(tools: Tools, asker: Asker, command: commands.ForgetPlan, in_place: bool) -> Reply:
    def forget(tx: Tx) -> str:
        case = found(tx, asker, command.token, command.plan)
        if case.read.loaded and case.read.open_count:
            raise Refusal("plan_is_loaded", file=case.read.file)
        tx.documents_read.let_go(case.read.token)
        return case.read.file

    title = words("plans.load.forgotten", {"file": await tools.transact(forget)})
    return Say(message=Message(title=title), in_place=in_place)


def _not_read(file: str, wrong: NotAPlan) -> Say:
    reason = Paragraph(spans=line("plans.take.why", {"reason": wrong.reason}))
    return Say(message=Message(title=words("plans.take.not_a_plan", {"file": file}), blocks=(reason,)))
