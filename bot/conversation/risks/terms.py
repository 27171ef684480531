"""The terms of a risk: what a line or a form says of it, judged part by part."""

from __future__ import annotations

from typing import NamedTuple

from bot.conversation.risks.meant import MOST, Table, nearest_role
from bot.model.letters.form import Faults
from bot.model.risks.risk import RiskTerms, Score, Sureness, Treatment
from bot.model.updates.day import DayMeant
from bot.rules import holders
from bot.rules.board.business import says_nothing, unknown
from bot.rules.board.whose import role_named
from bot.rules.dates import read
from bot.rules.risks import standing
from bot.wording.commands import RiskSaid
from bot.wording.commands.impact.risks import NOTHING
from bot.wording.risks.lines import matrix_words
from bot.wording.sentences import Fact, words
from bot.wording.updates.dates import unread

MOST_MONTHS = 24
_APPROVERS = {"chair": "chair", "the chair": "chair", "board": "board", "the board": "board"}


class Judged(NamedTuple):
    """The judgement on what was said of a risk: its terms, its score with the reason, and a sentence for each part that can't be,
    by its name. The terms mean nothing if there are any."""

    terms: RiskTerms
    score: Score | None
    why: str
    faults: Faults


def judged(table: Table, said: RiskSaid, before: RiskTerms | None = None) -> Judged:
    """Judge what was said of a risk. What is not said stays as it was `before`."""
    faults: Faults = {}
    there = before or RiskTerms(happens="", follows="")
    happens, follows = _without_if(said.happens) or there.happens, said.follows.strip() or there.follows
    faults |= {name: _fault(name) for name, text in (("happens", happens), ("follows", follows)) if says_nothing(text)}
    told = {"happens": happens, "follows": follows, "controls": said.controls, "why": said.why}
    long = {name: text for name, text in told.items() if len(text) > MOST}
    faults |= {name: _fault("long", {"count": len(text), "most": MOST}) for name, text in long.items()}
    if strange := unknown(table.plan, said.about):
        faults["about"] = _fault("about", {"refs": ", ".join(strange)})
    score = _score(table, said, faults)
    terms = RiskTerms(
        happens=happens,
        follows=follows,
        about=said.about or there.about,
        owner=_owner(table, said.owner, faults) if said.owner else there.owner,
        controls=_text(said.controls, there.controls),
        target=_target(table, said.target, faults) if said.target else there.target,
        sureness=_sureness(said.sureness, faults) if said.sureness else there.sureness,
        treatment=_treatment(said.treatment, faults) if said.treatment else there.treatment,
        review_every=_months(said.review, faults) if said.review else there.review_every,
    )
    return Judged(_tolerated(table, said, terms, there, faults), score, said.why.strip(), faults)


def _fault(name: str, facts: dict[str, Fact] | None = None) -> str:
    return words(f"risks.fault.{name}", facts)


def _without_if(text: str) -> str:
    """Return what happens without the "if" that stands before it already."""
    text = text.strip()
    return text[3:].strip() if text[:3].casefold() == "if " else text


def _is_none(said: str) -> bool:
    return said.strip(" .").casefold() in (NOTHING, "-", "–")


def _text(said: str, before: str) -> str:
    if not said:
        return before
    return "" if _is_none(said) else said.strip()


def _owner(table: Table, said: str, faults: Faults) -> str:
    if _is_none(said):
        return ""
    role = role_named(table.plan, table.people, said, table.snapshot.today)
    if role is None:
        faults["owner"] = nearest_role(table.plan, said)
    return role or ""


# ---- scores ---------------------------------------------------------------------------------


def _score(table: Table, said: RiskSaid, faults: Faults) -> Score | None:
    """Return the score that was said with its reason. No reason, no score."""
    if not said.score:
        if not says_nothing(said.why):
            faults["score"] = _fault("why_alone")
        return None
    score = scored(table, said.score, "score", faults)
    if says_nothing(said.why):
        faults.setdefault("why", _fault("why"))
    return score


def _target(table: Table, said: str, faults: Faults) -> Score | None:
    return None if _is_none(said) else scored(table, said, "target", faults)


def scored(table: Table, said: str, name: str, faults: Faults) -> Score | None:
    """Return the score that words name, with a fault of that name if it is none or outside the plan's matrix."""
    matrix = table.policy.risk
    score, facts = standing.read_score(matrix, said, None), {"score": said, "matrix": matrix_words(matrix)}
    if score is None:
        faults[name] = _fault("score", dict(facts))
    elif not standing.is_inside(matrix, score):
        faults[name] = _fault("outside", dict(facts))
    return score


# ---- what is done about it ------------------------------------------------------------------


def _sureness(said: str, faults: Faults) -> Sureness | None:
    if _is_none(said):
        return None
    found = next((one for one in Sureness if one.value == said.strip(" .").casefold()), None)
    if found is None:
        faults["sureness"] = _fault("sureness")
    return found


def _treatment(said: str, faults: Faults) -> Treatment:
    found = next((one for one in Treatment if one.value == said.strip(" .").casefold()), None)
    if found is None:
        faults["treatment"] = _fault("treatment")
    return found or Treatment.TREAT


def _months(said: str, faults: Faults) -> int | None:
    if _is_none(said):
        return None
    count = said.casefold().replace("every", " ").replace("months", " ").replace("month", " ").strip(" .") or "1"
    if not (count.isdecimal() and len(count) <= 2 and 1 <= int(count) <= MOST_MONTHS):
        faults["review"] = _fault("review")
        return None
    return int(count)


def _tolerated(table: Table, said: RiskSaid, terms: RiskTerms, before: RiskTerms, faults: Faults) -> RiskTerms:
    """Return the terms with until when a risk is tolerated and who approved that: both or neither."""
    if terms.treatment is not Treatment.TOLERATE or "treatment" in faults:
        return terms
    until, approver = before.accepted_until, before.approved_by
    if said.until:
        day = read(said.until, table.snapshot.today, table.policy.calendar)
        fault = unread(day, table.snapshot.today)
        if not fault and isinstance(day, DayMeant) and day.day < table.snapshot.today and day.day != until:
            fault = _fault("past", {"day": day.day})
        if fault:
            faults["until"] = fault
        until = day.day if isinstance(day, DayMeant) else None
    if said.approver:
        approver = _approver(table, said.approver) or ""
        if not approver:
            faults["approver"] = _fault("approver", {"who": said.approver})
    return _both(terms.model_copy(update={"accepted_until": until, "approved_by": approver}), faults)


def _both(terms: RiskTerms, faults: Faults) -> RiskTerms:
    missing = [name for name, there in (("until", terms.accepted_until), ("approver", terms.approved_by)) if not there]
    missing = [name for name in missing if name not in faults]
    name = "tolerate_both" if len(missing) > 1 else f"tolerate_{''.join(missing)}"
    faults |= {one: _fault(name) for one in missing}
    return terms


def _approver(table: Table, said: str) -> str | None:
    """Return who approved something: a role of the plan, the chair or the board."""
    told = " ".join(said.strip(" .").casefold().split())
    if role := holders.find_role(table.plan, said):
        return role.name
    return words(f"risks.approver.{_APPROVERS[told]}") if told in _APPROVERS else None
