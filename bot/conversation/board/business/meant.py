"""The piece of business that somebody means, and what they would do with it."""

from __future__ import annotations

from typing import NamedTuple

from bot.conversation.updating.update_form import good_link, links_given
from bot.conversation.visit import Said
from bot.model.board.business import Item, Step
from bot.model.people import Person
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.snapshot import take
from bot.rules.board import business as rules
from bot.wording.sentences import Fact, words

MOST = 2000  # letters of one answer: all of a decision can still be typed in one message


class Change(NamedTuple):
    """Something to be put on the record: a new piece of business, or a step of one, in a capacity."""

    item: Item
    step: Step | None
    capacity: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that was said in somebody's own words."""
        if self.step is None:
            return (self.item.text,)
        step = self.step
        return tuple(text for text in (step.words, step.why, step.options, step.conditions, step.follow_up) if text)


class Meeting(NamedTuple):
    """A plan as it stands, and who speaks of its business."""

    snapshot: Snapshot
    person: Person


def at_table(view: View, said: Said) -> Meeting:
    """Return the plan as it stands for whoever speaks."""
    snapshot = take(view, said.asker.short, said.asker.now)
    return Meeting(snapshot, snapshot.people.one(said.asker.person.id) or said.asker.person)


def refused(name: str, facts: dict[str, Fact]) -> Refusal:
    """Return the refusal of that name."""
    return Refusal("fault", sentence=words(f"business.refused.{name}", facts))


def found(view: View, said: Said, handle: str) -> Item:
    """Return the business of that handle. Raises Refusal if the plan has none."""
    return found_in(view, said.asker.short, handle)


def found_in(view: View, short: str, handle: str) -> Item:
    """Return the business of that handle in a plan. Raises Refusal if the plan has none."""
    item = rules.named(view.business.all(short), handle)
    if item is None:
        raise refused("unknown", {"handle": handle})
    return item


def refuse_long(handle: str, texts: dict[str, str]) -> None:
    """Raise Refusal if a text is longer than it may be."""
    for text in texts.values():
        if len(text) > MOST:
            raise refused("long", {"handle": titled(handle), "count": len(text), "most": MOST})


def refuse_wordless(name: str, handle: str, text: str, refs: str = "") -> None:
    """Raise the Refusal of that name if a text says nothing."""
    if rules.says_nothing(text):
        raise refused(name, {"handle": handle, "refs": refs})


def refuse_links(handle: str, links: str) -> None:
    """Raise Refusal if what should be a link is none that may be kept."""
    if any(not good_link(link) for link in links_given(links)):
        raise refused("link", {"handle": handle})


def titled(text: str) -> str:
    """Return a text that begins a line, with a blank behind it if there is one."""
    return f"{text} " if text else ""
