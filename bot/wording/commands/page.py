"""The page: a personal link to the plan in a browser."""

from __future__ import annotations

import re
from typing import ClassVar

from bot.wording.commands.phrase import Phrase, pattern_of, words_alone


class OpenPage(Phrase):
    """page"""

    private_only: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("(?:the )?page|page link|link to the page"))

    def _body(self) -> str:
        return "page"


PageLook = OpenPage  # keeps a secret for a while, and changes nothing of the record
