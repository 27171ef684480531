"""What people do in the simulated year to say if it helped: readings, impact steps, risks, and voices of families."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from bot.conversation.office.plans.keeping import begin
from bot.model.people import PersonRow
from bot.ports.record import Tx
from bot.program.demonstration.measures import of_the_demo
from bot.wording.sentences import words
from tests.world.real_plan import ADMIN, FORUM

if TYPE_CHECKING:
    from tests.world.year import Year

SMALL, SILENT = "m3", "m4"  # the measure behind which there are few children, and the one whose readings nobody gives
FEW, OF = 3, 47
GIVEN_AWAY = re.compile(r"\b3 (?:of|out of|/) ?47\b|(?<![\d.])6[.,][34]\d*(?![\d.]*\d)|\b3/47\b")  # what would tell how few there are
WANTED = re.compile(r"\b(m\d+) Reading wanted for ([^:\n]{3,40}):")
AGAIN = re.compile(r"\b(m\d+) Still no reading for ([^:\n]{3,40}):")
TO_SCORE = re.compile(r"\b(r\d+) (?:is|was) to be scored again|\b(r\d+) has no score yet")
TO_PLAN, TO_DO, TO_CLOSE = (
    re.compile(rf"\b(v\d+) Families said[^\n]*{end}") for end in ("What will be done", "What was done", "What is different for families now")
)
TO_STEP = re.compile(r"(?<![\d.])(\d+\.\d+) is delivered:[^\n]*(?:How far|how far|is it still)")


@dataclass
class ImpactLife:
    """The part of a year that says if it helped. It has dice of its own, so that all else happens as it would without."""

    year: Year
    dice: Random
    done: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)  # what Milepost answered
    given: set[tuple[str, str]] = field(default_factory=set)  # measures and periods

    async def begins(self) -> None:
        """The measures of the plan's own sentences are set, the forum has somebody who speaks, and two risks are raised."""
        year, short = self.year, self.year.plan.short

        def load(tx: Tx) -> None:
            tx.people.save(short, [PersonRow(role=None, name="Fern Forum", email=f"{FORUM}@example.org", rights=("forum",))])
            begin(tx, short, of_the_demo(tx.plans.one(short), tx.plans.policy(short)), year.story.clock())

        await year.story.store.transact(load)
        if FORUM not in year.plan.names:
            year.story.seat(year.story.wire, [FORUM])
        for ref, score in (("2.1", "4 4"), ("3.2", "3 4")):
            line = f"risk {ref}: if the provider of {ref} leaves then children wait longer; score: {score}; because two of ten posts are vacant"
            await self._says("risks", ADMIN, line)
        await self._says("voices", FORUM, "heard from survey: nobody answers the phone about a plan; count: 31; about: 2.1")

    def was_asked(self, name: str, letters: list[str], day: date) -> None:
        """Somebody had a letter that may ask if it helped."""
        told = "\n".join(letters)
        for handle, period in dict.fromkeys((*WANTED.findall(told), *AGAIN.findall(told))):
            if handle != SILENT:
                self._soon(day, (0, 1, 2), lambda handle=handle, period=period: self.reads(name, handle, period))  # type: ignore[misc]
        for handle in dict.fromkeys(one or other for one, other in TO_SCORE.findall(told)):
            score = f"{self.dice.randint(2, 4)} {self.dice.randint(2, 4)}"
            self._later(day, "scores", name, f"score {handle} {score} because one of the posts was filled")
        for handle in dict.fromkeys(TO_PLAN.findall(told)):
            self._later(day, "plans", name, f"we will {handle}: open a second line by {self.year.later(day, 10):%-d %B %Y}")
        for handle in dict.fromkeys(TO_DO.findall(told)):
            self._later(day, "deeds", name, f"we did {handle}: a second line is open https://files.example.org/line")
        for handle in dict.fromkeys(TO_CLOSE.findall(told)):
            if name == FORUM:
                self._later(day, "closed", name, f"changed {handle}: most calls are answered within a day")
        for ref in dict.fromkeys(TO_STEP.findall(told)):
            self._later(day, "steps", name, f"impact {ref} {self.dice.choice(('2', '2.5', '3'))} because three schools have tried it")

    async def reads(self, name: str, handle: str, period: str) -> None:
        """Somebody gives a reading by one line, once."""
        if (handle, period) in self.given:
            return
        self.given.add((handle, period))
        measures = await self.year.story.store.read(lambda view: view.measures.all(self.year.plan.short))
        unit = next(one.terms.unit for one in measures if one.handle == handle)
        value = f"{FEW} of {OF}" if handle == SMALL else f"{self.dice.randint(20, 60)}{'%' if unit == '%' else f' {unit}'}"
        await self._says("readings", name, f"reading {handle} {value} for {period}")

    def _later(self, day: date, what: str, name: str, line: str) -> None:
        self._soon(day, (0, 1, 2), lambda: self._says(what, name, line))

    def _soon(self, day: date, waits: tuple[int, ...], deed: Callable[[], Awaitable[None]]) -> None:
        self.year.on(self.year.later(day, self.dice.choice(waits)), deed)

    async def _says(self, what: str, name: str, line: str) -> None:
        told = await self.year.story.person(name).says(line)
        self.heard.append(told)
        if "Saved" in told:
            self.done[what] += 1
        elif " already" not in told and words("teams.toast.slow") not in told:
            self.refused.append(f"{what}: {line}: {told}")
