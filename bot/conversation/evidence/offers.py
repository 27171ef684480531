"""Offers: a link that somebody gave without saying for which milestone, and the form that asks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.evidence import adding, days
from bot.conversation.updating import update_form
from bot.conversation.visit import Said, plan_named
from bot.model.letters.form import Answers, Form
from bot.model.letters.talk import Ask, Fix, Reply
from bot.model.plan import Milestone
from bot.model.updates.update import Standing
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules import holders
from bot.wording import commands
from bot.wording.typed.ages import ages_in


def offer(view: View, said: Said, command: commands.OfferEvidence) -> Reply:
    """Ask which milestone a link is evidence for."""
    if not update_form.good_link(command.link):
        raise Refusal("bad_link")
    items = _mine(view, said)
    if not items:
        raise Refusal("no_milestones")
    shows, ages = ages_in(command.shows)
    said_days = days.resolved(ages._asdict(), said.today, view.plans.policy(said.asker.short).calendar)
    given = {name: answer for name, answer in {"shows": shows, **ages._asdict(), **said_days}.items() if answer}
    return Ask(form=_offer_form(view, said, items, command.link), answers=given)


def _offer_form(view: View, said: Said, items: Sequence[tuple[Milestone, Standing]], link: str) -> Form:
    bare = str(commands.OfferEvidence(plan=said.asker.plan_named, link=link))
    return adding.offer_form(items, link, bare, said.today, plan_named(view, said.asker.person.id, said.asker.short))


def _mine(view: View, said: Said) -> list[tuple[Milestone, Standing]]:
    """Return the milestones this person answers for. For an admin who answers for none, returns all."""
    plan, known = view.plans.one(said.asker.short), view.people.of(said.asker.short)
    standings = view.updates.standings(said.asker.short)
    capacities = [(m, holders.capacity(known, said.asker.person, m, said.today)) for m in plan.milestones]
    owned = [m for m, capacity in capacities if capacity not in (None, "admin")]
    chosen = owned or [m for m, capacity in capacities if capacity is not None]
    return [(m, standings[m.ref]) for m in chosen]


def add_offered(tx: Tx, said: Said, command: commands.OfferEvidence, given: Answers, fresh: bool) -> Reply:
    """Add the link to the milestone chosen."""
    items = _mine(tx, said)
    calendar = tx.plans.policy(said.asker.short).calendar
    faults = adding.wrong(items, given, said.today, calendar)
    if faults:
        return Fix(form=_offer_form(tx, said, items, command.link), answers=given, faults=faults)
    offered = adding.evidence_in(command.link, given, said.today, calendar)
    return adding.add_evidence(tx, said, given["milestone"].strip(), [offered], fresh)
