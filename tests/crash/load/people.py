"""What people do with the card that they got: fill in a form, press, or type a line; and how long each waited to see it saved."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.teams.drawing import messages
from bot.model.letters.letter import Letter, LetterState
from bot.ports.record import View
from store.record import SqlStore
from tests.crash.load.areas import Area, Country
from tests.records import long_ago
from tests.world.slack import Person
from tests.world.slack.screen import shown
from tests.world.teams import Seat, Shown, cards
from tests.world.teams.directory import Posted

PATIENCE = 60.0  # seconds after which something will never come
SLACKS = 3.0  # seconds in which Slack wants each thing acknowledged
STEP = 0.02  # seconds between two looks at a screen


@dataclass
class Heard:
    """What was said and how it went: each way of saying it, how long whoever said it waited to see it saved, and what failed."""

    said: dict[str, tuple[str, str]] = field(default_factory=dict)  # by its words, the plan and the milestone
    seen: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @property
    def waited(self) -> list[float]:
        """How long everybody waited, whatever they did."""
        return [one for some in self.seen.values() for one in some]


async def shows(true: Callable[[], bool], what: str) -> None:
    """Wait until something can be seen."""
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, f"{what} never came"
        await asyncio.sleep(STEP)


class Town:
    """The people of all areas, each of whom answers in one of the ways of their platform."""

    def __init__(self, country: Country, seed: int = 1) -> None:
        self.country = country
        self.die = random.Random(seed)
        self.heard = Heard()
        self.ways = {True: cycle_of(self.slack_form, self.slack_line), False: cycle_of(self.teams_line, self.teams_card, self.teams_dialog)}

    def everybody(self) -> list[tuple[Area, int]]:
        """All people, in a random order."""
        all_ = [(area, k) for area in self.country.areas for k in range(area.people)]
        self.die.shuffle(all_)
        return all_

    async def answer(self, area: Area, k: int) -> None:
        """One person says how their milestone stands. What fails is noted, and keeps nobody from going on."""
        way = next(self.ways[area.in_slack])
        words = f"Said by {area.names[k]} in this minute"
        try:
            waited = await way(area.names[k], area.ref(k), words)
        except Exception as failed:
            self.heard.failed.append(f"{area.names[k]}, {way.__name__}: {type(failed).__name__} {str(failed)[:200]}")
            return
        self.heard.said[words] = (area.name, area.ref(k))
        self.heard.seen.setdefault(way.__name__.replace("_", " ").replace("slack", "Slack").replace("teams", "Teams"), []).append(waited)

    # ---- Slack

    def _mine(self, person: Person) -> list[str]:
        return [shown(post) for post in self.country.slack.world.in_channel(person.dm.id)]

    def _is_saved(self, person: Person, words: str) -> bool:
        return any(words in one and "Saved" in one for one in self._mine(person))

    async def slack_form(self, name: str, ref: str, words: str) -> float:
        """Press Update on the card, fill in the form, send it."""
        person = self.country.slack.user(name)
        await _good(person.presses("Update"))
        await shows(lambda: person.modal is not None, "the form")
        await person.fills({"Status": "Not started", "What has happened": words})
        began = time.monotonic()
        await _good(person.submits())
        assert person.modal is None, person.faults
        await shows(lambda: self._is_saved(person, words), "what was saved")
        return time.monotonic() - began

    async def slack_line(self, name: str, ref: str, words: str) -> float:
        """Type a line, press Save."""
        person = self.country.slack.user(name)
        await _good(person.types(f"{ref} green {words}"))
        await shows(lambda: any(words in one and "[Save]" in one for one in self._mine(person)), "the line said back")
        began = time.monotonic()
        await _good(person.presses("Save"))
        await shows(lambda: self._is_saved(person, words), "what was saved")
        return time.monotonic() - began

    # ---- Teams

    def _card(self, seat: Seat, words: str, button: str) -> Shown | None:
        for post in reversed(seat.posts()):
            for one in seat.screen.cards(post):
                if words in cards.text(one.card) and f"[{button}]" in cards.text(one.card):
                    return one
        return None

    async def _teams_saves(self, seat: Seat, on: Shown, words: str, answers: dict[str, str]) -> float:
        began = time.monotonic()
        await seat.fills(answers).presses("Save", on=on, answered=False)
        await shows(lambda: words in seat.sees() and "Saved" in seat.sees(), "what was saved")
        return time.monotonic() - began

    async def teams_line(self, name: str, ref: str, words: str) -> float:
        """Type a line, press Save."""
        seat = self.country.teams.user(name)
        await seat.says(f"{ref} green {words}", answered=False)
        await shows(lambda: self._card(seat, words, "Save") is not None, "the line said back")
        card = self._card(seat, words, "Save")
        assert card is not None
        return await self._teams_saves(seat, card, words, {})

    async def teams_card(self, name: str, ref: str, words: str) -> float:
        """Ask for the form as a card, fill it in, send it."""
        seat = self.country.teams.user(name)
        await seat.says(f"update {ref}", answered=False)
        await shows(lambda: self._card(seat, "What has happened", "Save") is not None, "the form")
        card = self._card(seat, "What has happened", "Save")
        assert card is not None
        return await self._teams_saves(seat, card, words, {"Status": "Not started", "What has happened": words})

    async def teams_dialog(self, name: str, ref: str, words: str) -> float:
        """Open the form as a dialog, fill it in, send it."""
        seat = self.country.teams.user(name)
        await seat.opens(f"update {ref}", seat.posts()[-1])
        assert seat.screen.dialog is not None, seat.screen.notices
        return await self._teams_saves(seat, seat.screen.dialog, words, {"Status": "Not started", "What has happened": words})


def cycle_of(*ways):  # type: ignore[no-untyped-def]
    """The ways by turns, for ever."""
    while True:
        yield from ways


async def _good(doing) -> None:  # type: ignore[no-untyped-def]
    made = await doing
    assert made is not None and made.good, f"answered with {made.status if made else None}"


# ---- what must hold afterwards


async def letters_of(url: str) -> tuple[dict[int, str], list[Letter]]:
    """Everybody's e-mail by their number, and every letter of the record."""
    store = SqlStore(url, long_ago)

    def found(view: View) -> tuple[dict[int, str], list[Letter]]:
        people = {one.id: one.email for short in view.plans.all() for one in view.people.of(short).persons}
        keys = [str(key) for (key,) in view._connected.db.exec_driver_sql("SELECT key FROM letter")]  # type: ignore[attr-defined]
        return people, [letter for key in keys if (letter := view.letters.one(key)) is not None]

    try:
        return await store.read(found)
    finally:
        await store.close()


async def judged_record(url: str, heard: Heard) -> list[str]:
    """What of what was accepted is not in the record just once."""
    store = SqlStore(url, long_ago)

    def told(view: View) -> list[str]:
        wrong = []
        for words, (plan, ref) in heard.said.items():
            count = sum(one.narrative == words for one in view.updates.all_said(plan, ref))
            if count != 1:
                wrong.append(f"{words!r} is in the record {count} times")
        return wrong

    try:
        return await store.read(told)
    finally:
        await store.close()


async def judged_letters(url: str, country: Country) -> list[str]:
    """What of the morning's letters did not go out just once: each person's, and each board's."""
    emails, letters = await letters_of(url)
    nudged = Counter(letter.person for letter in letters if letter.kind == "nudge")
    boards = sum(letter.kind == "digest" and "#" not in letter.key for letter in letters)  # what follows is a further part of one
    wanted = sum(area.people for area in country.areas)
    wrong = [f"{letter.key} ended {letter.state.value}: {letter.reason}" for letter in letters if letter.state is not LetterState.SENT]
    if len(nudged) != wanted or boards != len(country.areas):
        wrong.append(f"{len(nudged)} of {wanted} people were written to, and {boards} of {len(country.areas)} boards")
    in_slack = Counter(country.slack.world.letters())
    wrong += [f"{key} was sent {count} times in Slack" for key, count in in_slack.items() if count > 1]
    for letter in letters:
        if letter.key not in in_slack and (sent := _in_teams(letter, emails.get(letter.person or 0, ""), country)) != 1:
            wrong.append(f"{letter.key} was sent {sent} times in Teams")
    return wrong


def _in_teams(letter: Letter, email: str, country: Country) -> int:
    """How often Teams has a letter, known by its very words: in that person's own chat, or in any board's channel."""
    directory = country.teams.directory
    person = directory.people.get(email.partition("@")[0])
    own = directory.personal(person) if person else None
    places = [own] if own else [one for one in directory.conversations.values() if one.kind == "channel"]
    words = messages.activity(letter.message)
    return sum(_first(post).items() >= words.items() for place in places for post in place.bot_posts())


def _first(post: Posted) -> dict[str, object]:
    """A message as it first was: a card is rewritten when it has been used."""
    return post.versions[0] if post.versions else post.activity
