"""The weekly summary's lines about impact: what is delivered and has shown none, and the measures that moved."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from bot.model.letters.message import Item, Items
from bot.model.measures.moved import MeasureMoved
from bot.model.measures.no_impact import NoImpact
from bot.wording.measures.impact import why_in_words
from bot.wording.measures.steps import MOST_TITLE, set_by
from bot.wording.measures.verdicts import direction_word, verdict_mark
from bot.wording.sentences import Fact, line, with_full_stop, words

MOST_REFS = 12  # actions that are named on the one screen
MOST_NAMED = 6  # measures that are named in the line that counts them


def no_impact_line(one: NoImpact) -> Item:
    """Return the line of an action that is delivered and has shown no impact yet: its step, by whom it was set, and why it is
    there."""
    facts: dict[str, Fact] = {
        "ref": one.action,
        "title": shorten(with_full_stop(one.title), MOST_TITLE, placeholder="…"),
        "step": set_by(one.step, one.priority, one.step_on),
        "why": why_in_words(one.why, one.behind),
    }
    return Item(spans=line("impact.digest.line", facts))


def no_impact_counted(found: Sequence[NoImpact]) -> Item:
    """Return the one line on the screen that names the actions that are delivered and have shown no impact yet."""
    named = [one.action for one in found[:MOST_REFS]]
    named += [words("impact.digest.more", {"count": len(found) - MOST_REFS})] if len(found) > MOST_REFS else []
    facts: dict[str, Fact] = {"count": len(found), "refs": ", ".join(named)}
    return Item(spans=line(f"impact.digest.{'one' if len(found) == 1 else 'several'}", facts))


def measures_counted(moved: Sequence[MeasureMoved]) -> Item:
    """Return the line that counts the measures that moved, and says of each how it stands now."""
    told = [words("impact.digest.now", {"handle": one.now.measure.handle, "now": _now(one)}) for one in moved[:MOST_NAMED]]
    rest = len(moved) - MOST_NAMED
    told += [words("impact.digest.more", {"count": rest})] if rest > 0 else []
    return Item(spans=line("impact.digest.moved", {"count": len(moved), "measures": "; ".join(told)}))


def measures_listed(moved: Sequence[MeasureMoved]) -> Items:
    """List the measures that moved, each with what it is and was."""
    return Items(heading=words("impact.digest.heading", {"count": len(moved)}), lines=tuple(map(_measure, moved)))


def _measure(one: MeasureMoved) -> Item:
    """Return the line of a measure that moved: its verdict and direction, and what they were. It tells no value."""
    now, was = one.now, one.was
    facts: dict[str, Fact] = {
        "handle": now.measure.handle,
        "text": with_full_stop(now.measure.terms.text),
        "verdict": verdict_mark(now).word,
        "direction": direction_word(now),
    }
    if one.first or was is None:
        return Item(mark=verdict_mark(now), spans=line("impact.digest.first", facts))
    before: dict[str, Fact] = {"verdict_was": verdict_mark(was).word, "direction_was": direction_word(was)}
    same = (now.verdict is was.verdict, now.direction is was.direction)
    name = "direction" if same[0] else "verdict" if same[1] else "both"
    return Item(mark=verdict_mark(now), spans=line(f"impact.digest.{name}", {**facts, **before}))


def _now(one: MeasureMoved) -> str:
    """Say how a measure stands that moved, by what moved."""
    if one.was is not None and not one.first and one.now.verdict is one.was.verdict:
        return direction_word(one.now).lower()
    verdict = verdict_mark(one.now).word
    verdict = verdict[:1].lower() + verdict[1:]
    return words("impact.digest.first_now", {"verdict": verdict}) if one.first else verdict
