"""The typed line: a milestone's update as a person types it, read into entries."""

from __future__ import annotations

import re

from bot.model.noun import Noun
from bot.model.update import Status as Colour
from bot.rules.dates import phrase_in

REF = r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}"
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_STATUS = {
    "not started": Colour.NOT_STARTED,
    "not_started": Colour.NOT_STARTED,
    "green": Colour.GREEN,
    "amber": Colour.AMBER,
    "red": Colour.RED,
    "complete": Colour.COMPLETE,
    "completed": Colour.COMPLETE,
    "done": Colour.COMPLETE,
}
_SAME = ("same", "no change", "unchanged")
_WORD = r"(not[ _]started|green|amber|red|completed?|done|same|no change|unchanged)"
_ANY = rf"(?:{REF}|[0-9]{{1,3}})"
_PASSES = 9
_EDGES = " ,;:-\n"
_MOST_NAMED = 50  # milestones before one status word


class Entry(Noun):
    """One part of a typed line: which milestone (a ref, or a number of the last list), and what is said of it."""

    target: str
    status: Colour | None
    keep: bool = False
    narrative: str = ""
    path: str = ""
    forecast: str = ""
    decision: str = ""
    links: tuple[str, ...] = ()
    bad_links: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the text a person could have typed."""
        word = "same" if self.keep else (self.status or Colour.GREEN).value.replace("_", " ")
        parts = [f"{self.target} {word}"]
        parts += [f"forecast {self.forecast}:"] if self.forecast else []
        parts += [self.narrative] if self.narrative else []
        parts += [*self.links, *self.bad_links]
        parts += [f"path: {self.path}"] if self.path else []
        parts += [f"decision: {self.decision}"] if self.decision else []
        return " ".join(parts)


def fold(text: str) -> str:
    """Join each run of blanks into one, and each run that holds a line's end into that."""
    lines = (" ".join(one.split()) for one in text.split("\n"))
    return "\n".join(one for one in lines if one)


def _head(one: str) -> str:
    more = _MOST_NAMED - 1
    return rf"({one}(?:[^\S\n]?(?:,|and|&)[^\S\n]?{one}){{0,{more}}})\s?[:\-]?\s{_WORD}\b"


def _grammar(one: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of an entry's beginning, and of the end before the next one."""
    return re.compile(_head(one), re.IGNORECASE), re.compile(rf"[,;\n]\s?(?={_head(one)})", re.IGNORECASE)


_BY_REF, _BY_NUMBER = _grammar(REF), _grammar(_ANY)


def entries_in(text: str) -> tuple[Entry, ...]:
    """Read the typed line until its own words say the same: taking a link out can bring a date to the end."""
    groups = _read(text)
    for _ in range(_PASSES):
        again = _read("\n".join(str(group) for group in groups))
        if again == groups:
            break
        groups = again
    return tuple(group.model_copy(update={"target": target}) for group in groups for target in re.findall(_ANY, group.target))


def _read(text: str) -> tuple[Entry, ...]:
    """Read what is said in one breath of one milestone or several.

    A line that begins with a full reference names every milestone so: a bare number in it is only a number.
    """
    begins, next_one = _BY_REF if re.match(rf"{REF}", text) else _BY_NUMBER
    groups: list[Entry] = []
    head = begins.match(text)
    while head is not None:
        after = next_one.search(text, head.end())
        groups.append(_group(head, text[head.end() : after.start() if after else len(text)]))
        head = begins.match(text, after.end()) if after else None
    return tuple(groups)


def _group(head: re.Match[str], rest: str) -> Entry:
    """Make one entry for all the milestones named before the status word."""
    word = head[2].casefold()
    entry = _spoken(rest, off_green=word in ("amber", "red"))
    targets = ",".join(re.findall(_ANY, head[1]))
    return entry.model_copy(update={"target": targets, "status": _STATUS.get(word), "keep": word in _SAME})


def _spoken(rest: str, off_green: bool) -> Entry:
    """Read what follows the status word. Takes out links, path, decision and forecast; the rest is the narrative."""
    links = [_bare(link) for link in _LINK.findall(rest)]
    rest = re.sub(rf"\s?({_LINK.pattern})", lambda found: f"{found[1][len(_bare(found[1])) :]} ", rest, flags=re.IGNORECASE)
    rest = re.sub(r"[^\S\n]+", " ", rest)
    rest, path = _labelled(rest, "path(?: to green)?")
    rest, decision = _labelled(rest, "decision(?: wanted)?")
    path, decision_in_path = _labelled(path, "decision(?: wanted)?")
    rest, forecast = _forecast(rest, off_green)
    if not forecast:
        path, forecast = _forecast(path, False)
    return Entry(
        target="",
        status=None,
        narrative=_tidy(rest),
        path=_tidy(path),
        decision=_tidy(f"{decision} {decision_in_path}"),
        forecast=forecast,
        links=tuple(link for link in links if link.lower().startswith("https://")),
        bad_links=tuple(link for link in links if not link.lower().startswith("https://")),
    )


def _bare(link: str) -> str:
    """Return a link without the sentence's punctuation. A closing bracket stays if the link opened it."""
    end, unopened = len(link), link.count(")") - link.count("(")
    while end and (link[end - 1] in ".,;" or (link[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= link[end] == ")"
    return link[:end]


def _labelled(text: str, label: str) -> tuple[str, str]:
    found = re.search(rf"\b{label}\s?:", text, re.IGNORECASE)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _forecast(text: str, bare: bool) -> tuple[str, str]:
    """Take the forecast out: the day after that word, or the words there that are none and will be asked about."""
    for label in re.finditer(r"[,;]?\s?\bforecast:?\s+", text, re.IGNORECASE):
        found = phrase_in(text[label.end() :])
        if found is not None and not found.before:
            return f"{text[: label.start()]} {found.after}", found.said
    unread = re.search(r"(?:\A|[,;.])\s?forecast:?\s+((?:[^,;:.\n]|\.(?=[^\s,;:]))+)", text, re.IGNORECASE)
    if unread is not None:
        return f"{text[: unread.start()]} {text[unread.end() :]}", " ".join(unread[1].split())
    words = text.rstrip(f"{_EDGES}.")
    last = re.split("[,;]", words)[-1].lstrip()
    found = phrase_in(last) if bare and last != words else None
    if found is not None and not found.before and not found.after:
        return words[: -len(last)].rstrip(_EDGES), found.said
    return text, ""


def _tidy(text: str) -> str:
    return fold(text).strip(_EDGES)
