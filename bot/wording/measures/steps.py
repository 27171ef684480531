"""Impact steps in words: the scale, what was set by whom and why, and how a lead is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from textwrap import shorten

from bot.model.letters.form import Option
from bot.model.letters.message import Button, Item, Items, Spans
from bot.model.measures.impact import Impact, ImpactStep
from bot.model.measures.no_impact import ActionTold
from bot.model.noun import local_day
from bot.model.spelling import alike
from bot.model.updates.update import DEPUTY
from bot.wording.commands.impact.steps import StepForm
from bot.wording.letters.sections import Offer
from bot.wording.sentences import Fact, line, with_full_stop, words

MOST_TITLE = 110  # letters of an action's title in a line
_NUMBER = re.compile(r"(?:at |to |is )?(?:step |level )?([0-9](?:[.,][0-9])?)(?![0-9.,])[:,.]? ?", re.IGNORECASE)


def name(step: ImpactStep) -> str:
    """Return what a step is called."""
    return words(f"impact.name.{step.name.lower()}")


def means(step: ImpactStep) -> str:
    """Say what a step means."""
    return words(f"impact.means.{step.name.lower()}")


def step_facts(step: ImpactStep) -> dict[str, Fact]:
    """Return the number and the name of a step, for a sentence that tells it."""
    return {"number": step.value, "name": name(step)}


def in_line(step: ImpactStep) -> str:
    """Return a step as it stands inside a sentence."""
    return words("impact.step.in_line", step_facts(step))


def scale() -> str:
    """List the steps as they are typed."""
    return "; ".join(words("impact.step.scale", step_facts(one)) for one in ImpactStep)


def scale_in_full() -> Items:
    """List the steps with what each means."""
    told = ({**step_facts(one), "means": means(one)} for one in ImpactStep)
    lines = tuple(Item(spans=line("impact.list.scale_line", facts)) for facts in told)
    return Items(heading=words("impact.list.scale"), lines=lines, folded=True)


def options() -> tuple[Option, ...]:
    """Return the choices of a form, each with what it means."""
    return tuple(
        Option(value=one.value, label=words("impact.step.label", step_facts(one)), means=means(one)) for one in ImpactStep
    )


def step_named(said: str) -> tuple[ImpactStep | None, str]:
    """Return the step that words begin with, by its number or its name, and the words after it. None if they name none."""
    for one in ImpactStep:
        if alike(said) == alike(name(one)):
            return one, ""
    if (found := _NUMBER.match(said)) is None:
        return None, said
    number = found[1].replace(",", ".").removesuffix(".0")
    step = next((one for one in ImpactStep if one.value == number), None)
    rest = said[found.end() :].strip()
    return (step, "" if step is not None and alike(rest) == alike(name(step)) else rest) if step is not None else (None, said)


def capacity_in_words(capacity: str, priority: int) -> str:
    """Say in which capacity a step was set."""
    which = "admin" if capacity == "admin" else "deputy" if capacity.startswith(DEPUTY) else "lead"
    return words(f"impact.capacity.{which}", {"number": priority})


def told(step: Impact | None, priority: int, zone: str) -> Spans:
    """Say which step stands, who set it in which capacity, when and why. It names nobody."""
    return set_by(step, priority, local_day(step.at, zone) if step is not None else None)


def set_by(step: Impact | None, priority: int, on: date | None) -> Spans:
    """Say which step was set on a day, in which capacity and why."""
    if step is None or on is None:
        return line("impact.told.none")
    facts: dict[str, Fact] = {
        **step_facts(step.step),
        "capacity": capacity_in_words(step.capacity, priority),
        "day": on,
        "why": with_full_stop(step.why),
    }
    return line("impact.told.step" if step.why else "impact.told.step_alone", facts)


def before(step: Impact, priority: int, zone: str) -> Spans:
    """Say which step stood before another."""
    facts: dict[str, Fact] = {"capacity": capacity_in_words(step.capacity, priority), "day": local_day(step.at, zone)}
    return line("impact.set.before", {**step_facts(step.step), **facts})


def history(steps: tuple[Impact, ...], priority: int, zone: str, named: str = "") -> Iterator[Item]:
    """Give a line for each step that was set, the oldest first. The action is `named` in a list about something else."""
    for one in steps:
        facts: dict[str, Fact] = {
            **step_facts(one.step),
            "day": local_day(one.at, zone),
            "who": one.by_name,
            "capacity": capacity_in_words(one.capacity, priority),
            "why": with_full_stop(one.why),
        }
        if named:
            yield Item(spans=line("impact.beside.line", {**facts, "ref": named}))
        else:
            yield Item(spans=line("impact.history.line", facts))


def set_button(ref: str, plan: str | None = None) -> Button:
    """Return the button that opens the form."""
    spoken = words("impact.ask.button_spoken", {"ref": ref})
    return Button(label=words("impact.ask.button"), command=str(StepForm(plan=plan, ref=ref)), spoken=spoken)


def set_offer(ref: str) -> Offer:
    """Return the button of a line of a nudge that opens the form."""
    spoken = words("impact.ask.button_spoken", {"ref": ref})
    return Offer(label=words("impact.ask.button"), command=StepForm(ref=ref), spoken=spoken, style="primary")


def asks_once_delivered(action: ActionTold) -> Spans:
    """Ask how far an action has got that has just been delivered."""
    return line("impact.ask.delivered", {"ref": action.ref, "title": _title(action)})


def asks_for_papers(action: ActionTold, meeting: date) -> Spans:
    """Ask before the papers of a meeting if the step of an action still holds, or for its first one."""
    facts: dict[str, Fact] = {"ref": action.ref, "title": _title(action), "meeting": meeting}
    if action.step is None:
        return line("impact.ask.papers_none", facts)
    return line("impact.ask.papers", {**facts, **step_facts(action.step.step)})


def stands_in(priority: int) -> Spans:
    """Say that an admin is asked as no lead can be."""
    return line("impact.ask.stand_in", {"number": priority})


def _title(action: ActionTold) -> str:
    return shorten(with_full_stop(action.title), MOST_TITLE, placeholder="…")
