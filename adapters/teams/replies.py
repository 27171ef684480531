"""A Reply on Teams: shown in the answer to the request if Teams allows it, else posted, and cards rewritten."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import assert_never

from adapters.teams.api import Answered, Service, Unreached, activities
from adapters.teams.drawing import messages
from adapters.teams.drawing.elements import attachment
from adapters.teams.drawing.forms import dialog, form_card, shown
from adapters.teams.files.handed import NotPut, Putting, asks, stands
from adapters.teams.inbound import USED, WAYS, Json, Speech, Turn, Way, in_own_chat, reference, text_at
from adapters.teams.net import Net
from adapters.teams.pace import Pace
from adapters.teams.tokens import TokenDown, TokenRefused
from bot.model.letters.form import Answers, Faults, Form
from bot.model.letters.message import Message, Paragraph
from bot.model.letters.talk import Ask, Fix, OwnChat, Redrawn, Reply, Say, Silence
from bot.model.mark import mark
from bot.wording.sentences import words

log = logging.getLogger("milepost.teams")

CARD = "application/vnd.microsoft.card.adaptive"
TOAST = "application/vnd.microsoft.activity.message"
PATIENCE = 7.0  # seconds the request waits for what is posted; Teams gives up after fifteen, and it goes on anyway
BRIEFLY = 1.5  # seconds the request waits for a card to be rewritten
MOST_TOAST = 280  # letters of a notice that a person reads in passing
MOST_NOTICE = 1_000  # letters of the last page of a dialog
MOST_TITLE = 64


Tell = Callable[[str, Json], Awaitable[Reply]]


class Talk:
    """Shows replies."""

    def __init__(self, service: Service, net: Net, threads: Pace, local: bool = False) -> None:
        self._service = service
        self._putting = Putting(net, local)
        self._net = net
        self._threads = threads

    async def show(self, turn: Turn, said: Speech, reply: Reply, tell: Tell | None = None) -> Json | None:
        """Show a reply as the request was made, or in the sender's own chat. Returns what goes into the response. `tell` is told
        of each message that was posted or drawn anew, with what it shows."""
        if isinstance(reply, Say) and reply.own_chat is not None:
            return await self._shown_apart(turn, said, reply, reply.own_chat, tell)
        if isinstance(reply, Say) and reply.files and not turn.private:  # a bot hands over files in somebody's own chat alone
            reply = Say(message=Message(title=words("deliver.teams.alone")))
        shown = await self._shown(turn, said, reply, tell)
        if isinstance(reply, Say) and reply.files and said.way is not Way.CONSENTED:
            await self._post_all(turn, [asks(file) for file in reply.files])
        if isinstance(reply, Say) and reply.redrawn:
            task = self._net.start(self._redraw(turn, reply.redrawn))
            await asyncio.wait({task}, timeout=BRIEFLY)
        return shown

    async def _shown_apart(self, turn: Turn, said: Speech, reply: Say, own: OwnChat, tell: Tell | None) -> Json | None:
        """Show a reply in the sender's own chat, with its files, and say so in the dialog that waits for an answer, if there is
        one. If that cannot be, only say something else where they spoke."""
        there = in_own_chat(turn, own.address)
        if there is not None and await self._post_all(there, [*_posts(reply), *map(asks, reply.files)], tell):
            return self.at_a_loss(turn, words("deliver.teams.in_own_chat"))
        return await self._shown(turn, said, Say(message=own.otherwise), None)

    async def _shown(self, turn: Turn, said: Speech, reply: Reply, tell: Tell | None) -> Json | None:
        if said.is_own_form and isinstance(reply, Say) and reply.changed_record:
            reply = reply.model_copy(update={"in_place": True})  # saved, it goes: else it could be saved again
        match said.way:
            case Way.TYPED:
                await self._post_all(turn, _posts(reply), tell)
                return None
            case Way.SUBMITTED:
                await self._within(self._submitted(turn, said, reply, tell))
                return None
            case Way.EXECUTED:
                return await self._executed(turn, said, reply, tell)
            case Way.OPENED | Way.SENT:
                return await self._dialog(turn, said, reply, tell)
            case Way.CONSENTED:
                await self._consented(turn, said, reply)
                return None
        assert_never(said.way)

    async def _consented(self, turn: Turn, said: Speech, reply: Reply) -> None:
        """Put a file that was accepted in its place and say so, or say why not. The card that asked goes."""
        if said.place is not None and isinstance(reply, Say) and reply.files:
            file = reply.files[0]
            try:
                await self._putting.put(said.place, file.held)
                posts: Sequence[Json] = [stands(file, said.place, self._putting.local)]
            except NotPut as why:
                log.warning("%s: a file could not be put in its place (%s)", mark(turn.inbound_id), why)
                posts = _posts(Say(message=Message(title=words("deliver.teams.not_put", {"file": file.name}))))
        else:
            posts = _posts(reply)
        await self._post_each(turn, posts)
        conversation, _, card = (turn.pressed or "").rpartition("|")
        if card:
            await self._call(turn, "DELETE", activities(conversation, card), None)

    async def _redraw(self, turn: Turn, redrawn: Sequence[Redrawn]) -> None:
        """Draw messages said before anew. A button left over does no harm: the desk knows what it was."""
        for one in (one for one in redrawn if one.card.rpartition("|")[2]):
            await self._rewrite(turn, one.card, _carded(messages.parts(one.message)[0]))

    async def _tell(self, turn: Turn, tell: Tell | None, card: str, post: Json) -> None:
        """Tell the desk which message carries which buttons. If their draft has ended meanwhile, take them away again."""
        told = await tell(card, post) if tell is not None else None
        if isinstance(told, Say):
            await self._rewrite(turn, card, _carded(messages.parts(told.message)[0]))

    def at_a_loss(self, turn: Turn, sentence: str = "") -> Json | None:
        """Answer a call that says nothing to Milepost, such as a button of a card it no longer makes. `sentence` replaces
        the usual words. Returns None if the request has no answer of its own."""
        way = WAYS.get(turn.name) if turn.kind == "invoke" else None
        match way:
            case Way.EXECUTED:
                return _toast(sentence or words("teams.toast.nothing"))
            case Way.OPENED | Way.SENT:
                return _closing(sentence or words("teams.toast.no_link" if turn.name == USED else "teams.toast.nothing"))
            case Way.TYPED | Way.SUBMITTED | Way.CONSENTED | None:
                return None
        assert_never(way)

    async def say(self, turn: Turn, message: Message) -> None:
        """Say something that nobody asked for in the conversation of an activity."""
        await self._post_all(turn, _posts(Say(message=message)))

    # ---- Action.Submit: posted and rewritten ------------------------------------------------

    async def _submitted(self, turn: Turn, said: Speech, reply: Reply, tell: Tell | None) -> bool:
        match reply:
            case Say(in_place=True, message=message):
                first, *others = _posts(reply)
                card = _carded(messages.parts(message)[0])
                rewritten = [one for one in _cards_of(turn, said) if await self._rewrite(turn, one, card)]
                for one in rewritten:
                    await self._tell(turn, tell, one, card)
                return await self._post_each(turn, others if rewritten else [first, *others], tell)
            case Fix():
                (form,) = _posts(reply, _opened_from(turn, said, reply))
                if turn.over is not None and await self._rewrite(turn, turn.over, form):
                    await self._tell(turn, tell, turn.over, form)
                    return True
                return await self._post_each(turn, [form], tell)
            case Ask():
                return await self._post_each(turn, _posts(reply, _opened_from(turn, said, reply)), tell)
            case Say() | Silence():
                return await self._post_each(turn, _posts(reply), tell)
        assert_never(reply)

    # ---- Action.Execute: answered in place --------------------------------------------------

    async def _executed(self, turn: Turn, said: Speech, reply: Reply, tell: Tell | None) -> Json:
        match reply:
            case Ask() | Fix():
                return _in_place(form_card(*_form(reply), card=_opened_from(turn, said, reply)))
            case Say(in_place=True) if said.answers is not None or _cards_of(turn, said):
                return await self._replaced(turn, said, reply, tell)
            case Say():
                return _toast(await self._told_apart(turn, reply, tell))
            case Silence():
                return _toast(words("teams.toast.unheard"))
        assert_never(reply)

    async def _replaced(self, turn: Turn, said: Speech, reply: Say, tell: Tell | None) -> Json:
        """Change the card for the presser in the response. The message itself is rewritten for everyone, and to last."""
        first, *others = messages.parts(reply.message)
        await self._rewrite_all(turn, said, first, tell)
        await self._post_all(turn, [messages.activity(part) for part in others], tell)
        return _in_place(messages.card(first))

    async def _told_apart(self, turn: Turn, reply: Say, tell: Tell | None) -> str:
        """Say a reply beside the card. Returns words for the presser alone if they fit there, else it is posted in the
        conversation."""
        short = reply.message.plain()
        passing = len(short) <= MOST_TOAST and all(isinstance(block, Paragraph) for block in reply.message.blocks)
        if passing and reply.private and not turn.private:
            return short
        posted = await self._post_all(turn, _posts(reply), tell)
        return words("teams.toast.below") if posted else short[:MOST_NOTICE]

    # ---- dialogs ------------------------------------------------------------------------------

    async def _dialog(self, turn: Turn, said: Speech, reply: Reply, tell: Tell | None) -> Json:
        match reply:
            case Ask() | Fix():
                return _next(dialog(*_form(reply), card=_opened_from(turn, said, reply)), reply.form.title)
            case Say(message=message) if turn.apart:
                return _closing(message.title) if not message.blocks else _pages(said, message)
            case Say(in_place=True, message=message):
                first, *others = messages.parts(message)
                await self._rewrite_all(turn, said, first, tell)
                await self._post_all(turn, [messages.activity(part) for part in others], tell)
                return _closing(message.title)
            case Say(message=message, draft="") if len(message.plain()) <= MOST_NOTICE:
                return _closing(message.plain())
            case Say(message=message, draft=""):
                return _pages(said, message)
            case Say(message=message):
                posted = await self._post_all(turn, _posts(reply), tell)
                return _closing(words("teams.toast.below") if posted else message.plain()[:MOST_NOTICE])
            case Silence():
                return _closing(words("teams.toast.unheard"))
        assert_never(reply)

    # ---- posting ------------------------------------------------------------------------------

    async def _post_all(self, turn: Turn, posts: Sequence[Json], tell: Tell | None = None) -> bool:
        """Post one after another. Returns True if all went, as far as is known in time."""
        return await self._within(self._post_each(turn, posts, tell)) if posts else True

    async def _within(self, work: Coroutine[object, object, bool]) -> bool:
        """Do something for as long as the request can wait. What is not done by then is done behind it."""
        task = self._net.start(work)
        await asyncio.wait({task}, timeout=PATIENCE)
        return not task.done() or task.result()

    async def _post_each(self, turn: Turn, posts: Sequence[Json], tell: Tell | None = None) -> bool:
        for place, post in enumerate(posts):
            await self._wait(turn.conversation, first=place == 0)
            posted = await self._call(turn, "POST", _thread(turn), _addressed(turn, post), _query(turn))
            if posted is None:
                return False
            if tell is not None and text_at(posted, "id"):
                await self._tell(turn, tell, reference(turn.conversation, text_at(posted, "id")), post)
        return True

    async def _wait(self, conversation: str, first: bool) -> None:
        """Wait, unless this is the first post: it answers what somebody did, and nobody types or presses too fast for Teams."""
        now = asyncio.get_running_loop().time()
        if first:
            self._threads.note(conversation, now)
            return
        wait = self._threads.wait(conversation, now)
        self._threads.take(conversation, now)
        await asyncio.sleep(wait)

    async def _rewrite_all(self, turn: Turn, said: Speech, message: Message, tell: Tell | None) -> None:
        """Rewrite the cards concerned. The response waits for it briefly, since it shows the same to whoever pressed."""
        tasks = {self._net.start(self._rewrite(turn, one, _carded(message))) for one in _cards_of(turn, said)}
        if tasks:
            await asyncio.wait(tasks, timeout=BRIEFLY)
        for one in _cards_of(turn, said) if tell is not None else ():
            await self._tell(turn, tell, one, _carded(message))

    async def _rewrite(self, turn: Turn, card: str, post: Json) -> bool:
        conversation, _, activity = card.rpartition("|")
        whole = {**_addressed(turn, post), "id": activity, "conversation": {"id": conversation}}
        return await self._call(turn, "PUT", activities(conversation, activity), whole) is not None

    async def _call(self, turn: Turn, method: str, path: tuple[str, ...], body: Json | None, query: str = "") -> Json | None:
        """Return what Teams answered, None if it could not be done."""
        try:
            return await self._service.insist(method, turn.service_url, path, body, query)
        except (Answered, Unreached, TokenDown, TokenRefused) as wrong:
            log.warning("%s could not be answered on Teams: %s %s", mark(turn.inbound_id), type(wrong).__name__, wrong)
            return None


def _posts(reply: Reply, card: str | None = None) -> list[Json]:
    """Return what a reply posts: every part of a message, or a form."""
    match reply:
        case Say(message=message):
            return [messages.activity(part) for part in messages.parts(message)]
        case Ask() | Fix():
            shown = form_card(*_form(reply), card=card)
            return [{"type": "message", "summary": reply.form.title, "attachments": [attachment(shown)]}]
        case Silence():
            return []
    assert_never(reply)


def _carded(message: Message) -> Json:
    """Draw a message that takes a card's place: a card too, even if it is one sentence."""
    summary = messages.activity(message).get("summary", message.title)
    return {"type": "message", "summary": summary, "attachments": [attachment(messages.card(message))]}


def _form(reply: Ask | Fix) -> tuple[Form, Answers, Faults]:
    return reply.form, reply.answers, reply.faults if isinstance(reply, Fix) else {}


def _opened_from(turn: Turn, said: Speech, reply: Ask | Fix) -> str | None:
    """Return the reference that a form carries, of the card it was opened from. None for a form of its own."""
    return said.card or (turn.pressed if isinstance(reply, Ask) else None)


def _cards_of(turn: Turn, said: Speech) -> list[str]:
    """Return the messages to rewrite: the card the form was opened from, and the one pressed.

    In a group or channel a card opened as a form is everybody's (the board's summary, say): it stays as it is.
    """
    asked = said.card if turn.private else None
    shared = not turn.private and said.way is Way.EXECUTED and said.card is not None
    return list(dict.fromkeys(one for one in (asked, None if shared else turn.over) if one))


def _in_place(card: Json) -> Json:
    return {"statusCode": 200, "type": CARD, "value": card}


def _toast(text: str) -> Json:
    return {"statusCode": 200, "type": TOAST, "value": text}


def _next(info: Json, title: str) -> Json:
    return {"task": {"type": "continue", "value": {**info, "title": title[:MOST_TITLE]}}}


def _pages(said: Speech, message: Message) -> Json:
    """Show a message in a dialog, a page at a time."""
    return _next(shown(message, said.said, said.page), message.title)


def _closing(text: str) -> Json:
    return {"task": {"type": "message", "value": text}}


def _thread(turn: Turn) -> tuple[str, ...]:
    """Return the place for an answer: under what was typed, or under the card that was pressed. A call has no place of its
    own."""
    under = turn.reply_to if turn.kind == "invoke" or turn.reply_to else turn.id
    if turn.targeted or not under or turn.kind not in ("message", "invoke"):
        return activities(turn.conversation)
    return activities(turn.conversation, under)


def _query(turn: Turn) -> str:
    return "?isTargetedActivity=true" if turn.targeted else ""


def _addressed(turn: Turn, post: Json) -> Json:
    to: Json = {"id": turn.user, "name": turn.user_name}
    if turn.targeted:
        to["isTargeted"] = True
    addressed: Json = {
        **post,
        "channelId": "msteams",
        "from": {"id": turn.bot, "name": turn.bot_name},
        "recipient": to,
        "conversation": {"id": turn.conversation},
    }
    return addressed
