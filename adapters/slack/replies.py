"""Replies, shown in the place they were asked for: in the answer to a command, in the conversation, in the card, in the
form.

A form must open before Slack's request is answered, for its trigger lives three seconds. All else is begun at once and
waited for until shortly before Slack gives up: after a crash in that time Slack delivers again, and the person still hears.
What takes longer goes on after the answer.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import assert_never

from adapters.slack.api import SENDING, Api, CallFailed, NotSent, Refused
from adapters.slack.drawing import forms, messages
from adapters.slack.drawing.pages import about, nth_page, page_number, page_of
from adapters.slack.errors import delivery_refused
from adapters.slack.files.handed import Uploads
from adapters.slack.inbound import Heard, Json, moment, name_of, piece, reference, split_reference, text
from adapters.slack.letters import Letters
from adapters.slack.patience import Patience
from adapters.slack.workspaces import Workspace
from adapters.web.background import Errands
from bot.model.letters.form import Answers, Faults, Form
from bot.model.letters.message import Actions, Button, Message, Paragraph
from bot.model.letters.talk import Ask, Fix, Reply, Say, Silence
from bot.model.mark import mark
from bot.model.record.remembered import Remembered
from bot.wording.sentences import line, with_full_stop, words

log = logging.getLogger("milepost.slack")
OVER_URL = 5  # answers Slack takes over one response url
MOST_DRAWN = 8 * 1024 * 1024  # bytes of answers kept drawn
DRAWN_TIMES = 20  # bytes that a message and its drawing take for each letter of the drawing's JSON
_Said = list[Message]
_Rest = Sequence[tuple[Message, str]]  # the parts after the first, each with what goes over a response url
Tell = Callable[[str], Awaitable[Reply]]


class Written(dict[str, object]):
    """A body with its JSON, written once for all who get the same answer."""

    def __init__(self, body: Json) -> None:
        super().__init__(body)
        self.text = json.dumps(body)


class Replies:
    """Shows a reply to whoever asked."""

    def __init__(self, api: Api, letters: Letters, errands: Errands) -> None:
        self._api = api
        self._patience = Patience(api, letters)
        self._uploads = Uploads(self._patience)
        self._errands = errands
        self._drawn: Remembered[int, tuple[Message, Written, _Rest]] = Remembered(room=MOST_DRAWN)

    async def show(
        self, heard: Heard, here: Workspace | None, reply: Reply, deadline: float, tell: Tell | None = None
    ) -> Json:
        """Show a reply. Returns what must stand in the answer to Slack's request itself. `tell` is told of each message
        that carries a draft's buttons."""
        if here is None:
            return self._without_token(heard, reply)
        if heard.kind == "submit":
            return await self._after_form(heard, here, reply, deadline, tell)
        match reply:
            case Say() as say if heard.kind == "command" and say.private:
                if say.redrawn or say.files:  # files come after the answer to the request, which stands above them
                    until = 0.0 if say.files else deadline
                    await self._errands.within(self._beside(heard, here, say), mark(heard.id), until)
                return self._in_answer(heard, here, say.message)
            case Say() as say:
                await self._errands.within(self.say(heard, here, say, tell), mark(heard.id), deadline)
            case Ask() as ask:
                return await self._ask(heard, here, ask, deadline)
            case Fix(form=form, answers=answers):
                return await self._ask(heard, here, Ask(form=form, answers=answers), deadline)
            case Silence():
                pass
            case _:
                assert_never(reply)
        return {}

    def _without_token(self, heard: Heard, reply: Reply) -> Json:
        """Say what can be said without an installation: in the answer to the request itself, or over its own url."""
        if not isinstance(reply, Say):
            return {}
        if heard.kind == "command":
            return _ephemeral(messages.parts(reply.message)[0])
        if heard.kind == "submit":
            return _shown_above(reply.message)
        if heard.url:
            body = _added(messages.parts(reply.message)[0])
            self._errands.start(self._respond(heard, body), mark(heard.id))
        return {}

    # ---- messages --------------------------------------------------------------------------

    def _in_answer(self, heard: Heard, here: Workspace, message: Message) -> Json:
        _, body, rest = self._draw(message)
        if rest:
            self._errands.start(self._after_first(heard, here, rest), mark(heard.id))
        return body

    def _draw(self, message: Message) -> tuple[Message, Written, _Rest]:
        """Split a message into parts and draw them. Drawings are kept: the desk gives the very same message if nothing
        changed."""
        known = self._drawn.get(id(message))
        if known is None or known[0] is not message:
            (_, *later), body = messages.drawn(message)
            first, rest = Written({"response_type": "ephemeral", **body}), [(part, _added(part)) for part in later]
            known = (message, first, rest)
            # It holds the message, so that no other can take its id.
            size = DRAWN_TIMES * len(first.text) + sum(len(drawn) for _, drawn in rest)
            self._drawn.keep(id(message), known, size=size)
        return known

    async def say(self, heard: Heard, here: Workspace, say: Say, tell: Tell | None = None) -> None:
        """Say a message in the place it was asked for: over its card, to everyone, or to the asker alone. Draws anew what
        no longer holds."""
        placed = await self._said(heard, here, say)
        await self._beside(heard, here, say)
        for card in placed if tell is not None else ():
            told = await tell(card) if tell is not None else Silence()
            if isinstance(told, Say):  # it has come to its end meanwhile
                await self._over(heard, here, card, told.message)

    async def _beside(self, heard: Heard, here: Workspace, say: Say) -> None:
        for one in say.redrawn:
            await self._over(heard, here, one.card, one.message)
        if say.files and (lost := await self._uploads.hand(heard, here, say.files)) is not None:
            await self._all(heard, here, [lost])

    async def _over(self, heard: Heard, here: Workspace, card: str, message: Message) -> None:
        """Draw a message said before anew. If that fails its buttons do no harm: the desk knows what they were."""
        channel, ts = split_reference(card)
        given = {**_body(messages.parts(message)[0]), "channel": channel, "ts": ts}
        if not ts:
            return
        try:
            await self._patience.call(here, "chat.update", given, again_when_lost=True)
        except CallFailed as why:
            log.info("%s: a message said before could not be drawn anew (%s)", mark(heard.id), why)

    async def _said(self, heard: Heard, here: Workspace, say: Say) -> list[str]:
        """Say a message. Returns the references of its parts that have buttons and can be drawn anew."""
        parts = list(messages.parts(say.message))
        # What everyone in a channel reads is not rewritten for one of them.
        alone = heard.private or heard.fleeting or not say.private
        placed: list[str] = []
        if say.in_place and heard.card and alone and await self._rewrite(heard, here, parts[0]):
            placed += [] if heard.fleeting or not _has_buttons(parts[0]) else [heard.card]
            parts = parts[1:]
        if say.private or heard.private:
            return placed + await self._all(heard, here, parts)
        await self._publicly(heard, here, parts)
        return placed

    async def _rewrite(self, heard: Heard, here: Workspace, message: Message) -> bool:
        """Put a message in place of the card. Returns False if that cannot be done, and it must be said anew."""
        channel, ts = split_reference(heard.card)
        try:
            if heard.fleeting:
                return await self._respond(heard, json.dumps({**_body(message), "replace_original": True}))
            given = {**_body(message), "channel": channel, "ts": ts}
            await self._patience.call(here, "chat.update", given, again_when_lost=True)
        except CallFailed as why:
            log.info("%s: the card could not be rewritten (%s), so the answer is said anew", mark(heard.id), why)
            return False
        return True

    async def _publicly(self, heard: Heard, here: Workspace, parts: _Said) -> None:
        """Post for everyone in the channel. That it can be done is what the asker wants to know; else they read why not."""
        try:
            for part in parts:
                await self._patience.post(here, heard.channel, part, _thread(heard))
        except Refused as why:
            facts = {"reason": with_full_stop(delivery_refused(why).reason)}
            sentence = Paragraph(spans=line("slack.reply.cannot_post", facts))
            message = Message(title=words("slack.reply.cannot_post_title"), blocks=(sentence,))
            await self._all(heard, here, [message])

    async def _all(self, heard: Heard, here: Workspace, parts: _Said) -> list[str]:
        placed = [(part, await self._one(heard, here, part, number)) for number, part in enumerate(parts)]
        return [card for part, card in placed if card and _has_buttons(part)]

    async def _after_first(self, heard: Heard, here: Workspace, rest: _Rest) -> None:
        for number, (part, drawn) in enumerate(rest):
            await self._one(heard, here, part, number, drawn)

    async def _one(
        self, heard: Heard, here: Workspace, message: Message, number: int, drawn: str | None = None
    ) -> str:
        """Say one part to the asker alone, by the first way that works. Returns its reference if it can be drawn anew: what
        is shown to one person in passing cannot. `drawn` is what goes over a response url, if that was made before."""
        theirs = bool(heard.private and heard.channel and heard.card and not heard.fleeting)
        if theirs or heard.kind in ("direct", "opened"):
            return _posted(await self._patience.post(here, heard.channel, message, _thread(heard)))
        if heard.url and number < OVER_URL and await self._respond(heard, drawn or _added(message)):
            return ""
        if not heard.private and await self._whisper(heard, here, message):
            return ""
        told = await self._patience.call(here, "conversations.open", {"users": heard.user}, again_when_lost=True)
        return _posted(await self._patience.post(here, name_of(piece(told, "channel"), "id"), message, {}))

    async def _whisper(self, heard: Heard, here: Workspace, message: Message) -> bool:
        given = {**_body(message), **_thread(heard), "channel": heard.channel, "user": heard.user}
        try:
            await self._patience.call(here, "chat.postEphemeral", given, again_when_lost=False)
        except Refused as why:
            log.info("%s: nothing can be shown in the channel (%s), so it goes to the person", mark(heard.id), why)
            return False
        return True

    async def _respond(self, heard: Heard, body: str) -> bool:
        try:
            await self._api.respond(heard.url, body, SENDING)
        except Refused as why:  # used up, expired after half an hour, or not Slack's
            log.info("%s: the response url is no use (%s)", mark(heard.id), why)
            return False
        except NotSent:
            return False
        return True

    # ---- forms -------------------------------------------------------------------------------

    async def _ask(self, heard: Heard, here: Workspace, ask: Ask, deadline: float) -> Json:
        """Open the form. If there is no trigger for it, or it failed, say so beside a button that opens it."""
        if heard.trigger:
            view = forms.modal(ask.form, ask.answers, {}, about(heard, ask.form))
            seconds = deadline - asyncio.get_running_loop().time()
            try:
                await self._api.call(here.token, "views.open", {"trigger_id": heard.trigger, "view": view}, seconds)
                return {}
            except CallFailed as why:
                log.warning("%s: the form did not open (%s)", mark(heard.id), why)
        message = _offer(heard, ask.form)
        if heard.kind == "command":
            return _ephemeral(message)
        await self._errands.within(self.say(heard, here, Say(message=message)), mark(heard.id), deadline)
        return {}

    async def _after_form(
        self, heard: Heard, here: Workspace, reply: Reply, deadline: float, tell: Tell | None
    ) -> Json:
        match reply:
            case Fix(form=form, answers=answers, faults=faults):
                return self._fix(heard, form, answers, faults)
            case Ask(form=form, answers=answers):
                return _turned(forms.modal(form, answers, {}, about(heard, form)))
            case Say() as say if not (say.changed_record or say.in_place or say.draft):
                # Nothing was saved: the form stays as it is, with all that was typed, and the answer is shown on top of it.
                return _shown_above(say.message)
            case Say() as say:
                await self._errands.within(self.say(heard, here, say, tell), mark(heard.id), deadline)
            case Silence():
                pass
            case _:
                assert_never(reply)
        return {}

    def _fix(self, heard: Heard, form: Form, answers: Answers, faults: Faults) -> Json:
        shown = page_of(form, heard)
        placed = forms.errors(faults, heard.view, shown)
        if form.command == heard.said and placed and set(faults) <= set(placed):
            return {"response_action": "errors", "errors": placed}
        typed = {**forms.unpack(heard.view.get("private_metadata"))[1], **answers}
        return _turned(forms.modal(shown, typed, faults, about(heard, shown, page_number(heard))))

    async def redraw(self, heard: Heard, here: Workspace, form: Form, seconds: float) -> None:
        """Draw an open form anew for what was just chosen in it, all that is typed kept."""
        shown = page_of(form, heard).model_copy(update={"command": heard.said})
        told, kept = forms.unpack(heard.view.get("private_metadata"))
        answers = {**kept, **forms.answers_of(heard.view.get("state"))}
        view = forms.modal(shown, answers, {}, told)
        if _fields(view) == _fields(heard.view):
            return
        given = {"view_id": name_of(heard.view, "id"), "hash": text(heard.view, "hash"), "view": view}
        try:
            await self._api.call(here.token, "views.update", given, seconds)
        except Refused as why:
            if why.error not in ("hash_conflict", "not_found", "view_not_found"):  # something newer was drawn, or it is closed
                raise

    def next_page(self, heard: Heard, ask: Ask) -> Json:
        """Return the page after the one just saved, to take its place. Empty if that was the last."""
        page = page_number(heard) + 1
        form = nth_page(ask.form, page)
        if form is None:
            return {}
        form = form.model_copy(update={"command": heard.said})
        return _turned(forms.modal(form, ask.answers, {}, about(heard, form, page)))


def _body(message: Message) -> Json:
    # Slack does not say here if it refused a chart, so its sentences stand alone.
    return messages.body(message, chart=False)


def _ephemeral(message: Message) -> Json:
    return {"response_type": "ephemeral", **_body(message)}


def _added(message: Message) -> str:
    """Write what says a part over a response url, beside what was said before."""
    return json.dumps({**_ephemeral(message), "replace_original": False})


def _turned(view: Json) -> Json:
    return {"response_action": "update", "view": view}


def _shown_above(message: Message) -> Json:
    home = messages.home_view(message)
    title, close = (
        {"type": "plain_text", "text": words(f"slack.reply.{name}"), "emoji": False} for name in ("view_title", "close")
    )
    return {"response_action": "push", "view": {"type": "modal", "title": title, "close": close, "blocks": home["blocks"]}}


def _offer(heard: Heard, form: Form) -> Message:
    button = Button(label=words("slack.reply.open_form"), command=heard.said or form.command, style="primary")
    sentence = "form_ready" if not heard.trigger else "form_failed"
    return Message(title=form.title, blocks=(Paragraph(spans=line(f"slack.reply.{sentence}")), Actions(buttons=(button,))))


def _has_buttons(message: Message) -> bool:
    return any(isinstance(block, Actions) for block in message.blocks)


def _posted(told: Json) -> str:
    """Return the reference of what was posted."""
    return reference(name_of(told, "channel"), moment(told, "ts"))


def _thread(heard: Heard) -> Json:
    _, ts = split_reference(heard.thread)
    return {"thread_ts": ts} if ts else {}


def _fields(view: Json) -> list[object]:
    blocks = view.get("blocks")
    shown = [one for one in blocks if isinstance(one, dict)] if isinstance(blocks, list) else []
    return [one.get("block_id") for one in shown if one.get("type") == "input"]
