"""The bot of Microsoft Teams: what botbuilder hears becomes what the desk is told, and the reply is shown."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from botbuilder.core import InvokeResponse, TurnContext  # type: ignore[import-untyped]
from botbuilder.core.teams import TeamsActivityHandler  # type: ignore[import-untyped]
from botbuilder.schema import Activity, ActivityTypes  # type: ignore[import-untyped]

from adapters.teams.drawing.forms import button_said, buttons_of
from adapters.teams.inbound import PLATFORM, Json, Speech, Turn, Way, reference, speech_in
from adapters.teams.people import People, account
from adapters.teams.replies import Talk, Tell
from adapters.teams.turns.door import began, request_of
from adapters.web.ask_once import AnswerOnce
from adapters.web.background import Errands
from bot.model.letters.message import Message
from bot.model.letters.talk import Inbound, Notice, Pressed, Reply, Say, Sender, Shown, Silence
from bot.model.mark import mark
from bot.model.tenants import Served
from bot.ports.channel import Handle, Heed
from bot.wording.sentences import words

log = logging.getLogger("milepost.teams")

ANSWERED_WITHIN = 4.5  # seconds; after five a client says that the app cannot be reached
GREETED = 60.0  # seconds in which putting the app in is told twice: as an installation and as a new member


class Answer(InvokeResponse):  # type: ignore[misc]  # the SDK has no types
    """The answer to an invoke. The SDK copies what it sends, piece by piece; a card need not be copied."""

    def __init__(self, body: Json | None) -> None:
        super().__init__(status=200, body=body)

    def __deepcopy__(self, memo: object) -> Answer:
        return self


@dataclass(slots=True)
class Waited:
    """The wait of a client for the answer to its call: if that is over, and if the desk has replied."""

    over: bool = False
    replied: bool = False


class TeamsBot(TeamsActivityHandler):  # type: ignore[misc]  # the SDK has no types
    """One turn: who sent it is found out first; then what it says goes to the desk, and the reply back."""

    def __init__(
        self,
        served: Served,
        people: People,
        talk: Talk,
        handle: Handle,
        heed: Heed,
        errands: Errands,
        patience: float = ANSWERED_WITHIN,
    ) -> None:
        self._served, self._errands, self._patience = served, errands, patience
        self._people, self._talk = people, talk
        self._handle, self._heed = handle, heed
        self._greeted: dict[str, float] = {}
        self._once: AnswerOnce[Json | None] = AnswerOnce()

    async def on_turn(self, turn_context: TurnContext) -> None:
        """Take the turn, unless its tenant is not served: whoever speaks there is told so, and nothing is read."""
        _, here = request_of(turn_context)
        if not self._serves(here):
            await self._unserved(turn_context, here)
        elif turn_context.activity.type is not None:  # the SDK fails on an activity of no type
            await super().on_turn(turn_context)

    async def _unserved(self, turn_context: TurnContext, here: Turn) -> None:
        log.info("an activity of another tenant was left alone")
        told = words("replies.refusal.not_served")
        if here.kind == "invoke":
            answer = Answer(self._talk.at_a_loss(here, told))
            await turn_context.send_activity(Activity(type=ActivityTypes.invoke_response, value=answer))
        elif here.kind == "message" and _spoken(here):
            await self._once.answered(f"{here.inbound_id} {here.user}", lambda: self._talk.say(here, Message(title=told)))

    def _serves(self, here: Turn) -> bool:
        return _spoken(here) and self._served.serves(PLATFORM, here.tenant)

    # ---- what botbuilder brings. Its own versions of these read the activity again, and ask Teams about every member ----

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Answer what was typed, or sent with an Action.Submit."""
        await self._shown(turn_context)

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        """Answer an edit."""
        await self._shown(turn_context)

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        """Do nothing: what is in the record stays there."""

    async def on_invoke_activity(self, turn_context: TurnContext) -> Answer:
        """Answer a press or a dialog in the response. Milepost says 200 to what it does not know: the SDK would say 501 or
        400."""
        raw, here = request_of(turn_context)
        heard = speech_in(raw)
        if heard is None:
            return Answer(self._talk.at_a_loss(here))
        return Answer(await self._in_time(here, heard, began(turn_context) + self._patience))

    async def _in_time(self, here: Turn, heard: Speech, until: float) -> Json | None:
        """Answer a call while its client waits. What takes longer goes on, and its answer is posted."""
        waited = Waited()
        working = self._errands.begin(self._answered(here, heard, waited))
        await asyncio.wait({working}, timeout=max(until - asyncio.get_running_loop().time(), 0.0))
        if working.done():
            return working.result()
        waited.over = True
        working.add_done_callback(_taken_up)
        log.info("%s takes long: it is answered by messages", mark(here.inbound_id))
        return self._talk.at_a_loss(here, words("teams.toast.slow_aside" if here.apart else "teams.toast.slow"))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Notice that the app came or went with a change of members."""
        await self._noticed(request_of(turn_context)[1])

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """Notice that the app was put in or taken out."""
        await self._noticed(request_of(turn_context)[1])

    async def _shown(self, turn_context: TurnContext) -> Json | None:
        """Return what goes into the response. The rest is posted. If Teams sends again it is answered as before."""
        raw, here = request_of(turn_context)
        heard = speech_in(raw)
        if heard is None:
            return None
        waited = Waited()
        working = self._errands.begin(self._answered(here, heard, waited))
        if heard.files:  # to fetch and to read a file may take longer than Microsoft waits
            working.add_done_callback(_taken_up)
            return None
        await asyncio.wait({working}, timeout=max(began(turn_context) + self._patience - asyncio.get_running_loop().time(), 0.0))
        if working.done() or waited.replied:
            return await working
        working.add_done_callback(_taken_up)
        await self._talk.say(here, Message(title=words("deliver.teams.slow")))
        return None

    async def _answered(self, here: Turn, heard: Speech, waited: Waited) -> Json | None:
        return await self._once.answered(f"{_ident(here, heard)} {here.user}", lambda: self._said(here, heard, waited))

    # ---- something was said -----------------------------------------------------------------

    async def _said(self, here: Turn, heard: Speech, waited: Waited) -> Json | None:
        """Put it to the desk and show the reply. If nobody waits for the call's own answer any more, it is posted."""
        if heard.way is Way.CONSENTED and heard.place is None:  # it is not wanted, so nobody is asked for it
            return await self._talk.show(here, heard, Silence())
        here, heard, reply, tell = await self._replied(here, heard)
        waited.replied = True
        if not waited.over or heard.way is Way.CONSENTED:
            return await self._talk.show(here, heard, reply, tell)
        if not here.apart or (isinstance(reply, Say) and reply.own_chat is not None):
            await self._talk.show(here, heard.model_copy(update={"way": Way.SUBMITTED}), reply, tell)
        return self._talk.at_a_loss(here, words("teams.toast.below"))

    async def _replied(self, here: Turn, heard: Speech) -> tuple[Turn, Speech, Reply, Tell | None]:
        """Return the desk's reply, to what was done as far as it is believed."""
        sender = await self._people.sender(here)
        if sender is None:
            here = here.model_copy(update={"believed": here.private})
            return here, heard, Say(message=Message(title=words("teams.trouble.people"))), None
        here, heard = await self._believed(sender, here, heard)
        inbound = Inbound(
            id=_ident(here, heard),
            sender=sender,
            chat=here.chat,
            said=heard.said,
            answers=heard.answers,
            card=None if heard.way is Way.TYPED else heard.card or here.pressed,
            route=here.route,
            edited=heard.edited,
            files=heard.files,
            for_a_file=heard.way is Way.CONSENTED,
        )
        reply = await self._handle(inbound)
        return here, heard, reply, self._telling(sender, here, reply)

    async def _believed(self, sender: Sender, here: Turn, heard: Speech) -> tuple[Turn, Speech]:
        """Return what was done without the messages that it names and that are not known to carry what was pressed: a client
        may name any, and others read them."""
        if here.private:
            return here, heard
        if here.over is not None and heard.way is not Way.TYPED:
            button = button_said(heard.said, heard.answers is not None)
            here = here.model_copy(update={"believed": await self._carries(sender, here.over, button)})
        if heard.card is not None and not await self._carries(sender, heard.card, button_said(heard.said, False)):
            heard = heard.model_copy(update={"card": reference(here.conversation, "")})
        return here, heard

    async def _carries(self, sender: Sender, card: str, button: str) -> bool:
        known = await self._heed(Pressed(sender=sender, card=card, button=button))
        return isinstance(known, Say) and known.in_place

    def _telling(self, sender: Sender, here: Turn, reply: Reply) -> Tell | None:
        """Return the call that tells the desk which message carries a draft's buttons, or any that others read. None if there is
        nothing to tell."""
        draft = reply.draft if isinstance(reply, Say) else ""
        if here.private and not draft:
            return None

        async def tell(card: str, posted: Json) -> Reply:
            buttons = () if here.private else buttons_of(posted)
            if not draft and not buttons:
                return Silence()
            return await self._heed(Shown(sender=sender, draft=draft, card=card, buttons=buttons))

        return tell

    # ---- the app came or went ---------------------------------------------------------------

    async def _noticed(self, here: Turn) -> None:
        update = here.kind == "installationUpdate"
        self._people.left(here.tenant, here.left)
        if here.bot_joined or (update and here.action == "add"):  # an upgrade of the app says nothing of the person
            await self._joined(here)
        elif here.private and (here.bot_left or (update and here.action == "remove")):
            self._greeted.pop(here.conversation, None)
            await self._heed(Notice(sender=_unasked(here), route=here.route, gone=words("teams.gone.removed")))

    async def _joined(self, here: Turn) -> None:
        """Answer in a person's own chat as the desk says. A group or channel hears how to speak to Milepost. Nobody in it
        is welcomed before everyone: whoever speaks there is met then."""
        if not self._first(here):
            return
        if not here.private:
            await self._talk.say(here, Message(title=words("teams.hello.room")))
            return
        # the signed activity says how to reach them, and comes once: whose the account is may take longer to be told
        await self._heed(Notice(sender=_unasked(here), route=here.route, later=True))
        sender = await self._people.sender(here)
        reply = await self._heed(Notice(sender=sender, route=here.route)) if sender is not None else Silence()
        if isinstance(reply, Say):
            await self._talk.say(here, reply.message)

    def _first(self, here: Turn) -> bool:
        """Say if the app's coming was not told a moment ago in other words."""
        now = asyncio.get_running_loop().time()
        self._greeted = {where: moment for where, moment in self._greeted.items() if now - moment < GREETED}
        first = here.conversation not in self._greeted
        self._greeted[here.conversation] = now
        return first


def _spoken(here: Turn) -> bool:
    """Say if the activity names a conversation and somebody in it who is no bot."""
    return bool(here.conversation and here.user) and not here.from_bot


def _ident(here: Turn, heard: Speech) -> str:
    """Return an id of what is said. An edited message keeps its id, and is answered once however often it is edited."""
    return f"{here.inbound_id}:edited" if heard.edited else here.inbound_id


def _unasked(here: Turn) -> Sender:
    """Return the sender as far as the activity itself tells: whoever has gone can no longer be asked about."""
    return Sender(platform=PLATFORM, tenant=here.tenant, id=account(here), name=here.user_name)


def _taken_up(working: asyncio.Task[Json | None]) -> None:
    """Log an answer that failed after its call was answered. Nobody waits for it any more."""
    if not working.cancelled() and (wrong := working.exception()) is not None:
        log.error("an answer that took long failed", exc_info=wrong)
