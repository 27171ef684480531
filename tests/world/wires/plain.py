"""Clients that show Milepost's own messages and forms as they are, no platform between: the recorder's and the console's."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.model.letters.form import Answers, AnyQuestion, Choice, Faults, Form, Several
from bot.model.letters.message import Actions, Button, Items, Message, Paragraph, Text
from tests.world.wires import Seat


@dataclass
class Paper:
    """A form in somebody's hand: what is typed, what is wrong, and the card it was opened from."""

    form: Form
    answers: Answers
    faults: Faults = field(default_factory=dict)
    card: str | None = None

    def asks(self) -> list[AnyQuestion]:
        """The questions in sight: those that another answer calls for only when it is given."""
        return [q for q in self.form.questions if q.shown_when is None or self.answers.get(q.shown_when[0]) in q.shown_when[1]]

    def question(self, name: str) -> AnyQuestion:
        """A question in sight, by its id or by how its label begins."""
        found = [q for q in self.asks() if name == q.id] or [q for q in self.asks() if q.label.startswith(name)]
        assert found, f"no question {name!r} among {[q.label for q in self.asks()]}"
        return found[0]

    def fill(self, name: str, answer: str) -> None:
        """Type or choose an answer."""
        question = self.question(name)
        if isinstance(question, Choice):
            chosen = [option.value for option in question.options if answer in (option.label, option.value)]
            assert chosen, f"{name} offers no {answer}"
            answer = chosen[0]
        if isinstance(question, Several):
            offered = {option.value for option in question.options}
            assert offered.issuperset(answer.split()), f"{name} offers no {answer}"
        self.answers[question.id] = answer

    def holds(self, name: str) -> str:
        """What a question holds, as it is read."""
        question = self.question(name)
        held = self.answers.get(question.id, "")
        options = question.options if isinstance(question, Choice) else ()
        return next((option.label for option in options if option.value == held), held)

    def sent(self) -> Answers:
        """What goes along with it: the answers to what is in sight."""
        return {q.id: self.answers[q.id] for q in self.asks() if self.answers.get(q.id)}

    def text(self) -> str:
        """The whole of it, as it is read."""
        asked = [f"{q.label}: {self.holds(q.id)} {self.faults.get(q.id, '')}".rstrip() for q in self.asks()]
        headings = [heading for heading, _ in self.form.sections]
        above = Message(title=self.form.title, blocks=(Paragraph(spans=(Text(text=self.form.intro),)), *self.form.background))
        return "\n".join([above.plain(), *headings, *asked, f"[{self.form.send}]"])


@dataclass(frozen=True)
class Shown:
    """One message where it stands."""

    reference: str
    message: Message
    read: str | None = None  # all of it, if it was read before

    @cached_property
    def words(self) -> str:
        """All of it, as it is read."""
        return self.message.plain() if self.read is None else self.read

    @cached_property
    def buttons(self) -> list[Button]:
        """Every button of it."""
        return buttons(self.message)


class PlainSeat(Seat):
    """One person. Where the messages stand and how things are sent is the wire's."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.paper: Paper | None = None
        self._last: tuple[str, Answers | None, str | None, str] | None = None

    @abstractmethod
    def shown(self) -> list[Shown]:
        """Milepost's messages here, the newest last."""

    @abstractmethod
    async def send(self, said: str, answers: Answers | None, card: str | None, number: str) -> Paper | None:
        """Send one thing under a number of its own; the form that came back, if one did."""

    @abstractmethod
    def number(self) -> str:
        """A fresh number for one thing sent."""

    def count(self) -> int:
        return len(self.shown())

    def messages(self) -> list[str]:
        return [shown.words for shown in self.shown()]

    def notices(self) -> list[str]:
        return []

    def form(self) -> str | None:
        return self.paper.text() if self.paper else None

    def holds(self, question: str) -> str:
        return self._paper().holds(question)

    def offers(self, question: str) -> list[str]:
        asked = self._paper().question(question)
        assert isinstance(asked, Choice), f"{question} is no choice"
        return [f"{option.label}: {option.means}" if option.means else option.label for option in asked.options]

    def buttons(self) -> list[str]:
        return [button.label for _, button in self._buttons()]

    async def fills(self, answers: Mapping[str, str]) -> None:
        for question, answer in answers.items():
            self._paper().fill(question, answer)

    async def closes(self) -> None:
        self.paper = None

    async def _say(self, text: str) -> None:
        await self._send(text, None, None)

    async def _press(self, label: str, times: int) -> None:
        if self.paper is not None and label == self.paper.form.send:
            paper = self.paper
            for _ in range(times):
                await self._send(paper.form.command, paper.sent(), paper.card)
            return
        there = self._buttons()
        found = [one for one in there if one[1].label == label] or [one for one in there if one[1].spoken.startswith(label)]
        assert found, f"no button {label!r} among {self.buttons()}"
        shown, button = found[0]
        for _ in range(times):
            await self._send(button.command, None, shown.reference)

    async def _again(self) -> None:
        assert self._last is not None
        await self.send(*self._last)

    async def _send(self, said: str, answers: Answers | None, card: str | None) -> None:
        self._last = (said, answers, card, self.number())
        self.paper = await self.send(*self._last)

    def _paper(self) -> Paper:
        assert self.paper is not None, "no form is open"
        return self.paper

    def _buttons(self) -> list[tuple[Shown, Button]]:
        return [(shown, button) for shown in reversed(self.shown()) for button in shown.buttons]


def buttons(message: Message) -> list[Button]:
    """Every button of a message."""
    found: list[Button] = []
    for block in message.blocks:
        if isinstance(block, Actions):
            found += block.buttons
        if isinstance(block, Items):
            found += [button for item in block.lines for button in item.buttons]
    return found
