"""The measures of a plan in a list, those first that need somebody; and one of them whole."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.measures.meant import found
from bot.conversation.visit import plan_named
from bot.model.letters.message import Actions, Block, Button, Facts, Item, Items, Message, Paragraph
from bot.model.letters.talk import Asker
from bot.model.measures.standing import MeasureTold, Verdict
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.measures.told import told, told_of
from bot.reports.snapshot import take
from bot.rules.measures import whose
from bot.wording import commands
from bot.wording.commands.phrase import Phrase
from bot.wording.letters.sections import MOST_LINES
from bot.wording.measures import told as wording
from bot.wording.measures.chart import run_chart
from bot.wording.measures.verdicts import verdict_mark
from bot.wording.sentences import line, words
from bot.wording.summary_lines import shortened

_TITLES = {0: "title_closed", 1: "title_one"}
_FIRST = {Verdict.BEHIND: "behind", Verdict.NO_READING: "silent"}


def shown(view: View, asker: Asker, command: commands.Measures | commands.MeasureCard) -> Message:
    """Tell the measures of a plan, or one of them."""
    if isinstance(command, commands.MeasureCard):
        return card(view, asker, command.handle)
    return measures(view, asker, command.everything)


def measures(view: View, asker: Asker, everything: bool) -> Message:
    """List the measures of a plan: those that are behind, those of which nothing is known, the others, the closed ones."""
    found_ = told(view, take(view, asker.short, asker.now))
    opening = tuple(Paragraph(spans=spans) for spans in plan_named(view, asker.person.id, asker.short))
    if not found_:
        how = (Paragraph(spans=line("measures.list.how")),) if asker.person.is_admin else ()
        return Message(title=words("measures.list.none"), blocks=(*opening, *how))
    groups: dict[str, list[MeasureTold]] = {"behind": [], "silent": [], "others": [], "closed": []}
    for one in found_:
        groups[_group(one)].append(one)
    room, blocks, left = len(found_) if everything else MOST_LINES, list[Block](), 0
    for name, some in groups.items():
        shown = some[:room]
        room, left = room - len(shown), left + len(some) - len(shown)
        if shown:
            lines = tuple(_line(one, asker) for one in shown)
            blocks.append(Items(heading=words(f"measures.list.{name}"), lines=lines, folded=name == "closed" and not everything))
    open_ = len(found_) - len(groups["closed"])
    title = words(f"measures.list.{_TITLES.get(open_, 'title')}", {"count": open_})
    return Message(title=title, blocks=(*opening, *blocks, *_left(asker, left)))


def _group(one: MeasureTold) -> str:
    if one.measure.is_closed:
        return "closed"
    return "others" if one.is_unjudged else _FIRST.get(one.verdict, "others")


def _line(one: MeasureTold, asker: Asker) -> Item:
    return Item(spans=wording.in_line(one), mark=None if one.measure.is_closed else verdict_mark(one))


def _left(asker: Asker, left: int) -> tuple[Block, ...]:
    """Count what there is no room for, with the button that shows it."""
    if left <= 0:
        return ()
    all_ = str(commands.Measures(plan=asker.plan_named, everything=True))
    button = Button(label=words("measures.list.all"), command=all_, apart=True)
    return (Paragraph(spans=line("measures.list.more", {"count": left})), Actions(buttons=(button,)))


def card(view: View, asker: Asker, handle: str) -> Message:
    """Tell one measure whole, with its readings and what whoever asks may do with it. Raises Refusal if there is none."""
    snapshot = take(view, asker.short, asker.now)
    measure = found(view, asker.short, handle)
    later = next((each for each in view.measures.later(asker.short) if each.id == measure.id), None)
    one = told_of(measure, snapshot.policy, snapshot.today, later)
    measure, terms = one.measure, one.measure.terms
    text = shortened(terms.text, wording.MOST_TITLE).text
    plan = tuple(Paragraph(spans=spans) for spans in plan_named(view, asker.person.id, asker.short))
    chart = (run_chart(one),) if not terms.in_words and one.shown else ()
    blocks = (*plan, Facts(pairs=wording.in_full(one)), *chart, *_readings(one.shown, one), *_buttons(snapshot, asker, one))
    return Message(title=words("measures.card.title", {"handle": measure.handle, "text": text}), blocks=blocks)


def _readings(readings: Sequence[object], one: MeasureTold) -> tuple[Block, ...]:
    if not readings:
        return (Paragraph(spans=line("measures.card.no_readings")),)
    shown = one.shown[::-1][:MOST_LINES]
    lines = tuple(Item(spans=wording.reading(one, each)) for each in shown)
    left = len(readings) - len(shown)
    more = (Paragraph(spans=line("measures.card.earlier", {"count": left})),) if left else ()
    rule = (Paragraph(spans=line("measures.card.rule")),) if not one.measure.terms.in_words else ()
    return (Items(heading=words("measures.card.readings"), lines=lines), *more, *rule)


def _buttons(snapshot: Snapshot, asker: Asker, one: MeasureTold) -> tuple[Block, ...]:
    person = snapshot.people.one(asker.person.id) or asker.person
    measure, of = one.measure, {"plan": asker.plan_named, "number": one.measure.number}
    found_: list[tuple[str, Phrase]] = []
    may = whose.capacity_to_read(snapshot.people, person, measure.terms, snapshot.today) is not None
    if may and not measure.is_closed:
        found_.append(("give", commands.ReadingForm.model_validate(of)))
    if person.is_admin:
        found_.append(("change", commands.MeasureForm.model_validate(of)))
    buttons = tuple(
        Button(
            label=words(f"measures.button.{name}"),
            command=str(command),
            spoken=words("business.button.spoken", {"label": words(f"measures.button.{name}"), "handle": measure.handle}),
            style="primary" if at == 0 else "plain",
        )
        for at, (name, command) in enumerate(found_)
    )
    return (Actions(buttons=buttons),) if buttons else ()
