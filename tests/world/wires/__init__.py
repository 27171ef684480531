"""The wires a story runs over: each brings people to Milepost in its own way, and lets them do the same things.

A person sits at a `Seat`. What every client can do is here, and nothing that only one can; where two clients truly differ
(a form is a modal, a card or a page; a form opens on a word, or on a button that the word brings) the wire does what a
person there would do.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Protocol

from bot.ports.channel import Channel, Handle, Heed


class Seat(ABC):
    """One person at their client, in their own chat with Milepost or in a room."""

    name: str
    wire: Wire

    # ---- what is on the screen

    @abstractmethod
    def count(self) -> int:
        """How many messages of Milepost's stand here."""

    @abstractmethod
    def messages(self) -> list[str]:
        """Milepost's messages here as they now stand, the newest last."""

    @abstractmethod
    def form(self) -> str | None:
        """The form that is open: its questions, what they hold, and what is wrong. None if no form is open."""

    @abstractmethod
    def notices(self) -> list[str]:
        """What was shown in passing and stands nowhere."""

    @abstractmethod
    def holds(self, question: str) -> str:
        """What a question of the open form holds, as the person reads it. Questions go by how their label begins, or by id."""

    @abstractmethod
    def offers(self, question: str) -> list[str]:
        """The choices a question of the open form offers, each with what it means where that stands beside it."""

    @abstractmethod
    def buttons(self) -> list[str]:
        """The labels of the buttons in sight, the nearest first."""

    def sees(self) -> str:
        """Everything here as plain text, the newest last."""
        form = self.form()
        return "\n\n".join([*self.messages(), *self.notices(), *([form] if form else [])])

    @property
    def newest(self) -> str:
        """The latest message."""
        return self.messages()[-1]

    # ---- what a person does; each deed returns what is then new on the screen

    async def says(self, text: str) -> str:
        """Type something to Milepost."""
        before = self._screen()
        await self._say(text)
        return self._new(before)

    async def opens(self, command: str) -> str:
        """Ask for a form in words; returns the form, or what was said instead of it."""
        before = self._screen()
        await self._open(command)
        return self.form() or self._new(before)

    async def presses(self, label: str, times: int = 1) -> str:
        """Press the nearest button of that label, or of which what is read out begins so, or send the open form in by it;
        several times as an impatient person does."""
        before = self._screen()
        await self._press(label, times)
        return self._new(before)

    async def brings(self, name: str, held: bytes) -> str:
        """Send Milepost a file in their own chat."""
        before = self._screen()
        await self._bring(name, held)
        return self._new(before)

    async def again(self) -> str:
        """The platform delivers the last deed once more, under the same id."""
        before = self._screen()
        await self._again()
        return self._new(before)

    async def opens_home(self) -> str:
        """Look at the first page Milepost has for this person; returns what is on it."""
        return await self.says("home")

    @abstractmethod
    async def fills(self, answers: Mapping[str, str]) -> None:
        """Type or choose answers in the open form."""

    @abstractmethod
    async def closes(self) -> None:
        """Put the open form away, if it stands in front of everything else."""

    @abstractmethod
    def at(self, room: str) -> Seat:
        """The same person in a room."""

    async def files(self) -> dict[str, bytes]:
        """Every file that this person was handed so far, by its name. Whatever is offered is taken first."""
        raise NotImplementedError

    # ---- what happens to their account

    async def installs(self) -> str:
        """Put Milepost in, if that is a thing people do. Returns what they then hear."""
        raise NotImplementedError

    async def leaves(self) -> None:
        """Their account ends, or Milepost is taken out of it, and the platform tells."""
        raise NotImplementedError

    async def vanishes(self) -> None:
        """The same, and nobody tells."""
        raise NotImplementedError

    # ---- how a wire does it

    @abstractmethod
    async def _say(self, text: str) -> None: ...

    @abstractmethod
    async def _press(self, label: str, times: int) -> None: ...

    @abstractmethod
    async def _again(self) -> None: ...

    @abstractmethod
    async def _bring(self, name: str, held: bytes) -> None: ...

    async def _open(self, command: str) -> None:
        await self._say(command)

    def _screen(self) -> list[str]:
        form = self.form()
        return [*self.messages(), *self.notices(), *([form] if form else [])]

    def _new(self, before: list[str]) -> str:
        """What is on the screen now and was not, anew if it was changed."""
        left = list(before)
        news = []
        for shown in self._screen():
            if shown in left:
                left.remove(shown)
            else:
                news.append(shown)
        return "\n\n".join(news)


class Wire(Protocol):
    """One platform with Milepost on it."""

    platform: str
    channel: Channel
    calendar: bool = False  # a day is picked in its forms, not typed

    async def open(self) -> None:
        """Make the platform and the channel to it."""
        ...

    async def serve(self, handle: Handle, heed: Heed) -> None:
        """Let people speak to the desk."""
        ...

    async def arrive(self) -> None:
        """Do whatever people do here before Milepost can write to them first."""
        ...

    async def refresh(self) -> None:
        """Bring every screen up to date, if that does not happen by itself."""
        ...

    async def close(self) -> None:
        """End it. Fails if the adapter did what a platform never forgives."""
        ...

    def seat(self, name: str) -> Seat:
        """Somebody in their own chat with Milepost."""
        ...
