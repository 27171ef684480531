"""Actions beside their impact in words: delivery, the step, the measures, and why an action has shown no impact yet."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from bot.model.letters.message import Button, Item, Spans, Text
from bot.model.measures.no_impact import ActionTold, WhyNoImpact
from bot.model.measures.standing import MeasureTold
from bot.wording.measures.steps import MOST_TITLE
from bot.wording.measures.steps import told as step_told
from bot.wording.sentences import Fact, line, with_full_stop, words


def delivery(action: ActionTold) -> str:
    """Say how much of an action is delivered."""
    facts: dict[str, Fact] = {"milestones": action.milestones, "complete": action.complete, "assured": action.assured}
    if not action.milestones:
        return words("impact.delivery.none")
    if not action.is_delivered:
        return words("impact.delivery.some", facts)
    how_many = "one" if action.milestones == 1 else "all"
    return words(f"impact.delivery.{how_many}{'_assured' if action.assured else ''}", facts)


def measures_told(measures: Sequence[MeasureTold]) -> str:
    """Say how each measure of an action stands. Silence is never told as a verdict."""
    if not measures:
        return words("impact.told.no_measures")
    return words("impact.told.measures", {"measures": "; ".join(map(_measure, measures))})


def _measure(one: MeasureTold) -> str:
    if one.late_since is not None and one.latest is not None:
        return words("impact.measure.late", {"handle": one.measure.handle, "day": one.latest.as_at})
    return words(f"impact.measure.{'not_judged' if one.is_unjudged else one.verdict.value}", {"handle": one.measure.handle})


def why_in_words(why: Sequence[WhyNoImpact], behind: Sequence[MeasureTold]) -> str:
    """Say why an action that is delivered has shown no impact yet, as one sentence."""
    handles = ", ".join(one.measure.handle for one in behind)
    name = {WhyNoImpact.MEASURE_BEHIND: "measures_behind"} if len(behind) > 1 else {}
    return with_full_stop(", and ".join(words(f"impact.why.{name.get(one, one.value)}", {"measures": handles}) for one in why))


def on_the_list(action: ActionTold, why: Sequence[WhyNoImpact], behind: Sequence[MeasureTold]) -> Spans:
    """Say if an action is on the list of what is delivered and has shown no impact, and what keeps it there or off it."""
    facts: dict[str, Fact] = {"ref": action.ref, "complete": action.complete, "milestones": action.milestones}
    if not action.milestones:
        return line("impact.set.no_milestones", facts)
    if not action.is_delivered:
        return line("impact.set.not_delivered", facts)
    return line("impact.set.still", {**facts, "why": why_in_words(why, behind)}) if why else line("impact.set.off", facts)


def why_on_list(why: Sequence[WhyNoImpact], behind: Sequence[MeasureTold]) -> Spans:
    """Say that nobody has shown that an action helped, and why it counts so."""
    return line("impact.history.on_list", {"why": why_in_words(why, behind)})


def action_line(
    action: ActionTold, zone: str, why: Sequence[WhyNoImpact], behind: Sequence[MeasureTold], button: Button | None
) -> Item:
    """Return the line of an action in a list."""
    facts: dict[str, Fact] = {
        "ref": action.ref,
        "title": shorten(with_full_stop(action.title), MOST_TITLE, placeholder="…"),
        "delivery": delivery(action),
        "step": step_told(action.step, action.priority, zone),
        "measures": measures_told(action.measures) if action.measures else "",
        "why": words("impact.told.why", {"why": why_in_words(why, behind)}) if why else "",
    }
    return Item(spans=line("impact.list.line", facts), buttons=(button,) if button is not None else ())


def of_action(action: ActionTold, zone: str) -> Spans:
    """Say how far an action has got: the step that stands, and its measures."""
    return (*step_told(action.step, action.priority, zone), Text(text=measures_told(action.measures)))
