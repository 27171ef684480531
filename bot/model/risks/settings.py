"""The plan's own matrix of risk."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from bot.model.noun import Noun
from bot.model.setting import Unfit, Words, all_different, at_odds

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

    @model_validator(mode="after")
    def _bands_cover_all_scores(self) -> Self:
        ends, most = [one.to for one in self.bands], len(self.likelihood) * len(self.impact)
        if ends != sorted(set(ends)):
            raise Unfit("bands_rise", "bands")
        if ends[-1] < most:
            raise at_odds("bands_end", self.model_fields_set, {"bands": ends[-1], "likelihood": most})
        return self

    def band(self, score: int) -> Band:
        """Return the band of a score."""
        return next(one for one in self.bands if score <= one.to)
