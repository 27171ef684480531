"""A risk in one line and in full: its band with a word and a shape, its last scores, and what is late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import assert_never

from bot.model.letters.message import Mark, Spans, Text
from bot.model.noun import local_day
from bot.model.policy import Policy
from bot.model.risks.risk import RiskDeed, RiskState, RiskStep, RiskTerms, Score, Treatment
from bot.model.risks.settings import Matrix
from bot.model.risks.told import BandLevel, RiskTold
from bot.model.updates.update import update_handle
from bot.wording.business import capacity_in_words, refs_named, who
from bot.wording.sentences import Fact, day, line, mark, with_full_stop, words
from bot.wording.summary_lines import shortened

MOST_SAID = 200  # letters of somebody's words in a line of a list
_COLOURS = {BandLevel.LOW: "green", BandLevel.MIDDLE: "amber", BandLevel.HIGH: "red", BandLevel.TOP: "red"}
_GREY = "not_reported"


# ---- its band -------------------------------------------------------------------------------


def mark_of(told: RiskTold) -> Mark:
    """Return the band of a risk with a word and a shape. One that nobody has scored in time, or by this matrix, is grey and says
    so; one that is over has none."""
    if told.risk.is_closed:
        return _mark("closed", words(f"risks.band.{told.risk.state.value}"))
    if told.score is None:
        return _mark(_GREY, words("risks.band.unscored"))
    if told.review_overdue:
        return _mark(_GREY, words("risks.band.overdue"))
    if told.band is None or told.level is None:
        return _mark(_GREY, words("risks.band.outside"))
    word = words("risks.band.scored", {"band": _capital(told.band), "points": told.points})
    return Mark(status=_COLOURS[told.level], word=word, shape=words(f"risks.band.{told.level.value}"))


def _mark(status: str, word: str) -> Mark:
    return mark(status).model_copy(update={"word": word})


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def band_word(told: RiskTold) -> str:
    """Return the plan's word for a score, as it begins a sentence. Empty if it has none."""
    return _capital(told.band) if told.band else ""


# ---- its score ------------------------------------------------------------------------------


def score_words(score: Score, matrix: Matrix) -> str:
    """Say a score in the words of the plan's scales, with their places; one that is outside them by its places alone."""
    likelihood, impact = _on(matrix.likelihood, score.likelihood), _on(matrix.impact, score.impact)
    if not likelihood or not impact:
        return words("risks.score.places", {"likelihood": score.likelihood, "impact": score.impact})
    return words("risks.score.words", {"likelihood": likelihood, "impact": impact})


def _on(scale: Sequence[str], place: int) -> str:
    return f"{scale[place - 1]} ({place})" if 1 <= place <= len(scale) else ""


def scores_alone(told: RiskTold) -> str:
    """Return the last scores side by side, the newest last."""
    return ", ".join(str(one.points) for one in told.last)


def direction(told: RiskTold) -> str:
    """Say where the score has gone since the one before."""
    was = next((before.points for before, now in reversed(list(pairwise(told.last)))), 0)
    return words(f"risks.direction.{told.direction.value}", {"was": was})


def matrix_words(matrix: Matrix) -> str:
    """Say the plan's matrix, for whoever scored outside it."""
    facts: dict[str, Fact] = {
        "likelihoods": len(matrix.likelihood),
        "likelihood": ", ".join(matrix.likelihood),
        "impacts": len(matrix.impact),
        "impact": ", ".join(matrix.impact),
    }
    return words("risks.matrix.said", facts)


# ---- what it says ---------------------------------------------------------------------------


def if_then(terms: RiskTerms, most: int = MOST_SAID) -> dict[str, Fact]:
    """Return what a risk says as facts of a sentence, each cut if it is long."""
    happens, follows = (shortened(text.strip(), most).text for text in (terms.happens, terms.follows))
    return {"happens": happens.rstrip(" .,;"), "follows": with_full_stop(follows)}


def about(terms: RiskTerms) -> str:
    """Name the refs that a risk is about. Empty if it is about the plan as a whole."""
    return refs_named(terms.about)


def in_line(told: RiskTold, zone: str) -> Spans:
    """Tell a risk in one line: what it says, its last scores, whose it is, and when it is scored again."""
    terms = told.risk.terms
    refs = about(terms)
    facts: dict[str, Fact] = {
        **if_then(terms),
        "handle": told.risk.handle,
        "about": words("risks.line.about", {"refs": refs}) if refs else "",
        "rest": "".join(_rest(told, zone)).strip(),
    }
    return line("risks.line.risk", facts)


def _rest(told: RiskTold, zone: str) -> Iterable[str]:
    """Give what a line says after the words of a risk."""
    terms = told.risk.terms
    if told.risk.is_closed:
        yield ended(told, zone)
        return
    yield _stands(told, zone)
    yield words("risks.line.owner", {"role": terms.owner}) if terms.owner else words("risks.line.no_owner")
    yield tolerance(told)
    if told.next_review is not None and not told.review_overdue:
        yield words("risks.line.review", {"day": told.next_review})


def _stands(told: RiskTold, zone: str) -> str:
    facts: dict[str, Fact] = {"points": told.points, "scores": scores_alone(told), "direction": direction(told)}
    if told.score is None:
        name = "overdue_never" if told.review_overdue else "unscored"
        return words(f"risks.line.{name}", {"day": local_day(told.risk.raised.at, zone)})
    if told.review_overdue:
        return words("risks.line.overdue", {**facts, "day": told.reviewed_on or "", "band": _beside(told)})
    if told.outside:
        return words("risks.line.outside", facts)
    return words("risks.line.scores" if len(told.last) > 1 else "risks.line.once", facts)


def _beside(told: RiskTold) -> str:
    """Name the band of the last score beside its number, if it has one."""
    return words("risks.line.overdue_band", {"band": told.band}) if told.band else ""


def tolerance(told: RiskTold) -> str:
    """Say until when a risk is tolerated, or that it was. Empty if it is not."""
    terms = told.risk.terms
    if terms.treatment is not Treatment.TOLERATE or terms.accepted_until is None:
        return ""
    return words(f"risks.line.{'passed' if told.tolerance_passed else 'tolerated'}", {"day": terms.accepted_until})


def ended(told: RiskTold, zone: str) -> str:
    """Say how a risk ended."""
    match told.risk.state:
        case RiskState.CLOSED:
            last = next(one for one in reversed(told.risk.steps) if one.deed is RiskDeed.CLOSED)
            return words("risks.line.closed", {"day": local_day(last.at, zone)})
        case RiskState.WITHDRAWN:
            return words("risks.line.withdrawn")
        case RiskState.OPEN:
            return ""
    assert_never(told.risk.state)


# ---- in full --------------------------------------------------------------------------------


def in_full(told: RiskTold, policy: Policy) -> tuple[tuple[str, Spans], ...]:
    """Tell all of a risk, pair by pair."""
    terms, raised, matrix = told.risk.terms, told.risk.raised, policy.risk
    said = {"happens": terms.happens.rstrip(" .,;"), "follows": with_full_stop(terms.follows)}
    pairs = [
        ("risk", words("risks.full.if_then", dict(said))),
        ("about", about(terms)),
        ("owner", terms.owner or words("risks.full.nobody")),
        ("controls", with_full_stop(terms.controls) if terms.controls else ""),
        ("score", _score_in_full(told, matrix)),
        ("last", scores_alone(told) if len(told.last) > 1 else ""),
        ("target", f"{score_words(terms.target, matrix)}: {terms.target.points}" if terms.target is not None else ""),
        ("sureness", words(f"risks.sureness.{terms.sureness.value}") if terms.sureness is not None else ""),
        ("treatment", treatment(told)),
        ("review", _review(told)),
        ("update", update_handle(told.risk.update) if told.risk.update else ""),
        ("raised", _by(raised, policy.zone)),
        ("state", words(f"risks.full.{told.risk.state.value}")),
    ]
    return tuple((words(f"risks.full.{name}"), (Text(text=text),)) for name, text in pairs if text)


def _by(step: RiskStep, zone: str) -> str:
    return words("risks.full.by", {"day": local_day(step.at, zone), "who": who(step.by_name, step.capacity)})


def _score_in_full(told: RiskTold, matrix: Matrix) -> str:
    if told.score is None:
        return words("risks.full.unscored")
    facts: dict[str, Fact] = {
        "score": score_words(told.score, matrix),
        "points": told.points,
        "band": band_word(told),
        "direction": direction(told),
    }
    if told.review_overdue:
        return words("risks.full.overdue", {**facts, "day": told.reviewed_on or "", "band": _beside(told)})
    if told.outside:
        return words("risks.full.outside", facts)
    return words("risks.full.scored", facts)


def treatment(told: RiskTold) -> str:
    """Say what is done about a risk; of one that is tolerated, until when and who approved it."""
    terms = told.risk.terms
    if terms.treatment is not Treatment.TOLERATE or terms.accepted_until is None:
        return words(f"risks.treatment.{terms.treatment.value}")
    facts: dict[str, Fact] = {"day": terms.accepted_until, "who": terms.approved_by}
    return words(f"risks.full.{'passed' if told.tolerance_passed else 'tolerated'}", facts)


def _review(told: RiskTold) -> str:
    if told.next_review is None:
        return ""
    return words("risks.full.review_overdue", {"day": told.next_review}) if told.review_overdue else day(told.next_review)


# ---- its history ----------------------------------------------------------------------------


def history(told: RiskTold, policy: Policy) -> tuple[Spans, ...]:
    """Tell all that was said of a risk, oldest first."""
    before: RiskTerms | None = None
    found: list[Spans] = []
    for step in told.risk.steps:
        found.append(_step(step, before, policy))
        before = step.terms or before
    return tuple(found)


def _step(step: RiskStep, before: RiskTerms | None, policy: Policy) -> Spans:
    score, why = step.score, step.why
    said: dict[str, Fact] = {"points": score.points, "score": score_words(score, policy.risk)} if score is not None else {}
    facts: dict[str, Fact] = {
        "day": local_day(step.at, policy.zone),
        "who": who(step.by_name, step.capacity),
        "score": words("risks.step.score", said) if said else "",
        "why": words("risks.step.because", {"why": with_full_stop(why)}) if why else "",
        "changes": "".join(_changes(before, step.terms)),
    }
    return line(f"risks.step.{step.deed.value}", facts)


def _changes(before: RiskTerms | None, now: RiskTerms | None) -> Iterable[str]:
    """Give each thing that a risk says otherwise than before."""
    if before is None or now is None:
        return
    for name, was, said in zip(("happens", "follows", *_NAMED), _values(before), _values(now), strict=True):
        if was != said:
            now_said = with_full_stop(said or words("risks.step.change_none"))
            yield words("risks.step.change", {"label": words(f"risks.full_name.{name}"), "now": now_said})


_NAMED = (
    *("about", "owner", "controls", "target_likelihood", "target_impact"),
    *("sureness", "treatment", "until", "approver", "review"),
)


def _values(terms: RiskTerms) -> tuple[str, ...]:
    target = terms.target
    return (
        terms.happens,
        terms.follows,
        ", ".join(terms.about),
        terms.owner,
        terms.controls,
        str(target.likelihood) if target is not None else "",
        str(target.impact) if target is not None else "",
        words(f"risks.sureness.{terms.sureness.value}") if terms.sureness is not None else "",
        words(f"risks.treatment.{terms.treatment.value}"),
        day(terms.accepted_until) if terms.accepted_until is not None else "",
        terms.approved_by,
        every(terms.review_every),
    )


def every(months: int | None) -> str:
    """Say how often a risk is scored again."""
    if months is None:
        return words("risks.review.plan")
    return words("risks.review.month" if months == 1 else "risks.review.months", {"count": months})


def role_of(step: RiskStep) -> str:
    """Name who said a step by their role alone, for papers."""
    return capacity_in_words(step.capacity)
