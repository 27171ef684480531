"""The plan's document: what admins ask and say of one that was read, until it is loaded."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Self

from bot.model.documents.draft import DOUBT_KEY
from bot.wording.commands.phrase import MARKED, Phrase, because, pattern_of, token_after, words_alone

KEY = DOUBT_KEY.strip("^$")
MOST_CHOICE = 300  # characters of an answer in one's own words
_END = rf"[.!? ]*(?: ?{MARKED})?"


class OfDocument(Phrase):
    """The ground of these: the document that is meant, by its token, else the one that waits. Its plan may not be there yet."""

    any_plan: ClassVar[bool] = True
    private_only: ClassVar[bool] = True
    token: str | None = None


class PlanDraft(OfDocument):
    """plan [after KEY]: the plan as it will be asked, and the widest question about it; or the one after that"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"plan(?: after (?P<key>{KEY}))?{_END}")
    key: str = ""

    def _body(self) -> str:
        return f"plan{f' after {self.key}' if self.key else ''}{token_after(self.token)}"


class PlanForm(OfDocument):
    """plan form: all questions about the plan at once"""

    always_heard: ClassVar[bool] = True
    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"plan form{_END}")

    def _body(self) -> str:
        return f"plan form{token_after(self.token)}"


class Settle(OfDocument):
    """settle KEY: CHOICE: answers a question about the plan's document"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"settle (?P<key>{KEY}) ?: ?(?P<choice>.+?)(?: {MARKED})?")
    key: str
    choice: str

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self | None:
        choice = found["choice"].strip()
        if not choice or len(choice) > MOST_CHOICE:
            return None
        return cls(plan=plan, key=found["key"].lower(), choice=choice, token=found["token"])

    def _body(self) -> str:
        return f"settle {self.key}: {self.choice}{token_after(self.token)}"


class PlacePlan(OfDocument):
    """new edition of PLAN, or new plan NAME: of which plan the document is"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"new (?P<how>edition of|plan) (?P<name>[\w.-]{{1,80}}?){_END}")
    name: str
    is_new: bool

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, name=found["name"], is_new=found["how"].lower() == "plan", token=found["token"])

    def _body(self) -> str:
        return f"new {'plan' if self.is_new else 'edition of'} {self.name}{token_after(self.token)}"


class LoadPlan(OfDocument):
    """load: says what would change; load yes [because WORDS]: keeps it, with why it leaves out what it leaves out"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(rf"load(?:(?P<sure> yes)(?:,? because:? (?P<why>.+?))?)?{_END}")
    is_sure: bool = False
    why: str = ""

    @classmethod
    def _made(cls, found: re.Match[str], plan: str | None, today: date) -> Self:
        return cls(plan=plan, is_sure=found["sure"] is not None, why=(found["why"] or "").strip(), token=found["token"])

    def _body(self) -> str:
        return f"load{' yes' if self.is_sure else ''}{because(self.why)}{token_after(self.token)}"


class ForgetPlan(OfDocument):
    """forget plan: lets the document go that waits"""

    pattern: ClassVar[re.Pattern[str]] = pattern_of(words_alone("forget plan") + rf"(?:{MARKED})?")

    def _body(self) -> str:
        return f"forget plan{token_after(self.token)}"


PlanWork = PlanDraft | PlanForm | Settle | PlacePlan | LoadPlan | ForgetPlan
