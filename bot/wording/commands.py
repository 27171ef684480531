"""The commands: what a person may ask or say, each with the text that says it."""

from __future__ import annotations

from datetime import date

from bot.model.noun import Noun
from bot.model.update import Status as Colour

MOST_TYPED = 12_000  # characters of one message; a longer one is refused whole, and nothing reads it
REF = r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}"


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


def fold(text: str) -> str:
    """The text with each run of blanks as one, and each run that holds a line's end as that."""
    lines = (" ".join(one.split()) for one in text.split("\n"))
    return "\n".join(one for one in lines if one)
