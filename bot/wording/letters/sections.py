"""The sections of a nudge: what a person is told, or asked besides their milestones, each under its heading.

Anything a part of Milepost has to tell somebody in their one message of the day is a `News`: it names its section, and may
carry up to two buttons. How many lines there is room for is decided here alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal

from bot.model.letters.letter import line_about
from bot.model.letters.message import Actions, Block, Button, Item, Items, Paragraph, Spans
from bot.model.letters.nudge import Section
from bot.model.noun import Noun
from bot.model.record.entry import EntryKind
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


Offers = tuple[()] | tuple[Offer] | tuple[Offer, Offer]


class News(Noun):
    """A line of a nudge that is no question about a milestone: a sentence and its facts, already worded.

    `ref` is the milestone or the handle that it is about. With `offers` it asks something: once an entry of a kind in
    `settled_by` is made about `ref`, the line leaves the card; with the `handle` of a date request once that is open no
    longer, with that of the board's business once that was acted on.
    `plan` need not be given.
    """

    spans: Spans
    status: str | None = None
    ref: str = ""
    section: Section = Section.HAPPENED
    offers: Offers = ()
    settled_by: tuple[EntryKind, ...] = ()
    handle: str = ""
    plan: str = ""


def room_for(questions: Sequence[str], others: Sequence[tuple[str, Section]]) -> int:
    """Return how many questions a nudge shows: each other section that has anything to tell shows one line at least, and so does
    each plan. Of each question there is its plan, of each other line its plan and section."""
    return min(len(questions), MOST_LINES - len(_firsts(others, questions)))


def _firsts(others: Sequence[tuple[str, Section]], asked: Collection[str]) -> set[int]:
    """Return the places of what is shown first: the first line of each section, then of each plan of which nothing is yet."""
    there, seen, firsts = set(asked), set[Section](), set[int]()
    for n, (plan, section) in enumerate(others):
        if section not in seen:
            firsts.add(n)
            there.add(plan)
            seen.add(section)
    for n, (plan, _) in enumerate(others):
        if plan not in there:
            firsts.add(n)
            there.add(plan)
    return set(sorted(firsts)[:MOST_LINES])


def of_each_plan(plans: Sequence[str], room: int) -> list[int]:
    """Return the places of questions in the order in which they are numbered, from the plan of each: those that there is room
    for, with one of each plan at least, plan by plan, then the others."""
    firsts = [plans.index(plan) for plan in dict.fromkeys(plans)][:room]
    others = [n for n in range(len(plans)) if n not in firsts]
    shown = set(firsts + others[: max(room - len(firsts), 0)])
    order = list(dict.fromkeys(plans))
    return sorted(range(len(plans)), key=lambda n: (n not in shown, order.index(plans[n]), n))


def heading(section: Section, plan: str, also: bool = False) -> str:
    """Return the heading of a section, with the plan's title if a person has several. `also` if questions about milestones
    stand before it."""
    said = words("nudges.section.also" if also and section is Section.QUESTIONS else f"nudges.section.{section.value}")
    return words("nudges.section.of_plan", {"plan": plan, "section": said}) if plan else said


def shared_out(news: Sequence[News], room: int, asked: Collection[str] = ()) -> tuple[list[News], list[News]]:
    """Return what is shown of the news, and what is only counted. The first of each section is shown, and of each plan that is
    not `asked` about, then the sections in their order; before what was said about milestones comes what only an admin can
    mend."""
    firsts = _firsts([(one.plan, one.section) for one in news], asked)

    def place(n: int) -> tuple[bool, int, bool, int]:
        one = news[n]
        return n not in firsts, ORDER.index(one.section), bool(one.ref), n

    shown = set(sorted(range(len(news)), key=place)[: max(room, 0)])
    return [one for n, one in enumerate(news) if n in shown], [one for n, one in enumerate(news) if n not in shown]


def sections(news: Sequence[News], several_plans: bool, titles: Mapping[str, str]) -> Iterator[tuple[str, Items]]:
    """Give the sections of some news with their plans, in their order; if a person has several plans, plan by plan, each under
    its title."""
    plans = list(dict.fromkeys(one.plan for one in news)) if several_plans else [""]

    def place(one: News) -> tuple[int, int]:
        return plans.index(one.plan) if several_plans else 0, ORDER.index(one.section)

    for (plan, section), some in groupby(sorted(news, key=place), place):
        lines = tuple(_item(one, several_plans) for one in some)
        yield plans[plan], Items(heading=heading(ORDER[section], titles.get(plans[plan], ""), also=True), lines=lines)


def wants(section: Section | None, settled_by: Sequence[EntryKind]) -> str:
    """Return the name of what a line with a button wants that stands in a section. Empty if that is only told there."""
    if section is Section.READINGS:
        return "reading" if EntryKind.READING in settled_by else "review" if EntryKind.RISK in settled_by else "step"
    return section.value if section in (Section.QUESTIONS, Section.BOARD, Section.VOICES) else ""


def told_title(wanted: Sequence[str]) -> str:
    """Return the title of a card that asks about no milestone: what it wants, and that it has news only if it wants nothing."""
    if not wanted:
        return words("nudges.title.news")
    name = wanted[0] if len(set(wanted)) == 1 else "several"
    return words(f"nudges.wants.{name}{'_one' if len(wanted) == 1 else ''}", {"count": len(wanted)})


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
