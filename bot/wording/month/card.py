"""The owner's month in words: a page of lines, each with what may be chosen of it, and what may be done with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.model.letters.message import Actions, Block, Button, Item, Items, Message, Paragraph, Spans, Text
from bot.model.noun import Noun
from bot.model.plan import Milestone
from bot.model.updates.dates import Dates
from bot.model.updates.update import Face
from bot.wording.commands import Chosen, Month, MonthAsBefore, MonthBut, MonthChoice, MonthSave
from bot.wording.documents.refs import ref_of
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.updates.dates import dated

SHORT = 90  # letters of a milestone's words on a line: two lines on a phone
MOST_SPOKEN = 60
MOST_SAID = 1_200  # letters of what is said above the card: more would push it out of a message


class MonthLine(Noun):
    """One milestone on the card: how it stands, of which day, and what is chosen of it.

    `stood` is the newest statement about it, 0 if there is none. `keeps` says that there is something that may stay as it is,
    `needs` that what is chosen has questions still to be answered. `tail` tells what its face does not.
    """

    milestone: Milestone
    heading: str
    dates: Dates
    face: Face
    stood: int
    keeps: bool
    chosen: Chosen | None = None
    needs: bool = False
    tail: Spans = ()


class MonthPage(Noun):
    """A page of the card, and all that it counts. `plan` is the one to be named on buttons, if any, and `of_plan` its title.

    `newest` is the newest statement about any of what is open, `keeps` says that any of it may stay as it is, and `token` names
    what is chosen. `others` are further parts of the month, each with its name.
    """

    lines: tuple[MonthLine, ...]
    confirmed: int
    count: int
    left: int
    page: int = 1
    pages: int = 1
    plan: str | None = None
    of_plan: str = ""
    deputy: bool = False
    roles: tuple[str, ...] = ()
    snoozed: tuple[str, ...] = ()
    newest: int = 0
    keeps: bool = False
    token: str | None = None
    chosen: int = 0
    others: tuple[tuple[str, Month], ...] = ()


def month_card(page: MonthPage, notes: Sequence[Spans] = ()) -> Message:
    """Draw a page of the card. `notes` are said first."""
    return Message(title=_title(page), blocks=(*_paragraphs(notes), *_body(page)))


def under(said: Message, page: MonthPage, briefly: Sequence[Spans] = ()) -> Message:
    """Draw a page of the card below what was just said. That has the first word; what is long of it is said `briefly`, and left
    to history."""
    counted = line("month.said.month", {"confirmed": page.confirmed, "count": page.count})
    long = len(said.plain()) > MOST_SAID
    told = (*_paragraphs(briefly if long else ()), *(one for one in said.blocks if not (long and isinstance(one, Items))))
    return Message(title=said.title, blocks=(*told, Paragraph(spans=counted), *_body(page)))


def nothing_owned() -> Message:
    """Say that somebody has nothing to answer for."""
    return Message(title=words("month.card.nothing"))


def part_named(roles: Sequence[str], deputy: bool) -> str:
    """Name another part of somebody's month in the same plan."""
    return words("month.button.deputy", {"roles": ", ".join(roles)}) if deputy else words("month.button.own")


def next_plan() -> str:
    """Name the part of somebody's month in another plan, without a word of that."""
    return words("month.button.next_plan")


def chosen_word(chosen: Chosen) -> str:
    """Return what is chosen, in a word or two."""
    return words("month.button.same") if chosen is Chosen.SAME else mark(chosen.value).word


def open_button(plan: str | None = None) -> Button:
    """Return the button that opens the card."""
    return Button(label=words("month.button.open"), command=str(Month(plan=plan)), style="primary")


def shortened(text: str, most: int = SHORT) -> str:
    """Return the words of a milestone as a line has room for them, cut between two words."""
    whole = with_full_stop(text)
    if len(whole) <= most:
        return whole
    return f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"


def _title(page: MonthPage) -> str:
    title = words("month.card.title", {"confirmed": page.confirmed, "count": page.count})
    return words("month.card.chosen", {"title": title, "chosen": page.chosen}) if page.chosen else title


def _body(page: MonthPage) -> tuple[Block, ...]:
    about: list[Spans] = []
    if page.of_plan:
        about.append(line("month.card.plan", {"plan": page.of_plan}))
    if page.deputy:
        about.append(line("month.card.deputy", {"roles": ", ".join(page.roles)}))
    if page.snoozed:
        about.append(line("month.card.snoozed", {"refs": ", ".join(page.snoozed)}))
    if not page.lines:
        return (*_paragraphs([*about, line("month.card.done")]), *_pressed(page))
    told: dict[str, Fact] = {"page": page.page, "pages": page.pages, "left": page.left}
    about.append(line("month.card.page" if page.pages > 1 else "month.card.one_page", told))
    about.append(line("month.card.how"))
    lists = tuple(
        Items(heading=heading, lines=tuple(_item(page, one) for one in lines))
        for heading, lines in groupby(page.lines, key=lambda one: one.heading)
    )
    return (*_paragraphs(about), *_kept(page), *lists, *_pressed(page), Paragraph(spans=_typed(page)))


def _typed(page: MonthPage) -> Spans:
    first = page.lines[0].milestone
    example = words("month.card.example", {"ref": first.ref, "role": first.accountable or ""})
    return line("month.card.typed", {"example": example})


def _item(page: MonthPage, one: MonthLine) -> Item:
    text = shortened(one.milestone.text)
    spans = (*line("month.line.item", {"ref": ref_of(one.milestone), "text": text, "dates": dated(one.dates)}), *one.tail)
    if one.chosen is not None:
        told = words("month.line.needs" if one.needs else "month.line.chosen", {"chosen": chosen_word(one.chosen)})
        spans = (*spans, Text(text=told, strong=True))
    return Item(mark=mark(one.face), spans=spans, buttons=tuple(_choices(page, one, text)))


def _choices(page: MonthPage, one: MonthLine, text: str) -> list[Button]:
    """Offer what may be chosen of a line. What nobody has spoken of can't stay as it is."""
    ref = one.milestone.ref
    return [
        Button(
            label=(label := chosen_word(chosen)),
            command=str(MonthChoice(plan=page.plan, ref=ref, chosen=chosen, stood=one.stood)),
            style="primary" if chosen is one.chosen else "plain",
            spoken=words("month.button.spoken", {"ref": ref, "label": label, "text": text})[:MOST_SPOKEN],
        )
        for chosen in Chosen
        if one.keeps or chosen is not Chosen.SAME
    ]


def _kept(page: MonthPage) -> tuple[Block, ...]:
    """Offer above the lines to keep all of it as it was, so that nobody must go through them for that."""
    if not page.keeps:
        return ()
    told = {"plan": page.plan, "acting": page.deputy, "stood": page.newest}
    as_before = Button(label=words("month.button.as_before"), command=str(MonthAsBefore.model_validate(told)), style="primary")
    but = Button(label=words("month.button.but"), command=str(MonthBut.model_validate(told)))
    return (Actions(buttons=(as_before, but)),)


def _pressed(page: MonthPage) -> tuple[Block, ...]:
    """Offer to save what is chosen, or to turn the page."""
    plan, deputy = page.plan, page.deputy
    buttons: list[Button] = []
    if page.chosen:
        label = words("month.button.save_one") if page.chosen == 1 else words("month.button.save", {"count": page.chosen})
        save = MonthSave(plan=plan, acting=deputy, token=page.token)
        buttons.append(Button(label=label, command=str(save), style="primary"))
    buttons += [
        Button(label=words(f"month.button.{name}"), command=str(Month(plan=plan, acting=deputy, page=number)))
        for name, number in (("next", page.page + 1), ("before", page.page - 1))
        if 1 <= number <= page.pages
    ]
    buttons += [Button(label=name, command=str(month)) for name, month in page.others]
    return (Actions(buttons=tuple(buttons)),) if buttons else ()


def _paragraphs(sentences: Sequence[Spans]) -> tuple[Block, ...]:
    return tuple(Paragraph(spans=spans) for spans in sentences)
