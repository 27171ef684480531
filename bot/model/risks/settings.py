"""The plan's own matrix of risk."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from bot.model.noun import Noun
from bot.model.setting import Unfit, Words, all_different, at_odds
from bot.model.spelling import alike

Scale = Annotated[tuple[Words, ...], Field(min_length=2, max_length=10), AfterValidator(all_different)]


class Band(Noun):
    """A band of scores: the highest that is in it, and its word."""

    to: Annotated[int, Field(ge=1, le=100)]
    word: Words


class Matrix(Noun):
    """[risk]: the words of each likelihood and impact, lowest first, the bands of their product, and what the board is shown.

    Source of the bands: published registers disagree (1-4, 5-9, 10-15, 16-25 and 1-4, 5-10, 12 and more), so a plan has its own.
    """

    likelihood: Scale = ("rare", "unlikely", "possible", "likely", "almost certain")
    impact: Scale = ("minor", "moderate", "serious", "major", "severe")
    bands: Annotated[tuple[Band, ...], Field(min_length=1, max_length=10)] = (
        Band(to=4, word="low"),
        Band(to=9, word="medium"),
        Band(to=15, word="high"),
        Band(to=25, word="very high"),
    )
    report_from: Annotated[int, Field(ge=1, le=100)] = 15
    review_every: Annotated[int, Field(ge=1, le=24)] = 1  # months, for a risk that says nothing else
    review_again: Annotated[int, Field(ge=0, le=60)] = 5  # working days after which a review is asked for again; 0: never

    @model_validator(mode="after")
    def _bands_cover_all_scores(self) -> Self:
        ends, said = [one.to for one in self.bands], self.model_fields_set
        if ends != sorted(set(ends)):
            raise Unfit("bands_rise", "bands")
        scales = {"likelihood": len(self.likelihood), "impact": len(self.impact)}
        if ends[-1] < self.most:
            raise at_odds("bands_end", said, {"bands": ends[-1], **scales})
        if self.report_from > self.most:
            raise at_odds("report_from", said, {"report_from": self.report_from, **scales})
        return self

    @property
    def most(self) -> int:
        """Return the highest score there is."""
        return len(self.likelihood) * len(self.impact)

    def band(self, score: int) -> Band:
        """Return the band of a score."""
        return next(one for one in self.bands if score <= one.to)

    def band_called(self, said: str) -> Band | None:
        """Return the band of that word. None if there is none."""
        return next((one for one in self.bands if alike(one.word) == alike(said)), None)
