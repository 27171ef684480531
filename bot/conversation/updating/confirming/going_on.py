"""Going on with what could not stay as it was: why each is left, one question about a new forecast for all of them, and one
button for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.conversation.updating import update_form
from bot.conversation.updating.confirming.judging import Why, only_forecast
from bot.conversation.updating.saving import standings_now
from bot.conversation.visit import Said, plan_named
from bot.model.letters.message import Block, Button, Item, Items, Message, Paragraph, Spans, Text
from bot.model.letters.talk import Draft
from bot.model.updates.update import Standing
from bot.ports.record import View
from bot.rules.dates import example
from bot.rules.updates.confirming import Hindrance, expected_by
from bot.rules.updates.standing import local_day
from bot.wording.commands import UpdateForm
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, line, mark, words
from bot.wording.sentences import day as in_words
from bot.wording.summary_lines import named

ANEW, EXPECTED = "anew", "expected"  # the questions that a draft may wait with, beside those of its form
QUESTIONS = frozenset({ANEW, EXPECTED})
_ASKED = ((Hindrance.WORDS, ANEW), (Hindrance.PASSED, EXPECTED))


def lacking(left: Mapping[str, Why]) -> tuple[tuple[str, str], ...]:
    """Return what must be asked of milestones that can't stay as they were: new words of each, then one new forecast."""
    return tuple((ref, question) for kind, question in _ASKED for ref, why in left.items() if kind in why)


def as_draft(view: View, said: Said, left: Mapping[str, Why]) -> Draft | None:
    """Return the draft that waits for one new forecast of all those of which no more is asked. None if there is none."""
    refs = only_forecast(left)
    if not refs:
        return None
    standings = _standings(view, said, said.asker.short, refs)
    lacks = lacking({ref: left[ref] for ref in refs})
    return Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=said.asker.short,
        entries=tuple((ref, update_form.said_answers(standings[ref])) for ref in refs),
        said=said.inbound.said,
        awaiting=lacks[0],
        at=said.asker.now,
        same={ref: update.id for ref in refs if (update := standings[ref].update) is not None},
        lacks=lacks,
    )


def _standings(view: View, said: Said, short: str, refs: Iterable[str]) -> Mapping[str, Standing]:
    wanted = set(refs)
    return standings_now(view, said, short, [one for one in view.plans.one(short).milestones if one.ref in wanted])


# ---- told ------------------------------------------------------------------------------------


def told_why(left: Mapping[str, Why]) -> tuple[Block, ...]:
    """Say why milestones were not saved: each reason once, with all that it is true of."""
    together: dict[Why, list[str]] = {}
    for ref, why in left.items():
        together.setdefault(why, []).append(ref)
    lines = tuple(Item(spans=_reason(why, refs)) for why, refs in together.items())
    return (Items(heading=words("confirming.left.heading"), lines=lines),) if lines else ()


def _reason(why: Why, refs: Sequence[str]) -> Spans:
    several = "_several" if why == (Hindrance.PASSED,) and len(refs) > 1 else ""
    return line(f"confirming.left.{'_'.join(why)}{several}", {"refs": named(refs, MOST_LINES)})


def button(said: Said, refs: Sequence[str]) -> Button:
    """Return the button that goes on with what is left."""
    several = "_several" if len(refs) > 1 else ""
    label = words(f"confirming.left.go_on{several}", {"refs": refs[0], "count": len(refs)})
    return Button(label=label, command=str(UpdateForm(plan=said.asker.plan_named, refs=tuple(refs))))


def after_saving(view: View, said: Said, left: Mapping[str, Why], draft: Draft | None) -> tuple[Block, ...]:
    """Say what a save left and why. `draft` waits for the new forecast that is asked with it."""
    return (*told_why({ref: why for ref, why in left.items() if ref not in only_forecast(left)}), *_asked(view, said, draft))


def _asked(view: View, said: Said, draft: Draft | None) -> tuple[Block, ...]:
    if draft is None:
        return ()
    message = question(view, said, draft)
    return (Paragraph(spans=(Text(text=message.title, strong=True),)), *message.blocks)


# ---- asked -----------------------------------------------------------------------------------


def question(view: View, said: Said, draft: Draft, why: str = "") -> Message:
    """Ask for the new words or the new forecast that a draft waits for. `why` says what was wrong with the last answer."""
    assert draft.awaiting is not None
    ref, asked = draft.awaiting
    refs = awaiting(draft)
    standings = _standings(view, said, draft.plan, refs)
    plan = [Paragraph(spans=spans) for spans in plan_named(view, draft.person, draft.plan)]
    wrong = [Paragraph(spans=line("confirming.ask.not_read", {"why": why}))] if why else []
    if asked == ANEW:
        update = standings[ref].update
        told = line("confirming.ask.anew", {"status": mark(update.status).word if update else ""})
        return Message(title=words("confirming.ask.anew_title", {"ref": ref}), blocks=(*plan, *wrong, Paragraph(spans=told)))
    several = "_several" if len(refs) > 1 else ""
    facts: dict[str, Fact] = {"was": _dates(view, draft, standings), "example": example(said.today)}
    title = words("confirming.ask.expected_title", {"refs": named(refs, MOST_LINES)})
    asks = Paragraph(spans=line(f"confirming.ask.expected{several}", facts))
    return Message(title=title, blocks=(*plan, *wrong, asks))


def awaiting(draft: Draft) -> list[str]:
    """Return the milestones that the open question of a draft is about: a new forecast is asked of all at once."""
    assert draft.awaiting is not None
    ref, asked = draft.awaiting
    return [one for one, wanted in draft.lacks if wanted == EXPECTED] if asked == EXPECTED else [ref]


def _dates(view: View, draft: Draft, standings: Mapping[str, Standing]) -> str:
    """Write the dates that have passed: one day alone, several each with its ref."""
    policy = view.plans.policy(draft.plan)
    plan = {one.ref: one for one in view.plans.one(draft.plan).milestones}
    found = {}
    for ref, standing in standings.items():
        day = expected_by(plan[ref], standing.update, policy, local_day(draft.at, policy)) if standing.update else None
        if day is not None:
            found[ref] = in_words(day)
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    told = [words("confirming.ask.was", {"ref": ref, "day": day}) for ref, day in found.items()]
    return named(told, MOST_LINES)
