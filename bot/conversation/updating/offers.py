"""Offers: a link that somebody gave without saying for which milestone, and the form that asks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.updating import evidence, update_form
from bot.conversation.visit import Said, plan_named
from bot.model.form import Answers, Form
from bot.model.plan import Milestone
from bot.model.talk import Ask, Fix, Reply
from bot.model.update import Standing
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules import holders
from bot.wording import commands


def offer(view: View, said: Said, command: commands.OfferEvidence) -> Reply:
    """Ask which milestone a link is evidence for."""
    if not update_form.good_link(command.link):
        raise Refusal("bad_link")
    items = _mine(view, said)
    if not items:
        raise Refusal("no_milestones")
    given = {"shows": command.shows} if command.shows else {}
    return Ask(form=_offer_form(view, said, items, command.link), answers=given)


def _offer_form(view: View, said: Said, items: Sequence[tuple[Milestone, Standing]], link: str) -> Form:
    bare = str(commands.OfferEvidence(plan=said.asker.plan_named, link=link))
    return evidence.offer_form(items, link, bare, plan_named(view, said.asker.person.id, said.asker.short))


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
    faults = evidence.wrong(items, given)
    if faults:
        return Fix(form=_offer_form(tx, said, items, command.link), answers=given, faults=faults)
    return evidence.add_evidence(tx, said, given["milestone"].strip(), [evidence.evidence_in(command.link, given)], fresh)
