"""Answers to whoever did something with a risk: its handle first, how it stands now, who is asked next, and how to undo it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.conversation.risks.meant import Table, at_table
from bot.conversation.visit import Said, plan_named, undo_of
from bot.model.letters.message import Actions, Button, Message, Paragraph, Spans
from bot.model.risks.risk import Risk, RiskDeed, RiskStep, Treatment
from bot.model.risks.told import RiskDirection, RiskTold
from bot.ports.record import View
from bot.rules import holders
from bot.rules.risks import standing, whose
from bot.wording import commands
from bot.wording.commands.phrase import Phrase
from bot.wording.risks import lines
from bot.wording.sentences import Fact, line, with_full_stop, words


def told(view: View, said: Said, risk: Risk, entry: int) -> Message:
    """Say what an entry has done with a risk."""
    table = at_table(view, said)
    step = next(one for one in risk.steps if one.id == entry)
    shown = standing.tell(risk, table.policy, table.snapshot.today)
    notes = (*plan_named(view, said.asker.person.id, said.asker.short), *_notes(table, shown, step))
    offered = [*_offers(table, risk), undo_of(said, entry)]
    return Message(title=_title(shown, step), blocks=(*(Paragraph(spans=one) for one in notes), Actions(buttons=tuple(offered))))


def _title(shown: RiskTold, step: RiskStep) -> str:
    risk = shown.risk
    facts: dict[str, Fact] = {"handle": risk.handle, "about": lines.about(risk.terms), "points": shown.points}
    facts["band"] = lines.band_word(shown)
    match step.deed:
        case RiskDeed.RAISED:
            name = "raised" if risk.terms.about else "raised_plan"
        case RiskDeed.SCORED:
            name = "reviewed" if shown.direction is RiskDirection.SAME else "scored"
            name = "scored_outside" if shown.band is None else name
        case RiskDeed.CHANGED | RiskDeed.CLOSED | RiskDeed.REOPENED | RiskDeed.WITHDRAWN:
            name = step.deed.value
        case _:
            assert_never(step.deed)
    return words(f"risks.told.{name}", facts)


def _notes(table: Table, shown: RiskTold, step: RiskStep) -> Iterator[Spans]:
    """Say what stands in the record, and who is asked when."""
    risk, terms = shown.risk, shown.risk.terms
    if step.terms is not None:
        facts: dict[str, Fact] = {"happens": terms.happens.rstrip(" .,;"), "follows": with_full_stop(terms.follows)}
        yield line("risks.told.words", facts)
        if terms.treatment is Treatment.TOLERATE and terms.accepted_until is not None:
            yield line("risks.told.tolerated", {"day": terms.accepted_until, "who": terms.approved_by})
    if step.score is not None and shown.band is not None:
        score = lines.score_words(step.score, table.policy.risk)
        told_: dict[str, Fact] = {"score": score, "band": lines.band_word(shown), "moved": f"{lines.direction(shown)}."}
        yield line("risks.told.score", told_)
    if step.why:
        yield line("risks.told.why", {"why": with_full_stop(step.why)})
    if risk.is_closed:
        return
    if step.terms is not None or step.deed is RiskDeed.REOPENED:
        yield _owner(table, risk)
    if risk.score is None:
        yield line("risks.told.no_score", {"handle": risk.handle})
    elif shown.next_review is not None:
        yield line("risks.told.review", {"day": shown.next_review})


def _owner(table: Table, risk: Risk) -> Spans:
    """Say whose a risk is, and who is asked instead if nobody holds that role."""
    people, day, role = table.people, table.snapshot.today, risk.terms.owner
    if role and holders.asked_through(people, role, day):
        return line("risks.told.owner", {"role": role})
    asked = (people.one(one) for one in whose.asked(table.plan, people, risk, day))
    who = ", ".join(people.named_apart(one) for one in asked if one is not None) or words("risks.told.nobody")
    return line("risks.told.owner_nobody" if role else "risks.told.no_owner", {"role": role, "who": who})


def _offers(table: Table, risk: Risk) -> Iterator[Button]:
    """Offer the rest of a risk that was only begun, to whoever may say it."""
    is_bare = risk.score is None and not risk.terms.controls
    if is_bare and not risk.is_closed and table.changing(risk) is not None:
        form = commands.ChangeRiskForm(plan=table.said.asker.plan_named, number=risk.number)
        yield button("rest", form, risk, is_first=True)


def button(name: str, command: Phrase, risk: Risk, is_first: bool = False) -> Button:
    """Return a button that does something with a risk."""
    label = words(f"risks.button.{name}")
    spoken = words("risks.button.spoken", {"label": label, "handle": risk.handle})
    return Button(label=label, command=str(command), spoken=spoken, style="primary" if is_first else "plain")
