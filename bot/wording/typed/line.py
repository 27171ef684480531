"""The typed line: milestones and what is said of them, in any order a person would say it, read into entries."""

from __future__ import annotations

import re

from bot.model.status import Status
from bot.wording.typed.exceptions import in_order
from bot.wording.typed.fields import Entry, answers_in, is_courtesy, spoken, tidy
from bot.wording.typed.heads import (
    ALL,
    ALL_FIRST,
    ALL_NAMED,
    ALL_WELL,
    BY_NUMBER,
    BY_REF,
    EXCEPTED,
    LEFT_OUT,
    NOTHING_NEW,
    REF,
    REST,
    Grammar,
    Head,
    named_set,
    targets_in,
)
from bot.wording.typed.links import links_in

__all__ = ["ALL", "REF", "REST", "Entry", "answers_in", "entries_in", "fold", "names_set"]

_BLANK = re.compile(r"\s")
_A_REF = re.compile(rf"(?<![\w.]){REF}(?![\w.]*[0-9])(?!\w)")
_SHORT_DATE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}", re.ASCII)
_DATED = re.compile(r"\b(?:by|to|is|until|till|forecast|from|on|since|before|after|due|dated|of|in)[:=]?\s\Z", re.IGNORECASE)
_LEADS_TO_DATE = 12  # letters before a number that may make it a date
_FILLER = re.compile(
    r"(?:(?:please|can you|could you|update|set|mark|make|put|report|record|change|move|flag|log"
    r"|on|for|of|re|about|regarding|the|status|milestones?|refs?|references?|numbers?|items?|my|our"
    r"|here is|here's|as|with|news)\b[\s.:,]{0,3}){1,8}",
    re.IGNORECASE,
)
_PLAIN_STATUS = "(green|amber|red|not started|complete)"
_AT_LAST = re.compile(
    r"(?:[,;:\-.]|\bso|\band)\s?(?:(?:so|now|it is|it's|we are|we're|status|is|rag|overall)\s?[:=]?\s?){0,3}"
    rf"{_PLAIN_STATUS}[.!]*\Z",
    re.IGNORECASE,
)
_RATED = re.compile(
    rf"[,;(]?\s?\b(?:status|rag|rated|rating)(?: rating| status)?\s?(?:is|as|at|now|=|:){{0,2}}\s?{_PLAIN_STATUS}\b\)?",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:what|how|when|who|whose|where|why|which|can|could|is|are|does|do|did|should|will|would)\b", re.IGNORECASE)
_JOINS = re.compile(r"[,;:\s\-]*\b(?:so|and|therefore|hence|which means|but|for|on|with|that|as)\Z", re.IGNORECASE)
_SHOWS = re.compile(r"[\s,:;.\-]*(?:(?:which )?(?:shows?|proves?)(?: that)?)?[\s,:;.\-]*", re.IGNORECASE)  # behind a link
_SOUNDS = (
    (Status.GREEN, r"\A(?:\U0001f7e2|\U0001f7e9|g(?=\W*\Z)|gr+e{1,2}n+|grene|geen)(?!\w)"),
    (Status.AMBER, r"\A(?:\U0001f7e0|\U0001f7e1|\U0001f7e7|\U0001f7e8|a(?=\W*\Z)|ambr|amer|ambre|yellow|orange)(?!\w)"),
    (Status.RED, r"\A(?:\U0001f534|\U0001f7e5|r(?=\W*\Z)|redd|(?:is |it's )?(?:stuck|blocked))(?!\w)"),
    (Status.COMPLETE, r"\A(?:\u2705|\u2714|compelte|complet|compleet|competed|finsihed)(?!\w)"),
    (Status.NOT_STARTED, r"(?:not|yet to|hasn't|haven't|has not|have not) (?:yet )?start(?:ed)?|not begun"),
    (Status.RED, r"off[ -]track"),
    (Status.AMBER, r"at risk"),
    (Status.GREEN, r"on[ -]track|on (?:schedule|target|course)"),
    (Status.COMPLETE, r"finished|completed?|done|delivered|signed off|closed"),
)
_DENIED = re.compile(
    r"(?:\b(?:not|no|never|nearly|almost|half|partly|partially|mostly|largely|[0-9]{1,2} ?%"
    r"|[0-9]{1,2} per ?cent|yet to|to be|cannot|can't|until|before"
    r"|when|once|if|will be)|n't)(?!\w)"
    r"[\w' ]{0,20}\Z",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """Join each run of blanks into one, and each run that holds a line's end into that."""
    lines = (" ".join(one.split()) for one in text.split("\n"))
    return "\n".join(one for one in lines if one)


def names_set(text: str) -> bool:
    """Say if a line begins with all of a list, or the rest of it, in so many words."""
    return ALL_FIRST.match(text) is not None


def entries_in(text: str) -> tuple[Entry, ...]:
    """Read what is said of one milestone or several. Empty if it names none.

    A line that begins with a full reference names every milestone so: a bare number in it is only a number.
    """
    text = in_order(text)
    named = BY_REF.head(text)
    if named is not None and "." in named.targets[0]:
        return _from(named, text, BY_REF)
    return _nothing_new(text) or _from(BY_NUMBER.head(text), text, BY_NUMBER) or _sentence(text) or _of_all(text)


def _nothing_new(text: str) -> tuple[Entry, ...]:
    """Read a line that begins with "no change", or is no more than "still green" or "all good", which is asked about."""
    found = NOTHING_NEW.match(text)
    if found is None:
        well = ALL_WELL.match(text)
        if well is None or not is_courtesy(text[well.end() :]):
            return ()
        told = Entry(target=ALL, plain=False)
        told_more = {"status": Status.GREEN} if well["still"] else {"suggested": Status.GREEN, "narrative": well[0]}
        return (told.model_copy(update=told_more),)
    head = Head(targets=(REST if " else" in found["said"].casefold() else ALL,), status=None, keep=True, end=found.end("said"))
    return _from(head, text, BY_NUMBER)


def _from(head: Head | None, text: str, grammar: Grammar) -> tuple[Entry, ...]:
    """Read an entry from its head on, and all that follow."""
    entries: list[Entry] = []
    while head is not None:
        next_one: Head | None = None
        after: re.Match[str] | None = None
        out = LEFT_OUT.match(text, head.end) if head.names_several else None
        begins = out.end() if out else head.end
        at_once = _BLANK.match(text, begins)
        if at_once is not None and (follows := grammar.head(text, at_once.end())) is not None:
            ends, next_one = begins, follows
        elif out is None and (excepted := _excepted(head, text, grammar)) is not None:
            return (*entries, *_all_but(head, text, excepted))
        elif (after := grammar.next.search(text, begins)) is not None:
            ends, next_one = after.start(), grammar.head(text, after.end())
        else:
            ends = len(text)
        entry = spoken(text[begins:ends], head.status).model_copy(update={"status": head.status, "keep": head.keep})
        left_out = (*head.left_out, *(targets_in(out["targets"]) if out else ()))
        entries += [entry.model_copy(update={"target": one, "left_out": left_out}) for one in head.targets]
        if next_one is None and ends < len(text) and after is not None:
            return (*entries, *_sentence(text[after.end() :]))
        head = next_one
    return tuple(entries)


def _excepted(head: Head, text: str, grammar: Grammar) -> re.Match[str] | None:
    """Return the exception that several milestones go on with, if no status is told with it."""
    if head.targets[0] not in (ALL, REST) and "-" not in head.targets[0] and len(head.targets) == 1:
        return None
    return None if grammar.next.match(text, head.end) else EXCEPTED.match(text, head.end)


def _all_but(head: Head, text: str, excepted: re.Match[str]) -> tuple[Entry, ...]:
    """Read an exception whose status is not told: it is asked for."""
    out = targets_in(excepted["targets"])
    entries = tuple(Entry(target=one, status=head.status, keep=head.keep, left_out=out) for one in head.targets)
    return (*entries, *_unsaid("", text[excepted.end() :], out, ()))


def refs_in(words: str) -> tuple[str, ...]:
    """Return what may be references among words. A day after "by", "until" and the like is none."""
    return tuple(one[0] for one in _A_REF.finditer(words) if not _is_date(one, words))


def _of_all(text: str) -> tuple[Entry, ...]:
    """Read a line about all of them that says in other words than a status how they are."""
    found = ALL_NAMED.match(text)
    sounds = _suggested(text[found.end() :]) if found else None
    if found is None or sounds is None:
        return ()
    return (spoken(text, None).model_copy(update={"target": named_set(found["set"]), "suggested": sounds, "plain": False}),)


# ---- a sentence with a reference somewhere in it ----------------------------------------------


def _sentence(text: str) -> tuple[Entry, ...]:
    """Read a sentence about one milestone, or several named together, whose status may stand elsewhere or nowhere."""
    found = next((one for one in _A_REF.finditer(text) if not _is_date(one, text)), None)
    if found is None or (text.endswith("?") and _ASKS.match(text)):
        return ()
    named = BY_REF.only.match(text, found.start())
    assert named is not None
    (before, links), after = links_in(text[: found.start()].rstrip(" #([")), text[named.end() :].lstrip(")]")
    before = "" if links and _SHOWS.fullmatch(before) else before
    if (head := BY_REF.head(text, found.start())) is not None:
        said = _JOINS.sub("", _without_filler(before))
        (entry, *others) = _from(head, text, BY_REF)
        whole = tidy(f"{said}, {entry.narrative}" if said and entry.narrative else said or entry.narrative)
        told = {"narrative": whole, "plain": not said, "links": _all_of(links, entry.links)}
        return (entry.model_copy(update=told), *others)
    return _unsaid(before, after, targets_in(named["targets"]), links)


def _all_of(links: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*links, *others)))


def _unsaid(before: str, after: str, targets: tuple[str, ...], links: tuple[str, ...]) -> tuple[Entry, ...]:
    """Read a sentence in which no status stands beside the reference. All of it is kept."""
    apart = BY_REF.next.search(after)
    after, others = (after[: apart.start()], after[apart.end() :]) if apart else (after, "")
    before = _without_filler(before)
    words = f"{before} {targets_as_said(targets)} {after}" if before else after
    rated = _RATED.search(words) or (_AT_LAST.search(words) if not before else None)
    status = Status(rated[1].casefold().replace(" ", "_")) if rated else None
    if rated:
        words = f"{words[: rated.start()]} {words[rated.end() :]}"
    entry = spoken(words, status)
    sounds = None if status else _suggested(entry.narrative)
    told = {"status": status, "suggested": sounds, "plain": not before and not links, "links": _all_of(links, entry.links)}
    one = tuple(entry.model_copy(update={**told, "target": target}) for target in targets)
    return (*one, *entries_in(others)) if others else one


def targets_as_said(targets: tuple[str, ...]) -> str:
    """Write the milestones of one phrase as a person would."""
    return ", ".join(target.replace("-", " to ") for target in targets)


def _is_date(found: re.Match[str], text: str) -> bool:
    """Say if three numbers are a day: they can be one, and stand after "by", "until" and the like."""
    if _SHORT_DATE.fullmatch(found[0]) is None:
        return False
    return _DATED.search(text[max(0, found.start() - _LEADS_TO_DATE) : found.start()]) is not None


def _without_filler(before: str) -> str:
    return "" if _FILLER.fullmatch(f"{before} ") or not before.strip(" .:,;-") else before.strip()


def _suggested(words: str) -> Status | None:
    """Return the status that words sound like. None if they sound like none, or deny it."""
    for status, sounds in _SOUNDS:
        for found in re.finditer(rf"(?<!\w)(?:{sounds})(?!\w)", words, re.IGNORECASE):
            if status is Status.NOT_STARTED or not _DENIED.search(words[max(0, found.start() - 30) : found.start()]):
                return status
    return None
