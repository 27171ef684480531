"""Setting a measure: its terms, its owner, and when it ends. Admins alone do."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bot.conversation.board.business.raising import NEAR
from bot.conversation.measures.meant import Change, Meeting, at_table, found, refuse_long, refused
from bot.conversation.visit import Said
from bot.model.letters.form import Faults
from bot.model.measures.measure import DataPeriod, Measure, MeasureDeed, MeasureStep, Point, Polarity, Terms, Whose
from bot.model.people import Right
from bot.ports.record import View
from bot.rules.board import business as refs
from bot.rules.board.whose import role_named
from bot.rules.dates import Towards, day_in
from bot.wording import commands
from bot.wording.help import nearest_of
from bot.wording.letters.sections import MOST_LINES
from bot.wording.measures import typed as values
from bot.wording.sentences import Fact, words
from bot.wording.summary_lines import named

_POLARITIES = {"higher": Polarity.HIGHER, "lower": Polarity.LOWER, "near": Polarity.NEAR_TARGET}
_PERIODS = {
    "month": DataPeriod.MONTH,
    "rolling year": DataPeriod.ROLLING_YEAR,
    "year to date": DataPeriod.YEAR_TO_DATE,
    "quarter": DataPeriod.QUARTER,
    "year": DataPeriod.YEAR,
    "term": DataPeriod.TERM,
    "survey": DataPeriod.SURVEY,
}
MONTHS = tuple(one.lower() for one in month_name[1:])
_NUMBER_AND_DAY = re.compile(r"(?P<number>.{1,40}?)(?:,? (?P<between>by|on|in|at|from) (?P<day>.{1,60}))?", re.IGNORECASE)
_YEAR = re.compile(r"20[0-9]{2}", re.ASCII)
POLARITIES, PERIODS = tuple(_POLARITIES), tuple(_PERIODS)
ANSWERED = ("number", "words")
EXAMPLE = "60 by 31 December 2026"


def polarity_name(terms: Terms) -> str:
    """Return the word for which values are better, as it is typed."""
    return next(name for name, one in _POLARITIES.items() if one is terms.polarity)


def period_name(terms: Terms) -> str:
    """Return the word for how often a measure is read, as it is typed."""
    return next(name for name, one in _PERIODS.items() if one is terms.period)


def period_of(name: str) -> str:
    """Return the short name of how often a measure is read, from the word that is typed."""
    return _PERIODS[name].value


class Judged(NamedTuple):
    """All that was said of a measure, judged: its terms if there is no fault, and the faults by the question they are of."""

    terms: Terms | None
    faults: Faults


def set_terms(view: View, said: Said, command: commands.SetMeasure) -> Change:
    """Return a new measure, or the new terms of one. Raises Refusal with all that is wrong."""
    refuse_long("", [command.text, command.source])
    table = at_table(view, said)
    measure = found(view, said.asker.short, handle) if (handle := _handle(command)) else None
    terms, faults = judge(table, command)
    if terms is None:
        told = [f"{words(f'measures.form.{name}')}: {fault}" for name, fault in faults.items()]
        raise refused("set", {"why": " ".join(told)})
    deed = MeasureDeed.SET if measure is None else MeasureDeed.CHANGED
    step = _step(said, deed, terms=terms)
    if measure is not None:
        return Change(measure, step.capacity, step=step, twice=measure.steps[-1].id if measure.terms == terms else None)
    same = next((one for one in view.measures.all(said.asker.short) if one.terms == terms and not one.is_closed), None)
    if same is not None:
        return Change(same, step.capacity, twice=same.id)
    return Change(Measure(plan=said.asker.short, steps=(step,)), step.capacity, step=step)


def _handle(command: commands.SetMeasure) -> str:
    return f"m{command.number}" if command.number is not None else ""


def _step(said: Said, deed: MeasureDeed, terms: Terms | None = None, why: str = "") -> MeasureStep:
    person = said.asker.person
    by = {"by": person.id, "by_name": person.name, "capacity": Right.ADMIN.value, "at": said.asker.now}
    return MeasureStep.model_validate({"deed": deed, "terms": terms, "why": why, **by})


# ---- judged ---------------------------------------------------------------------------------


def judge(table: Meeting, command: commands.SetMeasure) -> Judged:
    """Judge all that is said of a measure."""
    faults: Faults = {}
    plan, today = table.snapshot.plan, table.snapshot.today
    about = tuple(dict.fromkeys(part.rstrip(".") for part in command.about.replace(",", " ").replace(";", " ").split()))
    told: dict[str, object] = {"text": command.text, "actions": about, "unit": command.unit.strip(), "source": command.source}
    if refs.says_nothing(command.text):
        faults["text"] = words("measures.form.needed")
    if unknown := refs.unknown(plan, about):
        faults["about"] = words("measures.form.unknown_ref", {"refs": ", ".join(unknown)})
    elif not about:
        faults["about"] = words("measures.form.no_ref")
    for name, chosen in _chosen(command).items():
        told[name] = chosen
        if chosen is None:
            faults[_ASKED.get(name, name)] = _choice_fault(name, command)
    if told["in_words"]:  # it has no number, so it is read in nothing
        told["unit"] = ""
    for name, between in (("baseline", "on"), ("target", "by")):
        number, day, fault = _number_and_day(str(getattr(command, name)), today)
        told |= {name: number, f"{name}_{between}": day}
        faults |= {name: fault} if fault else {}
    points, fault = _points(command.points, today, told.get("target_by"))
    told["trajectory"] = points
    faults |= {"points": fault} if fault else {}
    told["resets"], fault = _month(command.resets)
    faults |= {"resets": fault} if fault else {}
    told["owner"] = role = _role(table, command.owner)
    if role is None:
        faults["owner"] = _role_fault(table, command.owner)
    return Judged(None if faults else Terms.model_validate(told), faults)


_ASKED = {"polarity": "better", "in_words": "answered"}


def _chosen(command: commands.SetMeasure) -> dict[str, Polarity | DataPeriod | Whose | bool | None]:
    better = next((_POLARITIES[one] for one in _POLARITIES if (command.better or "higher").casefold().startswith(one)), None)
    usual = "term" if (command.answered or "").casefold().endswith(ANSWERED[1]) else "month"
    period = (command.period or usual).casefold().removeprefix("each ").removeprefix("every ")
    exact = next((one for one in DataPeriod if one.value.casefold() == period), None)
    voice = (command.voice or Whose.DATA.value).casefold()
    answered = (command.answered or ANSWERED[0]).casefold().removeprefix("in ").removeprefix("with a ")
    return {
        "polarity": better or next((one for one in Polarity if one.value.casefold() == command.better.casefold()), None),
        "period": exact or _PERIODS.get(period),
        "voice": next((one for one in Whose if one.value == voice), None),
        "in_words": answered == ANSWERED[1] if answered in ANSWERED else None,
    }


def _choice_fault(name: str, command: commands.SetMeasure) -> str:
    choices = {"polarity": POLARITIES, "period": PERIODS, "voice": tuple(one.value for one in Whose), "in_words": ANSWERED}
    facts: dict[str, Fact] = {"said": str(getattr(command, _ASKED.get(name, name))), "choices": ", ".join(choices[name])}
    return words("measures.form.choice", facts)


def _number_and_day(said: str, today: date) -> tuple[Decimal | None, date | None, str]:
    """Return a number and its day, and what is wrong with them. A number may have no day."""
    if not said.strip():
        return None, None, ""
    found_ = _NUMBER_AND_DAY.fullmatch(" ".join(said.split()))
    given = values.given(found_["number"]) if found_ is not None else None
    if found_ is None or given is None or given.value is None:
        return None, None, words("measures.form.number_fault", {"example": EXAMPLE})
    if not found_["day"]:
        return given.value, None, ""
    towards = Towards.PAST if found_["between"].lower() in ("on", "from") else Towards.COMING
    year = _YEAR.fullmatch(found_["day"].strip())
    day = date(int(year[0]), 12, 31) if year is not None else day_in(found_["day"], today, towards=towards)
    return given.value, day, "" if day is not None else words("measures.form.day_fault", {"example": EXAMPLE})


def _points(said: str, today: date, target_by: object) -> tuple[tuple[Point, ...], str]:
    """Return the points on the way to the target, and what is wrong with them."""
    points: list[Point] = []
    for part in (one for line in said.splitlines() for one in line.split(" and ") if one.strip(" .,")):
        number, day, fault = _number_and_day(part.strip(" .,"), today)
        if fault or number is None or day is None:
            return (), fault or words("measures.form.day_fault", {"example": EXAMPLE})
        points.append(Point(by=day, value=number))
    days = [one.by for one in points]
    if len(set(days)) != len(days) or (isinstance(target_by, date) and any(one >= target_by for one in days)):
        return (), words("measures.form.points_order")
    return tuple(sorted(points, key=lambda one: one.by)), ""


def _month(said: str) -> tuple[int | None, str]:
    name = said.strip().casefold()
    if not name:
        return None, ""
    month = next((n for n, one in enumerate(MONTHS, 1) if len(name) >= len("may") and one.startswith(name)), None)
    return month, "" if month else words("measures.form.month", {"said": said})


def _role(table: Meeting, said: str) -> str | None:
    if not said.strip():
        return ""
    return role_named(table.snapshot.plan, table.snapshot.people, said, table.snapshot.today)


def _role_fault(table: Meeting, said: str) -> str:
    names = [one.name for one in table.snapshot.plan.roles]
    nearest = nearest_of(said, names, NEAR)
    if nearest:
        return words("measures.form.no_such_role", {"nearest": nearest})
    return words("measures.form.no_such_role_list", {"roles": named(names, MOST_LINES)})


# ---- owned, closed --------------------------------------------------------------------------


def own(view: View, said: Said, command: commands.OwnMeasure) -> Change:
    """Return that a role owns a measure. Raises Refusal if the plan has no such role."""
    table, measure = at_table(view, said), found(view, said.asker.short, command.handle)
    role = _role(table, command.role.strip(" .!?"))
    if not role:
        names = [one.name for one in table.snapshot.plan.roles]
        facts: dict[str, Fact] = {"handle": measure.handle, "role": command.role, "roles": named(names, MOST_LINES)}
        nearest = nearest_of(command.role, names, NEAR)
        raise refused("no_such_role" if nearest else "no_such_role_list", {**facts, "nearest": nearest})
    if measure.terms.owner == role:
        return Change(measure, Right.ADMIN.value, twice=measure.steps[-1].id, is_owner=True)
    step = _step(said, MeasureDeed.CHANGED, terms=measure.terms.model_copy(update={"owner": role}))
    return Change(measure, step.capacity, step=step)


def close(view: View, said: Said, command: commands.CloseMeasure) -> Change:
    """Return that a measure takes no more readings. Raises Refusal without a reason, or if it is closed already."""
    measure = found(view, said.asker.short, command.handle)
    refuse_long(measure.handle, [command.why])
    if measure.is_closed:
        raise refused("closed_already", {"handle": measure.handle})
    if refs.says_nothing(command.why):
        raise refused("close_why", {"handle": measure.handle})
    step = _step(said, MeasureDeed.CLOSED, why=command.why)
    return Change(measure, step.capacity, step=step)


def reopen(view: View, said: Said, command: commands.ReopenMeasure) -> Change:
    """Return that a measure takes readings again. Raises Refusal if it does."""
    measure = found(view, said.asker.short, command.handle)
    refuse_long(measure.handle, [command.why])
    if not measure.is_closed:
        raise refused("reopened_already", {"handle": measure.handle})
    step = _step(said, MeasureDeed.REOPENED, why=command.why)
    return Change(measure, step.capacity, step=step)
