"""The plan as a tree: priorities, actions and milestones as they stand, and whatever of them is looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.model.board.paper import Cell, Heading, Prose
from bot.model.letters.message import Text
from bot.model.page.place import MOST, Colour, Due, Only, Place, Room
from bot.model.page.sheet import Ask, Choice, Filters, Fold, Line, Lines, Pager, Sheet, SheetBlock, Tab
from bot.model.plan import Milestone
from bot.model.summary import SILENT
from bot.model.updates.update import Face
from bot.reports.page.frame import framed
from bot.reports.page.ground import Ground
from bot.reports.page.impact.delivered import delivered
from bot.reports.page.looking import shown
from bot.rules.updates.standing import age_days, counted_in, dates, missed_period, overdue, tracked_in
from bot.wording.page import milestones as wording
from bot.wording.sentences import mark, with_full_stop, words
from bot.wording.summary import priority_name
from bot.wording.summary_lines import shortened
from bot.wording.updates.dates import age

FOLDED_FROM = 40  # milestones: with more, what is not looked for is folded by action
MOST_SAID = 160  # letters of somebody's words in a row
LEAF = 120  # milestones of one leaf, and what is left of the last action


def plan(ground: Ground) -> Sheet:
    """Return the plan, or what is looked for in it."""
    if ground.place.only is Only.NO_IMPACT:
        return delivered(ground)
    place, found = ground.place, shown(ground)
    leaves = _leaves(ground, found)
    at = min(place.leaf, len(leaves)) - 1
    here = leaves[at] if leaves else ()
    fold = place.model_copy(update={"leaf": 1}) == place.bare and len(found) > FOLDED_FROM
    blocks: list[SheetBlock] = [filters(ground), _counted(ground, len(found), fold)]
    blocks += _pager(ground, leaves, at)
    blocks += _tree(ground, here, fold)
    blocks += _pager(ground, leaves, at)
    return framed(ground, _title(ground), blocks, _way(ground))


def _title(ground: Ground) -> str:
    place = ground.place
    if place.only is Only.UNANSWERED and place.owner:
        return words("page.title.unanswered_by", {"role": place.owner})
    if place.only is not None:
        return words(f"page.only.{place.only.value}")
    if place.colour is not None:
        return words("page.title.plan_of", {"what": _colour(place.colour)})
    if place.due is not None:
        return words("page.title.plan_of", {"what": words(f"page.filter.{place.due.value}")})
    if place.silent:
        return words("page.title.plan_of", {"what": words("page.tile.silent")})
    return words("page.title.plan")


def _way(ground: Ground) -> tuple[Tab, ...]:
    return (Tab(label=words("page.nav.overview"), to=Place(as_at=ground.place.as_at)),)


def _counted(ground: Ground, count: int, fold: bool) -> Prose:
    """Say how many are shown of how many: a list that is cut never looks whole."""
    total = len(ground.snapshot.plan.milestones)
    if not count:
        name = "none_only" if ground.place == ground.place.bare.model_copy(update={"only": ground.place.only}) else "none"
        return Prose(spans=(Text(text=words(f"page.plan.{name}")),))
    name = "folded" if fold else "all" if count == total else "one_of" if count == 1 else "of"
    return Prose(spans=(Text(text=words(f"page.plan.{name}", {"count": count, "total": total})),))


# ---- the leaves -----------------------------------------------------------------------------


def _leaves(ground: Ground, found: Sequence[Milestone]) -> list[tuple[Milestone, ...]]:
    """Divide what is shown into leaves that are read at once, each of whole actions."""
    leaves: list[tuple[Milestone, ...]] = []
    leaf: list[Milestone] = []
    for _, some in groupby(found, lambda one: one.action):
        if len(leaf) >= LEAF:
            leaves.append(tuple(leaf))
            leaf = []
        leaf += some
    return [*leaves, tuple(leaf)] if leaf else leaves


def _pager(ground: Ground, leaves: Sequence[Sequence[Milestone]], at: int) -> list[SheetBlock]:
    if len(leaves) < 2:
        return []
    first = sum(len(one) for one in leaves[:at]) + 1
    facts = {"leaf": at + 1, "leaves": len(leaves), "first": first, "last": first + len(leaves[at]) - 1}
    place = ground.place
    before = (words("page.plan.before"), place.model_copy(update={"leaf": at})) if at else None
    after = (words("page.plan.after"), place.model_copy(update={"leaf": at + 2})) if at + 1 < len(leaves) else None
    caption = words("page.plan.leaf", {**facts, "count": sum(map(len, leaves))})
    return [Pager(caption=caption, before=before, after=after)]


def _tree(ground: Ground, here: Sequence[Milestone], fold: bool) -> Iterator[SheetBlock]:
    names = {one.number: priority_name(one.text) for one in ground.snapshot.plan.priorities}
    for number, of_priority in groupby(here, lambda one: one.priority):
        yield Heading(text=words("page.plan.priority", {"number": number, "name": names.get(number, "")}), level=1)
        for ref, some in groupby(of_priority, lambda one: one.action):
            yield _action(ground, ref, tuple(some), fold)


def _action(ground: Ground, ref: str, some: Sequence[Milestone], fold: bool) -> Fold:
    action = ground.actions.get(some[0].ref)
    title = action.title if action is not None else words("page.plan.taken_out")
    heading = words("page.plan.action", {"ref": ref, "title": title})
    table = wording.grid(words("page.plan.of_action", {"ref": ref}), [row(ground, one) for one in some])
    there = ground.to(Place(room=Room.ACTION, ref=ref))
    line = Line(spans=(Text(text=words("page.plan.to_action", {"ref": ref})),), to=there)
    way = Lines(caption=words("page.plan.itself"), lines=(line,))
    blocks: tuple[SheetBlock, ...] = (table, way) if action is not None else (table,)
    return Fold(heading=heading, note=tally(ground, some), blocks=blocks, open=not fold)


def tally(ground: Ground, some: Sequence[Milestone]) -> str:
    """Count some milestones by what they are shown as, silence first."""
    counts = Counter(ground.faces[one.ref] for one in some if one.ref in ground.faces)
    faces = sorted(counts, key=lambda face: (face not in SILENT, list(Face).index(face)))
    return ", ".join(f"{counts[face]} {mark(face).shape} {mark(face).word}" for face in faces)


# ---- one milestone --------------------------------------------------------------------------


def row(ground: Ground, milestone: Milestone) -> tuple[Cell, ...]:
    """Return the row of a milestone, with what its list is about."""
    snapshot = ground.snapshot
    late = overdue(milestone, snapshot.standing(milestone), snapshot.policy, snapshot.today)
    notes = [*_quiet(ground, milestone), *_listed(ground, milestone)]
    there = Place(room=Room.MILESTONE, as_at=ground.place.as_at)
    return wording.row(milestone, ground.faces.get(milestone.ref), dates(snapshot, milestone), late, notes, there)


def _quiet(ground: Ground, milestone: Milestone) -> Iterator[str]:
    """Say what was said last of a milestone on which an answer is awaited, and how old that is."""
    snapshot, standing = ground.snapshot, ground.snapshot.standing(milestone)
    if milestone.ref not in ground.faces:
        yield words("page.plan.taken_out") + "."
        return
    if ground.faces[milestone.ref] not in SILENT:
        return
    if standing.update is not None:
        days = age_days(standing, snapshot.policy, snapshot.today) or 0
        facts = {"status": mark(standing.update.status).word, "age": age(days)}
        yield words("page.plan.last" if days else "page.plan.last_today", facts) + "."
    elif (there := tracked_in(snapshot, milestone)) is not None and there.status is not None:
        yield words("page.plan.last_tracker", {"status": mark(there.status).word}) + "."
    if missed := missed_period(milestone, standing, snapshot.policy, snapshot.today):
        yield words("page.plan.missed", {"day": missed}) + "."


def _listed(ground: Ground, milestone: Milestone) -> Iterator[str]:
    """Say why a milestone is on the list that is shown."""
    if ground.place.only is Only.DECISIONS:
        for one in ground.digest.decisions:
            if one.ref == milestone.ref:
                yield words("page.plan.decision", {"decision": with_full_stop(one.decision)})
    if ground.place.only is Only.OFF_TRACK or ground.place.colour in (Colour.RED, Colour.AMBER):
        update = counted_in(ground.snapshot, milestone)
        if update is not None and update.narrative:
            yield with_full_stop(shortened(update.narrative, MOST_SAID).text)
        if update is not None and update.path_to_green:
            yield words("page.plan.path", {"path": with_full_stop(shortened(update.path_to_green, MOST_SAID).text)})
    if ground.place.only is Only.MOVED:
        for moved in ground.digest.dates_changed:
            if moved.ref == milestone.ref:
                yield wording.moved_in_words(moved.was, moved.now, moved.why, moved.closed)


# ---- what is looked for ---------------------------------------------------------------------


def filters(ground: Ground) -> Filters:
    """Return the form by which milestones are looked for. It keeps the list that is shown, and the moment."""
    place = ground.place
    keep = Place(room=Room.PLAN, only=place.only, as_at=place.as_at)
    clear = (words("page.plan.clear"), place.bare) if place != place.bare else None
    asks = (
        _choice("colour", place.colour.value if place.colour else "", [(one.value, _colour(one)) for one in _colours(ground)]),
        _choice("due", place.due.value if place.due else "", [(one.value, words(f"page.filter.{one.value}")) for one in Due]),
        _choice("silent", "yes" if place.silent else "", [("yes", words("page.filter.silent_yes"))]),
        _choice("priority", "" if place.priority is None else str(place.priority), _priorities(ground)),
        _choice("owner", place.owner, [(name, name) for name in _owners(ground)]),
        Ask(field="search", label=words("page.filter.search"), value=place.search, hint=words("page.filter.search_hint")),
    )
    return Filters(caption=words("page.plan.filters"), keep=keep, asks=asks, button=words("page.plan.button"), clear=clear)


def _choice(field: str, value: str, choices: Sequence[tuple[str, str]]) -> Ask:
    told = [Choice(value="", label=words("page.filter.any")), *(Choice(value=one, label=label) for one, label in choices)]
    return Ask.model_validate({"field": field, "label": words(f"page.filter.{field}"), "value": value, "choices": tuple(told)})


def _colours(ground: Ground) -> list[Colour]:
    """Return the faces that some milestones have, and the one that is looked for."""
    there = {face.counted for face in ground.faces.values()}
    return [one for one in Colour if one.value in there or one is ground.place.colour]


def _colour(colour: Colour) -> str:
    if colour is Colour.IMPORTED:
        return words("page.filter.imported")
    shown_as = mark(colour.value)
    return f"{shown_as.word} {shown_as.shape}"  # the word first: who types it at a list of choices finds it


def _priorities(ground: Ground) -> list[tuple[str, str]]:
    return [
        (str(one.number), words("page.plan.priority", {"number": one.number, "name": priority_name(one.text)}))
        for one in ground.snapshot.plan.priorities
    ]


def _owners(ground: Ground) -> list[str]:
    """Return the roles that milestones name, but for any whose name is too long to be looked for."""
    found = {owner for one in ground.snapshot.plan.milestones for owner in one.owners if len(owner) <= MOST}
    return sorted(found, key=str.casefold)
