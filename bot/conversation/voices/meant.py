"""The voice that somebody means, what they would do with it, and what may never be kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.conversation.visit import Said
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.model.voices.naming import Naming
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import Voice, VoiceStep
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.snapshot import take
from bot.reports.voices.told import told
from bot.rules.board.business import says_nothing
from bot.rules.voices.naming import namings
from bot.wording.sentences import Fact, words

MOST = 2000  # letters of one text: all of a voice can still be typed in one message


class Change(NamedTuple):
    """Something to be put on the record: a new voice, or a step of one, in a capacity. `step` is None if the voice is new."""

    voice: Voice
    step: VoiceStep | None
    capacity: str

    @property
    def made(self) -> VoiceStep:
        """Return the step that is to be recorded."""
        return self.step or self.voice.steps[0]

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that was said in somebody's own words."""
        terms = self.made.terms
        own = (terms.said, terms.summary) if terms is not None else ()
        return tuple(text for text in (*own, self.made.words) if text)


class Table(NamedTuple):
    """A plan as it stands, and who speaks of its voices."""

    snapshot: Snapshot
    person: Person


def at_table(view: View, said: Said) -> Table:
    """Return the plan as it stands for whoever speaks."""
    snapshot = take(view, said.asker.short, said.asker.now)
    return Table(snapshot, snapshot.people.one(said.asker.person.id) or said.asker.person)


def refused(name: str, facts: Mapping[str, Fact]) -> Refusal:
    """Return the refusal of that name."""
    return Refusal("fault", sentence=words(f"voices.refused.{name}", facts))


def found(view: View, snapshot: Snapshot, handle: str) -> VoiceTold:
    """Return the voice of that handle. Raises Refusal if the plan has none."""
    voice = next((one for one in told(view, snapshot) if one.handle == handle), None)
    if voice is None:
        raise refused("unknown", {"handle": handle})
    return voice


def titled(handle: str) -> str:
    """Return a handle that begins a line, with a blank behind it if there is one."""
    return f"{handle} " if handle else ""


def refuse_long(handle: str, *texts: str) -> None:
    """Raise Refusal if a text is longer than it may be."""
    for text in texts:
        if len(text) > MOST:
            raise refused("long", {"handle": titled(handle), "count": len(text), "most": MOST})


def refuse_wordless(name: str, handle: str, text: str) -> None:
    """Raise the Refusal of that name if a text says nothing."""
    if says_nothing(text):
        raise refused(name, {"handle": handle})


def found_names(snapshot: Snapshot, text: str, is_heard: bool) -> tuple[Naming, ...]:
    """Return in which ways a text names somebody. `is_heard` says that it is what families said."""
    return namings(text, (one.name for one in snapshot.people.persons), is_heard)


def kinds_named(kinds: tuple[Naming, ...]) -> str:
    """Say in which ways a text names somebody. Nothing of the text is said back."""
    return ", ".join(words(f"voices.naming.{one.value}") for one in kinds)


def refuse_names(snapshot: Snapshot, handle: str, *texts: str, is_heard: bool = True) -> None:
    """Raise Refusal if a text names somebody."""
    if kinds := found_names(snapshot, "\n".join(texts), is_heard):
        raise refused("names", {"handle": titled(handle), "what": kinds_named(kinds)})
