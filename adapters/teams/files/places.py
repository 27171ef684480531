"""The places in somebody's OneDrive where files that they accepted go, as their client tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field

from bot.model.noun import Noun

ANSWERED = "fileConsent/invoke"  # the name of the call that says yes or no
MOST_ADDRESS = 8_000  # letters: the address holds its own key
MOST_TOLD = 200  # letters of anything else


class Place(Noun):
    """The place that Teams made for a file that somebody accepted, as their client told it. `url` takes the bytes and holds its
    own key; `content` is where the file then stands."""

    url: str = Field(default="", repr=False)
    content: str = Field(default="", repr=False)
    name: str = ""
    unique: str = ""
    kind: str = ""

    @classmethod
    def told(cls, upload: Mapping[str, object]) -> Self:
        """Read what a client says of the place."""
        texts = {name: said for name, said in upload.items() if isinstance(said, str) and len(said) <= MOST_ADDRESS}
        return cls(
            url=texts.get("uploadUrl", ""),
            content=texts.get("contentUrl", ""),
            name=texts.get("name", "")[:MOST_TOLD],
            unique=texts.get("uniqueId", "")[:MOST_TOLD],
            kind=texts.get("fileType", "")[:MOST_TOLD],
        )
