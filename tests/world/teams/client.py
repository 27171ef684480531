"""A person's Teams: types, fills in, presses, and reads what is on the screen, with the client's own rules."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import ClientError

from tests.world.teams import cards
from tests.world.teams.activities import Sheet
from tests.world.teams.directory import Conversation, Json, Person, Posted

if TYPE_CHECKING:
    from tests.world.teams.platform import Answered, TeamsPlatform

CARD = "application/vnd.microsoft.card.adaptive"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
TOAST = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
AGAIN = 3  # times that Teams comes again before the person sees that nothing was sent


class NotNow(ClientError):
    """Milepost asks Teams to come again."""


class Drawn(NamedTuple):
    """What a person sees of a card as it is now."""

    card: Json
    text: str
    words: str  # the whole message, if it is the one card of it
    inputs: list[Json]
    actions: list[Json]


@dataclass
class Shown:
    """A card on somebody's screen. `post` is None for a dialog's; `of` is the activity it was drawn from.

    It is drawn once until it changes, for a long talk is looked at again and again.
    """

    card: Json
    post: Posted | None = None
    of: Json | None = None
    kept: Drawn | None = None

    @property
    def drawn(self) -> Drawn:
        """The card as it is drawn."""
        if self.kept is None or self.kept.card is not self.card:
            text = cards.text(self.card)
            words = _joined(self.of or {}, [text])
            self.kept = Drawn(self.card, text, words, cards.inputs(self.card), cards.actions(self.card))
        return self.kept

    def fill(self, asked: str, answer: str) -> bool:
        """Type or choose an answer; False if this card does not ask it."""
        self.kept = None
        return cards.fill(self.card, asked, answer)

    def unfold(self, action: Json) -> None:
        """Unfold what a button holds, or fold it again."""
        self.kept = None
        cards.open_card(action)

    def toggle(self, action: Json) -> None:
        """Show or hide what a button names."""
        self.kept = None
        cards.toggle(self.card, action)


@dataclass
class Screen:
    """What one person's client keeps: cards as this person sees them, an open dialog, and short notices."""

    shown: dict[str, list[Shown]] = field(default_factory=dict)
    dialog: Shown | None = None
    notices: list[str] = field(default_factory=list)
    fills: dict[str, str] = field(default_factory=dict)
    plain: dict[str, tuple[Json, str]] = field(default_factory=dict)  # what has no card: the activity, and how it is read
    used: Json | None = None  # the message that an open dialog was opened on

    def cards(self, post: Posted) -> list[Shown]:
        """The cards of a message, drawn anew if the bot has changed it."""
        kept = self.shown.get(post.id)
        if kept is None or (kept and kept[0].of is not post.activity):
            self.shown[post.id] = [Shown(deepcopy(card), post, post.activity) for card in _cards(post.activity)]
        return self.shown[post.id]

    def reads(self, post: Posted) -> str:
        """A message as this person sees it. It is put together once until it changes."""
        plain = self.plain.get(post.id)
        if plain is not None and plain[0] is post.activity:
            return plain[1]
        shown = self.cards(post)
        if len(shown) == 1:
            return shown[0].drawn.words
        words = _joined(post.activity, [one.drawn.text for one in shown])
        if not shown:
            self.plain[post.id] = (post.activity, words)
        return words


class Seat:
    """One person in one conversation, their own chat with Milepost unless another is named."""

    def __init__(self, teams: TeamsPlatform, person: Person, there: Conversation | None = None, thread: str | None = None) -> None:
        self.teams = teams
        self.person = person
        self.thread = thread
        self._there = there
        self.last: Json = {}

    @property
    def there(self) -> Conversation:
        """The conversation; a person's own chat begins when they first use it."""
        return self._there or self.teams.directory.open_personal(self.person)

    @property
    def screen(self) -> Screen:
        """What this person's client keeps."""
        return self.teams.screen(self.person)

    @property
    def sheet(self) -> Sheet:
        """Writes this person's activities here."""
        return self._sheet(self.thread)

    def _sheet(self, thread: str | None) -> Sheet:
        """The same in a thread, which in a channel everything is: what begins one is its own."""
        return Sheet(self.teams.app_id, self.teams.base, self.person, self.there, thread if self.there.kind == "channel" else None)

    def _sheet_on(self, post: Posted | None) -> Sheet:
        return self._sheet(post.thread or post.id if post else self.thread)

    def at(self, name: str) -> Seat:
        """The same person in that group chat or channel."""
        return Seat(self.teams, self.person, self.teams.place(name))

    def under(self, post: Posted) -> Seat:
        """The same person answering in that message's thread."""
        return Seat(self.teams, self.person, post.conversation, post.thread or post.id)

    # ---- reading -----------------------------------------------------------------------------

    def posts(self) -> list[Posted]:
        """What Milepost said in this conversation, oldest first."""
        if self._there is None:
            own = self.teams.directory.personal(self.person)
            return own.bot_posts() if own else []
        return self._there.bot_posts()

    def sees(self) -> str:
        """Everything Milepost has on this person's screen in this conversation, newest last."""
        screen = self.screen
        told, dialog = [screen.reads(post) for post in self.posts()] + screen.notices, screen.dialog
        return "\n\n".join(told + ([dialog.drawn.text] if dialog else []))

    def newest(self) -> str:
        """The latest message, as this person sees it."""
        return self.reads(self.posts()[-1])

    async def hears(self, words: str) -> None:
        """Return once these words are in what Milepost has posted here, for every client to see."""
        try:
            await self.teams.until(lambda: any(words in _words(post.activity) for post in self.posts()))
        except TimeoutError:
            raise AssertionError(f"{words!r} never came: {self.sees()}") from None

    def buttons(self) -> list[str]:
        """The titles of the buttons on the newest card."""
        shown = self.shown()
        return [str(action["title"]) for action in shown[0].drawn.actions] if shown else []

    def card(self, button: str) -> Shown:
        """The newest card with that button, as it is now; kept so, it can be pressed after it has changed."""
        shown, _ = self._find(button, None)
        return replace(shown, card=deepcopy(shown.card), kept=None)

    def reads(self, post: Posted) -> str:
        """A message as this person sees it."""
        return self.screen.reads(post)

    def _mine(self) -> dict[str, tuple[Json, str]]:
        """All this person can see anywhere: by message, the activity and its words."""
        mine = [c for c in self.teams.directory.conversations.values() if self.person in c.members]
        reads = self.screen.reads
        return {post.id: (post.activity, reads(post)) for c in mine for post in c.bot_posts()}

    def _new_since(self, before: dict[str, tuple[Json, str]], notices: int) -> str:
        news = [words for key, (activity, words) in self._mine().items() if before.get(key) != (activity, words)]
        dialog = self.screen.dialog
        return "\n\n".join(news + self.screen.notices[notices:] + ([dialog.drawn.text] if dialog else []))

    # ---- doing -------------------------------------------------------------------------------

    async def says(self, text: str, answered: bool = True, mention: bool | None = None) -> str:
        """Type something; returns what is then new on the screen. With `answered` False nothing is waited for."""
        number = self.teams.directory.number()
        sheet = self._sheet(self.thread or number)
        activity = sheet.message(number, text, self.there.kind != "personal" if mention is None else mention)
        self.there.posted[number] = Posted(number, self.there, activity, self.person, self.thread)
        return await self._sends(activity, answered)

    async def sends_file(self, name: str, held: bytes, text: str = "", answered: bool = True) -> str:
        """Send a file in one's own chat; returns what is then new on the screen."""
        number = self.teams.directory.number()
        activity = self.sheet.with_file(number, text, name, self.teams.keeps(held))
        self.there.posted[number] = Posted(number, self.there, activity, self.person, self.thread)
        return await self._sends(activity, answered)

    def offers(self) -> dict[str, Posted]:
        """The cards in sight that ask if a file is wanted, by its name."""
        return {str(one["name"]): post for post in self.posts() for one in _attached(post.activity) if one.get("contentType") == CONSENT}

    async def accepts(self, name: str, **changed: object) -> bytes | None:
        """Accept a file; returns what came into one's own files. What Teams would send of the place may be changed."""
        post = self.offers()[name]
        place = {**self.teams.place_for(name), **changed}
        (key,) = [one for one in self.teams.places if one in str(self.teams.base + str(place.get("contentUrl")))] or [""]
        heard = len(self.teams.connector.calls)
        await self._accepted(self._sheet_on(post).invoke("fileConsent/invoke", self._consent(post, "accept") | {"uploadInfo": place}, post.id))
        await self.teams.quiet(heard)
        return self.teams.places.get(key)

    async def declines(self, name: str) -> None:
        """Say that a file is not wanted."""
        post = self.offers()[name]
        heard = len(self.teams.connector.calls)
        await self._accepted(self._sheet_on(post).invoke("fileConsent/invoke", self._consent(post, "decline"), post.id))
        await self.teams.quiet(heard)

    def _consent(self, post: Posted, action: str) -> Json:
        content = next(one["content"] for one in _attached(post.activity) if one.get("contentType") == CONSENT)
        assert isinstance(content, dict)
        return {"type": "fileUpload", "action": action, "context": content[f"{action}Context"]}

    async def quotes(self, post: Posted, text: str, form: str = "entity") -> str:
        """Reply to a message in one's own chat, quoting it; returns what is then new on the screen."""
        number = self.teams.directory.number()
        activity = self.sheet.quoting(number, text, post.id, self.reads(post)[:80], form)
        self.there.posted[number] = Posted(number, self.there, activity, self.person, self.thread)
        return await self._sends(activity, answered=True)

    def fills(self, answers: dict[str, str]) -> Seat:
        """Fill in questions by their labels or ids; the next button pressed sends them."""
        self.screen.fills |= answers
        return self

    async def presses(self, button: str, on: Shown | None = None, answered: bool = True, old_client: bool = False) -> str:
        """Press a button by its title or by how what is read out of it begins, on the newest card that has it; returns what is then new on the screen.

        An old client knows no Action.Execute and takes its fallback."""
        shown, action = self._find(button, on)
        fills, self.screen.fills = self.screen.fills, {}
        for asked, answer in fills.items():
            if not shown.fill(asked, answer):
                raise cards.Refused(f"the card does not ask {asked}")
        instead = action.get("fallback")
        if old_client and action["type"] == "Action.Execute":
            assert isinstance(instead, dict), f"{button} does nothing on an old client"
            return await self._submits(shown, action, instead, answered)
        match action["type"]:
            case "Action.ShowCard":
                shown.unfold(action)
            case "Action.ToggleVisibility":
                shown.toggle(action)
            case "Action.Execute":
                return await self._executes(shown, action)
            case "Action.Submit":
                return await self._submits(shown, action, action, answered)
        return shown.drawn.text

    async def opens(self, command: str, card: Posted) -> str:
        """Open a dialog as a client does for a card's button that asks for one; its own button then sends it."""
        before, notices = self._mine(), len(self.screen.notices)
        data: Json = {"type": "task/fetch", "msteams": {"type": "task/fetch"}, "say": command}
        return await self._dialog("task/fetch", data, card.id, before, notices)

    async def uses(self, link: str | None = "https://teams.microsoft.com/l/message/19:a@thread.v2/1700?context=%7B%7D") -> str:
        """Choose Use as evidence in the menu of somebody's message here; its dialog's button then sends it."""
        before, notices = self._mine(), len(self.screen.notices)
        payload: Json = {"id": "1700", "body": {"contentType": "html", "content": "<p>Minutes</p>"}}
        self.screen.used = payload | ({"linkToMessage": link} if link else {})
        return await self._dialog("composeExtension/fetchTask", {}, None, before, notices)

    async def edits(self, text: str) -> None:
        """Change the last thing typed here."""
        mine = [post for post in self.there.posted.values() if post.by is self.person]
        await self._accepted(self._sheet_on(mine[-1]).edited(mine[-1].id, text))

    async def deletes(self) -> None:
        """Take back the last thing typed here."""
        mine = [post for post in self.there.posted.values() if post.by is self.person]
        await self._accepted(self._sheet_on(mine[-1]).deleted(mine[-1].id))

    async def reacts(self, kind: str = "like") -> None:
        """React to the newest message, then take it back."""
        for added in (True, False):
            await self._accepted(self._sheet_on(self.posts()[-1]).reaction(self.posts()[-1].id, kind, added))

    async def installs(self, answered: bool = False) -> str:
        """Put the app in, as a person in their own chat or as an owner in a team; returns what is then new."""
        self.there.installed = True
        before, notices, heard = self._mine(), len(self.screen.notices), len(self.teams.connector.calls)
        await self._accepted(self.sheet.bot_added())
        await self._accepted(self.sheet.installation("add"))
        if answered:
            await self.teams.quiet(heard)
        return self._new_since(before, notices)

    async def uninstalls(self) -> None:
        """Take the app out."""
        self.there.installed = False
        await self._accepted(self.sheet.installation("remove"))

    def closes_dialog(self) -> None:
        """Close an open dialog without sending it."""
        self.screen.dialog = None

    async def again(self, times: int = 1) -> list[Answered]:
        """Teams sends the last thing once more, with the same id."""
        return [await self.teams.deliver(self.last) for _ in range(times)]

    async def _sends(self, activity: Json, answered: bool) -> str:
        before, notices, heard = self._mine(), len(self.screen.notices), len(self.teams.connector.calls)
        await self._accepted(activity)
        if answered and not self._new_since(before, notices):
            await self.teams.quiet(heard)
        return self._new_since(before, notices)

    async def _accepted(self, activity: Json) -> Answered:
        """Teams sends it again, with the same id, as often as AGAIN if Milepost asks it to come again."""
        self.last = activity
        answered = await self.teams.deliver(activity)
        for _ in range(AGAIN):
            if answered.status != 503:
                break
            await asyncio.sleep(answered.after)
            answered = await self.teams.deliver(activity)
        if answered.status == 503:
            raise NotNow
        assert answered.status in (200, 201, 202), (answered.status, answered.text)
        return answered

    # ---- buttons -----------------------------------------------------------------------------

    def shown(self) -> list[Shown]:
        """The cards on the screen, the open dialog first, then the newest."""
        screen, posts = self.screen, reversed(self.posts())
        return ([screen.dialog] if screen.dialog else []) + [shown for post in posts for shown in screen.cards(post)]

    def _find(self, button: str, on: Shown | None) -> tuple[Shown, Json]:
        there = [on] if on else self.shown()
        for same, said in ((str.__eq__, "title"), (str.startswith, "title"), (str.startswith, "tooltip")):
            for shown in there:
                for action in shown.drawn.actions:
                    if same(str(action.get(said, "")), button):
                        return shown, action
        titles = [str(action["title"]) for shown in there for action in shown.drawn.actions]
        raise cards.Refused(f"no button {button!r} among {titles}")

    async def _executes(self, shown: Shown, action: Json) -> str:
        sent = {name: action[name] for name in ("type", "id", "title", "verb") if name in action}
        value: Json = {"action": {**sent, "data": _data(shown.card, action)}, "trigger": "manual"}
        before, notices = self._mine(), len(self.screen.notices)
        answered = await self._accepted(
            self._sheet_on(shown.post).invoke("adaptiveCard/action", value, shown.post.id if shown.post else None)
        )
        self._apply(shown, answered.body)
        return self._new_since(before, notices)

    def _apply(self, shown: Shown, told: Json) -> None:
        """Put what came back where the client puts it."""
        kind, status, value = told.get("type"), told.get("statusCode"), told.get("value")
        if kind == CARD:
            assert status == 200 and isinstance(value, dict), told
            wrong = cards.faults(value)
            assert not wrong, wrong
            shown.card = value
            if shown.post is not None:  # a card kept from before is replaced where it stands
                self.screen.shown[shown.post.id] = [Shown(value, shown.post, shown.post.activity)]
        elif kind == TOAST:
            assert status == 200 and isinstance(value, str), told
            self.screen.notices.append(value)
        else:
            assert kind == ERROR and isinstance(value, dict) and isinstance(status, int) and status >= 400, told
            self.screen.notices.append(str(value.get("message")))

    async def _submits(self, shown: Shown, pressed: Json, action: Json, answered: bool) -> str:
        data = {**_data(shown.card, pressed), **_data({}, action)}
        asks = data.get("msteams")
        before, notices = self._mine(), len(self.screen.notices)
        if shown.post is None:
            name = "composeExtension/submitAction" if self.screen.used else "task/submit"
            return await self._dialog(name, data, None, before, notices)
        if isinstance(asks, dict) and asks.get("type") == "task/fetch":
            return await self._dialog("task/fetch", data, shown.post.id, before, notices)
        return await self._sends(self._sheet_on(shown.post).submitted(self.teams.directory.number(), data, shown.post.id), answered)

    async def _dialog(self, name: str, data: Json, card: str | None, before: dict[str, tuple[Json, str]], notices: int) -> str:
        value: Json = {"data": data, "context": {"theme": "default"}}
        if self.screen.used:
            value |= {"commandId": "use_as_evidence", "commandContext": "message", "messagePayload": self.screen.used}
        told = (await self._accepted(self.sheet.invoke(name, value, card))).body.get("task")
        self.screen.dialog = None
        if isinstance(told, dict) and told["type"] != "continue":
            self.screen.used = None
        if isinstance(told, dict) and told["type"] == "continue":
            content = told["value"]["card"]
            assert content["contentType"] == CARD and told["value"]["title"], told
            wrong = cards.faults(content["content"])
            assert not wrong, wrong
            self.screen.dialog = Shown(content["content"])
        elif isinstance(told, dict):
            assert told["type"] == "message" and isinstance(told["value"], str), told
            self.screen.notices.append(told["value"])
        return self._new_since(before, notices)


def _words(activity: Json) -> str:
    return _joined(activity, [cards.text(card) for card in _cards(activity)])


def _joined(activity: Json, told: list[str]) -> str:
    return "\n".join(word for word in [str(activity.get("text") or ""), *told] if word)


def _cards(activity: Json) -> list[Json]:
    attachments = activity.get("attachments")
    found = attachments if isinstance(attachments, list) else []
    return [one["content"] for one in found if one.get("contentType") == CARD]


def _attached(activity: Json) -> list[Json]:
    attachments = activity.get("attachments")
    return attachments if isinstance(attachments, list) else []


def _data(card: Json, action: Json) -> Json:
    data = action.get("data")
    whole = dict(data) if isinstance(data, dict) else {}
    if action.get("associatedInputs") == "none":
        return whole
    return {**whole, **cards.collected(card, action)}
