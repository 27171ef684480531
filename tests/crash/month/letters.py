"""What became of letters: how often each was posted, held against what the record says and which were in flight at a kill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.model.letters.letter import Letter, LetterKind, LetterState
from bot.model.letters.message import Message
from store.database.engines import engine_url
from store.record import SqlStore
from tests.crash.month.town import Town
from tests.crash.organisations import as_shown, posted
from tests.records import long_ago

LONDON = ZoneInfo("Europe/London")


class Flights:
    """The letters that were under way whenever a process was killed: each may come a second time in Teams, which cannot tell."""

    def __init__(self, database: str) -> None:
        self._engine = sa.create_engine(engine_url(database), poolclass=sa.NullPool)
        self.broken: Counter[str] = Counter()
        self.words: dict[str, Message] = {}  # of each letter that went: its card may be rewritten later, and its row with it

    def note(self) -> None:
        """Note which letters are under way now."""
        self.broken.update(self.under_way())

    def remember(self) -> None:
        """Take down the words of the letters that have gone since it was last asked to."""
        with self._engine.connect() as link:
            gone = [key for (key,) in link.execute(sa.text("SELECT key FROM letter WHERE state = 'sent'")) if key not in self.words]
            for key in gone:
                message = link.execute(sa.text("SELECT message FROM letter WHERE key = :key"), {"key": key}).scalar_one()
                self.words[key] = Message.model_validate_json(message)

    def under_way(self) -> list[str]:
        """Return the keys of the letters that some process has in hand, or had when it died."""
        return self._keys("state = 'sending'")

    def all(self) -> list[str]:
        """Return the keys of all letters."""
        return self._keys("state <> ''")

    def open(self) -> list[str]:
        """Return the keys of the letters whose end is not known."""
        return self._keys("state IN ('sending', 'unknown')")

    def unsettled(self) -> list[str]:
        """Return the keys of the letters that have not come to an end."""
        return self._keys("state IN ('waiting', 'sending', 'unknown')")

    def _keys(self, where: str) -> list[str]:
        with self._engine.connect() as link:
            return [key for (key,) in link.execute(sa.text(f"SELECT key FROM letter WHERE {where} ORDER BY key"))]


async def letters(database: str, keys: Sequence[str], words: Mapping[str, Message] = MappingProxyType({})) -> list[Letter]:
    """Return letters by their keys, each part of one as a letter of its own, with the words it went with where these are known."""
    store = SqlStore(database, long_ago)
    found = await store.read(lambda view: [view.letters.one(key) for key in keys])
    await store.close()
    return [one.model_copy(update={"message": words.get(one.key, one.message)}) for one in found if one is not None]


class Told(NamedTuple):
    """What was wrong with letters, and the figures."""

    wrong: list[str]
    figures: str


def judged(town: Town, there: Sequence[Letter], flights: Mapping[str, int]) -> Told:
    """Hold every letter against what both platforms have: once in Slack, in Teams once more at most for each kill in flight."""
    held = [one for one in there if _may_be_held(one, flights)]
    wrong = [f"{one.key} ended {one.state} ({one.reason})" for one in there if one.state is not LetterState.SENT and one not in held]
    in_slack = Counter(town.slack.world.letters())
    of_slack = [one for one in there if _is_in(one, "slack") and one.state is LetterState.SENT]
    wrong += [f"{key} was sent {count} times in Slack" for key, count in in_slack.items() if count > 1]
    wrong += [f"{one.key} never came in Slack" for one in of_slack if not in_slack[one.key]]
    of_teams = [one for one in there if _is_in(one, "teams")]
    doubled, more = _in_teams(town, of_teams, flights)
    parts = sum(one.part > 0 for one in there)
    bound = sum(flights.get(one.key, 0) for one in of_teams if one.kind is not LetterKind.DIGEST)
    figures = f"{len(there)} letters, {parts} of them parts: {len(of_slack)} in Slack, none doubled" * (not wrong)
    return Told([*wrong, *more], f"{figures}, {len(of_teams)} in Teams, {doubled} doubled of {bound} in flight at a kill, {len(held)} held for an admin")


def _may_be_held(letter: Letter, flights: Mapping[str, int]) -> bool:
    """Say if a summary in Teams, or what was left of its parts, may be held, for nobody can tell if it came."""
    is_channels = _is_in(letter, "teams") and letter.kind is LetterKind.DIGEST
    met = any(letter.whole in (key, key.partition("#")[0]) for key, count in flights.items() if count)
    return is_channels and met and letter.state in (LetterState.FAILED, LetterState.WITHDRAWN)


def _is_in(letter: Letter, platform: str) -> bool:
    return letter.address is not None and letter.address.platform == platform


def _in_teams(town: Town, there: Sequence[Letter], flights: Mapping[str, int]) -> tuple[int, list[str]]:
    """Return how many messages came more often than once, and what is wrong. A letter is known by its very words."""
    posts = posted(town.teams)
    alike: dict[str, list[Letter]] = {}
    for letter in there:
        alike.setdefault(as_shown(letter.message), []).append(letter)
    wrong, doubled = [], 0
    for words, same in alike.items():
        came, sent = posts[words], [one for one in same if one.state is LetterState.SENT]
        may = sum(flights.get(one.key, 0) for one in same if one.kind is not LetterKind.DIGEST)  # that one is held instead
        doubled += max(came - len(same), 0)
        if not len(sent) <= came <= len(same) + may:
            wrong.append(f"{[one.key for one in same]} came {came} times in Teams, and {may} kills found them in flight")
    return doubled, wrong


def twice_a_day(there: Sequence[Letter]) -> list[str]:
    """Return who was asked twice on one day of theirs."""
    days = Counter((one.person, one.settled.astimezone(LONDON).date()) for one in there if one.kind is LetterKind.NUDGE and one.part <= 1 and one.settled)
    return [f"person {person} was asked {count} times on {day}" for (person, day), count in days.items() if count > 1]
