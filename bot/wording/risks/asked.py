"""The questions about a risk to whoever owns it, in their message of the day, and their buttons."""

from __future__ import annotations

from bot.model.letters.message import Spans, Text
from bot.model.risks.told import RiskTold
from bot.wording.commands.impact.risks import ChangeRiskForm, ScoreForm
from bot.wording.commands.phrase import Phrase
from bot.wording.letters.sections import Offer
from bot.wording.risks.lines import if_then
from bot.wording.sentences import Fact, line, words


def review(told: RiskTold, instead: str) -> Spans:
    """Ask for the score of a risk. `instead` is the role that can't be asked, if somebody else is asked in its place."""
    facts: dict[str, Fact] = {
        **if_then(told.risk.terms),
        "handle": told.risk.handle,
        "points": told.points,
        "band": words("risks.ask.band", {"band": told.band}) if told.band else "",
        "day": told.next_review or "",
        "ago": words("risks.ask.ago", {"day": told.reviewed_on}) if told.reviewed_on else "",
    }
    name = "first" if told.score is None else "outside" if told.outside else "review_again" if told.review_overdue else "review"
    return (*line(f"risks.ask.{name}", facts), *_instead(told, instead))


def passed(told: RiskTold, instead: str) -> Spans:
    """Ask about a risk that was tolerated until a day that has passed."""
    terms = told.risk.terms
    facts: dict[str, Fact] = {
        **if_then(terms),
        "handle": told.risk.handle,
        "day": terms.accepted_until or "",
        "who": terms.approved_by,
    }
    return (*line("risks.ask.passed", facts), *_instead(told, instead))


def _instead(told: RiskTold, instead: str) -> Spans:
    """Say why somebody is asked about what is not theirs."""
    if instead:
        return line("risks.ask.for_role", {"role": instead})
    return () if told.risk.terms.owner else (Text(text=words("risks.ask.for_none")),)


def score_offer(told: RiskTold) -> Offer:
    """Return the button that opens the form of a score."""
    name = "score" if told.score is not None else "first_score"
    return _offer(name, ScoreForm(number=told.risk.number), told)


def change_offer(told: RiskTold) -> Offer:
    """Return the button that opens the form of all that a risk says."""
    return _offer("change", ChangeRiskForm(number=told.risk.number), told)


def _offer(name: str, command: Phrase, told: RiskTold) -> Offer:
    label = words(f"risks.button.{name}")
    return Offer(label=label, command=command, spoken=words("risks.button.spoken", {"label": label, "handle": told.risk.handle}))
