"""A file brought in a private chat: read, kept until its questions are settled, and shown as it will be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import PurePath

from bot.conversation.office.plans import tables
from bot.conversation.office.plans.case import Case, administered, case_of, found
from bot.conversation.office.plans.showing import shown
from bot.conversation.office.plans.tools import Tools
from bot.model.documents.document_read import DocumentRead
from bot.model.letters.message import Actions, Button, Message, Paragraph
from bot.model.letters.talk import Asker, Inbound, Reply, Say
from bot.model.spelling import legible
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.documents.drafts import may_not_be_kept, outlook_of
from bot.wording import commands
from bot.wording.documents.plan_name import short_name
from bot.wording.documents.plans import in_three_lines, stopped
from bot.wording.sentences import line, words

MOST_OFFERED = 5  # plans to press
MOST_NAME = 200  # letters of a file's name


def may_bring(view: View, asker: Asker, inbound: Inbound) -> None:
    """Raise Refusal unless somebody may bring a file here: an admin, in a private chat, one at a time."""
    if not inbound.chat.private or inbound.chat.open:
        raise Refusal("file_in_private")
    if not administered(view, asker):
        raise Refusal("files_not_kept")
    if len(inbound.files) > 1:
        raise Refusal("file_alone")


async def take(tools: Tools, asker: Asker, inbound: Inbound, name: str, held: bytes, plan: str | None = None) -> Reply:
    """Read a file, keep what it says, and show that as it will be asked. `plan` is the plan that was named with it.

    A file that tells who a child is, is not kept. Raises Refusal if somebody may not bring one, NotAPlan if it is none.
    """
    await tools.read(lambda view: may_bring(view, asker, inbound))
    file = " ".join(legible(PurePath(name.replace("\\", "/")).name).split())[:MOST_NAME] or words("plans.take.nameless")
    if (kind := tools.documents.table_in(held)) is not None:
        return await tables.take(tools, asker, inbound, file, held, kind, plan)
    document = await tools.documents.read(file, held)
    stamp = await tools.stamp(file, document) if plan is None else None
    of = stamp.plan if stamp is not None else plan
    case = await tools.read(lambda view: _placed(view, asker, inbound, file, held, document, of))
    draft = await tools.draft(case)
    if stops := may_not_be_kept(draft.plan):
        lines = (*stopped(stops, draft.plan), line("plans.take.stopped_why"))
        title = words("plans.take.stopped", {"file": file})
        return Say(message=Message(title=title, blocks=tuple(Paragraph(spans=spans) for spans in lines)))

    def keep(tx: Tx) -> Case:
        there = tx.documents_read.brought(asker.person.id)
        again = not tx.talk.first_sight(inbound.id) and there is not None and there.sha256 == case.read.sha256
        token = there.token if again and there is not None else tx.documents_read.keep(case.read)
        return found(tx, asker, token, None)

    return await say(tools, asker, await tools.transact(keep))


async def say(tools: Tools, asker: Asker, case: Case, in_place: bool = False) -> Reply:
    """Show a document that waits: the draft, or first the question of which plan it is."""
    made = await tools.counted(case)
    if case.read.is_placed:
        return Say(message=shown(case, made), in_place=in_place)
    mine = await tools.read(lambda view: administered(view, asker))
    draft = made.draft
    lines = (*in_three_lines(draft.plan, outlook_of(draft.plan, case.policy, case.today)), line("plans.take.which"))
    blocks = tuple(Paragraph(spans=spans) for spans in lines)
    title = words("plans.draft.title", {"file": case.read.file})
    return Say(message=Message(title=title, blocks=(*blocks, Actions(buttons=tuple(_offers(case, mine))))), in_place=in_place)


def _offers(case: Case, mine: Sequence[str]) -> Iterator[Button]:
    token, name = case.read.token, case.read.plan
    for short in mine[:MOST_OFFERED]:
        said = commands.PlacePlan(name=short, is_new=False, token=token)
        yield Button(label=words("plans.take.edition_of", {"plan": short}), command=str(said))
    new = commands.PlacePlan(name=name, is_new=True, token=token)
    yield Button(label=words("plans.take.another", {"name": name}), command=str(new))
    yield Button(label=words("plans.question.forget"), command=str(commands.ForgetPlan(token=token)))


# ---- of which plan ---------------------------------------------------------------------------


def _placed(
    view: View, asker: Asker, inbound: Inbound, file: str, held: bytes, document: bytes, plan: str | None
) -> Case:
    """Return a document as it is kept, with the plan that it is of as far as its name tells, and the answers given before."""
    mine = administered(view, asker)
    known = plan if plan in mine else next((short for short in mine if _is_of(view, short, file)), None)
    earlier = view.documents_read.latest(known) if known is not None else None
    read = DocumentRead(
        plan=known or free_name(view, short_name(PurePath(file).stem)),
        person=asker.person.id,
        chat=inbound.chat.id,
        file=file,
        sha256=sha256(held).hexdigest(),
        document=document,
        answers=earlier.answers if earlier is not None else {},
        at=asker.now,
        is_placed=known is not None,
    )
    return case_of(view, read, asker)


def _is_of(view: View, short: str, file: str) -> bool:
    """Say if a file's name tells that it is of a plan."""
    return short_name(PurePath(file).stem) == short_name(short) or view.plans.one(short).file == file


def free_name(view: View, name: str) -> str:
    """Return a short name that no plan has, as near to a name as can be."""
    taken = {short_name(short) for short in view.plans.all()}
    return next(one for n in range(1, len(taken) + 2) if (one := name if n == 1 else f"{name}-{n}") not in taken)


async def place(tools: Tools, asker: Asker, command: commands.PlacePlan, in_place: bool) -> Reply:
    """Say of which plan a document is, and show it as a draft of that."""

    def place_it(tx: Tx) -> Case:
        case = found(tx, asker, command.token, command.plan)
        mine = administered(tx, asker)
        if command.is_new:
            short = short_name(command.name)
            if short in map(short_name, tx.plans.all()):
                raise Refusal("plan_name_used", name=short)
        elif command.name not in mine:
            raise Refusal("plan_not_yours", name=command.name, plans=", ".join(mine))
        else:
            short = command.name
        tx.documents_read.place(case.read.token, short)
        return found(tx, asker, case.read.token, None)

    case = await tools.transact(place_it)
    return await (tables.show if tables.is_table(case.read) else say)(tools, asker, case, in_place)
