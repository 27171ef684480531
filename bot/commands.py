"""The one grammar: what a person types, or a button says, becomes a command. Never raises, whatever is typed.

Nothing looks at a text that is too long, and before any pattern looks at the others their blanks are folded: so that no
text takes more than a few times its length to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches

from bot.dates import DAY, day_in
from bot.model.message import Item, Items, Message, Paragraph
from bot.model.noun import Noun
from bot.model.update import Status as Colour
from bot.wording import Fact, all_words, line, words

MOST_TYPED = 12_000  # characters of one message; a longer one is refused whole, and nothing reads it
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
_MOST_NAMED = 50  # milestones before one status word
_MOST_NAME = 100  # letters of a word or a name that are compared with those known


def _head(one: str) -> str:
    more = _MOST_NAMED - 1
    return rf"({one}(?:[^\S\n]?(?:,|and|&)[^\S\n]?{one}){{0,{more}}})\s?[:\-]?\s{_WORD}\b"


def _grammar(one: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How an entry begins, and where the next one starts."""
    return re.compile(_head(one), re.IGNORECASE), re.compile(rf"[,;\n]\s?(?={_head(one)})", re.IGNORECASE)


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


class Confirm(Said):
    """confirm CODE: a new account is mine"""

    code: str

    def _body(self) -> str:
        return f"confirm {self.code}"


class Refuse(Said):
    """refuse CODE: a new account is not mine"""

    code: str

    def _body(self) -> str:
        return f"refuse {self.code}"


class ConfirmFor(Said):
    """confirm EMAIL on slack|teams: a new account is that person's"""

    email: str
    platform: str

    def _body(self) -> str:
        return f"confirm {self.email} on {self.platform}"


class TooLong(Said):
    """More than is read: how many characters it had."""

    count: int


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
    | Confirm
    | Refuse
    | ConfirmFor
    | TooLong
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
    if len(said) > MOST_TYPED:
        return TooLong(count=len(said))
    text = re.sub(r"\A/?milepost\b[:,]?\s?", "", _folded(said), flags=re.IGNORECASE).strip()
    plan = None
    if chosen := re.match(r"in ([\w.-]+):\s?", text, re.IGNORECASE):
        plan, text = chosen[1], text[chosen.end() :].strip()
    folded = " ".join(text.lower().split()).rstrip(".!? ")
    if folded in _PLAIN:
        return _PLAIN[folded](plan)
    found = _with_words(text, plan, today) or _declared(text, plan)
    return found or Unknown(plan=plan, said=text if plan else said, nearest=_nearest(text))


def _folded(text: str) -> str:
    """The text with each run of blanks as one, and each run that holds a line's end as that."""
    lines = (" ".join(one.split()) for one in text.split("\n"))
    return "\n".join(one for one in lines if one)


def _with_words(text: str, plan: str | None, today: date) -> Command | None:
    verb, *others = text.split() or [""]
    token, rest = None, " ".join(others)
    if verb.lower() in ("save", "change", "no", "update") and (named := _TOKEN.search(f" {rest}")):
        token, rest = named[1], f" {rest}"[: named.start()].strip()
    about = _about(rest)
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
            return Status(plan=plan, about=_about(rest.rstrip(".!? ")))
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
        case "confirm" | "refuse":
            return _account(verb.lower(), rest.rstrip(".!?"), plan)
    return None


def _account(verb: str, rest: str, plan: str | None) -> Confirm | Refuse | ConfirmFor | None:
    if re.fullmatch(r"[a-z2-9]{6}", rest, re.IGNORECASE | re.ASCII):
        code = rest.upper()
        return Confirm(plan=plan, code=code) if verb == "confirm" else Refuse(plan=plan, code=code)
    whose = re.fullmatch(r"(\S+@\S+) on ([a-z]+)", rest, re.IGNORECASE | re.ASCII)
    if whose is None or verb == "refuse":
        return None
    return ConfirmFor(plan=plan, email=whose[1].lower(), platform=whose[2].lower())


def _about(rest: str) -> str | None:
    return None if re.fullmatch(r"#[\w-]+", rest) else rest or None


def _holder(rest: str, plan: str | None, today: date) -> Holder | None:
    said = rest.split(" ")
    last = len(said) - 1
    for at, word in enumerate(said[1:], 1):
        dated = at + 1 < last and said[at + 1].lower() == "from"
        if "@" in word[1:-1] and (at == last or dated):  # else it is part of the role
            starts = day_in(" ".join(said[at + 2 :]), today) if dated else None
            role, email = " ".join(said[:at]), word.lower()
            return None if dated and starts is None else Holder(plan=plan, role=role, email=email, starts=starts)
    return None


def _declared(text: str, plan: str | None) -> Declare | None:
    """The typed line, read again from its own words until they say the same: taking a link out can bring a date to the end."""
    groups = _read(text)
    for _ in range(_PASSES):
        again = _read("\n".join(str(group) for group in groups))
        if again == groups:
            break
        groups = again
    each = [group.model_copy(update={"target": target}) for group in groups for target in re.findall(_ANY, group.target)]
    return Declare(plan=plan, entries=tuple(each)) if each else None


def _read(text: str) -> tuple[Entry, ...]:
    """What is said in one breath of one milestone or several.

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
    """One entry for all the milestones named before the status word."""
    word = head[2].casefold()
    entry = _spoken(rest, off_green=word in ("amber", "red"))
    targets = ",".join(re.findall(_ANY, head[1]))
    return entry.model_copy(update={"target": targets, "status": _STATUS.get(word), "keep": word in _SAME})


def _spoken(rest: str, off_green: bool) -> Entry:
    """Everything after the status word: links, path, decision and forecast taken out; the rest is the narrative."""
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
    """A link without the sentence's punctuation; a closing bracket stays where the link opened it."""
    end, unopened = len(link), link.count(")") - link.count("(")
    while end and (link[end - 1] in ".,;" or (link[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= link[end] == ")"
    return link[:end]


def _labelled(text: str, label: str) -> tuple[str, str]:
    found = re.search(rf"\b{label}\s?:", text, re.IGNORECASE)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _forecast(text: str, bare: bool) -> tuple[str, str]:
    found = re.search(rf"[,;]?\s?\bforecast:?\s+({DAY})(?!\w)", text, re.IGNORECASE)
    if found is None and bare:
        text = text.rstrip(_EDGES)
        found = re.search(rf"[,;]\s?({DAY})[\s.,;]*\Z", text, re.IGNORECASE)
    if found is None:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}", " ".join(found[1].split())


def _tidy(text: str) -> str:
    return _folded(text).strip(_EDGES)


# ---- help -----------------------------------------------------------------------------------


def usages() -> dict[str, tuple[str, str]]:
    """Each command's usage sentence and one example, by name, from `prompts/help.toml`."""
    known = all_words("help")
    names = dict.fromkeys(key.partition(".")[0] for key in known)
    return {name: (known[f"{name}.usage"], known[f"{name}.example"]) for name in names}


def nearest_of(said: str, names: Sequence[str]) -> str:
    """The name that comes nearest to what was said."""
    folded = {name.casefold(): name for name in names}
    close = get_close_matches(said[:_MOST_NAME].casefold(), folded, n=1, cutoff=0.0)
    return folded[close[0]] if close else ""


def _nearest(text: str) -> str:
    first = text[:_MOST_NAME].split(" ", 1)[0].lower() if text else "help"
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


def too_long(count: int) -> Message:
    """Nothing of it was read: how long it was, and how long it may be."""
    facts: dict[str, Fact] = {"count": count, "most": MOST_TYPED}
    return Message(title=words("replies.long.title"), blocks=(Paragraph(spans=line("replies.long.message", facts)),))


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
