"""The questions of the chase: what a nudge had no room for."""

from __future__ import annotations

import re
from typing import ClassVar

from bot.wording.commands.phrase import Phrase, pattern_of, words_alone


class AllNews(Phrase):
    """news"""

    any_plan: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("news"))

    def _body(self) -> str:
        return "news"


ChaseQuestion = AllNews
