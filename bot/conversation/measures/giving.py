"""Giving a reading: by whom, of which period, and with which numbers. Nothing is asked twice: it is saved as it is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import assert_never

from bot.conversation.measures.meant import Change, Meeting, at_table, found, refuse_long, refused
from bot.conversation.visit import Said, plan_named
from bot.model.letters.message import Actions, Button, Message, Paragraph
from bot.model.letters.talk import Say
from bot.model.measures.given import Given, PeriodFault, ReadingFault
from bot.model.measures.measure import Measure, Reading, Terms
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.rules.board.business import says_nothing
from bot.rules.measures import dates, periods, whose
from bot.rules.measures.hiding import is_percentage
from bot.rules.measures.readings import HUNDRED, judged
from bot.wording import commands
from bot.wording.business import capacity_in_words
from bot.wording.measures import told as wording
from bot.wording.measures import typed as values
from bot.wording.measures.values import value_said
from bot.wording.sentences import Fact, line, words

MOST_PARTS = 6  # words of a period that stands behind a number
EXAMPLES = {True: "34%", False: "34"}


class WhichPeriod(Refusal):
    """The words name no period that the measure is read of: these may be meant."""

    def __init__(self, measure: Measure, command: commands.GiveReading, why: str, days: tuple[date, ...]) -> None:
        super().__init__("fault", sentence=words("measures.told.which", {"handle": measure.handle, "why": why}))
        self.measure = measure
        self.command = command
        self.why = why
        self.days = days


def reading(view: View, said: Said, command: commands.GiveReading) -> Change:
    """Return the reading that somebody gives. Raises Refusal if they may not, or if it can be none."""
    table, measure = at_table(view, said), found(view, said.asker.short, command.handle)
    capacity, command = may_read(table, measure), _with_period(table, measure, command)
    refuse_long(measure.handle, (command.said, command.note))
    given = _given(measure, command, table)
    day = _day(table, measure, command)
    plain = given.model_dump(include={"value", "numerator", "denominator"}) if isinstance(given, Given) else {"words": given}
    before = dates.read_of(measure, table.snapshot.policy, day)
    if before is not None and before.as_at != day and dates.period(measure.terms, table.snapshot.policy, day) is None:
        before = None
    new = Reading.model_validate(
        {
            **plain,
            "as_at": day,
            "provisional": command.provisional,
            "note": command.note,
            "corrects": before.id if before is not None else None,
            "by": said.asker.person.id,
            "by_name": said.asker.person.name,
            "capacity": capacity,
            "at": said.asker.now,
        }
    )
    twice = before.id if before is not None and _says_the_same(before, new) else None
    return Change(measure, capacity, reading=new, twice=twice)


def may_read(table: Meeting, measure: Measure) -> str:
    """Return in which capacity somebody gives a reading. Raises Refusal if they may not, or if the measure is closed."""
    capacity = whose.capacity_to_read(table.snapshot.people, table.person, measure.terms, table.snapshot.today)
    if capacity is None:
        raise refused("right", {"handle": measure.handle, "who": _who(measure.terms)})
    if measure.is_closed:
        raise refused("closed", {"handle": measure.handle})
    return capacity


def _who(terms: Terms) -> str:
    """Name who may give readings."""
    leads = [capacity_in_words(f"lead:{number}") for number in whose.priorities(terms)]
    return ", ".join([*([terms.owner] if terms.owner else []), *leads, capacity_in_words("admin")])


def example(measure: Measure, day: date) -> str:
    """Return a line that gives a reading of a measure, to show how it is typed."""
    terms = measure.terms
    said = words("measures.form.answer_example") if terms.in_words else value_example(terms)
    return str(commands.GiveReading(number=measure.number, said=said, period=values.typed(terms, day))).replace(": ", " ", 1)


def value_example(terms: Terms) -> str:
    """Return numbers as they may be typed for a measure."""
    return EXAMPLES[is_percentage(terms)] if is_percentage(terms) or not terms.unit else f"{EXAMPLES[False]} {terms.unit}"


def _given(measure: Measure, command: commands.GiveReading, table: Meeting) -> Given | str:
    """Return the numbers, or the words of a measure in words. Raises Refusal if these are none, or cannot be right."""
    terms, latest = measure.terms, periods.offered(measure.terms, table.snapshot.policy, table.snapshot.today)[0]
    facts: dict[str, Fact] = {"handle": measure.handle, "line": example(measure, latest)}
    if terms.in_words:
        if says_nothing(command.said):
            raise refused("no_words", facts)
        return command.said
    read = values.given(command.said)
    if read is None:
        raise refused("no_number", facts)
    found_ = judged(terms, read)
    if isinstance(found_, ReadingFault):
        raise Refusal("fault", sentence=fault(measure, read, found_, str(facts["line"])))
    return found_


def fault(measure: Measure, given: Given, found_: ReadingFault, typed: str) -> str:
    """Say why numbers are no reading of a measure. `typed` is a line that shows how one is given."""
    terms, few, of = measure.terms, given.numerator, given.denominator
    facts: dict[str, Fact] = {"handle": measure.handle, "line": typed, "unit": terms.unit, "few": few or 0, "of": of or 0}
    facts["value"] = value_said(given.value, given.unit) if given.value is not None else ""
    facts["exact"] = value_said((Decimal(100 * few) / of).quantize(Decimal("0.1")), "%") if few is not None and of else ""
    match found_:
        case ReadingFault.UNIT:
            name = "unit" if terms.unit else "unit_none"
        case ReadingFault.SHARE:
            name, facts["hundred"] = "share", value_said(HUNDRED * (given.value or 0), "%")
            facts["value"] = value_said(given.value or Decimal(0), "%")
        case ReadingFault.DISAGREES:
            name = "disagrees" if is_percentage(terms) else "disagrees_count"
        case ReadingFault.OVER | ReadingFault.UNDER | ReadingFault.OF_NONE | ReadingFault.MORE_THAN_ALL | ReadingFault.PARTLY:
            name = found_.value
        case _:
            assert_never(found_)
    return words(f"measures.refused.{name}", facts)


def _with_period(table: Meeting, measure: Measure, command: commands.GiveReading) -> commands.GiveReading:
    """Return a reading whose period stands behind its number without "for", parted: 34% October."""
    parts = command.said.split(" ")
    if command.period or measure.terms.in_words or len(command.said) > 2 * values.MOST:
        return command
    unread = command
    for at in range(max(len(parts) - MOST_PARTS, 1), len(parts)):
        said, period = " ".join(parts[:at]).strip(" ,;"), " ".join(parts[at:])
        period = period.removeprefix("in ").removeprefix("on ")
        read = values.given(said)
        day = periods.meant(measure.terms, table.snapshot.policy, period, table.snapshot.today)
        if read is not None and not isinstance(day, PeriodFault):
            return command.model_copy(update={"said": said, "period": period})
        if read is not None and judged(measure.terms, read) is not ReadingFault.UNIT:
            unread = command.model_copy(update={"said": said, "period": period})
    return command if values.given(command.said) is not None else unread


def _day(table: Meeting, measure: Measure, command: commands.GiveReading) -> date:
    """Return the day as at which a reading is. Raises WhichPeriod if the words name none."""
    terms, policy, today = measure.terms, table.snapshot.policy, table.snapshot.today
    day = periods.meant(terms, policy, command.period, today) if command.period else PeriodFault.UNREAD
    if not isinstance(day, PeriodFault):
        return day
    facts: dict[str, Fact] = {"said": command.period, "handle": measure.handle, "kind": wording.kind(terms)}
    why = words(f"measures.refused.{day.value if command.period else 'no_period'}", facts)
    raise WhichPeriod(measure, command, why, periods.offered(terms, policy, today))


def which_period(view: View, said: Said, which: WhichPeriod) -> Say:
    """Ask which period a reading is of, with a button for each that it may be."""
    of = {"plan": said.asker.plan_named}
    terms, measure = which.measure.terms, which.measure
    buttons = tuple(
        Button(
            label=words("measures.button.for_period", {"period": values.typed(terms, day)}),
            command=str(which.command.model_copy(update={**of, "period": values.typed(terms, day)})),
        )
        for day in which.days
    )
    typed = str(which.command.model_copy(update={"period": values.typed(terms, which.days[0])}))
    told = (*plan_named(view, said.asker.person.id, said.asker.short), line("measures.told.choose"))
    told = (*told, line("measures.told.or_type", {"line": typed}))
    title = words("measures.told.which", {"handle": measure.handle, "why": which.why})
    paragraphs = tuple(Paragraph(spans=spans) for spans in told)
    return Say(message=Message(title=title, blocks=(*paragraphs, Actions(buttons=buttons))))


def _says_the_same(before: Reading, new: Reading) -> bool:
    same = ("value", "numerator", "denominator", "words", "provisional", "note")
    return all(getattr(before, name) == getattr(new, name) for name in same)


# ---- withdrawn ------------------------------------------------------------------------------


def withdraw(view: View, said: Said, command: commands.WithdrawReading) -> Change:
    """Return that a reading counts no longer. Raises Refusal if it is not clear which, or not theirs to withdraw."""
    table, measure = at_table(view, said), found(view, said.asker.short, command.handle)
    terms, policy, today = measure.terms, table.snapshot.policy, table.snapshot.today
    last = measure.standing[-1].as_at if measure.standing else today
    as_typed = command.model_copy(update={"period": values.typed(terms, last), "why": "...", "plan": None})
    facts: dict[str, Fact] = {"handle": measure.handle, "line": str(as_typed)}
    day = periods.meant(terms, policy, command.period, today) if command.period else PeriodFault.UNREAD
    if isinstance(day, PeriodFault):
        raise refused("withdraw_which", facts)
    gone = dates.read_of(measure, policy, day)
    if gone is None:
        raise refused("withdraw_none", {**facts, "period": values.period(terms, day)})
    own = gone.by is not None and gone.by == said.asker.person.id
    if not own and not table.person.is_admin:
        raise refused("withdraw_right", facts)
    if says_nothing(command.why):
        raise refused("withdraw_why", {**facts, "line": str(command.model_copy(update={"why": "...", "plan": None}))})
    return Change(measure, gone.capacity if own else said.by.capacity, taken_back=gone.id, why=command.why)
