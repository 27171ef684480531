"""The judge of whatever says again what stands: a line, a form, a button, a card. Its rules: `bot.rules.updates.confirming`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.conversation.updating import update_form
from bot.conversation.updating.rights import milestones_for
from bot.conversation.updating.saving import capacity_of, standings_now, update_of
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.plan import Milestone
from bot.model.updates.update import DEPUTY, Standing, Update
from bot.ports.record import View
from bot.rules.updates.confirming import Hindrance, hindrances, may_need_words, same_words, times_running, undeclared
from bot.rules.updates.standing import local_day

Why = tuple[Hindrance, ...]
Entries = Sequence[tuple[str, Answers]]


class Sorted(NamedTuple):
    """Several milestones of which something is said: the answers that may be saved, and why the others may not, by ref."""

    may: tuple[tuple[str, Answers], ...]
    left: Mapping[str, Why]


def only_forecast(left: Mapping[str, Why]) -> tuple[str, ...]:
    """Return the milestones of which one new forecast is all that is asked."""
    return tuple(ref for ref, why in left.items() if why == (Hindrance.PASSED,))


def sorted_out(view: View, said: Said, entries: Entries) -> Sorted:
    """Sort what is said of milestones, as resolved answers, into what may be saved and what may not be as it is."""
    plan = {one.ref: one for one in view.plans.one(said.asker.short).milestones}
    standings = standings_now(view, said, said.asker.short, [plan[ref] for ref, _ in entries if ref in plan])
    left: dict[str, Why] = {}
    for ref, given in entries:
        if ref in plan and (why := _of_answers(view, said, plan[ref], given, standings[ref])):
            left[ref] = why
    return Sorted(tuple((ref, given) for ref, given in entries if ref not in left), left)


def _of_answers(view: View, said: Said, milestone: Milestone, given: Answers, standing: Standing) -> Why:
    """Return why answers may not be saved as they are. What is missing in them, or was not read, is asked about first."""
    stood = standing.update
    if update_form.missing(given) or stood is None:
        return ()
    if given.get("status") != stood.status.value or given.get("happened", "").strip() != stood.narrative.strip():
        return ()  # it says something new, as most do
    try:
        answered = update_form.read_answers(given)
    except ValueError:
        return ()
    update = update_of(said.asker.short, milestone.ref, answered, said.asker.person.id, said.asker.now)
    return _why(view, said, milestone, update, stood)


def _why(view: View, said: Said, milestone: Milestone, update: Update, stood: Update) -> Why:
    if not same_words(update, stood):
        return ()
    running = 0
    if may_need_words(update):  # only then is its history read
        role = capacity_of(view, said, milestone).removeprefix(DEPUTY)
        running = times_running(view.updates.history(said.asker.short, milestone.ref), milestone, role)
    policy = view.plans.policy(said.asker.short)
    return hindrances(milestone, update, stood, running, policy, local_day(said.asker.now, policy))


def _unspoken(standing: Standing) -> Why:
    """Return why what the plan's tracker said can't be said as it is. If it said nothing, there is nothing to confirm."""
    if standing.imported is None:
        return (undeclared(standing),)
    return (Hindrance.UNTOLD,) if update_form.missing(update_form.said_answers(standing)) else ()


def as_before(view: View, said: Said, refs: Iterable[str]) -> Sorted:
    """Return "no change" of milestones as answers, and why it may not be said of others. Raises Refusal as `milestones_for`
    does."""
    milestones = milestones_for(view, said, said.asker.short, list(refs))
    standings = standings_now(view, said, said.asker.short, milestones)
    may: list[tuple[str, Answers]] = []
    left: dict[str, Why] = {}
    for one in milestones:
        stood = standings[one.ref].update
        why = _why(view, said, one, stood, stood) if stood is not None else _unspoken(standings[one.ref])
        if why:
            left[one.ref] = why
        else:
            may.append((one.ref, update_form.said_answers(standings[one.ref])))
    return Sorted(tuple(may), left)
