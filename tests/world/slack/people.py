"""People at their Slack clients: they type, press, fill in, and see. They can do only what a real client lets them do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model.letters.form import is_day
from tests.world.slack import payloads
from tests.world.slack.api import elements, judged_view, replace, show, view_faults
from tests.world.slack.delivery import Delivery
from tests.world.slack.screen import buttons_of, shown, shown_view
from tests.world.slack.server import respond
from tests.world.slack.world import Conversation, Json, Posted, SlackError, User, View

if TYPE_CHECKING:
    from tests.world.slack import Slack


class Impossible(AssertionError):
    """Something no real client would let a person do."""


@dataclass(frozen=True)
class Screen:
    """What one person sees: their messages in order, the modal on top, the faults shown in it, and the Home."""

    messages: tuple[str, ...]
    modal: str | None
    faults: Mapping[str, str]
    home: str | None

    @property
    def text(self) -> str:
        """Everything, as one text."""
        return "\n".join([*self.messages, self.modal or "", *self.faults.values(), self.home or ""])

    @property
    def last(self) -> str:
        """The latest message."""
        return self.messages[-1] if self.messages else ""


class Filling:
    """A form being filled in: await it, or send it in at once with `submits()`."""

    def __init__(self, person: Person, answers: Mapping[str, str]) -> None:
        self._person = person
        self._answers = answers

    def __await__(self) -> Generator[object, None, None]:
        return self._person._fill(self._answers).__await__()

    async def submits(self, times: int = 1) -> Delivery:
        """Fill in, then send in."""
        await self._person._fill(self._answers)
        return await self._person.submits(times)


class Person:
    """One user at a client."""

    def __init__(self, slack: Slack, user: User) -> None:
        self.slack = slack
        self.world = slack.world
        self.user = user
        self.faults: dict[str, str] = {}
        self.failed: list[str] = []

    # ---- where they are

    @property
    def team(self):  # type: ignore[no-untyped-def]
        """Their workspace."""
        return self.world.teams[self.user.team]

    @property
    def dm(self) -> Conversation:
        """Their direct message with Milepost."""
        return self.world.dm(self.user)

    def _place(self, channel: str | None) -> Conversation:
        if channel is None:
            return self.dm
        for known in self.world.conversations.values():
            if channel in (known.name, known.id) and not known.deleted:
                if self.user.id not in known.members:
                    raise Impossible(f"{self.user.name} is not in {channel}")
                return known
        raise Impossible(f"there is no {channel}")

    # ---- typing

    async def types(self, text: str, channel: str | None = None, thread: Posted | None = None) -> Delivery | None:
        """Type a command, a message to the bot, or a message in a channel (with @Milepost to mention it)."""
        place = self._place(channel)
        if text.startswith("/"):
            return await self._commands(place, text)
        mention = f"<@{self.world.teams[place.team].bot}>"
        said = payloads.linked(text).replace("@Milepost", mention)
        rich: Json = {"type": "text", "text": text}
        block: Json = {"type": "rich_text", "block_id": "typed", "elements": [{"type": "rich_text_section", "elements": [rich]}]}
        thread_ts = (thread.thread_ts or thread.ts) if thread else None
        post = Posted(place.id, self.world.ts(), self.user.id, said, [block], thread_ts=thread_ts)
        self.world.posts.append(post)
        self.slack.server.tell()
        return await self._said(post, place, mention in said)

    async def sends_file(self, name: str, held: bytes, text: str = "") -> Delivery:
        """Upload a file into their direct message with Milepost."""
        ident = self.world.id("F")
        self.world.files[ident] = held
        url = f"{self.slack.server.url}/files/{ident}/{name}"
        file: Json = {"id": ident, "name": name, "title": name, "size": len(held), "mode": "hosted", "is_external": False}
        file |= {"url_private": url, "url_private_download": url, "user": self.user.id, "file_access": "visible"}
        post = Posted(self.dm.id, self.world.ts(), self.user.id, text, [])
        self.world.posts.append(post)
        self.slack.server.tell()
        return await self.slack.event(self.world.teams[self.dm.team], payloads.file_event(post, self.dm, self.user, file))

    async def _said(self, post: Posted, place: Conversation, mentioned: bool) -> Delivery | None:
        made: Delivery | None = None
        subscribed = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}[place.kind]
        team = self.world.teams[place.team]
        if team.bot not in place.members:
            return None
        if subscribed in self.world.subscribed:
            made = await self.slack.event(team, payloads.message_event(post, place, self.user))
        if mentioned and place.kind != "im" and "app_mention" in self.world.subscribed:
            made = await self.slack.event(team, payloads.mention_event(post, place, self.user))
        return made

    async def edits(self, text: str) -> Delivery:
        """Change the last thing typed in the direct message."""
        post = [one for one in self.world.posts.of(self.dm.id) if one.user == self.user.id][-1]
        before, post.text = post.text, text
        event = payloads.edited_event(post, before, self.dm, self.user, self.world.ts())
        return await self.slack.event(self.world.teams[self.dm.team], event)

    async def replies(self, text: str, to: str = "") -> Delivery | None:
        """Reply in the thread of the latest message that holds some words."""
        found = [p for p in self._visible() if p.bot_id and p.seen_by is None and to in shown(p)]
        if not found:
            raise Impossible(f"nothing with {to!r} to reply to")
        place = self.world.conversations[found[-1].channel]
        return await self.types(text, None if place.kind == "im" else place.id, thread=found[-1])

    async def _commands(self, place: Conversation, text: str) -> Delivery:
        if text.partition(" ")[0] not in self.world.commands:
            raise Impossible(f"Slack knows no {text.partition(' ')[0]}")
        url = self.slack.server.response_url(place.id, self.user.id, None)
        made = await self.slack.deliver("slash_commands", payloads.command(self.world, self.team, self.user, place, text, url))
        self._answered(made, place)
        return made

    def _answered(self, made: Delivery, place: Conversation) -> None:
        """The answer in the response to a command: words, or a message."""
        if not made.good:
            self.failed.append(f"dispatch_failed: {made.status}")
            return
        if not made.answer.strip():
            return
        body = made.json()
        if not isinstance(body, dict):
            body = {"text": made.answer.decode()}
        try:
            respond(self.world, body, place.id, self.user.id, None)
        except SlackError as refused:
            self.world.offences.append(f"answer to a command: {refused.error} {refused.more}")
            self.failed.append(refused.error)
        self.slack.server.tell()

    # ---- pressing

    def _buttons(self, home: bool = False) -> list[tuple[str, Posted | View, Json, Json]]:
        """Every button in sight, the nearest first: the Home's if one looks at it, the top modal's, else the messages'."""
        found: list[tuple[str, Posted | View, Json, Json]] = []
        sources: list[Posted | View] = list(reversed(self._visible()))
        if self.modal is not None:
            sources = [self.modal]
        elif home:
            sources = [self.home] if self.home else []
        for source in sources:
            found += [(label, source, block, element) for label, block, element in buttons_of(source)]
        return found

    def buttons(self, home: bool = False) -> list[str]:
        """The labels of every button in sight, the nearest first."""
        return [label for label, _, _, _ in self._buttons(home)]

    async def presses(self, label: str, times: int = 1, oldest: bool = False, home: bool = False) -> Delivery:
        """Press a button by its label, or by how what is read out of it begins: the nearest, or the oldest; in the Home if said
        so; several times at once if said so."""
        shown = self._buttons(home)
        found = [b for b in shown if b[0] == label] or [b for b in shown if spoken(b[3]).startswith(label)]
        if not found:
            raise Impossible(f"no button {label!r} in sight: {self.buttons(home)}")
        _, source, block, element = found[-1 if oldest else 0]
        if "url" in element:
            raise Impossible("a link opens a browser")
        sent = [self._press(source, block, element) for _ in range(times)]
        return (await asyncio.gather(*sent))[-1]

    async def presses_again(self, made: Delivery) -> Delivery:
        """The very same press delivered once more, which only a fault of the network does."""
        return await self.slack.deliver(made.kind, made.payload)

    async def _press(self, source: Posted | View, block: Json, element: Json) -> Delivery:
        action = payloads.action_of(element, block)
        if isinstance(source, View):
            made = await self.slack.deliver("interactive", payloads.view_press(self.world, self.team, self.user, source, action))
        else:
            place = self.world.conversations[source.channel]
            url = self.slack.server.response_url(place.id, self.user.id, source)
            payload = payloads.press(self.world, self.team, self.user, source, place, action, url)
            made = await self.slack.deliver("interactive", payload)
        if not made.good:
            self.failed.append(f"press failed: {made.status}")
        return made

    # ---- forms

    @property
    def modal(self) -> View | None:
        """The modal on top, if one is open."""
        mine = [v for v in self.world.views.values() if v.user == self.user.id and v.open and v.body["type"] == "modal"]
        return mine[-1] if mine else None

    @property
    def home(self) -> View | None:
        """Their Home, if Milepost ever drew one."""
        return self.world.homes.get((self.user.team, self.user.id))

    def fields(self) -> list[tuple[str, Json, Json]]:
        """The fields of the modal on top, in order: label, block, element."""
        if self.modal is None:
            raise Impossible("no modal is open")
        blocks = self.modal.body["blocks"]
        assert isinstance(blocks, list)
        found = []
        for block in blocks:
            for element in elements(block):
                if element["type"] in ("button", "image", "overflow"):
                    continue
                label = block.get("label") or block.get("text") or {}
                assert isinstance(label, dict)
                found.append((str(label.get("text", "")), block, element))
        return found

    def field(self, name: str) -> tuple[Json, Json]:
        """A field by its block id, or by how its label begins; `Status #2` is the second of that label."""
        wanted, _, place = name.partition(" #")
        found = [(b, e) for label, b, e in self.fields() if wanted == b["block_id"] or label.lower().startswith(wanted.lower())]
        at = int(place or 1) - 1
        if at >= len(found):
            raise Impossible(f"no field {name!r}: {[label for label, _, _ in self.fields()]}")
        return found[at]

    def value(self, name: str) -> str:
        """What a field holds now: what was typed, or the label of what was chosen."""
        block, element = self.field(name)
        assert self.modal is not None
        held = self.modal.state[str(block["block_id"])][str(element["action_id"])]
        chosen = held.get("selected_option")
        if isinstance(chosen, dict):
            return str(chosen["text"]["text"])
        return str(held.get("value") or held.get("selected_date") or held.get("selected_user") or "")

    def fills(self, answers: Mapping[str, str]) -> Filling:
        """Fill in fields by label or block id, in order."""
        return Filling(self, answers)

    async def _fill(self, answers: Mapping[str, str]) -> None:
        for name, answer in answers.items():
            block, element = self.field(name)
            view = self.modal
            assert view is not None
            held = self._typed(name, element, answer)
            view.state[str(block["block_id"])][str(element["action_id"])] = held
            dispatches = block.get("dispatch_action") or block["type"] != "input"
            if dispatches and element["type"] != "plain_text_input":
                more = {key: value for key, value in held.items() if key != "type"}
                action = payloads.action_of(element, block, **more)
                made = await self.slack.deliver("interactive", payloads.view_press(self.world, self.team, self.user, view, action))
                if not made.good:
                    self.failed.append(f"choice failed: {made.status}")

    def _typed(self, name: str, element: Json, answer: str) -> Json:
        kind = str(element["type"])
        if kind in ("plain_text_input", "url_text_input", "email_text_input", "number_input"):
            most = element.get("max_length", 3000)
            assert isinstance(most, int)
            if len(answer) > most:
                raise Impossible(f"{name}: no client takes more than {most} characters")
            if kind == "plain_text_input" and not element.get("multiline") and "\n" in answer:
                raise Impossible(f"{name}: it has one line only")
            if kind == "url_text_input" and answer and not answer.startswith(("http://", "https://")):
                raise Impossible(f"{name}: no client takes that for an address")
            return {"type": kind, "value": answer or None}
        if kind in ("static_select", "radio_buttons"):
            if not answer:
                return {"type": kind, "selected_option": None}
            options = element["options"]
            assert isinstance(options, list)
            for option in options:
                if answer in (option["text"]["text"], option["value"]) or option["text"]["text"].endswith(f" {answer}"):
                    return {"type": kind, "selected_option": option}
            raise Impossible(f"{name}: {answer} is not among {[o['text']['text'] for o in options]}")
        if kind in ("checkboxes", "multi_static_select"):
            options = element["options"]
            assert isinstance(options, list)
            wanted = answer.split()
            ticked = [option for option in options if option["value"] in wanted]
            if len(ticked) != len(wanted):
                raise Impossible(f"{name}: {answer} is not among {[o['value'] for o in options]}")
            return {"type": kind, "selected_options": ticked}
        if kind == "datepicker":
            if answer and not is_day(answer):
                raise Impossible(f"{name}: a calendar has no {answer}")
            return {"type": kind, "selected_date": answer or None}
        if kind == "users_select":
            return {"type": kind, "selected_user": self.slack.user(answer).user.id if answer else None}
        raise Impossible(f"{name}: a {kind} cannot be filled in here")

    async def submits(self, times: int = 1) -> Delivery:
        """Send the modal in, as a client that checks required fields first; several times at once if said so."""
        view = self.modal
        if view is None:
            raise Impossible("no modal is open")
        for label, block, element in self.fields():
            held = view.state[str(block["block_id"])][str(element["action_id"])]
            empty = not any(value for key, value in held.items() if key != "type")
            if block["type"] == "input" and not block.get("optional") and empty:
                raise Impossible(f"{label}: please complete this required field")
        self.faults = {}
        sent = [payloads.submission(self.world, self.team, self.user, view) for _ in range(times)]
        made = await asyncio.gather(*(self.slack.deliver("interactive", payload) for payload in sent))
        for one in made:
            self._submitted(view, one)
        return made[-1]

    def _submitted(self, view: View, made: Delivery) -> None:
        if not made.good:
            self.failed.append(f"trouble connecting: {made.status}")
            return
        body = made.json()
        if body in (None, {}) and made.answer.strip() in (b"", b"{}"):
            view.open = False
            self.slack.server.tell()
            return
        try:
            self._respond(view, body)
        except SlackError as refused:
            self.world.offences.append(f"answer to a form: {refused.error} {refused.more}")
            self.failed.append(refused.error)
        self.slack.server.tell()

    def _respond(self, view: View, body: object) -> None:
        if not isinstance(body, dict) or "response_action" not in body:
            raise SlackError("invalid_response", body=body)
        match body["response_action"]:
            case "clear":
                for one in self.world.views.values():
                    one.open = one.open and (one.user != self.user.id or one.body["type"] != "modal")
            case "errors":
                errors = body.get("errors")
                inputs = {str(block["block_id"]) for _, block, _ in self.fields() if block["type"] == "input"}
                if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
                    raise SlackError("invalid_errors", errors=errors, inputs=sorted(inputs))
                self.faults = {str(key): str(value) for key, value in errors.items()}
            case "update":
                replace(self.world, view, judged_view(body.get("view"), "modal", self.team))
            case "push":
                if view_faults(body.get("view"), "modal"):
                    raise SlackError("invalid_arguments", faults=view_faults(body.get("view"), "modal"))
                show(self.world, judged_view(body.get("view"), "modal", self.team), self.user.id, self.user.team, view)
            case other:
                raise SlackError("invalid_response_action", action=other)

    async def closes(self) -> None:
        """Close the modal on top."""
        view = self.modal
        if view is None:
            raise Impossible("no modal is open")
        view.open = False
        if view.body.get("notify_on_close"):
            await self.slack.deliver("interactive", payloads.closing(self.world, self.team, self.user, view))

    # ---- the rest

    async def opens_home(self) -> Delivery | None:
        """Look at Milepost's Home."""
        if "app_home_opened" not in self.world.subscribed:
            return None
        event: Json = {"type": "app_home_opened", "user": self.user.id, "channel": self.dm.id, "tab": "home", "event_ts": self.world.ts()}
        if self.home is not None:
            event["view"] = {"id": self.home.id, "team_id": self.user.team, "type": "home", "hash": self.home.hash}
        return await self.slack.event(self.team, event)

    async def opens_chat(self) -> Delivery | None:
        """Look at Milepost's own chat, without a word."""
        if "app_home_opened" not in self.world.subscribed:
            return None
        event: Json = {"type": "app_home_opened", "user": self.user.id, "channel": self.dm.id, "tab": "messages", "event_ts": self.world.ts()}
        return await self.slack.event(self.team, event)

    async def uses(self, callback: str, words: str) -> Delivery:
        """Choose a shortcut from the menu of the latest message that holds some words."""
        if callback not in self.world.shortcuts:
            raise Impossible(f"there is no shortcut {callback}")
        found = [p for p in self._visible() if words in p.text or words in shown(p)]
        if not found:
            raise Impossible(f"no message with {words!r}")
        place = self.world.conversations[found[-1].channel]
        url = self.slack.server.response_url(place.id, self.user.id, None)
        payload = payloads.shortcut(self.world, self.team, self.user, found[-1], place, callback, url)
        return await self.slack.deliver("interactive", payload)

    def _visible(self) -> list[Posted]:
        mine, me = self._mine(), (None, self.user.id)
        return [p for p in self.world.posts if p.channel in mine and not p.deleted and p.seen_by in me]

    def _mine(self) -> set[str]:
        return {c.id for c in self.world.conversations.values() if self.user.id in c.members and not c.deleted}

    def posts(self) -> list[Posted]:
        """Milepost's messages this person sees, oldest first."""
        return [p for p in self._visible() if p.bot_id]

    def posts_in(self, place: str) -> list[Posted]:
        """The same of one conversation."""
        if place not in self._mine():
            return []
        me = (None, self.user.id)
        return [p for p in self.world.posts.of(place) if p.bot_id and not p.deleted and p.seen_by in me]

    def sees(self) -> Screen:
        """What is on their screen now, their own words left out."""
        modal = self.modal
        return Screen(
            tuple(shown(p) for p in self.posts()),
            shown_view(modal) if modal else None,
            dict(self.faults),
            shown_view(self.home) if self.home else None,
        )

    async def hears(self, words: str) -> str:
        """Wait until some words are on their screen, in a message, a modal or the Home; return everything there."""
        await self.slack.until(lambda: words in self.sees().text, lambda: f"{words!r} not in: {self.sees().text}")
        return self.sees().text

    async def until(self, true: Callable[[Screen], bool]) -> Screen:
        """Wait until something holds of their screen."""
        await self.slack.until(lambda: true(self.sees()), lambda: self.sees().text)
        return self.sees()


def spoken(element: Json) -> str:
    """What is read out of a button."""
    return str(element.get("accessibility_label", ""))
