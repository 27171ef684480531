"""The forms of risks: each asks what its typed line would say, and says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.conversation import filled
from bot.conversation.board.business.forms import refs_in
from bot.conversation.risks import raising, scoring
from bot.conversation.risks.meant import MOST, Table, at_table, found, refused
from bot.conversation.risks.terms import judged, scored
from bot.conversation.updating.update_form import MOST_DAY, too_long
from bot.conversation.visit import Said, plan_named
from bot.model.letters.form import Answers, AnyQuestion, Choice, DateQ, Faults, Form, Option, Prose
from bot.model.letters.message import plain
from bot.model.risks.risk import Risk, RiskTerms, Sureness, Treatment
from bot.ports.record import View
from bot.rules.board.business import owner_of
from bot.rules.dates import example
from bot.rules.risks.standing import is_inside
from bot.wording import commands
from bot.wording.commands import RiskSaid
from bot.wording.commands.impact.risks import NOTHING
from bot.wording.commands.phrase import Phrase
from bot.wording.risks.lines import every, score_words
from bot.wording.sentences import Fact, with_full_stop, words

MOST_SHORT = 200
SHORT = {"about": MOST_SHORT, "owner": MOST_SHORT, "approver": MOST_SHORT, "until": MOST_DAY}
_MONTHS = (1, 2, 3, 6, 12)
_SCORED = ("likelihood", "impact", "target_likelihood", "target_impact")
# The questions in which a fault of a part is shown.
_ASKED_AT = {"score": "likelihood", "target": "target_likelihood"}


def form_for(view: View, said: Said, command: commands.RiskFilled) -> tuple[Form, Answers]:
    """Draw the form of a command, with what it begins with. Raises Refusal if whoever asks may not send it in."""
    table = at_table(view, said)
    match command:
        case commands.RiskForm(refs=refs):
            if refs:
                raising.refuse_unknown(table, RiskSaid(about=refs))
                raising.may_raise(table, refs)
            elif not table.raises_any():
                raise refused("raise_right")
            about = refs or tuple(one for one in (table.led_alone(),) if one)
            begins = {"about": ", ".join(about), "owner": owner_of(table.plan, table.people, about) if about else ""}
            token = f"n{len(view.risks.all(said.asker.short))}"
            return _form(view, table, command, "new", token, _new(table)), _there(begins)
        case commands.RaiseForm(ref=ref):
            update = raising.source(table, ref)
            raising.may_raise(table, (ref,))
            owner = owner_of(table.plan, table.people, (ref,))
            begins = {"happens": update.narrative, "controls": update.path_to_green, "about": ref, "owner": owner}
            return _form(view, table, command, "raise", f"u{update.id}", _new(table), {"ref": ref}), _there(begins)
        case commands.ChangeRiskForm(handle=handle):
            risk = found(view, said, handle)
            raising.may_change(table, risk)
            questions = (*_terms(table, risk.terms), *(_score(table) if risk.score is None else ()))
            facts: dict[str, Fact] = {"handle": handle}
            return _form(view, table, command, "change", _last(risk), questions, facts), _there(_as_said(table, risk.terms))
        case commands.ScoreForm(handle=handle):
            risk = found(view, said, handle)
            scoring.may_score(table, risk)
            drawn = _form(view, table, command, "score", _last(risk), _score(table, required=True), _of_score(table, risk))
            return drawn, _place_now(table, risk)
    assert_never(command)


def _there(answers: Answers) -> Answers:
    return {name: answer for name, answer in answers.items() if answer}


def _last(risk: Risk) -> str:
    """Name what stood when a form was drawn: the last thing that was said of its risk."""
    return f"s{risk.steps[-1].id}"


def _of_score(table: Table, risk: Risk) -> dict[str, Fact]:
    score, terms = risk.score, risk.terms
    last: dict[str, Fact] = {}
    if score is not None:
        last = {"score": score_words(score, table.policy.risk), "points": score.points}
    told = words("risks.form.score_last", last) if last else ""
    return {"handle": risk.handle, "happens": terms.happens, "follows": with_full_stop(terms.follows), "last": told}


def _place_now(table: Table, risk: Risk) -> Answers:
    score = risk.score
    if score is None or not is_inside(table.policy.risk, score):
        return {}
    return {"likelihood": str(score.likelihood), "impact": str(score.impact)}


# ---- drawn ----------------------------------------------------------------------------------


def _label(name: str, facts: dict[str, Fact] | None = None) -> str:
    return words(f"risks.form.{name}", facts)


def _form(
    view: View,
    table: Table,
    command: commands.RiskFilled,
    name: str,
    token: str,
    questions: Sequence[AnyQuestion],
    facts: dict[str, Fact] | None = None,
) -> Form:
    asker = table.said.asker
    plan = [plain(spans) for spans in plan_named(view, asker.person.id, asker.short)]
    drawn: Phrase = command.model_copy(update={"plan": asker.plan_named, "token": command.token or token})
    intro = [_label(f"{name}_intro", facts), str((facts or {}).get("last", "")), *plan]
    return Form(
        title=_label(f"{name}_title", facts),
        intro=" ".join(filter(None, intro)),
        command=str(drawn),
        questions=tuple(questions),
        send=_label("send"),
    )


def _new(table: Table) -> tuple[AnyQuestion, ...]:
    """Ask all of a new risk, its score in the midst of it."""
    terms = _terms(table, None)
    return (*terms[:5], *_score(table), *terms[5:])


def _terms(table: Table, terms: RiskTerms | None) -> tuple[AnyQuestion, ...]:
    tolerated = ("treatment", (Treatment.TOLERATE.value,))
    day: dict[str, Fact] = {"example": example(table.said.today)}
    return (
        _prose("happens", required=True, lines=2),
        _prose("follows", required=True, lines=2),
        Prose(id="about", label=_label("about"), hint=_label("about_hint"), most=MOST_SHORT, lines=1),
        Prose(id="owner", label=_label("owner"), hint=_label("owner_hint"), most=MOST_SHORT, lines=1),
        _prose("controls"),
        *_places(table, "target_likelihood", "target_impact"),
        Choice(id="sureness", label=_label("sureness"), options=(_nothing(), *map(_sureness, Sureness))),
        Choice(id="treatment", label=_label("treatment"), options=tuple(map(_treatment, Treatment))),
        DateQ(id="until", label=_label("until"), hint=_label("until_hint", day), shown_when=tolerated),
        Prose(
            id="approver", label=_label("approver"), hint=_label("approver_hint"), most=MOST_SHORT, lines=1, shown_when=tolerated
        ),
        Choice(id="review", label=_label("review"), options=_reviews(terms)),
    )


def _score(table: Table, required: bool = False) -> tuple[AnyQuestion, ...]:
    return (
        *_places(table, "likelihood", "impact", required),
        Prose(id="why", label=_label("why"), hint=_label("why_hint"), required=required, most=MOST, lines=2),
    )


def _places(table: Table, likelihood: str, impact: str, required: bool = False) -> tuple[AnyQuestion, ...]:
    matrix = table.policy.risk
    scales = ((likelihood, matrix.likelihood), (impact, matrix.impact))
    none = () if required else (_nothing(),)
    return tuple(
        Choice(id=name, label=_label(name), required=required, options=(*none, *_scale(scale))) for name, scale in scales
    )


def _scale(scale: Sequence[str]) -> tuple[Option, ...]:
    """Return the words of a scale as choices, each after its place."""
    return tuple(
        Option(value=str(place), label=_label("place", {"place": place, "word": word})) for place, word in enumerate(scale, 1)
    )


def _prose(name: str, required: bool = False, lines: int = 3) -> Prose:
    return Prose(id=name, label=_label(name), hint=_label(f"{name}_hint"), required=required, most=MOST, lines=lines)


def _nothing() -> Option:
    return Option(value="", label=_label("not_yet"))


def _sureness(one: Sureness) -> Option:
    return Option(value=one.value, label=words(f"risks.sureness.{one.value}"))


def _treatment(one: Treatment) -> Option:
    label, means = words(f"risks.treatment.{one.value}"), words(f"risks.treatment.{one.value}_means")
    return Option(value=one.value, label=label, means=means)


def _reviews(terms: RiskTerms | None) -> tuple[Option, ...]:
    own = terms.review_every if terms is not None else None
    months = sorted({*_MONTHS, *([own] if own is not None else [])})
    return (Option(value="", label=every(None)), *(Option(value=str(one), label=every(one)) for one in months))


def _as_said(table: Table, terms: RiskTerms) -> Answers:
    """Return the terms of a risk as the answers of its form."""
    matrix, target = table.policy.risk, terms.target
    fits = target is not None and is_inside(matrix, target)
    return {
        "happens": terms.happens,
        "follows": terms.follows,
        "about": ", ".join(terms.about),
        "owner": terms.owner,
        "controls": terms.controls,
        "target_likelihood": str(target.likelihood) if fits and target is not None else "",
        "target_impact": str(target.impact) if fits and target is not None else "",
        "sureness": terms.sureness.value if terms.sureness is not None else "",
        "treatment": terms.treatment.value,
        "until": terms.accepted_until.isoformat() if terms.accepted_until is not None else "",
        "approver": terms.approved_by,
        "review": str(terms.review_every) if terms.review_every is not None else "",
    }


# ---- sent in --------------------------------------------------------------------------------


def wrong(view: View, said: Said, form: Form, command: commands.RiskFilled, given: Answers) -> Faults:
    """Return a sentence for each fault, by question id. Empty if the answers may be said."""
    if faults := too_long(given, {one.id: SHORT.get(one.id, MOST) for one in form.questions}):
        return faults
    faults = filled.unanswered(form, given, words("risks.fault.needed")) | filled.strange(form, given)
    for first, second in ((_SCORED[0], _SCORED[1]), (_SCORED[2], _SCORED[3])):
        if bool(given.get(first)) != bool(given.get(second)):
            faults.setdefault(second if given.get(first) else first, words("risks.fault.both"))
    table = at_table(view, said)
    if isinstance(command, commands.ScoreForm):
        return faults or _score_faults(table, given)
    return _term_faults(table, command, given) | faults


def _score_faults(table: Table, given: Answers) -> Faults:
    found_: Faults = {}
    scored(table, f"{given['likelihood']} {given['impact']}", "likelihood", found_)
    return found_


def _term_faults(table: Table, command: commands.RiskFilled, given: Answers) -> Faults:
    told = given.get("about", "")
    if told and not refs_in(told):
        return {"about": words("risks.fault.no_ref")}
    before = None if not isinstance(command, commands.ChangeRiskForm) else RiskTerms(happens="", follows="")
    found_ = judged(table, _terms_said(given), before).faults
    return {_ASKED_AT.get(name, name): fault for name, fault in found_.items()}


def _terms_said(given: Answers) -> RiskSaid:
    score, target = (_pair(given, first, second) for first, second in ((_SCORED[0], _SCORED[1]), (_SCORED[2], _SCORED[3])))
    names = ("happens", "follows", "owner", "controls", "sureness", "treatment", "until", "approver", "review", "why")
    said = {name: given.get(name, "") for name in names}
    return RiskSaid.model_validate({**said, "about": refs_in(given.get("about", "")), "score": score, "target": target})


def _pair(given: Answers, first: str, second: str) -> str:
    return f"{given[first]} {given[second]}" if given.get(first) and given.get(second) else ""


def meant(command: commands.RiskFilled, given: Answers) -> commands.RiskWork:
    """Return the command that a form says, for answers with no faults."""
    match command:
        case commands.RiskForm():
            return commands.NewRisk.model_validate(_terms_said(given).model_dump())
        case commands.RaiseForm(ref=ref):
            return commands.NewRisk.model_validate({**_terms_said(given).model_dump(), "source": ref})
        case commands.ChangeRiskForm(number=number):
            told = _terms_said(given)
            emptied = {name: NOTHING for name in ("owner", "controls", "target", "sureness", "review") if not getattr(told, name)}
            said = {**told.model_dump(), **emptied, "number": number, "about_nothing": not told.about}
            return commands.ChangeRisk.model_validate(said)
        case commands.ScoreForm(number=number):
            return commands.ScoreRisk(number=number, score=f"{given['likelihood']} {given['impact']}", why=given["why"])
    assert_never(command)
