"""A law of the guard: whatever it asks and however that is answered, what stands on the record is what was declared."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from bot.model.letters.talk import Ask
from bot.ports.record import View
from tests.laws import dear
from tests.world.every_line import load
from tests.world.plan import SMALL, record
from tests.world.talk import Talk

WORDS = (
    *("all is well", "all is well on 3 May 2024", "pupil Anna Smith waits", "child A waits", "ask anna@gmail.com for it"),
    *("met at SW1A 1AA", "", "x"),
)
PATHS = ("soon", "more work", "Ben hires two on 3 May 2026", "child B is seen on 3 May 2026 by Ben")
FORECASTS = (None, date(2020, 5, 1), date(2025, 3, 18), date(2025, 4, 30), date(2025, 9, 30), date(2099, 1, 1))
ANSWERS = ("yes", "yes", "the board agreed to it", "because Ben said so", "save", "no")


class Said(NamedTuple):
    """What somebody declares of a milestone."""

    status: str
    words: str
    path: str
    forecast: date | None

    def typed(self, ref: str) -> str:
        parts = [f"{ref} {self.status} {self.words}".strip(), *([f"path: {self.path}"] if self.off_green else [])]
        parts += [f"forecast {self.forecast.isoformat()}"] if self.forecast else []
        return ", ".join([*parts, *(["https://example.org/a"] if self.status == "complete" else [])])

    @property
    def answers(self) -> dict[str, str]:
        given = {"status": self.status, "happened": self.words, "path": self.path if self.off_green else ""}
        given |= {"forecast": self.forecast.isoformat() if self.forecast else ""}
        given |= {"no_evidence": "it comes in June" if self.status == "complete" else ""}
        return {name: answer for name, answer in given.items() if answer}

    @property
    def off_green(self) -> bool:
        return self.status in ("amber", "red")

    @property
    def as_kept(self) -> tuple[str, str, str, date | None]:
        return (self.status, self.words, self.path if self.off_green else "", self.forecast)


declared = st.builds(Said, st.sampled_from(("green", "green", "amber", "red", "complete")), st.sampled_from(WORDS), st.sampled_from(PATHS), st.sampled_from(FORECASTS))
saves = st.tuples(st.sampled_from(("typed", "both", "form", "month")), declared, st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=3))


async def declares(talk: Talk, door: str, said: Said) -> None:
    match door:
        case "typed":
            await talk.says("keira", said.typed("1.1.1"))
        case "both":
            await talk.says("keira", "\n".join(said.typed(ref) for ref in ("1.1.1", "1.1.2")))
        case _:
            asked = await talk.says("keira", "update 1.1.1" if door == "form" else f"month 1.1.1 {said.status}")
            if isinstance(asked, Ask):
                await talk.says("keira", asked.form.command, said.answers)


def kept(view: View) -> dict[int, tuple[str, str, str, date | None]]:
    """Everything that was ever declared, by its number."""
    said = (one for ref in ("1.1.1", "1.1.2") for one in view.updates.all_said(SMALL, ref))
    return {one.id: (one.status.value, one.narrative, one.path_to_green, one.forecast) for one in said}


async def _lives(folder: Path, told: list[tuple[str, Said, list[str]]]) -> None:
    talk = Talk(await record(folder / "record.db", load))
    try:
        for door, said, answers in told:
            talk.clock.moment += timedelta(days=2)
            before = await talk.store.read(kept)
            await declares(talk, door, said)
            for answer in answers:
                await talk.says("keira", answer)
            after = await talk.store.read(kept)
            assert {number: after[number] for number in before} == before
            for number in after.keys() - before.keys():
                assert after[number] == said.as_kept, (door, said, answers)
            await talk.says("keira", "no")
    finally:
        await talk.store.close()


@dear(60)
@given(st.lists(saves, min_size=3, max_size=8))
def test_the_guard_never_alters_what_was_declared(told: list[tuple[str, Said, list[str]]]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_lives(Path(folder), told))
