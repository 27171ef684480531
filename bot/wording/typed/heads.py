"""The beginning of an entry: which milestones, and which status. Here alone is told what begins one."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.model.status import Status

REF = r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}"
ALL, REST = "all", "rest"
_MOST_NAMED = 50  # milestones before one status word
_STATUS = {
    "not started": Status.NOT_STARTED,
    "not_started": Status.NOT_STARTED,
    "not-started": Status.NOT_STARTED,
    "not yet started": Status.NOT_STARTED,
    "green": Status.GREEN,
    "amber": Status.AMBER,
    "red": Status.RED,
    "complete": Status.COMPLETE,
    "completed": Status.COMPLETE,
    "done": Status.COMPLETE,
}
_COLOUR = r"(?:not(?: yet |[ _\-])started|green|amber|red|completed?|done)\b"
_SAME = (
    r"(?:(?:exactly |just )?(?:the )?same(?: again)?|no changes?|not changed|unchanged|as (?:it was )?before"
    r"|nothing(?: has)? (?:changed|new|to report))"
    r"(?: as (?:before|last (?:time|week|month)|it was))?\b"
)
_NOTHING = (
    r"(?:no changes?|no news|no updates?|unchanged|ditto|nothing'?s (?:changed|new|different)"
    r"|nothing else(?: (?:has changed|to (?:report|add|say|tell)))?"
    r"|nothing(?: (?:has|is|to report|new|much))?(?: (?:changed|new|different|to report))?"
    r"|(?:(?:all|everything)(?: is| as)? )?(?:still |exactly |just )?(?:the )?same(?: again)?|(?:all )?as before)"
    r"(?: (?:as|to|since|from|on|at|for|this|here)(?: [^\W\d]{1,20}){1,4})?"
)
_NAMED = r"(?:#|no\.? ?|numbers? |milestones? |items? |refs? )?"
_GOES_TO = r"(?: ?(?:-|to|until|through) ?)"
_JOINED = r"(?: ?(?:,|;|and|&|\+|/|, ?and) ?| )"
_LEADS = (
    r"(?:(?:please|can you|could you|hi|hello|updated?|it is|it'?s|we are|we're"
    r"|set|mark|make|put|report|record|change|move|flag|log"
    r"|on|for|of|re|about|regarding|the|status|milestones?|refs?|references?|numbers?|items?|my|our"
    r"|we think|i think|i would say|i'd say|so|now)\b[.:,!]?\s?){0,6}[#(\[]?"
)
_IS = (
    r"(?:\s?(?:[=\-]>|\u2192|[:=\-,.)\]]{1,2}))?\s?"
    r"(?:(?:is|are|now|still|to|as|at|status|rag|has|have|been|gone|turned|become|moved|stays?|remains?|we are|we're"
    r"|it is|it'?s|which|that|be|all|both|i think|i'd say|i would say|let's say|call it|make it)\b\s?[:=\-]?\s?){0,4}[=:\-]?\s?"
)
_ALL = (
    r"(?:all(?! (?:the |my |our )?(?:rest|others?|else|remaining))|everything(?! else)|both|the lot)"
    r"(?: of (?:them|these|those|mine|it))?(?: (?:the |my |our |these |those )?(?:milestones|items|ones|actions))?"
)
_REST = (
    r"(?:(?:all )?(?:of )?(?:the |my |our )?(?:rest|others|remaining(?: (?:ones|milestones))?|remainder)"
    r"(?: of (?:them|these|those|the list|my milestones))?|(?:every|any)thing else|all else)"
)
_CHOICE = re.compile(
    rf"\s?(?:/|\||[\-=]>|\u2192|or\b)\s?(?P<either>{_COLOUR})"
    rf"|\s?(?:(?:[,\-&]|to\b|and\b)\s?)?(?P<ended>{_COLOUR})(?=\s?(?:[.,;:!?)\n]|\Z))"
    rf"|\s?(?:(?:-|to\b)\s?)?(?P<among>{_COLOUR})"
    r"|\s?\(?\?+\)?",
    re.IGNORECASE,
)
_CHOICES = 5


def _targets(one: str) -> str:
    each = rf"{_NAMED}{one}(?:{_GOES_TO}{_NAMED}{one})?(?![0-9])(?!\.[0-9])"
    return rf"{each}(?:{_JOINED}{each}){{0,{_MOST_NAMED - 1}}}"


_ANY = rf"(?:{REF}|[0-9]{{1,3}})"
_LEAVES_OUT = r"(?:all )?(?:except|but|apart from|other than|excluding|save)(?: for| that)?"
_MAY_LEAVE_OUT = (  # which do so before a milestone alone
    r"(?:(?:and )?not(?: (?:counting|including|for))?|with(?: the)? exception of|bar(?:ring)?|minus|without|less"
    r"|aside from|leaving out)"
)
EXCEPT = (
    rf"(?:\s?[,;(]?\s?\b(?:{_LEAVES_OUT}\b\s?[:,]?\s?|{_MAY_LEAVE_OUT}\b\s?[:,]?\s?(?={_NAMED}{_ANY}(?![0-9%]))))"
)
_ENDS = rf"(?=\s?(?:[,;:.!\n\-(]|\Z|because\b|path\b|forecast\b)|{EXCEPT})"


_LEADING_ON = (
    *("for", "until", "till", "once", "when", "as", "if", "after", "before", "since", "because"),
    *("with", "on", "of", "in", "to", "than", "that", "like", "is", "by"),
)
_NOT_AFTER = "".join(f"(?<! {word})" for word in _LEADING_ON)  # a milestone named after one of these is part of the sentence


class Head(NamedTuple):
    """The beginning of an entry: the milestones it is about, what was said of them, and where it ends.

    `status` is None if more than one was named, or none for certain; `keep` says that all stays as it was, `left_out`
    which of several are not meant.
    """

    targets: tuple[str, ...]
    status: Status | None
    keep: bool
    end: int
    left_out: tuple[str, ...] = ()

    @property
    def names_several(self) -> bool:
        """Say if it names a set of which some may be left out."""
        return any(target in (ALL, REST) or "-" in target for target in self.targets)


class Grammar:
    """The patterns of what begins an entry, for a line that names milestones by refs, or by the numbers of a list too."""

    def __init__(self, one: str, by_number: bool) -> None:
        targets, word = _targets(one), rf"(?P<word>{_COLOUR}|{_SAME})"
        ends = _ENDS if by_number else r"(?![0-9])(?!\.[0-9])"
        after = rf"(?P<word>{_COLOUR}|{_SAME})\s?[:=\-]?\s?(?:(?:for|on|to|is|are|at|with)\s)?(?P<targets>{targets}){ends}"
        usual = rf"(?P<targets>{targets}){_IS}{word}"
        rest = rf"(?P<set>{_REST}){_IS}{word}(?=\s?(?:[.;!\n]|\Z))"
        self._usual = re.compile(rf"{_LEADS}{usual}", re.IGNORECASE)
        self._after = re.compile(rf"{_LEADS}{after}", re.IGNORECASE)
        self._rest = re.compile(rf"{rest}", re.IGNORECASE)
        heads = "|".join(re.sub(r"\?P<\w+>", "?:", one) for one in (usual, rest))
        self.next = re.compile(
            rf"(?:[,;\n]\s?|\.\s|{EXCEPT}|\s(?=and|but|while|&))(?:(?:and|but|then|while|with|&)\s)?(?={heads})"
            rf"|(?:;\s?|\n)(?={REF}(?![0-9]))|{_NOT_AFTER}\s(?={REF}\s?[:=\-]?\s?{_COLOUR})",
            re.IGNORECASE,
        )
        self.only = re.compile(rf"(?P<targets>{targets})", re.IGNORECASE)

    def head(self, text: str, begin: int = 0) -> Head | None:
        """Read what begins an entry at that place of a text. None if nothing does."""
        for pattern in (self._usual, self._after, self._rest, *((ALL_BUT, ALL_FIRST, ALL_AFTER) if begin == 0 else ())):
            if found := pattern.match(text, begin):
                return _head(found, text)
        return None


def _head(found: re.Match[str], text: str) -> Head:
    told = found.groupdict()
    set_named = told.get("set")
    targets = (named_set(set_named),) if set_named else targets_in(told["targets"])
    word = " ".join(told["word"].casefold().split())
    status, end = _chosen(word, text, found.end())
    left_out = targets_in(told.get("out") or "")
    return Head(targets=targets, status=status, keep=word not in _STATUS, end=end, left_out=left_out)


def _chosen(word: str, text: str, end: int) -> tuple[Status | None, int]:
    """Return the status named, and where that ends. None if it is one of several, or in doubt.

    A colour among other words ("Red Cross") is in doubt too, and stays with them.
    """
    found = {_STATUS[word]} if word in _STATUS else set()
    doubted = False
    for _ in range(_CHOICES):
        more = _CHOICE.match(text, end) if found else None
        if more is None:
            break
        said = more["either"] or more["ended"] or more["among"]
        doubted = doubted or said is None
        found |= {_STATUS[" ".join(said.casefold().split())]} if said else set()
        if more["among"]:
            break
        end = more.end()
    return (next(iter(found)) if len(found) == 1 and not doubted else None), end


def status_named(said: str) -> Status | None:
    """Return the status that these words are, and nothing else. None if they are none."""
    return _STATUS.get(" ".join(said.casefold().split()))


def named_set(words: str) -> str:
    """Return which set of milestones these words mean: all of a list, or the rest of it."""
    return REST if re.match(_REST, words, re.IGNORECASE) and not re.match(_ALL, words, re.IGNORECASE) else ALL


def targets_in(words: str) -> tuple[str, ...]:
    """Return the milestones that these words name, each by its ref or number, a range as "FROM-TO"."""
    found = re.finditer(rf"({_ANY})(?:{_GOES_TO}{_NAMED}({_ANY}))?", words, re.IGNORECASE)
    return tuple(f"{one[1]}-{one[2]}" if one[2] else one[1] for one in found)


ALL_BUT = re.compile(
    rf"{_LEADS}(?P<set>{_REST}|{_ALL}){EXCEPT}(?P<out>{_targets(_ANY)})\)?{_IS}(?P<word>{_COLOUR}|{_SAME})", re.IGNORECASE
)
ALL_FIRST = re.compile(rf"{_LEADS}(?P<set>{_REST}|{_ALL}){_IS}(?P<word>{_COLOUR}|{_SAME})", re.IGNORECASE)
ALL_AFTER = re.compile(
    rf"{_LEADS}(?P<word>{_COLOUR}|{_SAME})\s?(?:(?:for|on|to)\s)?(?P<set>{_REST}|{_ALL}){_ENDS}", re.IGNORECASE
)
ALL_NAMED = re.compile(rf"(?P<set>{_REST}|{_ALL})\b(?: (?:is|are|now|still)\b){{0,2}}(?=\s)", re.IGNORECASE)
_GOES_ON = r"\s?[,;.:(]\s?\S|\s-\s|\s(?:because|as|since|while|until|due to|thanks|thank you|please)\b|\s?[^\w\s,;.:()\-!?\"'/&+]"
NOTHING_NEW = re.compile(rf"(?P<said>{_NOTHING})(?:\s?[.!]*\s?\Z|(?={EXCEPT})|(?={_GOES_ON}))", re.IGNORECASE)
ALL_WELL = re.compile(
    r"(?P<still>(?:(?:all|everything)(?: is|'s)? )?still (?:at )?green)|(?:(?:it(?: is|'s)|we(?: are|'re)) )?(?:all|everything)"
    r"(?: is|'s)?(?: still)? (?:good|fine|well|okay|ok|going well|going fine)(?: here| so far)?",
    re.IGNORECASE,
)
LEFT_OUT = re.compile(rf"{EXCEPT}(?P<targets>{_targets(_ANY)})\s?[).!]*(?=[;\n]|\Z|\shttps?://)", re.IGNORECASE)
_OF_ONE = r"(?=\s?[,;:(\-]|\s(?:is|are|was|has|because|as|which|where|since|that|who|due|still|not|waiting)\b)"
EXCEPTED = re.compile(rf"{EXCEPT}(?P<targets>{_targets(REF)}|{_targets(_ANY)}{_OF_ONE})[):,]?", re.IGNORECASE)
a_set, a_status, bridge, several = rf"(?:{_REST}|{_ALL})", rf"(?:{_COLOUR}|{_SAME})", _IS, _targets(_ANY)
BY_REF, BY_NUMBER = Grammar(REF, by_number=False), Grammar(_ANY, by_number=True)
