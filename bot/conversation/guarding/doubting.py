"""Doubting: what does not fit in updates that are about to be saved, the one question about it, and its answer on the record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.conversation.updating.saving import period_of, update_of
from bot.conversation.updating.update_form import read_answers
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.letters.message import Spans
from bot.model.plan import Milestone
from bot.model.updates.doubt import OF_A_FORECAST, PERSONAL, Doubt, DoubtKind, Misfit
from bot.model.updates.guard import LinkRisk
from bot.model.updates.update import Standing, Update
from bot.ports.record import Tx, View
from bot.rules.guard import links, same_words
from bot.rules.guard.path import names_of
from bot.rules.guard.soft import Declared, misfits, of_words
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, line
from bot.wording.summary_lines import named

Made = tuple[Milestone, Update]


class Doubts(NamedTuple):
    """The doubts about several updates, by ref; those in which all fits are left out. `forecasts` are those given.

    `settled` are those that were noted already of a statement that is only said again: they are noted anew, and not asked about.
    """

    found: Mapping[str, tuple[Misfit, ...]]
    forecasts: Mapping[str, date | None]
    far_years: int
    settled: Mapping[str, frozenset[Misfit]] = {}

    def open(self, ref: str) -> tuple[Misfit, ...]:
        """Return what is to be asked about of one milestone."""
        return tuple(one for one in self.found.get(ref, ()) if one not in self.settled.get(ref, ()))

    @property
    def doubtful(self) -> frozenset[str]:
        """Return the milestones of which something is to be asked about."""
        return frozenset(ref for ref in self.found if self.open(ref))

    @property
    def asked(self) -> DoubtKind | None:
        """Return the one kind that is asked about: of all that was found, the first in the order of kinds."""
        kinds = self.kinds
        return next((kind for kind in DoubtKind if kind in kinds), None)

    @property
    def kinds(self) -> frozenset[DoubtKind]:
        """Return all kinds that are to be asked about."""
        return frozenset(one.kind for ref in self.found for one in self.open(ref))

    @property
    def needs_a_reason(self) -> bool:
        """Say if it may be saved as it is for a reason alone: it looks as if it told who a child is."""
        return self.asked in PERSONAL

    @property
    def refs(self) -> tuple[str, ...]:
        """Return the milestones that the question is about."""
        asked = self.asked
        return tuple(ref for ref in self.found if any(one.kind is asked for one in self.open(ref)))

    def each(self) -> frozenset[tuple[str, DoubtKind]]:
        """Return what does not fit, each by its milestone and kind."""
        return frozenset((ref, one.kind) for ref in self.found for one in self.open(ref))


def doubts(view: View, said: Said, made: Sequence[Made], day: date, again: Collection[str] = ()) -> Doubts:
    """Return what does not fit in these updates if they are given on that day. `again` are those that only say again what
    stands."""
    short = said.asker.short
    policy, plan, people = view.plans.policy(short), view.plans.one(short), view.people.of(short)
    standings, names = view.updates.standings(short), names_of(plan, people)
    again = {ref for ref in again if standings[ref].newest}  # what a tracker said was nobody's statement
    found: dict[str, tuple[Misfit, ...]] = {}
    settled: dict[str, frozenset[Misfit]] = {}
    for one, update in made:
        standing = standings[one.ref]
        repeats = one.ref not in again and same_words.may_repeat(update, standing)
        earlier = view.updates.history(short, one.ref) if repeats else ()
        declared = Declared(one, update, period_of(view, said, short, one), standing, one.ref in again, earlier)
        if wrong := misfits(declared, day, policy, names):
            found[one.ref] = wrong
            settled[one.ref] = _noted(view, short, standing) if one.ref in again else frozenset()
    return Doubts(found, {one.ref: update.forecast for one, update in made}, policy.dates.far_years, settled)


def of_answers(view: View, said: Said, entries: Sequence[tuple[str, Answers]], again: Collection[str] = ()) -> Doubts:
    """Return what does not fit in resolved answers, if they are given now. `again` are those that only say again what stands."""
    short, person, now = said.asker.short, said.asker.person.id, said.asker.now
    plan = {one.ref: one for one in view.plans.one(short).milestones}
    made = [(plan[ref], update_of(short, ref, read_answers(given), person, now)) for ref, given in entries]
    return doubts(view, said, made, said.today, again)


def _noted(view: View, short: str, standing: Standing) -> frozenset[Misfit]:
    """Return what was noted of the statement that stands."""
    number = standing.update.id if standing.update is not None else 0
    return frozenset(found for one in view.doubts.of(short, standing.ref) if one.update == number for found in one.found)


def question(found: Doubts) -> list[Spans]:
    """Ask about what does not fit: one question, which lists all the milestones that it is about. Empty if there is none."""
    kind, refs = found.asked, found.refs
    if kind is None:
        return []
    about = {one.about for ref in refs for one in found.open(ref) if one.kind is kind}
    forecasts = {found.forecasts[ref] for ref in refs}
    facts: dict[str, Fact] = {
        "ref": refs[0],
        "refs": named(list(refs), MOST_LINES),
        "due": next(iter(about)) or "",
        "forecast": next(iter(forecasts)) or "",
        "years": found.far_years,
    }
    several = "" if len(refs) == 1 else "_each" if kind in OF_A_FORECAST and len(forecasts) > 1 else "_several"
    return [line(f"guard.ask{several}.{kind.value}", facts)]


def note(tx: Tx, found: Doubts, saved: Sequence[Made], answer: str) -> None:
    """Put on the record what did not fit in updates that were saved, and the answer to what was asked about it."""
    for one, update in saved:
        wrong = found.found.get(one.ref)
        if wrong is None:
            continue
        asked = found.asked if any(misfit.kind is found.asked for misfit in found.open(one.ref)) else None
        told = Doubt(plan=update.plan, ref=one.ref, update=update.id, found=wrong, asked=asked, answer=answer if asked else "")
        tx.doubts.note(told, update.capacity)


def note_of_evidence(tx: Tx, said: Said, made: Made, urls: Collection[str], capacity: str) -> list[Spans]:
    """Note what looks as if it told who a child is in what links were said to show, just now. Returns what to say of it, and of
    the links themselves: they are kept, and Undo takes them back."""
    milestone, update = made
    names = names_of(tx.plans.one(said.asker.short), tx.people.of(said.asker.short))
    told = [one for one in update.evidence if one.url in urls]
    wrong = {one.id: tuple(found) for one in told if (found := list(of_words(one.shows, names)))}
    for number, kinds in wrong.items():
        tx.doubts.note(Doubt(plan=update.plan, ref=milestone.ref, update=number, found=kinds), capacity)
    notes = [line("guard.link.shows", {"ref": milestone.ref})] if wrong else []
    return [*notes, *warnings([(milestone, update.model_copy(update={"evidence": tuple(told)}))])]


# ---- links ---------------------------------------------------------------------------------


def warnings(made: Sequence[Made]) -> list[Spans]:
    """Warn of links that are open to too many, or lie on somebody's own drive. They are kept all the same."""
    told: dict[LinkRisk, dict[str, None]] = {}
    for one, update in made:
        for link in update.evidence:
            for risk in links.risks(link.url):
                told.setdefault(risk, {})[one.ref] = None
    return [line(f"guard.link.{risk.value}", {"refs": named(list(told[risk]), MOST_LINES)}) for risk in LinkRisk if risk in told]
