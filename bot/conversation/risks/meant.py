"""The risk that somebody means, and what they would do with it."""

from __future__ import annotations

from typing import NamedTuple

from bot.conversation.visit import Said
from bot.model.people import People, Person
from bot.model.plan import Plan
from bot.model.policy import Policy
from bot.model.risks.risk import Risk, RiskDeed, RiskState, RiskStep, RiskTerms, Score
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.snapshot import take
from bot.rules.board.business import says_nothing
from bot.rules.risks import standing, whose
from bot.wording.help import nearest_of
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, words
from bot.wording.summary_lines import named

MOST = 2000  # letters of one answer
NEAR = 0.5  # how much of a name must be alike for it to be meant


class Change(NamedTuple):
    """Something to be put on the record: a new risk if it has no step, else a step of one. Each in a capacity."""

    risk: Risk
    step: RiskStep | None
    capacity: str

    @property
    def made(self) -> RiskStep:
        """Return the step that is put on the record."""
        return self.step if self.step is not None else self.risk.raised

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that was said in somebody's own words."""
        terms = self.made.terms
        said = (terms.happens, terms.follows, terms.controls) if terms is not None else ()
        return tuple(text for text in (*said, self.made.why) if text)


class Table(NamedTuple):
    """A plan as it stands, and who speaks of its risks."""

    said: Said
    snapshot: Snapshot

    @property
    def plan(self) -> Plan:
        """Return the plan."""
        return self.snapshot.plan

    @property
    def people(self) -> People:
        """Return the plan's people."""
        return self.snapshot.people

    @property
    def policy(self) -> Policy:
        """Return the plan's settings."""
        return self.snapshot.policy

    def raising(self, refs: tuple[str, ...]) -> str | None:
        """Return in which capacity whoever speaks may raise a risk about these."""
        return whose.raising_as(self.plan, self.people, self._person, refs, self.snapshot.today)

    def raises_any(self) -> bool:
        """Say if there is anything about which whoever speaks may raise a risk."""
        return whose.may_raise_something(self.plan, self.people, self._person, self.snapshot.today)

    def led_alone(self) -> str | None:
        """Return the priority that whoever speaks leads, if that is all they may raise risks about."""
        return whose.led_alone(self.plan, self.people, self._person, self.snapshot.today)

    def scoring(self, risk: Risk) -> str | None:
        """Return in which capacity whoever speaks may score a risk."""
        return whose.scoring_as(self.plan, self.people, self._person, risk, self.snapshot.today)

    def changing(self, risk: Risk) -> str | None:
        """Return in which capacity whoever speaks may say a risk anew."""
        return whose.changing_as(self.plan, self.people, self._person, risk, self.snapshot.today)

    def closing(self, risk: Risk) -> str | None:
        """Return in which capacity whoever speaks may close a risk, or open it again."""
        return whose.closing_as(self.plan, self.people, self._person, risk, self.snapshot.today)

    def withdrawing(self, risk: Risk) -> str | None:
        """Return in which capacity whoever speaks may withdraw a risk."""
        return whose.withdrawing_as(self._person, risk)

    @property
    def _person(self) -> Person:
        return self.people.one(self.said.asker.person.id) or self.said.asker.person

    def step(self, deed: RiskDeed, why: str = "", score: Score | None = None, terms: RiskTerms | None = None) -> RiskStep:
        """Return a step of whoever speaks."""
        person = self.said.asker.person
        told = {"deed": deed, "why": why.strip(), "score": score, "terms": terms, "by": person.id, "by_name": person.name}
        return RiskStep.model_validate({**told, "at": self.said.asker.now})


def at_table(view: View, said: Said) -> Table:
    """Return the plan as it stands for whoever speaks."""
    return Table(said, take(view, said.asker.short, said.asker.now))


def refused(name: str, facts: dict[str, Fact] | None = None) -> Refusal:
    """Return the refusal of that name."""
    return Refusal("fault", sentence=words(f"risks.refused.{name}", facts))


def found_in(view: View, short: str, handle: str) -> Risk:
    """Return the risk of a handle. Raises Refusal if the plan has none."""
    risk = standing.named(view.risks.all(short), handle)
    if risk is None:
        raise refused("unknown", {"handle": handle})
    return risk


def found(view: View, said: Said, handle: str) -> Risk:
    """Return the risk of a handle in the plan that is spoken of. Raises Refusal if there is none."""
    return found_in(view, said.asker.short, handle)


def allowed(name: str, capacity: str | None, table: Table, risk: Risk) -> str:
    """Return the capacity in which somebody does something. Raises Refusal that says who may, if they may not."""
    if capacity is None:
        raise refused(name, {"handle": risk.handle, "who": who_may(table, name, risk)})
    return capacity


def who_may(table: Table, name: str, risk: Risk) -> str:
    """Name those who may do something with a risk, by the refusal that says so."""
    people, plan, day = table.people, table.plan, table.snapshot.today

    def may(one: Person) -> str | None:
        if name == "score_right":
            return whose.scoring_as(plan, people, one, risk, day)
        if name == "change_right":
            return whose.changing_as(plan, people, one, risk, day)
        return whose.closing_as(plan, people, one, risk, day) if name == "close_right" else whose.withdrawing_as(one, risk)

    names = [people.named_apart(one) for one in people.persons if may(one) is not None]
    return named(names, MOST_LINES) if names else words("risks.told.nobody")


def refuse_over(risk: Risk) -> None:
    """Raise Refusal if a risk is open no longer."""
    if risk.is_closed:
        raise refused("closed" if risk.state is RiskState.CLOSED else "withdrawn", {"handle": risk.handle})


def refuse_long(handle: str, *texts: str) -> None:
    """Raise Refusal if a text is longer than it may be."""
    for text in texts:
        if len(text) > MOST:
            raise refused("long", {"handle": f"{handle} " if handle else "", "count": len(text), "most": MOST})


def refuse_wordless(name: str, text: str, facts: dict[str, Fact]) -> None:
    """Raise the Refusal of that name if a text says nothing."""
    if says_nothing(text):
        raise refused(name, facts)


def nearest_role(plan: Plan, said: str) -> str:
    """Say that the plan has no such role, and which is the nearest or which there are."""
    names = [one.name for one in plan.roles]
    nearest = nearest_of(said, names, NEAR)
    if nearest:
        return words("risks.fault.owner", {"role": said, "nearest": nearest})
    return words("risks.fault.owner_list", {"role": said, "roles": named(names, MOST_LINES)})
