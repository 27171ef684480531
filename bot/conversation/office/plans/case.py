"""A document that waits, with what is needed to read it anew: the plan as it stands, its settings and all answers so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.model.documents.document_read import DocumentRead
from bot.model.documents.draft import Settled
from bot.model.letters.talk import Asker
from bot.model.noun import Noun
from bot.model.plan import Plan
from bot.model.policy import Policy
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.documents.drafts import answered
from bot.rules.calendar import local_day


class Case(Noun):
    """A document that waits. `standing` is its plan as the last edition says it, None if none is loaded, and `stands` the plan
    with what was decided since. `head` is the number of the plan's last entry. `today` is the day in the plan's zone.
    `sender` is who brought it, "" if that is whoever looks at it."""

    read: DocumentRead
    standing: Plan | None
    stands: Plan | None
    head: int
    policy: Policy
    today: date
    sender: str = ""

    @property
    def answers(self) -> Mapping[str, str]:
        """Return all answers that hold: those of the edition before, and those given since."""
        return {**answered(self.standing), **self.read.answers}

    def with_answers(self, answers: Mapping[str, str]) -> Case:
        """Return it as if these answers had been given too."""
        read = self.read.model_copy(update={"answers": {**self.read.answers, **answers}})
        return self.model_copy(update={"read": read})

    def settled(self, without: str = "") -> Settled:
        """Return what the document is read by, as if one question were still open.

        If the plan that is loaded had a roles file, which alone gives other spellings, its roles are settled. Else new ones are
        asked about as in the first document.
        """
        answers = {key: choice for key, choice in self.answers.items() if key != without}
        known = self.standing.roles if self.standing is not None else ()
        roles = known if any(role.aliases or role.organisation for role in known) else None
        return Settled(roles=roles, calendar=self.policy.calendar, answers=answers)


def case_of(view: View, read: DocumentRead, asker: Asker) -> Case:
    """Return a document with its plan as it stands."""
    loaded = read.plan in view.plans.all()
    policy = view.plans.policy(read.plan) if loaded else Policy()
    return Case(
        read=read,
        standing=view.plans.document(read.plan) if loaded else None,
        stands=view.plans.one(read.plan) if loaded else None,
        head=view.entries.head(read.plan).entry if loaded else 0,
        policy=policy,
        today=local_day(asker.now, policy.zone),
        sender=_sender(view, read, asker) if loaded else "",
    )


def _sender(view: View, read: DocumentRead, asker: Asker) -> str:
    if read.person in (None, asker.person.id):
        return ""
    return next((one.name for one in view.people.of(read.plan).persons if one.id == read.person), "")


def found(view: View, asker: Asker, token: str | None, plan: str | None) -> Case:
    """Return the document that somebody means. Raises Refusal if there is none, or if they may not settle it."""
    mine = administered(view, asker)
    if not mine:
        raise Refusal("admin_only")
    read = view.documents_read.one(token) if token else _waiting(view, asker, mine, plan)
    if read is None or not _may(view, read, asker, mine):
        raise Refusal("no_document")
    return case_of(view, read, asker)


def administered(view: View, asker: Asker) -> tuple[str, ...]:
    """Return the plans of which somebody is an admin, of those of which they may hear where they speak."""
    return tuple(short for short in asker.plans if _is_admin(view, short, asker.person.id))


def _is_admin(view: View, short: str, person: int) -> bool:
    return any(one.id == person and one.is_admin for one in view.people.of(short).persons)


def _may(view: View, read: DocumentRead, asker: Asker, mine: Sequence[str]) -> bool:
    """Say if somebody may settle a document: as an admin of its plan, or as who brought it if there is no such plan yet."""
    return read.plan in mine if read.plan in view.plans.all() else read.person == asker.person.id


def _waiting(view: View, asker: Asker, mine: Sequence[str], plan: str | None) -> DocumentRead | None:
    """Return the document that is meant without a token: the one in their own hands, unless it is loaded. Else one that is not
    loaded before one that is, and the last brought."""
    person = asker.person.id
    own = view.documents_read.brought(person) if plan is None else view.documents_read.latest(plan, person)
    if own is not None and not own.loaded and _may(view, own, asker, mine):
        return own
    of_plans = [view.documents_read.latest(short) for short in mine if plan in (None, short)]
    there = [one for one in (*of_plans, own) if one is not None and _may(view, one, asker, mine)]
    return max(there, key=lambda one: (not one.loaded, one.at), default=None)
