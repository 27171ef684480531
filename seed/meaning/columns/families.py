"""The meanings of columns beside each other: which of several dates is due, who owns, what is done and what groups it."""

from __future__ import annotations

from collections.abc import Mapping

from seed.meaning.columns.guesses import Guess, by_sense
from seed.meaning.columns.words import Sense, words_of
from seed.meaning.parts import Meaning

Guesses = Mapping[int, Guess]
Found = dict[int, Meaning]

_COARSENESS = {Sense.COARSE: 1, Sense.NAME: 2, Sense.DEED: 3, Sense.TASK: 4, Sense.STEP: 5}
_SURER = 0.2  # by how much a heading must be surer than another to stand alone
_FINER = 1.2  # how many times more entries a column must have to be the finer of two
GROUPED = 1.15  # rows of one entry on average from which on a column groups them
MOST_PLANS = 9  # plans in one file
_PEOPLE = 0.8  # share of people from which on names are those of people
_LINKS = 12  # letters of a cell of links: the numbers of what it links to
_MOST_CODES = 6  # numbers that stand for states
_STATED = 0.8  # share of states from which on a column of comments says how something stands
_OWNING = frozenset(
    ["lead", "leading", "owner", "who", "officer", "responsible", "responsibility", "person", "named", "name", "by", "assigned",
     "to", "assignee", "action", "and", "of", "the", "for", "is", "whom"]
)  # fmt: skip
_WHOSE = frozenset(
    ["la", "local", "authority", "council", "health", "nh", "nhs", "icb", "ccg", "trust", "partner", "agency", "organisation",
     "service", "team", "school", "education", "care", "social", "police", "college", "department", "directorate", "joint", "co",
     "second", "other", "1", "2", "district", "county", "provider", "children", "adult", "public", "delivery", "area"]
)  # fmt: skip
_FEW = 8  # rows in which nothing can be said of how a column repeats


def words(guesses: Guesses) -> Found:
    """Return the columns that say what is done, and those that group it."""
    groups = by_sense(guesses, Sense.GROUP)
    aims = by_sense(guesses, Sense.AIM)
    outcomes = by_sense(guesses, Sense.OUTCOME)
    found: Found = {}
    deeds = _two_finest([one for one in _deeds(guesses) if one.holds.filled or one.sense is not Sense.NAME])
    deeds = deeds or _promoted(guesses, aims, outcomes)
    if not deeds:
        return found
    aims = [one for one in aims if one not in deeds]
    if len(deeds) == 2 and _says_the_same(deeds[0], deeds[1]):
        found[deeds[1].at] = Meaning.ACTION
    elif len(deeds) == 2:
        coarse, fine = _ordered(deeds[0], deeds[1])
        is_group = fine.sense is Sense.NAME and coarse.sense is Sense.STEP
        upper, lower = (Meaning.PRIORITY, Meaning.ACTION) if is_group else (Meaning.ACTION, Meaning.MILESTONE)
        found |= {coarse.at: upper, fine.at: lower}
    else:
        found[deeds[0].at] = Meaning.ACTION
    _take_groups(found, deeds[-1], groups, aims)
    _take_outcomes(found, outcomes)
    return found


def _deeds(guesses: Guesses) -> list[Guess]:
    """Return the columns that could say what is done. Names of people beside what they do are none."""
    deeds = by_sense(guesses, *_COARSENESS)
    others = any(one.sense is not Sense.NAME for one in deeds)
    return [one for one in deeds if not (others and one.sense is Sense.NAME and one.holds.people >= _PEOPLE)]


def _two_finest(deeds: list[Guess]) -> list[Guess]:
    """Return the columns of what is done that count: of each coarseness the surest, and of these the two finest."""
    surest: dict[float, Guess] = {}
    least = max((one.score for one in deeds), default=0.0) - _SURER
    for one in deeds:
        level: float = _coarseness(one)
        if one.holds.repeats >= GROUPED and any(_coarseness(other) == level and _is_finer(other, one) for other in deeds):
            level -= 0.5
        if one.score >= least and (level not in surest or round(one.score - surest[level].score, 2) > 0):
            surest[level] = one
    return [surest[level] for level in sorted(surest)][-2:]


def _is_finer(one: Guess, other: Guess) -> bool:
    """Say if each row of a column has words of its own, and those of another repeat."""
    return one.holds.distinct == one.holds.rows > other.holds.distinct and one.holds.is_words


def _coarseness(one: Guess) -> int:
    return _COARSENESS[one.sense] if one.sense is not None else 0


def _says_the_same(coarse: Guess, fine: Guess) -> bool:
    """Say if a coarser column is no group of the finer: it stands right of it, and as many entries are in it."""
    return coarse.at > fine.at and coarse.holds.distinct * _FINER >= fine.holds.distinct > 0 and coarse.sense is Sense.COARSE


def _ordered(one: Guess, other: Guess) -> tuple[Guess, Guess]:
    """Return the coarser of two columns before the finer: as they are unless what they hold says the contrary."""
    is_finer = one.holds.filled == one.holds.distinct > _FINER * other.holds.distinct > 0
    groups = other.holds.filled > other.holds.distinct or other.holds.filled * 2 <= other.holds.rows  # and has not a gap or two
    return (other, one) if is_finer and groups else (one, other)


def _promoted(guesses: Guesses, aims: list[Guess], outcomes: list[Guess]) -> list[Guess]:
    """Return the column that says what is done if none is headed so."""
    for others in (aims, by_sense(guesses, Sense.DETAIL), by_sense(guesses, Sense.ISSUE), outcomes):
        wordy = [one for one in others if one.holds.is_words]
        if wordy:
            return wordy[-1:]
    return []


def _take_groups(found: Found, deed: Guess, groups: list[Guess], aims: list[Guess]) -> None:
    """Give the priorities and the aims their columns. An aim beside a group is an action, and what was one its milestone."""
    groups = sorted(groups, key=lambda one: (-round(one.score, 1), one.at))
    if aims and len(found) == 1 and deed.sense is Sense.STEP:
        found |= {deed.at: Meaning.MILESTONE, aims[-1].at: Meaning.ACTION}  # steps belong to what they lead to
        aims = aims[:-1]
    if Meaning.PRIORITY not in found.values():
        if groups:
            found[groups[0].at] = Meaning.PRIORITY
        elif aims and (aims[0].holds.repeats >= GROUPED or aims[0].holds.rows < _FEW):
            found[aims[0].at] = Meaning.PRIORITY
    spare = [one for one in aims if one.at not in found]
    if spare and Meaning.MILESTONE not in found.values():
        was = next(at for at, meaning in found.items() if meaning is Meaning.ACTION)
        found |= {was: Meaning.MILESTONE, spare[-1].at: Meaning.ACTION}
        spare = spare[:-1]
    found |= dict.fromkeys((one.at for one in spare), Meaning.NOTE)


def _take_outcomes(found: Found, outcomes: list[Guess]) -> None:
    first = min(at for at, meaning in found.items() if meaning in (Meaning.ACTION, Meaning.MILESTONE))
    for one in outcomes:
        if one.at in found:
            continue
        groups = one.at < first and Meaning.PRIORITY not in found.values() and one.holds.repeats >= GROUPED
        found[one.at] = Meaning.PRIORITY if groups else Meaning.IMPACT


def details(guesses: Guesses, found: Found) -> Found:
    """Return the columns that say more of what is done: they are kept as notes, if they are words."""
    more = [one for one in (*by_sense(guesses, Sense.DETAIL, Sense.ISSUE), *_deeds(guesses)) if one.holds.is_words]
    more = [one for one in more if one.at not in found]
    notes = {one.at: Meaning.NOTE for one in more}
    coarse = [one for one in more if one.sense is Sense.COARSE and one.holds.repeats >= GROUPED]
    if coarse and Meaning.PRIORITY not in found.values():
        notes[coarse[0].at] = Meaning.PRIORITY
    return notes


def dates(guesses: Guesses) -> Found:
    """Return the columns of dates. Of several, the one that says best what is due now is due."""
    plain = {Sense.START: Meaning.START, Sense.RAISED: Meaning.RAISED, Sense.DONE: Meaning.DONE, Sense.BASELINE: Meaning.BASELINE}
    best = {sense: one for sense in Sense if (one := _best(by_sense(guesses, sense)))}
    found = {best[sense].at: meaning for sense, meaning in plain.items() if sense in best}
    order = (Sense.REVISED, Sense.DUE, Sense.COMPLETION, Sense.DATE, Sense.FORECAST, Sense.BASELINE)
    due = next((best[sense] for sense in order if sense in best), None)
    if due is None:
        return found
    found[due.at] = Meaning.DUE
    if due.sense is Sense.REVISED and Sense.BASELINE not in best:
        first = next((best[sense] for sense in (Sense.DUE, Sense.COMPLETION, Sense.DATE) if sense in best), None)
        if first is not None:
            found[first.at] = Meaning.BASELINE
    if Sense.COMPLETION in best and due.sense is not Sense.COMPLETION and Meaning.DONE not in found.values():
        found.setdefault(best[Sense.COMPLETION].at, Meaning.DONE)
    return found


def _best(guesses: list[Guess]) -> Guess | None:
    """Return the surest of some columns, of equal ones the one with most cells filled."""
    return max(guesses, key=lambda one: (round(one.score, 1), one.holds.filled, -one.at), default=None)


def people(guesses: Guesses) -> Found:
    """Return the columns of people. Somebody owns, if anybody is named who could."""
    found: Found = {one.at: Meaning.CONTRIBUTOR for one in by_sense(guesses, Sense.CONTRIBUTOR)}
    others = by_sense(guesses, Sense.ACCOUNTABLE, Sense.SPONSOR)
    owners = by_sense(guesses, Sense.OWNER)
    first = _best(owners)
    if first is not None:
        found |= {one.at: Meaning.OWNER if one.name == first.name or _owns_too(one) else Meaning.CONTRIBUTOR for one in owners}
    else:
        first = _best(by_sense(guesses, Sense.ACCOUNTABLE)) or _best(others)
        first = first or _best([one for one in by_sense(guesses, Sense.AGENCY) if one.holds.is_words])
        if first is not None:
            found[first.at] = Meaning.OWNER
    for one in others:
        found.setdefault(one.at, Meaning.ACCOUNTABLE)
    return found


def _owns_too(one: Guess) -> bool:
    """Say if a second column of owners says no more than whose owner it names: the partner's, the council's, the service's."""
    return set(words_of(one.name)) <= _OWNING | _WHOSE


def states(guesses: Guesses) -> Found:
    """Return the columns that say how something stands. Colours come before words, words before shares of a hundred."""
    found: Found = {one.at: Meaning.NOTE for one in by_sense(guesses, Sense.COMMENT)}
    told = by_sense(guesses, Sense.STATUS, Sense.PROGRESS, Sense.PERCENT)
    shares = [one for one in told if one.holds.filled and max(one.holds.shares, one.holds.numbers) >= 0.5 and not _is_code(one)]
    worded = [one for one in told if one not in shares]
    best = max(worded, key=_colourful, default=None)
    for one in worded:
        found[one.at] = Meaning.NOTE if one.sense is Sense.PROGRESS or one.holds.prose >= 0.5 else Meaning.PROGRESS
    if best is not None and (best.sense is Sense.STATUS or best.holds.fills >= 0.2 or best.holds.states >= 0.2):
        found[best.at] = Meaning.STATUS
    if Meaning.STATUS not in found.values():
        stated = [at for at, meaning in found.items() if meaning is Meaning.NOTE and guesses[at].holds.states >= _STATED]
        found |= dict.fromkeys(stated[:1], Meaning.STATUS)
    percent = _best([one for one in shares if one.sense is Sense.PERCENT]) or _best(shares)
    if percent is not None:
        found[percent.at] = Meaning.PROGRESS
    return found


def _is_code(one: Guess) -> bool:
    """Say if a column gives states a number each, such as 1 to 4."""
    return one.sense is Sense.STATUS and one.holds.letters <= 1 and one.holds.distinct <= _MOST_CODES and one.holds.numbers >= 0.5


def _colourful(one: Guess) -> tuple[bool, float, bool, int]:
    """Return how much a column says in colours, to find the one that says most."""
    return one.holds.fills >= 0.2, one.holds.states, one.sense is Sense.STATUS, -one.at


def refs(guesses: Guesses, found: Found) -> Found:
    """Return the columns that number the rows. A number left of the actions counts these if the milestones have their own."""
    numbered: Found = {}
    milestones = next((at for at, meaning in found.items() if meaning is Meaning.MILESTONE), None)
    actions = next((at for at, meaning in found.items() if meaning is Meaning.ACTION), None)
    known = by_sense(guesses, Sense.REF)
    ids = by_sense(guesses, Sense.ID)
    best = _best(known) or _best(ids)
    if milestones is not None and actions is not None and len(known) > 1:
        best = _nearest(known, milestones) or best
        upper = _nearest([one for one in known if one is not best], actions)
        if upper is not None:
            numbered[upper.at] = Meaning.ACTION_REF
    if best is not None:
        numbered[best.at] = Meaning.REF
    if best not in ids and ids and by_sense(guesses, Sense.PARENT):
        numbered[ids[0].at] = Meaning.ID
    return numbered


def _nearest(guesses: list[Guess], at: int) -> Guess | None:
    return max((one for one in guesses if one.at < at), key=lambda one: one.at, default=None)


_PLAIN = {
    Sense.MEASURE: Meaning.MEASURE,
    Sense.IMPACT: Meaning.IMPACT,
    Sense.LINK: Meaning.LINK,
    Sense.URGENCY: Meaning.URGENCY,
    Sense.LEVEL: Meaning.LEVEL,
    Sense.RECURS: Meaning.RECURS,
}


def plain(guesses: Guesses) -> Found:
    """Return the columns that mean the same whatever stands beside them."""
    found = {one.at: _PLAIN[one.sense] for one in guesses.values() if one.sense in _PLAIN and one.is_known}
    found |= {one.at: Meaning.NOTE for one in by_sense(guesses, Sense.LINK) if one.holds.letters > _LINKS}
    parents = [one for one in by_sense(guesses, Sense.PARENT) if one.holds.filled]
    plans = [one for one in by_sense(guesses, Sense.PLAN) if 1 < one.holds.distinct <= MOST_PLANS]
    plans = [one for one in plans if one.holds.repeats >= GROUPED]
    return found | {one.at: Meaning.PARENT for one in parents[:1]} | {one.at: Meaning.PLAN for one in plans[:1]}
