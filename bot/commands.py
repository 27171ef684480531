"""The one grammar: what a person types, or a button says, becomes a command. Never raises, whatever is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches

from bot.dates import DAY, day_in
from bot.message import Item, Items, Message, Paragraph
from bot.model import Noun
from bot.model import Status as Colour
from bot.wording import all_words, line, words

REF = r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}"
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_TOKEN = re.compile(r"\s+#([\w-]+)$")
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


def _head(one: str) -> str:
    return rf"({one}(?:[^\S\n]*(?:,|and|&)[^\S\n]*{one})*)\s*[:\-]?\s+{_WORD}\b"


def _grammar(one: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How an entry begins, and where the next one starts."""
    return re.compile(_head(one), re.IGNORECASE), re.compile(rf"[,;\n]\s*(?={_head(one)})", re.IGNORECASE)


_BY_REF, _BY_NUMBER = _grammar(REF), _grammar(_ANY)


class Said(Noun):
    """What every command has: the plan it names, if it does."""

    plan: str | None = None

    def _body(self) -> str:
        return ""

    def __str__(self) -> str:
        """The text a person could have typed."""
        return f"in {self.plan}: {self._body()}" if self.plan else self._body()


class Help(Said):
    """help [topic]"""

    topic: str | None = None

    def _body(self) -> str:
        return f"help {self.topic}" if self.topic else "help"


class Mine(Said):
    """mine"""

    def _body(self) -> str:
        return "mine"


class Status(Said):
    """status [ref | priority | role]"""

    about: str | None = None

    def _body(self) -> str:
        return f"status {self.about}" if self.about else "status"


class Due(Said):
    """due [period]"""

    period: str | None = None

    def _body(self) -> str:
        return f"due {self.period}" if self.period else "due"


class Overdue(Said):
    """overdue"""

    def _body(self) -> str:
        return "overdue"


class Red(Said):
    """red"""

    def _body(self) -> str:
        return "red"


class Amber(Said):
    """amber"""

    def _body(self) -> str:
        return "amber"


class Silent(Said):
    """silent"""

    def _body(self) -> str:
        return "silent"


class DigestNow(Said):
    """digest"""

    def _body(self) -> str:
        return "digest"


class UpdateForm(Said):
    """update REF [REF ...]; the token names what stood when the form was drawn."""

    refs: tuple[str, ...]
    token: str | None = None

    def _body(self) -> str:
        return f"update {' '.join(self.refs)}{_tail(self.token)}"


class History(Said):
    """history REF"""

    ref: str

    def _body(self) -> str:
        return f"history {self.ref}"


class Who(Said):
    """who REF"""

    ref: str

    def _body(self) -> str:
        return f"who {self.ref}"


class AskFor(Said):
    """ask REF"""

    ref: str

    def _body(self) -> str:
        return f"ask {self.ref}"


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
        """The text a person could have typed."""
        word = "same" if self.keep else (self.status or Colour.GREEN).value.replace("_", " ")
        parts = [f"{self.target} {word}"]
        parts += [f"forecast {self.forecast}:"] if self.forecast else []
        parts += [self.narrative] if self.narrative else []
        parts += [*self.links, *self.bad_links]
        parts += [f"path: {self.path}"] if self.path else []
        parts += [f"decision: {self.decision}"] if self.decision else []
        return " ".join(parts)


class Declare(Said):
    """The typed line, for one milestone or several."""

    entries: tuple[Entry, ...]

    def _body(self) -> str:
        return "\n".join(str(entry) for entry in self.entries)


class Save(Said):
    """save #token, or yes"""

    token: str | None = None

    def _body(self) -> str:
        return f"save{_tail(self.token)}" if self.token else "yes"


class Change(Said):
    """change #token"""

    token: str | None = None

    def _body(self) -> str:
        return f"change{_tail(self.token)}"


class Discard(Said):
    """no #token, no, cancel or let go: what was said back is not to be saved"""

    token: str | None = None

    def _body(self) -> str:
        return f"no{_tail(self.token)}"


class AddEvidence(Said):
    """evidence REF LINK [what it shows]"""

    ref: str
    link: str
    shows: str = ""

    def _body(self) -> str:
        return f"evidence {self.ref} {self.link} {self.shows}".rstrip()


class OfferEvidence(Said):
    """evidence LINK [what it shows]: which milestone it is for is asked in a form"""

    link: str
    shows: str = ""

    def _body(self) -> str:
        return f"evidence {self.link} {self.shows}".rstrip()


class Home(Said):
    """home"""

    def _body(self) -> str:
        return "home"


class SeedRoles(Said):
    """seed roles"""

    def _body(self) -> str:
        return "seed roles"


class Holder(Said):
    """holder ROLE EMAIL [from DATE]"""

    role: str
    email: str
    starts: date | None = None

    def _body(self) -> str:
        since = f" from {self.starts.isoformat()}" if self.starts else ""
        return f"holder {self.role} {self.email}{since}"


class Preview(Said):
    """preview [days]"""

    days: int | None = None

    def _body(self) -> str:
        return f"preview {self.days}" if self.days else "preview"


class Pause(Said):
    """pause all"""

    def _body(self) -> str:
        return "pause all"


class Resume(Said):
    """resume all"""

    def _body(self) -> str:
        return "resume all"


class Board(Said):
    """board here, board gone"""

    here: bool

    def _body(self) -> str:
        return "board here" if self.here else "board gone"


class Unknown(Said):
    """Anything else, with the command it comes nearest to."""

    said: str
    nearest: str

    def _body(self) -> str:
        return self.said


Command = (
    Help
    | Mine
    | Status
    | Due
    | Overdue
    | Red
    | Amber
    | Silent
    | DigestNow
    | UpdateForm
    | History
    | Who
    | AskFor
    | Declare
    | Save
    | Change
    | Discard
    | AddEvidence
    | OfferEvidence
    | Home
    | SeedRoles
    | Holder
    | Preview
    | Pause
    | Resume
    | Board
    | Unknown
)


def _tail(token: str | None) -> str:
    return f" #{token}" if token else ""


# ---- parsing ------------------------------------------------------------------------------

_PLAIN: dict[str, Callable[[str | None], Command]] = {
    "home": lambda plan: Home(plan=plan),
    "mine": lambda plan: Mine(plan=plan),
    "overdue": lambda plan: Overdue(plan=plan),
    "red": lambda plan: Red(plan=plan),
    "amber": lambda plan: Amber(plan=plan),
    "silent": lambda plan: Silent(plan=plan),
    "digest": lambda plan: DigestNow(plan=plan),
    "seed roles": lambda plan: SeedRoles(plan=plan),
    "pause all": lambda plan: Pause(plan=plan),
    "resume all": lambda plan: Resume(plan=plan),
    "board here": lambda plan: Board(plan=plan, here=True),
    "board gone": lambda plan: Board(plan=plan, here=False),
    "help": lambda plan: Help(plan=plan),
    "status": lambda plan: Status(plan=plan),
    "due": lambda plan: Due(plan=plan),
    "preview": lambda plan: Preview(plan=plan),
    "yes": lambda plan: Save(plan=plan),
    "y": lambda plan: Save(plan=plan),
    "ok": lambda plan: Save(plan=plan),
    "no": lambda plan: Discard(plan=plan),
    "cancel": lambda plan: Discard(plan=plan),
    "let go": lambda plan: Discard(plan=plan),
    "save": lambda plan: Save(plan=plan),
    "change": lambda plan: Change(plan=plan),
}


def parse(said: str, today: date) -> Command:
    """The command in a text. Case and spare spaces do not matter; a leading "/milepost" is dropped."""
    text = re.sub(r"^\s*/?milepost\b[:,]?\s*", "", said, flags=re.IGNORECASE).strip()
    plan = None
    if chosen := re.match(r"in ([\w.-]+):\s*", text, re.IGNORECASE):
        plan, text = chosen[1], text[chosen.end() :].strip()
    folded = " ".join(text.lower().split()).rstrip(".!? ")
    if folded in _PLAIN:
        return _PLAIN[folded](plan)
    found = _with_words(text, plan, today) or _declared(text, plan)
    return found or Unknown(plan=plan, said=text if plan else said, nearest=_nearest(text))


def _with_words(text: str, plan: str | None, today: date) -> Command | None:
    verb, *others = text.split() or [""]
    token, rest = None, " ".join(others)
    if verb.lower() in ("save", "change", "no", "update") and (named := _TOKEN.search(f" {rest}")):
        token, rest = named[1], f" {rest}"[: named.start()].strip()
    about = None if re.fullmatch(r"#[\w-]+", rest) else rest or None
    ref = rest.rstrip(".!?") if re.fullmatch(REF, rest.rstrip(".!?"), re.ASCII) else None
    match verb.lower():
        case "save":
            return Save(plan=plan, token=token) if token and not rest else None
        case "change":
            return Change(plan=plan, token=token) if token and not rest else None
        case "no":
            return Discard(plan=plan, token=token) if token and not rest else None
        case "update":
            refs = tuple(re.split(r"[,\s]+", rest.rstrip(".!?")))
            known = all(re.fullmatch(REF, one, re.ASCII) for one in refs)
            return UpdateForm(plan=plan, refs=tuple(dict.fromkeys(refs)), token=token) if known else None
        case "history":
            return History(plan=plan, ref=ref) if ref else None
        case "who":
            return Who(plan=plan, ref=ref) if ref else None
        case "ask":
            return AskFor(plan=plan, ref=ref) if ref else None
        case "help":
            return Help(plan=plan, topic=about)
        case "status":
            return Status(plan=plan, about=about.rstrip(".!? ") or None if about else None)
        case "due":
            return Due(plan=plan, period=about)
        case "preview":
            days = re.fullmatch(r"(\d{1,3})(?: days?)?", rest, re.ASCII)
            return Preview(plan=plan, days=int(days[1])) if days and 1 <= int(days[1]) <= 400 else None
        case "evidence":
            found = re.fullmatch(rf"({REF}) (\S+)(?: (.*))?", rest, re.ASCII | re.DOTALL)
            if found:
                return AddEvidence(plan=plan, ref=found[1], link=found[2], shows=found[3] or "")
            offered = re.fullmatch(r"(https?://\S+)(?: (.*))?", rest, re.IGNORECASE | re.DOTALL)
            return OfferEvidence(plan=plan, link=offered[1], shows=offered[2] or "") if offered else None
        case "holder":
            return _holder(rest, plan, today)
    return None


def _holder(rest: str, plan: str | None, today: date) -> Holder | None:
    found = re.fullmatch(r"(.+?) (\S+@\S+?)(?: from (.+))?", rest, re.IGNORECASE)
    if found is None:
        return None
    starts = day_in(found[3], today) if found[3] else None
    if found[3] and starts is None:
        return None
    return Holder(plan=plan, role=found[1], email=found[2].lower(), starts=starts)


def _declared(text: str, plan: str | None) -> Declare | None:
    """The typed line, read again from its own words until they say the same: taking a link out can bring a date to the end."""
    entries = _read(text)
    for _ in range(_PASSES):
        again = _read("\n".join(str(entry) for entry in entries))
        if again == entries:
            break
        entries = again
    return Declare(plan=plan, entries=entries) if entries else None


def _read(text: str) -> tuple[Entry, ...]:
    """A line that begins with a full reference names every milestone so: a bare number in it is only a number."""
    begins, next_one = _BY_REF if re.match(rf"{REF}", text) else _BY_NUMBER
    entries: list[Entry] = []
    head = begins.match(text)
    while head is not None:
        after = next_one.search(text, head.end())
        entries += _entries(head, text[head.end() : after.start() if after else len(text)])
        head = begins.match(text, after.end()) if after else None
    return tuple(entries)


def _entries(head: re.Match[str], rest: str) -> list[Entry]:
    word = head[2].casefold()
    entry = _spoken(rest, off_green=word in ("amber", "red"))
    status, keep = _STATUS.get(word), word in _SAME
    targets = re.findall(_ANY, head[1])
    return [entry.model_copy(update={"target": target, "status": status, "keep": keep}) for target in targets]


def _spoken(rest: str, off_green: bool) -> Entry:
    """Everything after the status word: links, path, decision and forecast taken out; the rest is the narrative."""
    links = [_bare(link) for link in _LINK.findall(rest)]
    rest = re.sub(rf"\s*({_LINK.pattern})", lambda found: f"{found[1][len(_bare(found[1])) :]} ", rest, flags=re.IGNORECASE)
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
    """A link without the sentence's punctuation; a closing bracket stays where the link opened it."""
    while link.endswith((".", ",", ";")) or (link.endswith(")") and link.count(")") > link.count("(")):
        link = link[:-1]
    return link


def _labelled(text: str, label: str) -> tuple[str, str]:
    found = re.search(rf"\b{label}\s*:", text, re.IGNORECASE)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _forecast(text: str, bare: bool) -> tuple[str, str]:
    found = re.search(rf"[,;]?\s*\bforecast:?\s+({DAY})(?!\w)", text, re.IGNORECASE)
    if found is None and bare:
        text = text.rstrip(_EDGES)
        found = re.search(rf"[,;]\s*({DAY})[\s.,;]*$", text, re.IGNORECASE)
    if found is None:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}", " ".join(found[1].split())


def _tidy(text: str) -> str:
    lines = (" ".join(one.split()) for one in text.split("\n"))
    return "\n".join(one for one in lines if one).strip(_EDGES)


# ---- help -----------------------------------------------------------------------------------


def usages() -> dict[str, tuple[str, str]]:
    """Each command's usage sentence and one example, by name, from `prompts/help.toml`."""
    known = all_words("help")
    names = dict.fromkeys(key.partition(".")[0] for key in known)
    return {name: (known[f"{name}.usage"], known[f"{name}.example"]) for name in names}


def nearest_of(said: str, names: Sequence[str]) -> str:
    """The name that comes nearest to what was said."""
    folded = {name.casefold(): name for name in names}
    close = get_close_matches(said.casefold(), folded, n=1, cutoff=0.0)
    return folded[close[0]] if close else ""


def _nearest(text: str) -> str:
    first = text.split(" ", 1)[0].lower() if text else "help"
    if re.match(r"\d", first):
        return "line"
    close = get_close_matches(first, list(usages()), n=1, cutoff=0.5)
    return close[0] if close else "help"


def help_message(topic: str | None) -> Message:
    """All commands, or one, each with an example that works."""
    known = usages()
    chosen = [topic.lower()] if topic and topic.lower() in known else list(known)
    facts = [{"usage": known[name][0], "example": known[name][1]} for name in chosen]
    lines = tuple(Item(spans=line("replies.help.line", fact)) for fact in facts)
    return Message(title=words("replies.help.title"), blocks=(Items(lines=lines),))


def not_understood(nearest: str) -> Message:
    """Nothing was understood: the nearest command's usage and an example."""
    usage, example = usages().get(nearest, usages()["help"])
    return Message(
        title=words("replies.unknown.title"),
        blocks=(
            Paragraph(spans=line("replies.unknown.try", {"usage": usage, "example": example})),
            Paragraph(spans=line("replies.unknown.help")),
        ),
    )
