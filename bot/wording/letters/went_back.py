"""The words with which an assurer gave a completion back, as its owner reads them in their nudge."""

from __future__ import annotations

from bot.model.letters.message import Spans
from bot.model.letters.nudge import Cause
from bot.model.updates.update import Standing
from bot.wording.sentences import Fact, line, with_full_stop


def went_back(kind: Cause | None, standing: Standing) -> Spans:
    """Say why a completion went back, after what is asked of its milestone. Nothing, if it is asked for another reason, or the
    verdict was answered or taken back since."""
    completion = standing.completion
    if kind is not Cause.SENT_BACK or completion is None or completion.last is None or completion.answered is not None:
        return ()
    last = completion.last
    facts: dict[str, Fact] = {"who": last.by_name, "level": last.level, "why": with_full_stop(last.why)}
    return line(f"assurance.asked.{'checked' if last.level else 'sent_back'}", facts)
