"""Take what an action should change, how that will be known, and the aims it links to, as the cells of its rows say it."""

from __future__ import annotations

import re

from seed.meaning.cells import flat, parts
from seed.meaning.parts import Meaning
from seed.meaning.rows.steps import Deed
from seed.source import Place


def take_prose(deed: Deed, meaning: Meaning, text: str, at: Place) -> None:
    """Take a cell of an impact, of success measures or of links. Any other is let go."""
    if meaning is Meaning.IMPACT:
        deed.impact.append(flat(text))
    elif meaning is Meaning.MEASURE:
        deed.paragraphs += parts(text)
    elif meaning is Meaning.LINK:
        take_links(deed, text, at)


def take_links(deed: Deed, text: str, at: Place) -> None:
    """Take the numbers of the aims that an action links to, and tell of what is no number."""
    deed.links.update((int(n), None) for n in re.findall(r"\d{1,4}", text))
    if re.sub(r"\d{1,4}|[\s,&;.]|\band\b", "", text):
        deed.notes.append((at, "link_not_read", {"read": text}))
