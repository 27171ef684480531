"""The sections of a nudge: what a person is told, or asked besides their milestones, each under its heading.

Anything a part of Milepost has to tell somebody in their one message of the day is a `News`: it names its section, and may
carry up to two buttons. How many lines there is room for is decided here alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Literal

from bot.model.entry import EntryKind
from bot.model.letter import line_about
from bot.model.message import Actions, Block, Button, Item, Items, Paragraph, Spans
from bot.model.noun import Noun
from bot.model.nudge import Section
from bot.wording.commands.chase import AllNews
from bot.wording.commands.phrase import Phrase
from bot.wording.sentences import line, mark, words

MOST_LINES = 12  # of a whole nudge: the rest is counted, and shown or asked with one button
ORDER = tuple(Section)


class Offer(Noun):
    """A button of a line: its label, what it says, and what is read out if the label is too short."""

    label: str
    command: Phrase
    spoken: str = ""
    style: Literal["plain", "primary", "danger"] = "plain"


class News(Noun):
    """A line of a nudge that is no question about a milestone: a sentence and its facts, already worded.

    `ref` is the milestone or the handle that it is about. With `offers` it asks something: once an entry of a kind in
    `settled_by` is made about `ref`, the line leaves the card; with the `handle` of a date request once that is open no longer.
    `plan` need not be given.
    """

    spans: Spans
    status: str | None = None
    ref: str = ""
    section: Section = Section.HAPPENED
    offers: tuple[()] | tuple[Offer] | tuple[Offer, Offer] = ()
    settled_by: tuple[EntryKind, ...] = ()
    handle: str = ""
    plan: str = ""


def room_for(questions: int, others: Collection[Section]) -> int:
    """Return how many questions a nudge shows: each other section that has anything to tell shows one line at least."""
    return min(questions, MOST_LINES - len(set(others)))


def heading(section: Section, plan: str, also: bool = False) -> str:
    """Return the heading of a section, with the plan's name if a person has several. `also` if questions about milestones
    stand before it."""
    said = words("nudges.section.also" if also and section is Section.QUESTIONS else f"nudges.section.{section.value}")
    return words("nudges.section.of_plan", {"plan": plan, "section": said}) if plan else said


def shared_out(news: Sequence[News], room: int) -> tuple[list[News], list[News]]:
    """Return what is shown of the news, and what is only counted. The first of each section is shown, then the sections in
    their order; before what was said about milestones comes what only an admin can mend."""
    first = {section: next(n for n, one in enumerate(news) if one.section is section) for section in {n.section for n in news}}

    def place(n: int) -> tuple[bool, int, bool, int]:
        one = news[n]
        return first[one.section] != n, ORDER.index(one.section), bool(one.ref), n

    shown = set(sorted(range(len(news)), key=place)[: max(room, 0)])
    return [one for n, one in enumerate(news) if n in shown], [one for n, one in enumerate(news) if n not in shown]


def sections(news: Sequence[News], several_plans: bool) -> Iterator[tuple[str, Items]]:
    """Give the sections of some news with their plans, in their order; if a person has several plans, plan by plan."""
    plans = list(dict.fromkeys(one.plan for one in news)) if several_plans else [""]

    def place(one: News) -> tuple[int, int]:
        return plans.index(one.plan) if several_plans else 0, ORDER.index(one.section)

    for (plan, section), some in groupby(sorted(news, key=place), place):
        lines = tuple(_item(one, several_plans) for one in some)
        yield plans[plan], Items(heading=heading(ORDER[section], plans[plan], also=True), lines=lines)


def the_rest(rest: Sequence[News], several_plans: bool) -> tuple[Block, ...]:
    """Count what there was no room for, with the one button that shows it."""
    if not rest:
        return ()
    refs = ", ".join(dict.fromkeys(one.ref for one in rest if one.ref))
    told = line("nudges.section.more", {"count": len(rest), "refs": refs}) if refs else None
    told = told or line("nudges.section.more_alone", {"count": len(rest)})
    button = Button(label=words("nudges.button.all_news"), command=str(AllNews()))
    return (Paragraph(spans=told), Actions(buttons=(button,)))


def _item(one: News, several_plans: bool) -> Item:
    return Item(
        spans=one.spans,
        mark=mark(one.status) if one.status else None,
        buttons=tuple(_button(offer, one.plan if several_plans else "") for offer in one.offers),
        plan=one.plan,
        about=line_about(one.ref, one.handle, one.settled_by) if one.offers else "",
    )


def _button(offer: Offer, plan: str) -> Button:
    command = offer.command.model_copy(update={"plan": plan}) if plan else offer.command
    return Button(label=offer.label, command=str(command), style=offer.style, spoken=offer.spoken)
