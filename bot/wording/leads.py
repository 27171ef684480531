"""The leads' part in the cycle, in words: the facts beside their form, what was saved, and how they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.model.board.period import Narrative, Period
from bot.model.letters.message import Button, Item, Items, Spans
from bot.model.plan import Milestone, Priority
from bot.model.status import Status
from bot.model.summary import DateChanged
from bot.model.updates.update import DEPUTY, Face
from bot.wording.commands.board.cycle import NarrativeForm
from bot.wording.letters.sections import Offer
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.summary_lines import cut, date_line, named

MOST_LINES = 8  # of what changed, of dates and of what is due, in a form
MOST_NAMED = 12
MOST_TEXT = 120  # letters of a milestone's text
STATUSES = tuple(status for status in Status)


def word(status: Status) -> str:
    """Return the word of a status, as it stands inside a sentence."""
    return mark(status.value).word.lower()


def choices() -> str:
    """Name the statuses as they are typed."""
    return ", ".join(word(one) for one in STATUSES)


def capacity_in_words(capacity: str, number: int) -> str:
    """Say in which capacity somebody wrote."""
    name = "admin" if capacity == "admin" else "deputy" if capacity.startswith(DEPUTY) else "lead"
    return words(f"leads.capacity.{name}", {"number": number})


def last_period(before: Narrative | None) -> str:
    """Say what was written for the last period of the overall status."""
    if before is None:
        return words("leads.form.status_first")
    return words("leads.form.status_last", {"status": word(before.status), "forecast": word(before.forecast)})


# ---- the facts in the form ---------------------------------------------------------------------


def counted(counts: Mapping[Face, int]) -> Items:
    """Say how many milestones are shown how."""
    said = [
        Item(mark=mark(face), spans=line("leads.facts.count", {"count": count, "status": mark(face).word.lower()}))
        for face, count in counts.items()
    ]
    none = (Item(spans=line("leads.facts.milestones")),)
    return Items(heading=words("leads.facts.now"), lines=tuple(said) or none)


def changed(found: Sequence[tuple[Milestone, Face, Face]], since: date) -> Items:
    """Say which milestones are shown otherwise than at the last papers."""
    lines = [
        Item(mark=mark(now), spans=_line("changed_line", one, {"was": mark(was).word})) for one, was, now in found[:MOST_LINES]
    ]
    lines += _more([one.ref for one, _, _ in found])
    none = (Item(spans=line("leads.facts.none")),)
    return Items(heading=words("leads.facts.changed", {"since": since}), lines=tuple(lines) or none)


def dates_changed(found: Sequence[DateChanged]) -> Items:
    """Say which due dates moved."""
    lines = [*map(date_line, found[:MOST_LINES]), *_more([one.ref for one in found])]
    return Items(heading=words("leads.facts.dates"), lines=tuple(lines))


def falling_due(found: Sequence[tuple[Milestone, date]], until: date) -> Items:
    """Say what falls due until the meeting after this one."""
    lines = [Item(spans=_line("due_line", one, {"due": due})) for one, due in found[:MOST_LINES]]
    lines += _more([one.ref for one, _ in found])
    none = (Item(spans=line("leads.facts.due_none")),)
    return Items(heading=words("leads.facts.due", {"until": until}), lines=tuple(lines) or none)


def _line(name: str, milestone: Milestone, facts: Mapping[str, Fact]) -> Spans:
    text = cut(with_full_stop(milestone.text), MOST_TEXT)
    return line(f"leads.facts.{name}", {"ref": milestone.ref, "text": text, **facts})


def _more(refs: Sequence[str]) -> Iterator[Item]:
    """Count what there is no room for, and name some of it."""
    rest = refs[MOST_LINES:]
    if rest:
        yield Item(spans=line("leads.facts.more", {"count": len(rest), "refs": named(rest, MOST_NAMED)}))


# ---- how they are asked ------------------------------------------------------------------------


def write_it(priority: Priority) -> Offer:
    """Return the button of a line that opens the form."""
    command = NarrativeForm(priority=priority.number)
    return Offer(label=words("leads.ask.button"), command=command, spoken=_spoken(command), style="primary")


def write_button(command: NarrativeForm) -> Button:
    """Return the button that opens the form."""
    return Button(label=words("leads.ask.button"), command=str(command), spoken=_spoken(command), style="primary")


def _spoken(command: NarrativeForm) -> str:
    return words("leads.ask.button_spoken", {"number": command.priority})


def asks_to_write(priority: Priority, period: Period, again: bool, stands_in: bool) -> Spans:
    """Ask for what is to be written about a priority: of its lead, or of an admin who stands in."""
    name = "stand_in" if stands_in else "again" if again else "lead"
    facts: dict[str, Fact] = {
        "number": priority.number,
        "text": with_full_stop(priority.text),
        "meeting": period.meeting,
        "by": period.leads_by,
        "freezes": period.freezes,
    }
    return line(f"leads.ask.{name}", facts)


# ---- what was written --------------------------------------------------------------------------


def saved(narrative: Narrative) -> str:
    """Say in one line what was saved."""
    facts: dict[str, Fact] = {
        "number": narrative.priority,
        "status": word(narrative.status),
        "forecast": word(narrative.forecast),
    }
    return words("leads.done.saved", facts)


def read_back(narrative: Narrative) -> Iterator[Spans]:
    """Give what was written, as it is on the record."""
    told: dict[str, Fact] = {"moved": with_full_stop(narrative.moved), "next": with_full_stop(narrative.next)}
    yield line("leads.done.read", told)
    if narrative.escalate:
        yield line("leads.done.escalate", {"escalate": with_full_stop(narrative.escalate)})
