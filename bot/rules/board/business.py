"""The board's business: who may raise, answer, accept, decide and withdraw it, by when it is wanted, and which decisions that
updates want still stand.

A decision wanted on an update is a piece of business by itself. Its step that another update makes is drawn from that update,
so that whatever takes the update back takes the step back too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.model.board.business import BusinessKind, BusinessState, Deed, Item, Step
from bot.model.people import People, Person, Right
from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.model.updates.request import ExceptionReport
from bot.model.updates.update import Standing, Update, update_handle
from bot.rules import holders
from bot.rules.board.cycle import set_periods
from bot.rules.calendar import add_months

# The words that say for whom something is asked who has no seat on the board. A name is none of them.
_WHOM = frozenset({
    "a", "an", "the", "one", "two", "three", "some", "several", "many", "of", "and", "or", "in", "at", "our", "young",
    "older", "disabled", "adoptive", "foster", "former", "lone", "local", "parent", "parents", "carer", "carers", "family",
    "families", "mother", "mothers", "father", "fathers", "guardian", "guardians", "grandparent", "grandparents", "person",
    "people", "child", "children", "pupil", "pupils", "student", "students", "learner", "learners", "school", "schools",
    "college", "colleges", "nursery", "nurseries", "setting", "settings", "governor", "governors", "teacher", "teachers",
    "senco", "sencos", "headteacher", "headteachers", "practitioner", "practitioners", "professional", "professionals",
    "clinician", "clinicians", "therapist", "therapists", "staff", "worker", "workers", "charity", "charities", "provider",
    "providers", "union", "unions", "councillor", "councillors", "forum", "forums", "group", "groups", "member", "members",
    "community", "communities", "resident", "residents", "partner", "partners", "organisation", "organisations",
})  # fmt: skip


def named(items: Iterable[Item], handle: str) -> Item | None:
    """Return the piece of business that a handle names. None if there is none."""
    return next((one for one in items if one.handle == handle), None)


def is_nobodys_name(whom: str) -> bool:
    """Say if all words for whom something is asked say what they are, and none who."""
    return all(word in _WHOM for word in whom.casefold().replace("-", " ").split())


def concerns(item: Item, ref: str) -> bool:
    """Say if a piece of business is about a ref, about what it is a part of, or about a part of it."""
    return any(ref == one or ref.startswith(f"{one}.") or one.startswith(f"{ref}.") for one in item.about)


_SAME_LINE = timedelta(minutes=10)  # said again within these, a line is the same thing
_SAME_ITEM = ("kind", "about", "owner", "raised_for", "wanted_by", "by")
_SAME_STEP = ("deed", "words", "why", "evidence")

# Words that people write into a field which they leave empty.
_NOTHING = frozenset({
    "", "n/a", "n a", "na", "nil", "no", "none", "none at all", "none at present", "none at this time", "none at this stage",
    "none for now", "none needed", "none required", "none wanted", "nothing", "nothing needed", "nothing now", "no decision",
    "no decision needed", "no decision required", "no decision wanted", "not applicable", "not at present", "not at this time",
    "not needed", "not now", "not required", "not yet",
})  # fmt: skip


def wants_nothing(words: str) -> bool:
    """Say if words that should say what is wanted say that nothing is: none, no, n/a, a dash."""
    told = "".join(sign if sign.isalnum() or sign == "/" else " " for sign in words.casefold())
    return " ".join(told.split()).strip("/ ") in _NOTHING


def says_nothing(words: str) -> bool:
    """Say if words say nothing: only signs, or only that a reason follows."""
    return not any(sign.isalnum() for sign in words) or words.strip(" .,:;?!").casefold() == "because"


# ---- what it is about -----------------------------------------------------------------------


def unknown(plan: Plan, refs: Iterable[str]) -> tuple[str, ...]:
    """Return those of some refs that name no priority, action or milestone of the plan."""
    known = {one.ref for one in (*plan.milestones, *plan.retired)} | {one.ref for one in plan.actions}
    known |= {str(one.number) for one in plan.priorities} | {str(one.priority) for one in plan.actions}
    return tuple(ref for ref in refs if ref not in known)


def milestones_under(plan: Plan, refs: Sequence[str]) -> tuple[Milestone, ...]:
    """Return the milestones that some refs name: themselves, or the action or priority that they belong to."""
    named_so = set(refs)
    found = [one for one in plan.milestones if named_so & {one.ref, one.action, str(one.priority)}]
    return (*found, *(one for one in plan.retired if one.ref in named_so))


def accountable(plan: Plan, refs: Sequence[str]) -> tuple[str, ...]:
    """Return the roles accountable for what some refs name, in the plan's order."""
    return tuple(dict.fromkeys(one.accountable for one in milestones_under(plan, refs) if one.accountable))


def priorities(plan: Plan, refs: Sequence[str]) -> tuple[int, ...]:
    """Return the priorities that some refs belong to."""
    under = tuple(dict.fromkeys(one.priority for one in milestones_under(plan, refs)))
    return under or tuple(dict.fromkeys(int(ref.partition(".")[0]) for ref in refs))


def owner_of(plan: Plan, people: People, refs: Sequence[str]) -> str:
    """Return the role that must answer for some refs: the one that is accountable. Of several it is empty, as is that of a
    priority or an action that somebody leads: then who leads it is asked, or whoever of these answers first."""
    roles = accountable(plan, refs)
    single = {one.ref for one in (*plan.milestones, *plan.retired)}
    led = any(one.leads(number) for one in people.persons for number in priorities(plan, refs))
    if len(roles) != 1 or (led and not single.issuperset(refs)):
        return ""
    return roles[0]


def said_before(items: Iterable[Item], item: Item, step: Step | None) -> tuple[Item, int] | None:
    """Return what the same person said in the same words not long before, and its entry: whoever is in doubt says it again."""
    if step is None:
        mine = (one for one in items if one.is_open and all(getattr(one, name) == getattr(item, name) for name in _SAME_ITEM))
        found = next((one for one in mine if alike(one.words, item.text) and item.at - one.at <= _SAME_LINE), None)
        return None if found is None else (found, found.id)
    last = item.steps[-1] if item.steps else None
    if last is None or last.by != step.by or step.at - last.at > _SAME_LINE:
        return None
    return (item, last.id) if all(getattr(last, name) == getattr(step, name) for name in _SAME_STEP) else None


# ---- by when --------------------------------------------------------------------------------


class Wanted(NamedTuple):
    """The day by which something is wanted, and the meeting that it is for, if meetings are set."""

    by: date
    meeting: date | None


def wanted(policy: Policy, today: date, by: date | None = None) -> Wanted:
    """Return by when a thing raised today is wanted if no day is given: by the next papers date, else in a month."""
    last = by or today
    coming = next((one for one in set_periods(policy) if one.freezes > today and one.freezes >= last), None)
    if coming is None:
        return Wanted(by or add_months(today, 1), None)
    return Wanted(by or coming.freezes, coming.meeting)


def last_meeting(policy: Policy, today: date) -> date | None:
    """Return the board's last meeting up to a day, if a decision said then was taken there: since it no window has opened."""
    held = [one for one in set_periods(policy) if one.meeting <= today]
    later = (one for one in set_periods(policy) if one.meeting > today)
    return held[-1].meeting if held and all(one.opens > today for one in later) else None


# ---- rights ---------------------------------------------------------------------------------


def may_raise(people: People, person: Person, day: date) -> bool:
    """Say if somebody may challenge, and record an action: who sits on the board, its chair, an admin."""
    return person.is_board or person.is_admin or holders.is_chair(people, person, day)


def may_speak_for_others(people: People, person: Person, day: date) -> bool:
    """Say if somebody may raise something for a person who has no seat: the chair, or an admin."""
    return person.is_admin or holders.is_chair(people, person, day)


def may_withdraw(people: People, plan: Plan, person: Person, item: Item, day: date) -> bool:
    """Say if somebody may withdraw a piece of business: an admin, whoever raised it, and of a decision that an update wants
    whoever may update that milestone."""
    if person.is_admin:
        return True
    if item.kind is not BusinessKind.DECISION:
        return item.by == person.id
    mine = (one for ref in item.about if (one := plan.known(ref)) is not None)
    return any(holders.may_update(people, person, one, day) for one in mine)


def raising_as(people: People, person: Person, day: date) -> str:
    """Return in which capacity somebody raises business: as the chair, as a member of the board, else by their first right."""
    if holders.is_chair(people, person, day):
        return Right.CHAIR.value
    return Right.BOARD.value if person.is_board else holders.standing_in(person)


# ---- decisions that updates want ------------------------------------------------------------


class Wish(NamedTuple):
    """The effect of an update on the decision that is wanted about its milestone: it opens one, words it anew or withdraws it."""

    deed: Deed
    item: Item | None = None


def alike(one: str, other: str) -> bool:
    """Say if two wordings of what is wanted are the same."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def decisions_of(items: Iterable[Item], ref: str) -> tuple[Item, ...]:
    """Return the decisions that were wanted about a milestone, the first first."""
    return tuple(one for one in items if one.kind is BusinessKind.DECISION and ref in one.about)


def standing_decision(items: Iterable[Item], ref: str) -> Item | None:
    """Return the decision wanted about a milestone that still waits. None if none does."""
    return next((one for one in reversed(decisions_of(items, ref)) if one.is_open), None)


def wish(items: Iterable[Item], update: Update, shown: bool, again: bool) -> Wish | None:
    """Return what an update just saved does to the decision that is wanted. None if nothing.

    `shown` says that whoever gave it had the wording that stands before them, and could empty it. `again` says that it says
    again what stood: then what was decided or withdrawn stays so.
    """
    mine = decisions_of(items, update.ref)
    there, words = next((one for one in reversed(mine) if one.is_open), None), update.decision_wanted.strip()
    handle = update_handle(update.id)
    if any(one.update == update.id or any(step.drawn_from == handle for step in one.steps) for one in mine):
        return None
    if wants_nothing(words):
        return Wish(Deed.WITHDRAWN, there) if there is not None and (shown or _corrects(there, update)) else None
    if there is not None:
        return None if alike(there.words, words) else Wish(Deed.REWORDED, there)
    said_before = again or update.confirms is not None
    if said_before and any(alike(one.words, words) for one in mine):
        return None
    return Wish(Deed.RAISED)


def wish_of_report(items: Iterable[Item], report: ExceptionReport) -> Wish | None:
    """Return what an exception report does to the decision that is wanted. None if nothing: its words begin with what was wanted
    before, so the same ones ask for nothing that was decided or withdrawn."""
    mine, words = decisions_of(items, report.ref), report.decision_wanted.strip()
    if wants_nothing(words):
        return None
    there = next((one for one in reversed(mine) if one.is_open), None)
    if there is not None:
        is_same = alike(there.words, words) and report.wanted_by in (None, there.due)
        return None if is_same else Wish(Deed.REWORDED, there)
    return None if any(alike(one.words, words) for one in mine) else Wish(Deed.RAISED)


def report_handle(number: int) -> str:
    """Return what names an exception report as the source of what is wanted."""
    return f"exception {number}"


def _corrects(item: Item, update: Update) -> bool:
    """Say if an update corrects the one that last worded what is wanted."""
    if update.corrects is None:
        return False
    worded = item.last(Deed.REWORDED)
    return (worded.drawn_from if worded is not None else update_handle(item.update or 0)) == update_handle(update.corrects)


def given_back(items: Iterable[Item], number: int) -> tuple[tuple[Item, int], ...]:
    """Return the entries that count no longer once an update or an exception report is taken back: each with its item. What was
    decided stays."""
    found: list[tuple[Item, int]] = []
    sources = (update_handle(number), report_handle(number))
    for one in items:
        if (one.update == number or one.drawn_from == sources[1]) and one.is_open:
            found.append((one, one.id))
        else:
            made = (step for step in one.steps if step.drawn_from in sources)
            found += [(one, step.id) for step in made if _is_last_word(one, step)]
    return tuple(found)


def _is_last_word(item: Item, step: Step) -> bool:
    """Say if nothing but carrying came after a step."""
    after = item.steps[item.steps.index(step) + 1 :]
    return all(one.deed is Deed.CARRIED for one in after)


def decision(update: Update, milestone: Milestone | None, wanted: Wanted, at: datetime) -> Item:
    """Return the decision that an update of a milestone wants, as a piece of business."""
    return Item(
        plan=update.plan,
        kind=BusinessKind.DECISION,
        text=update.decision_wanted,
        about=(update.ref,),
        owner=(milestone.accountable if milestone is not None else None) or "",
        wanted_by=wanted.by,
        meeting=wanted.meeting,
        update=update.id,
        capacity=update.capacity,
        at=at,
    )


def decision_of_report(report: ExceptionReport, milestone: Milestone, wanted: Wanted) -> Item:
    """Return the decision that an exception report wants, as a piece of business."""
    return Item(
        plan=report.plan,
        kind=BusinessKind.DECISION,
        text=report.decision_wanted,
        about=(report.ref,),
        owner=milestone.accountable or "",
        wanted_by=wanted.by,
        meeting=wanted.meeting,
        drawn_from=report_handle(report.id),
        capacity=report.capacity,
        at=report.at,
    )


def unopened(standings: Iterable[Standing], items: Sequence[Item]) -> tuple[Update, ...]:
    """Return the updates that stand and want a decision of which no piece of business tells: an earlier Milepost had none."""
    found = (one for standing in standings for one in (standing.update, *standing.dissents) if one is not None)
    wanting = (one for one in found if not wants_nothing(one.decision_wanted))
    return tuple(one for one in wanting if not decisions_of(items, one.ref))


# ---- counted --------------------------------------------------------------------------------


def still_open(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the business that waits for somebody."""
    return tuple(one for one in items if one.is_open)


def settled(item: Item) -> Step | None:
    """Return the step that ended a piece of business. None if it waits still."""
    if item.is_open:
        return None
    ends = (Deed.ACCEPTED, Deed.CLOSED, Deed.DECIDED, Deed.WITHDRAWN)
    return next((step for step in reversed(item.steps) if step.deed in ends), None)


def is_answered(item: Item) -> bool:
    """Say if an answer waits for whoever raised it."""
    return item.state is BusinessState.ANSWERED
