"""The milestones that a typed line means: by ref, by a number of the list last shown, or all of that list at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bot.conversation.meant import last_list
from bot.conversation.updating.rights import milestones_for
from bot.conversation.updating.saving import nothing_to_keep, standings_now
from bot.conversation.visit import Said
from bot.model.letters.message import Spans
from bot.model.plan import Milestone
from bot.model.status import Status
from bot.model.updates.update import Standing
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.rules import holders
from bot.wording.commands import Entry
from bot.wording.sentences import line, words
from bot.wording.typed.exceptions import unread_exception
from bot.wording.typed.line import ALL, REST, refs_in

_OF_NONE = frozenset({"no_such_milestone", "milestone_retired", "milestone_closed", "no_such_number"})  # it is not there
_OF_ONE = _OF_NONE | {"not_yours", "unowned"}  # a refusal of one part of a line, which says nothing against the rest
Pair = tuple[Milestone, Entry]


class Listed(NamedTuple):
    """A milestone of a list. `answered` says that its question has been answered since the list was shown."""

    plan: str
    ref: str
    answered: bool


class Meant(NamedTuple):
    """The milestones that are meant, each with what is said of it; how they stand, and what to tell of how they were chosen.

    `unsaid` are those that were to stay the same, and of which nobody has given a status.
    """

    pairs: tuple[Pair, ...]
    standings: Mapping[str, Standing]
    notes: tuple[Spans, ...]
    unsaid: tuple[str, ...] = ()


def meant(view: View, said: Said, entries: Sequence[Entry]) -> Meant:
    """Return which milestones are meant, each with its entry. Raises Refusal if one is named twice, or none is left.

    Whoever names several at once never means the complete ones. One that does not exist or is not theirs is named in a note, if
    something else is left.
    """
    named = _Named(view, said)
    entries, refused = _sound(view, said, entries, named)
    told = [(entry, named.refs(entry.target)) for entry in entries if entry.target not in (ALL, REST)]
    alone = [ref for entry, refs in told if "-" not in entry.target for ref in refs]
    if twice := next((ref for ref, count in Counter(alone).items() if count > 1), None):
        raise Refusal("said_twice", ref=twice)
    known = {ref for _, refs in told for ref in refs}
    said_of: dict[str, tuple[Entry, bool]] = {}
    idle = False
    for entry in entries:
        is_one = entry.target not in (ALL, REST) and "-" not in entry.target
        refs = named.but(entry) if entry.target not in (ALL, REST) else named.set_of(entry, known)
        idle = idle or (not refs and entry.target in (ALL, REST))
        for ref in refs:
            if is_one or ref not in alone:
                said_of[ref] = (entry, is_one)
    pairs = zip(milestones_for(view, said, said.asker.short, list(said_of)), said_of.values(), strict=True)
    found = _sorted_out(view, said, list(pairs), named)
    idles = (line("replies.many.idle"),) if idle else ()
    return found._replace(notes=(*refused, *found.notes, *idles))


def not_kept(refusal: Refusal) -> Spans:
    """Say why one part of a line was not kept, when the rest of it was."""
    return line("replies.many.not_kept", {"why": words(f"replies.refusal.{refusal.prompt_key}", refusal.facts)})


def _sound(view: View, said: Said, entries: Sequence[Entry], named: _Named) -> tuple[Sequence[Entry], tuple[Spans, ...]]:
    """Return the parts of a line that may be kept, and why the others may not. Raises Refusal if none is left, or if it cannot
    be told what the rest means without them."""
    refusals: dict[int, Refusal] = {}
    for at, entry in enumerate(entries):
        try:
            if entry.target not in (ALL, REST):
                milestones_for(view, said, said.asker.short, named.refs(entry.target))
        except Refusal as refusal:
            if len(entries) == 1 or refusal.prompt_key not in _OF_ONE:
                raise
            refusals[at] = refusal
    if not refusals:
        return entries, ()
    if len(refusals) == len(entries):
        raise next(iter(refusals.values()))
    out = tuple(entries[at].target for at, refusal in refusals.items() if refusal.prompt_key not in _OF_NONE)
    sound = [one.model_copy(update={"left_out": (*one.left_out, *out)}) for at, one in enumerate(entries) if at not in refusals]
    return sound, tuple(dict.fromkeys(map(not_kept, refusals.values())))


def _sorted_out(view: View, said: Said, pairs: Sequence[tuple[Milestone, tuple[Entry, bool]]], named: _Named) -> Meant:
    """Leave out of several named at once what is complete, and what nothing was said of that could stay the same."""
    standings = standings_now(view, said, said.asker.short, [one for one, _ in pairs])
    kept: list[Pair] = []
    complete: list[str] = []
    unsaid: list[str] = []
    for milestone, (entry, is_one) in pairs:
        update = standings[milestone.ref].update
        unspoken = update is None and standings[milestone.ref].imported is None
        if entry.keep and unspoken and is_one and len(pairs) == 1:
            raise nothing_to_keep(view, said, milestone)
        if not is_one and update is not None and update.status is Status.COMPLETE:
            complete.append(milestone.ref)
        elif entry.keep and unspoken:
            unsaid.append(milestone.ref)
        else:
            kept.append((milestone, entry))
    if not kept and not unsaid:
        raise Refusal("nothing_meant")
    many = any(not is_one for _, (_, is_one) in pairs)
    if many:
        place = {milestone.ref: at for at, milestone in enumerate(named.milestones)}
        kept.sort(key=lambda pair: place[pair[0].ref])
    notes = (line("replies.many.complete", {"refs": ", ".join(complete)}),) if complete else ()
    return Meant(tuple(kept), standings, notes, tuple(unsaid))


class _Named:
    """The milestones of the asker's plan that are not closed, and of the list last shown to them, by whatever names them."""

    def __init__(self, view: View, said: Said) -> None:
        self._view, self._said = view, said
        self.milestones = tuple(one for one in view.plans.one(said.asker.short).milestones if not one.closed)
        self._shown: dict[int, Listed] | None = None

    @property
    def shown(self) -> Mapping[int, Listed]:
        """Return the list last shown, by number. If none was of late, the milestones they answer for that are not complete."""
        if self._shown is None:
            self._shown = self._last() or dict(enumerate(self._unfinished(), 1))
        return self._shown

    def _last(self) -> dict[int, Listed]:
        said = self._said
        asked = last_list(self._view, said.inbound, said.asker.person.id, said.asker.plans, said.asker.now)
        standings = {short: self._view.updates.standings(short) for short in {one.plan for one in asked.values()}}

        def answered(plan: str, ref: str, stood: int | None) -> bool:
            standing = standings[plan].get(ref)
            return stood is not None and standing is not None and standing.newest > stood

        return {n: Listed(one.plan, one.ref, answered(one.plan, one.ref, one.stood)) for n, one in asked.items()}

    def _unfinished(self) -> list[Listed]:
        said = self._said
        people, short = self._view.people.of(said.asker.short), said.asker.short
        roles = holders.answers_for(people, said.asker.person.id, said.today)
        mine = [one for one in self.milestones if not roles.isdisjoint(one.owners)]
        standings = standings_now(self._view, said, short, mine)
        updates = [(one, standings[one.ref].update, standings[one.ref].last_said) for one in mine]
        return [
            Listed(short, one.ref, last is not None and last.by == said.asker.person.id and said.day_of(last.at) == said.today)
            for one, update, last in updates
            if update is None or update.status is not Status.COMPLETE
        ]

    def refs(self, target: str) -> list[str]:
        """Return the refs that one target names. Raises Refusal for a number that means none, or one of another plan."""
        first, _, last = target.partition("-")
        if not last:
            return [self._ref(target)]
        if first.isdigit() and last.isdigit():
            low, high = sorted((int(first), int(last)))
            for end in (low, high):
                self._ref(str(end))
            return [one.ref for n, one in self.shown.items() if low <= n <= high and one.plan == self._said.asker.short]
        known = [one.ref for one in self.milestones]
        ends = [self._ref(first), self._ref(last)]
        if missing := next((ref for ref in ends if ref not in known), None):
            raise Refusal("no_such_milestone", ref=missing)
        low, high = sorted(map(known.index, ends))
        return known[low : high + 1]

    def first_in(self, words: str) -> str | None:
        """Return the first milestone of the plan that words name by its ref."""
        known = {one.ref for one in self.milestones}
        return next((ref for ref in refs_in(words) if ref in known), None)

    def but(self, entry: Entry) -> list[str]:
        """Return the refs that an entry names, but for those left out."""
        out = {ref for target in entry.left_out for ref in self.refs(target)}
        return [ref for ref in self.refs(entry.target) if ref not in out]

    def _ref(self, target: str) -> str:
        if "." in target:
            return target
        if not self.shown:
            raise Refusal("no_numbers")
        one = self.shown.get(int(target))
        if one is None:
            raise Refusal("no_such_number", number=target, most=str(max(self.shown)))
        if one.plan != self._said.asker.short:
            raise Refusal("other_plan", number=target, ref=one.ref, theirs=one.plan)
        return one.ref

    def set_of(self, entry: Entry, named: set[str]) -> list[str]:
        """Return the refs of all of the list that they may update, or of the rest of it, but for those named otherwise. Raises
        Refusal if a milestone is named in a way that may be an exception and was not understood."""
        if unread := unread_exception(entry.narrative) or self.first_in(entry.narrative):
            raise Refusal("exception_unread", named=unread)
        out = {ref for target in entry.left_out for ref in self.refs(target)} | named
        may = self._may_update()
        here = [one for one in self.shown.values() if one.plan == self._said.asker.short and one.ref not in out and may(one.ref)]
        left = [one.ref for one in here if entry.target == ALL or not one.answered]
        if not left and not named:
            raise Refusal("nothing_meant")
        return left

    def _may_update(self) -> Callable[[str], bool]:
        said, known = self._said, {one.ref: one for one in self.milestones}
        people = self._view.people.of(said.asker.short)
        person = holders.by_id(people).get(said.asker.person.id)

        def may(ref: str) -> bool:
            return ref in known and person is not None and holders.capacity(people, person, known[ref], said.today) is not None

        return may
