"""A line of a card: one milestone that somebody is asked about, as it stands."""

from __future__ import annotations

from datetime import date

from bot.model.letters.nudge import AsDeputy, Cause, Escalation, ForPapers, PassedOn, Takeover, Unheard
from bot.model.noun import Noun
from bot.model.plan import Imported, Milestone
from bot.model.updates.dates import Dates
from bot.model.updates.update import Face, Standing, Update


class Line(Noun):
    """One numbered milestone on a card, with its dates, of which `due` is the one asked about, and how it is shown.

    `answered` once an update came after the card was sent: `answer`, if it is not the one that counts. `rests` is until when
    they have snoozed it, and `passed` the role that answers for it now, if that is none of theirs any more. It is `told` if it
    is passed on to them because nobody answered; `may` they say how it stands all the same? `imported` is what the plan's
    tracker said, if nobody has said anything since. `papers` is the board's meeting for whose papers it is asked.
    """

    plan: str
    milestone: Milestone
    standing: Standing
    dates: Dates
    face: Face
    kind: Cause | None  # None: just that it is still open
    working_days: int | None = None
    role: str = ""
    above: Escalation | None = None
    as_deputy: AsDeputy | None = None
    taken: Takeover | None = None
    passed_on: PassedOn | None = None
    papers: ForPapers | None = None
    unheard: Unheard = Unheard.ASKED
    asker: str = ""
    answered: bool = False
    answer: Update | None = None
    rests: date | None = None
    passed: str = ""
    told: bool = False
    imported: Imported | None = None
    may: bool = True

    @property
    def is_open(self) -> bool:
        """Say if it still waits for an answer of theirs."""
        return not (self.answered or self.rests or self.passed)
