"""The requests of Teams, read: an activity's JSON becomes a Turn of plain values. Nothing here calls anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum, auto
from hashlib import sha256

from adapters.teams.drawing.forms import answers_of, page_of
from adapters.teams.files.places import ANSWERED, Place
from adapters.teams.files.sent import files_of
from adapters.teams.markup import with_links, without_escapes, without_tags
from adapters.teams.quote import Quote, quote
from bot.model.letters.form import Answers
from bot.model.letters.talk import Chat, FileSent
from bot.model.noun import Noun
from bot.model.people import Address
from bot.wording.commands import MOST_TYPED
from bot.wording.commands.board.papers import asks_for_a_file

PLATFORM = "teams"
Json = dict[str, object]
_HALVES = re.compile("[\ud800-\udfff]")
_AT = re.compile(r"<at\b[^<>]*>([^<]*(?:<(?!/?at\b)[^<]*)*)</at>", re.IGNORECASE)
MOST_PIECES = 50  # mentions or attachments of one message that are looked at
_SPACES = str.maketrans({"\u00a0": " ", "\u200b": None, "\u2028": "\n", "\u2029": "\n"})


class Junk(Exception):
    """The body is no activity."""


class Way(Enum):
    """The way something was said, which is also the way it must be answered."""

    TYPED = auto()  # a message: answered by messages
    SUBMITTED = auto()  # Action.Submit: a message that carries data, answered by messages and rewritten cards
    EXECUTED = auto()  # Action.Execute: answered in the response
    OPENED = auto()  # a button that opens a dialog: answered in the response
    SENT = auto()  # a dialog's form: answered in the response
    CONSENTED = auto()  # the answer to a card that asked if a file is wanted: answered by messages


USED, CHOSEN = "composeExtension/fetchTask", "composeExtension/submitAction"  # an action in a message's menu, and its dialog
WAYS = {
    **{"adaptiveCard/action": Way.EXECUTED, "task/fetch": Way.OPENED, "task/submit": Way.SENT},
    **{USED: Way.OPENED, CHOSEN: Way.SENT},
    ANSWERED: Way.CONSENTED,
}
EVIDENCE = "use_as_evidence"  # the action's id


class Speech(Noun):
    """The words or answers that were typed, pressed or sent. `card` is the reference of the card the form was opened from,
    if any, and `page` the page wanted of a dialog that shows the answer. `place` is where a file goes that was accepted."""

    way: Way
    said: str
    answers: Answers | None = None
    card: str | None = None
    edited: bool = False
    page: int = 1
    files: tuple[FileSent, ...] = ()
    place: Place | None = None

    @property
    def is_own_form(self) -> bool:
        """Say if it is a form that is a message of its own, and was not opened from a card."""
        return self.answers is not None and self.card is None


class Turn(Noun):
    """One activity: its place, its sender, and how to reach both again. Ids are Teams's own, empty if it did not tell."""

    kind: str
    name: str
    id: str
    service_url: str
    tenant: str
    conversation: str
    private: bool
    channel: str
    user: str
    account: str
    user_name: str
    bot: str
    bot_name: str
    reply_to: str
    quoted: str
    targeted: bool
    from_bot: bool
    action: str
    bot_joined: bool
    bot_left: bool
    left: frozenset[str]
    fingerprint: str
    believed: bool = True  # that the message named is the one pressed: its sender's word, as far as Teams tells

    @property
    def inbound_id(self) -> str:
        """Return an id that is the same however often the activity comes. Teams's ids are unique in one conversation alone."""
        return f"{PLATFORM}:{self.conversation}:{self.id or self.fingerprint}"

    @property
    def aside(self) -> bool:
        """Say if it was done with somebody's message, in a conversation that Milepost need not be in: only who did it is
        answered."""
        return self.name in (USED, CHOSEN)

    @property
    def apart(self) -> bool:
        """Say if only who did it is answered, in a dialog: others read the place where it was done."""
        return self.aside or (not self.private and WAYS.get(self.name) in (Way.OPENED, Way.SENT))

    @property
    def room(self) -> str:
        """Return the chat or channel, whichever thread of it was spoken in."""
        return self.conversation if self.private else self.channel

    @property
    def chat(self) -> Chat:
        """Return the chat it was said in. What quotes a message is said under it."""
        if self.aside:
            return Chat(id=self.room, private=False)
        thread = self.quoted or self.conversation.partition(";messageid=")[2] or ("" if self.believed else self.reply_to)
        under = reference(self.conversation, thread) if thread else None
        told_to_all = not (self.private or self.targeted or self.apart)
        return Chat(id=self.room, private=self.private, thread=under, quoted=bool(self.quoted), open=told_to_all)

    @property
    def pressed(self) -> str | None:
        """Return the reference of the message that carried the button, that of no message if its sender is not believed."""
        named = self.reply_to and not self.aside
        return reference(self.conversation, self.reply_to if self.believed else "") if named else None

    @property
    def over(self) -> str | None:
        """Return the reference of the message that the answer to a button may take the place of."""
        return self.pressed if self.believed else None

    @property
    def route(self) -> str:
        """Return how to reach the sender unprompted, and the channel if it was said in one."""
        known = {"service_url": self.service_url, "tenant": self.tenant, "user": self.user, "bot": self.bot}
        if not self.aside:
            known["conversation" if self.private else "channel"] = self.room
        return json.dumps(known, sort_keys=True)


def in_own_chat(turn: Turn, own: Address) -> Turn | None:
    """Return what somebody did as if it had been done in their own chat with Milepost. None if its place is not known."""
    told = parse(own.route.encode())
    conversation, service = text_at(told, "conversation"), text_at(told, "service_url")
    if not conversation:
        return None
    there = {"conversation": conversation, "service_url": service or turn.service_url, "private": True, "channel": ""}
    return turn.model_copy(update={**there, "id": "", "reply_to": "", "quoted": "", "targeted": False})


def reference(conversation: str, activity: str) -> str:
    """Return how a message is found again. Without an activity it is that of no message."""
    return f"{conversation}|{activity}"


def parse(body: bytes) -> Json:
    """Read the JSON object of a request's body. Halves of characters, which no database keeps, are replaced."""
    try:
        told = json.loads(body.decode())  # of bytes the reader would let halves of characters through
        return _whole(_object(told)) if b"\\u" in body else _object(told)
    except (ValueError, RecursionError) as wrong:
        raise Junk from wrong


def _object(told: object) -> Json:
    if not isinstance(told, dict):
        raise Junk
    return told


def _whole(told: Json) -> Json:
    return {_mend(name): _mended(value) for name, value in told.items()}


def _mended(value: object) -> object:
    match value:
        case str():
            return _mend(value)
        case dict():
            return _whole(value)
        case list():
            return [_mended(one) for one in value]
        case _:
            return value


def _mend(text: str) -> str:
    return _HALVES.sub("\ufffd", text)


def text_at(told: object, *names: str) -> str:
    """Find a string by going down these names, or nothing."""
    for name in names:
        told = told.get(name) if isinstance(told, Mapping) else None
    return told if isinstance(told, str) else ""


def turn(activity: Json, body: bytes = b"") -> Turn:
    """Read the activity as a Turn."""
    conversation, bot = text_at(activity, "conversation", "id"), text_at(activity, "recipient", "id")
    user = text_at(activity, "from", "id")
    private = _is_private(activity, conversation)
    return Turn(
        kind=text_at(activity, "type"),
        name=text_at(activity, "name"),
        id=text_at(activity, "id"),
        service_url=text_at(activity, "serviceUrl"),
        tenant=text_at(activity, "channelData", "tenant", "id") or text_at(activity, "conversation", "tenantId"),
        conversation=conversation,
        private=private,
        channel="" if private else text_at(activity, "channelData", "channel", "id") or conversation.partition(";")[0],
        user=user,
        account=text_at(activity, "from", "aadObjectId") or user,
        user_name=text_at(activity, "from", "name"),
        bot=bot,
        bot_name=text_at(activity, "recipient", "name"),
        reply_to=text_at(activity, "replyToId"),
        quoted=found.message if (found := _quote(activity)) is not None else "",
        targeted=_dict(activity.get("recipient")).get("isTargeted") is True,
        from_bot=user.startswith("28:") or text_at(activity, "from", "role") == "bot" or user == bot,
        action=text_at(activity, "action"),
        bot_joined=bot in _ids(activity.get("membersAdded")),
        bot_left=bot in _ids(activity.get("membersRemoved")),
        left=frozenset(_ids(activity.get("membersRemoved"))),
        fingerprint=sha256(body).hexdigest()[:32],
    )


def _is_private(activity: Json, conversation: str) -> bool:
    there = _dict(activity.get("conversation"))
    kind = text_at(there, "conversationType")
    return kind == "personal" if kind else there.get("isGroup") is not True and not conversation.startswith("19:")


def _ids(members: object) -> set[str]:
    return {text_at(member, "id") for member in _list(members) if text_at(member, "id")}


def _list(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def _dict(found: object) -> Json:
    return found if isinstance(found, dict) else {}


def speech_in(activity: Json) -> Speech | None:
    """Return what a person said with this activity, None if it says nothing to the desk."""
    value = _dict(activity.get("value"))
    match text_at(activity, "type"):
        case "message":
            command, answers, card = answers_of(value)
            if command:
                return Speech(way=Way.SUBMITTED, said=command, answers=answers, card=_here(activity, card))
            private = _is_private(activity, text_at(activity, "conversation", "id"))
            files = files_of(activity) if private else ()
            return Speech(way=Way.TYPED, said=words_in(activity) or ("" if files else "help"), files=files)
        case "messageUpdate" if text_at(activity, "channelData", "eventType") == "editMessage":
            return Speech(way=Way.TYPED, said="", edited=True)
        case "invoke" if text_at(activity, "name") == USED:
            link = text_at(value, "messagePayload", "linkToMessage")
            meant = text_at(value, "commandId") == EVIDENCE and link and not re.search(r"\s", link)
            return Speech(way=Way.OPENED, said=f"evidence {link}") if meant else None
        case "invoke" if text_at(activity, "name") == ANSWERED:
            return _consent(activity, value)
        case "invoke" if way := WAYS.get(text_at(activity, "name")):
            data = _dict(_dict(value.get("action")).get("data")) if way is Way.EXECUTED else _dict(value.get("data"))
            command, sent, card = answers_of(data)
            answers = None if way is Way.OPENED else sent  # a dialog is opened with a command, and with Teams's own words
            card = _here(activity, card)
            return Speech(way=way, said=command, answers=answers, card=card, page=page_of(data)) if command else None
        case _:
            return None


def _consent(activity: Json, value: Json) -> Speech | None:
    """Return what the answer to a card of consent says: the command for the file, and where it goes if it is wanted. None if it
    says anything else: a client may send any words, and nobody has typed these."""
    said = text_at(value, "context", "say")
    is_private = _is_private(activity, text_at(activity, "conversation", "id"))
    if not is_private or len(said) > MOST_TYPED or not asks_for_a_file(said):
        return None
    accepted = text_at(value, "action") == "accept"
    return Speech(way=Way.CONSENTED, said=said, place=Place.told(_dict(value.get("uploadInfo"))) if accepted else None)


def _here(activity: Json, card: str | None) -> str | None:
    """Return the reference a form carried, unless it names another conversation: a client may send anything."""
    return card if card and card.rpartition("|")[0] == text_at(activity, "conversation", "id") else None


def words_in(activity: Json) -> str:
    """Return what a person typed, without the mention of the bot and whatever is quoted. Other people mentioned stay, by name.

    What is too long for the desk is not read here either.
    """
    said = text_at(activity, "text")
    if len(said) > MOST_TYPED:
        return said
    found = _quote(activity)
    text = _plain(found.words) if found is not None else _text(activity)
    for page in _pages(activity):
        text = with_links(text, page)
    bot, name = text_at(activity, "recipient", "id"), text_at(activity, "recipient", "name")
    for entity in _list(activity.get("entities"))[:MOST_PIECES]:
        if text_at(entity, "type") == "mention" and text_at(entity, "mentioned", "id") == bot and bot:
            text = text.replace(_plain(text_at(entity, "text")) or f"<at>{name}</at>", " ")
    text = _AT.sub(lambda found: " " if without_escapes(found[1]).strip().casefold() == name.casefold() else found[1], text)
    return text.strip()


def _text(activity: Json) -> str:
    text = _plain(text_at(activity, "text"))
    return without_escapes(without_tags(text)) if text_at(activity, "textFormat") == "xml" else text


def _pages(activity: Json) -> list[str]:
    """Return the same message as HTML, as Teams attaches it."""
    attached = _list(activity.get("attachments"))[:MOST_PIECES]
    return [text_at(one, "content") for one in attached if text_at(one, "contentType") == "text/html"]


def _quote(activity: Json) -> Quote | None:
    """Return what a message quotes. A press quotes nothing."""
    if text_at(activity, "type") != "message" or len(text_at(activity, "text")) > MOST_TYPED:
        return None
    entities = _list(activity.get("entities"))[:MOST_PIECES]
    named = [text_at(one, "quotedReply", "messageId") for one in entities]
    return quote(_text(activity), _pages(activity), next(filter(None, named), ""))


def _plain(text: str) -> str:
    """Return the text with the spaces and line ends that people mean."""
    return text.replace("&nbsp;", " ").translate(_SPACES)
