"""What people do for the board in the simulated year: leads write, members challenge, owners answer, the chair decides, an admin issues."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from bot.wording.sentences import words
from tests.world.plan import BOARD
from tests.world.real_plan import ADMIN, CHAIR, MEMBER, SECOND
from tests.world.wires import Seat

if TYPE_CHECKING:
    from tests.world.year import Year

NEVER = 5  # the priority whose lead never writes
CHALLENGES = 12, 7  # working days before a meeting on which members ask the board's questions
ENOUGH = 0.75  # of the answers
REPORT = {  # what an owner adds to an exception report that begins with their own words
    "for_children": "Families wait a term longer for a named case officer.",
    "for_plan": "What builds on this step begins later too.",
    "options": "Agency cover until the spring. Or two officers shared with a neighbour.",
    "recommendation": "Agency cover until the spring.",
    "decision_wanted": "Fund agency cover until the spring.",
    "lessons": "Agree the pay grade before posts are advertised.",
}
NARRATIVE = {
    "Overall status": "Green", "What next": "The rest of the schools.", "Escalate": "Two posts have been vacant since September.",
    "Forecast": "Green",
}  # fmt: skip
WANTED = re.compile(r"Priority (\d+): (?:please write|nothing is written yet)")
TO_ANSWER = re.compile(r"\b([ac]\d+)\b (?:[^\n]* asks about|The board wants this done|The answer [^\n]*is not enough yet)")
ANSWERED = re.compile(r"\b([ac]\d+)\b [^\n]* has answered\.")
TO_DECIDE = re.compile(r"\b(d\d+)\b A decision is wanted from the board")
LATE = re.compile(r"(\d+\.\d+\.\d+) is now expected by|You can begin with (\d+\.\d+\.\d+) here")
EXCEPTION = "Open an exception report"


SLOW = tuple(words(name) for name in ("teams.toast.slow", "deliver.teams.slow", "deliver.slack.slow"))
PATIENCE = 240  # halves of a second for which somebody waits who was told that it takes a moment


async def _come(seat: Seat, told: str, wanted: str) -> str:
    """What was answered, once it is here: a machine with much to do says first that it takes a moment."""
    for _ in range(PATIENCE):
        if wanted in told or not any(slow in told for slow in SLOW):
            break
        await asyncio.sleep(0.5)
        told = "\n".join([told, *seat.messages()[-2:]])
    return told


ASKS = ", decision: fund two posts until April"  # what somebody in the red adds


@dataclass
class BoardLife:
    """The board's part of a year. It has dice of its own, so that all else happens as it would without a board."""

    year: Year
    dice: Random
    done: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)  # the milestones with an exception report

    def __post_init__(self) -> None:
        plan = self.year.plan
        self.leads = {number: name for name in plan.names for number in plan.leads(name)}
        cycle = plan.policy.board
        for meeting in (one.on for one in cycle.meetings):
            for n, before in enumerate(CHALLENGES):
                self.year.on(self.year.later(meeting, -before), lambda n=n, meeting=meeting: self.challenges((MEMBER, SECOND)[n], meeting))  # type: ignore[misc]
            self.year.on(self.year.later(meeting, 1 - cycle.papers_due), self.issues)
            self.year.on(meeting, self.meets)

    # ---- what a letter moves people to

    def was_asked(self, name: str, letters: list[str], day: date) -> None:
        """Somebody had a letter that may hold something of the board's."""
        told = "\n".join(letters)
        for number in map(int, WANTED.findall(told)):
            if self.leads.get(number) == name and number != NEVER:
                self._soon(day, (0, 1), lambda number=number: self.writes(name, number))  # type: ignore[misc]
        for handle in dict.fromkeys(TO_ANSWER.findall(told)):
            self._soon(day, (1, 2, 3), lambda handle=handle: self.answers(name, handle))  # type: ignore[misc]
        for handle in dict.fromkeys(ANSWERED.findall(told)):
            self._soon(day, (0, 1), lambda handle=handle: self.judges(name, handle))  # type: ignore[misc]
        for handle in dict.fromkeys(TO_DECIDE.findall(told)):
            self._soon(day, (1, 2), lambda handle=handle: self.decides(name, handle))  # type: ignore[misc]

    # ---- what they do

    async def writes(self, name: str, number: int) -> None:
        """A lead writes about a priority: in the form, or in a line."""
        seat = self.year.story.person(name)
        if number % 2:
            line = f"narrative {number} amber moved: step {self.dice.randrange(100)} was taken. next: the first review. forecast: green"
            said = await seat.says(line)
        else:
            await seat.opens(f"narrative {number}")
            await seat.fills({**NARRATIVE, "What moved": f"Training reached {self.dice.randrange(10, 99)} schools."})
            said = await seat.presses("Save")
        self._note("narratives", said, "Saved")

    async def challenges(self, name: str, meeting: date) -> None:
        """A member of the board asks a question in the board's channel."""
        action = self.dice.choice(self.year.plan.actions)
        here = self.year.story.person(name).at(BOARD)
        self._note("challenges", await here.says(f"challenge {action} what has changed for families by {meeting:%B}?"), "Saved")

    async def answers(self, name: str, handle: str) -> None:
        """Somebody answers what the board wants of them."""
        seat = self.year.story.person(name)
        line = f"answer {handle} it began this month https://files.example.org/{handle}"
        self._note("answers", await seat.says(line), "Saved")

    async def judges(self, name: str, handle: str) -> None:
        """Whoever asked says if the answer is enough."""
        seat = self.year.story.person(name)
        if self.dice.random() < ENOUGH:
            self._note("accepted", await seat.says(f"accept {handle}"), "Saved")
        else:
            self._note("not accepted", await seat.says(f"not accepted {handle}: how many families is that?"), "Sent back")

    async def decides(self, name: str, handle: str) -> None:
        """The chair decides, with a reason."""
        line = f"decide {handle}: fund one of the two because money is short; options: both, or none; conditions: report in a month"
        self._note("decisions", await self.year.story.person(name).says(line), "Saved")

    async def explains(self, seat: Seat, ref: str) -> None:
        """An owner whose forecast passed the tolerance takes the offered report, and completes it."""
        await seat.presses(EXCEPTION)
        await seat.fills(REPORT)
        said = await seat.presses("Save")
        self._note("exceptions", said, "Saved")
        if "Saved" in said:
            self.explained.append(ref)

    async def issues(self) -> None:
        """An admin looks at the papers that were frozen, and issues them."""
        seat = self.year.story.person(ADMIN)
        shown = await _come(seat, await seat.says("issue board"), "shall I issue")
        told = await _come(seat, await seat.presses("Issue it"), "issued") if "shall I issue" in shown else shown
        self._note("issues", told, "issued")

    async def meets(self) -> None:
        """The board meets: it wants something done."""
        owner = self.dice.choice([row.role for row in self.year.plan.rows if row.role])
        by = self.year.later(self.year.today, 15)
        line = f"action: bring what families say to the board, owner {owner}, by {by:%-d %B %Y}"
        self._note("actions", await self.year.story.person(CHAIR).says(line), "Saved")

    def _soon(self, day: date, waits: tuple[int, ...], deed: Callable[[], Awaitable[None]]) -> None:
        self.year.on(self.year.later(day, self.dice.choice(waits)), deed)

    def _note(self, what: str, told: str, wanted: str) -> None:
        if wanted in told:
            self.done[what] += 1
        elif " already." not in told and words("teams.toast.slow") not in told:  # somebody else was sooner, or the answer comes later
            self.refused.append(f"{what}: {told}")
