"""The one grammar: what a person types, or a button says, becomes a command. Never raises, whatever is typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from bot.rules.dates import day_in
from bot.wording.commands import (
    MOST_TYPED,
    REF,
    AddEvidence,
    Amber,
    AskFor,
    Board,
    Change,
    Command,
    Confirm,
    ConfirmFor,
    DigestNow,
    Discard,
    Due,
    Help,
    History,
    Holder,
    Home,
    Mine,
    OfferEvidence,
    Overdue,
    Pause,
    Preview,
    Red,
    Refuse,
    Resume,
    Save,
    SeedRoles,
    Silent,
    Status,
    TooLong,
    Unknown,
    UpdateForm,
    Who,
    fold,
)
from bot.wording.help import nearest
from bot.wording.typed_line import declared

_TOKEN = re.compile(r"\s+#([\w-]+)$")
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
    text = re.sub(r"\A/?milepost\b[:,]?\s?", "", fold(said), flags=re.IGNORECASE).strip()
    plan = None
    if chosen := re.match(r"in ([\w.-]+):\s?", text, re.IGNORECASE):
        plan, text = chosen[1], text[chosen.end() :].strip()
    folded = " ".join(text.lower().split()).rstrip(".!? ")
    if folded in _PLAIN:
        return _PLAIN[folded](plan)
    found = _with_words(text, plan, today) or declared(text, plan)
    return found or Unknown(plan=plan, said=text if plan else said, nearest=nearest(text))


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
