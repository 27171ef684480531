"""The forms of measures: each asks what its typed line would say, and says it."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import filled
from bot.conversation.board.business.meant import MOST
from bot.conversation.measures import giving, setting
from bot.conversation.measures.meant import Meeting, at_table, found, refused, told_now
from bot.conversation.updating.update_form import MOST_DAY, too_long
from bot.conversation.visit import Said, plan_named
from bot.model.letters.form import Answers, AnyQuestion, Choice, DateQ, Faults, Form, Option, Prose
from bot.model.letters.message import plain
from bot.model.measures.given import PeriodFault, ReadingFault
from bot.model.measures.measure import Measure, Terms, Whose
from bot.ports.record import View
from bot.rules.board.business import says_nothing
from bot.rules.measures import dates, periods
from bot.rules.measures.readings import judged
from bot.wording import commands
from bot.wording.measures import told as wording
from bot.wording.measures import typed as values
from bot.wording.sentences import Fact, with_full_stop, words

MOST_SHORT = 200
NOT_FINAL = "provisional"
_LONG = ("text", "source", "said", "note")


def form_for(view: View, said: Said, command: commands.MeasureFilled) -> tuple[Form, Answers]:
    """Draw the form of a command, with what it begins with. Raises Refusal if whoever asks may not send it in."""
    match command:
        case commands.ReadingForm(handle=handle):
            table, measure = at_table(view, said), found(view, said.asker.short, handle)
            giving.may_read(table, measure)
            return _reading(view, said, command, table, measure)
        case commands.MeasureForm(number=number):
            measure_ = found(view, said.asker.short, f"m{number}") if number is not None else None
            return _terms(view, said, command, measure_)
    assert_never(command)


def _label(name: str, facts: dict[str, Fact] | None = None) -> str:
    return words(f"measures.form.{name}", facts)


def _form(
    view: View, said: Said, title: str, command: commands.MeasureFilled, questions: tuple[AnyQuestion, ...], intro: str = ""
) -> Form:
    plan = [plain(spans) for spans in plan_named(view, said.asker.person.id, said.asker.short)]
    order = str(command.model_copy(update={"plan": said.asker.plan_named}))
    about = " ".join([*([intro] if intro else []), *plan])
    return Form(title=title, intro=about, command=order, questions=questions, send=_label("send"))


# ---- a reading ------------------------------------------------------------------------------


def _reading(
    view: View, said: Said, command: commands.ReadingForm, table: Meeting, measure: Measure
) -> tuple[Form, Answers]:
    terms, policy, today = measure.terms, table.snapshot.policy, table.snapshot.today
    asked = periods.meant(terms, policy, command.period, today) if command.period else dates.wanted(measure, policy, today)
    days = periods.offered(terms, policy, today)
    if isinstance(asked, PeriodFault):  # or what stands behind "for" would be lost
        facts: dict[str, Fact] = {"said": command.period, "handle": measure.handle, "kind": wording.kind(terms)}
        why, typed = words(f"measures.refused.{asked.value}", facts), giving.example(measure, days[0])
        raise refused("form_period", {"handle": measure.handle, "why": why, "line": typed})
    day = asked or days[0]
    is_survey = dates.period(terms, policy, today) is None
    example = giving.value_example(terms)
    hint = _label("value_hint", {"example": example})
    value = Prose(id="said", label=_label("value"), hint=hint, required=True, most=values.MOST, lines=1)
    if terms.in_words:
        value = Prose(id="said", label=_label("answer"), hint=_label("answer_hint"), required=True, most=MOST)
    options = tuple(Option(value=one.isoformat(), label=values.period(terms, one)) for one in sorted({*days, day}, reverse=True))
    of_day = DateQ(id="period", label=_label("of_day"), required=True)
    of_period = Choice(id="period", label=_label("of_period"), required=True, options=options)
    final = (Option(value="", label=_label("final")), Option(value=NOT_FINAL, label=_label("not_final")))
    questions: tuple[AnyQuestion, ...] = (
        value,
        of_day if is_survey else of_period,
        Choice(id="final", label=_label("provisional"), options=final),
        Prose(id="note", label=_label("note"), most=MOST, lines=2),
    )
    intro = _label("reading_intro", {"text": with_full_stop(terms.text), "kind": wording.kind(terms)})
    now, read = told_now(view, said, measure), dates.read_of(measure, policy, day)
    before = next((one for one in now.shown if read is not None and one.entry == read.id and not is_survey), None)
    if before is not None:
        intro += " " + _label("was", {"value": wording.short_value(before, terms)})
    return _form(view, said, _label("reading_title", {"handle": measure.handle}), command, questions, intro), {
        "period": day.isoformat()
    }


def _reading_faults(view: View, said: Said, command: commands.ReadingForm, given: Answers) -> Faults:
    table, measure = at_table(view, said), found(view, said.asker.short, command.handle)
    terms, faults = measure.terms, dict[str, str]()
    if says_nothing(given.get("said", "")):
        faults["said"] = _label("needed")
    elif not terms.in_words:
        read = values.given(given["said"])
        found_ = judged(terms, read) if read is not None else None
        if found_ is None:
            faults["said"] = _label("number_fault", {"example": giving.value_example(terms)})
        elif isinstance(found_, ReadingFault) and read is not None:
            faults["said"] = _without_handle(giving.fault(measure, read, found_, ""), measure.handle)
    day = periods.meant(terms, table.snapshot.policy, given.get("period", ""), table.snapshot.today)
    if isinstance(day, PeriodFault):
        facts: dict[str, Fact] = {"said": given.get("period", ""), "handle": measure.handle, "kind": wording.kind(terms)}
        name = day.value if given.get("period") else "no_period"
        faults["period"] = words(f"measures.refused.{name}", facts)
    return faults


def _without_handle(sentence: str, handle: str) -> str:
    """Return a refusal as it stands under a question: what it is about is plain there."""
    return sentence.removeprefix(f"{handle} ")


# ---- its terms ------------------------------------------------------------------------------


def _terms(view: View, said: Said, command: commands.MeasureForm, measure: Measure | None) -> tuple[Form, Answers]:
    def short(name: str, required: bool = False, lines: int = 1) -> Prose:
        hint = _label(f"{name}_hint") if name in _HINTED else ""
        return Prose(id=name, label=_label(name), hint=hint, required=required, most=MOST_SHORT, lines=lines)

    better = tuple(Option(value=one, label=_better(one)) for one in setting.POLARITIES)
    period = tuple(Option(value=one, label=_kind(setting.period_of(one))) for one in setting.PERIODS)
    voice = tuple(Option(value=one.value, label=_kind(one.value).capitalize()) for one in Whose)
    months = (Option(value=one, label=one.capitalize()) for one in setting.MONTHS)
    resets = (Option(value="", label=_label("resets_none")), *months)
    answered = tuple(Option(value=one, label=_label(one)) for one in setting.ANSWERED)
    questions: tuple[AnyQuestion, ...] = (
        Prose(id="text", label=_label("text"), hint=_label("text_hint"), required=True, most=MOST),
        short("about", required=True),
        Choice(id="answered", label=_label("answered"), hint=_label("answered_hint"), options=answered),
        Choice(id="better", label=_label("better"), options=better),
        short("unit"),
        short("baseline"),
        short("target"),
        short("points", lines=2),
        short("source"),
        Choice(id="period", label=_label("period"), options=period),
        Choice(id="resets", label=_label("resets"), hint=_label("resets_hint"), options=resets),
        short("owner"),
        Choice(id="voice", label=_label("voice"), options=voice),
    )
    title = _label("new_title") if measure is None else _label("change_title", {"handle": measure.handle})
    terms = measure.terms if measure is not None else Terms(text="", unit="%")
    begins = as_answers(terms)
    if measure is None:
        begins.pop("period")  # that of one answered in words is another
    return _form(view, said, title, command, questions), begins


_HINTED = frozenset({"about", "unit", "baseline", "target", "points", "owner"})


def _better(name: str) -> str:
    letter = {"higher": "H", "lower": "L", "near": "T"}[name]
    return words(f"scorecard.polarity.{letter}")


def _kind(name: str) -> str:
    return words(f"measures.kind.{name}")


def as_answers(terms: Terms) -> Answers:
    """Return the terms of a measure as its form holds them."""
    told = {
        "text": terms.text,
        "about": ", ".join(terms.actions),
        "answered": setting.ANSWERED[terms.in_words],
        "better": setting.polarity_name(terms),
        "unit": terms.unit,
        "baseline": values.with_day(terms.baseline, "on", terms.baseline_on),
        "target": values.with_day(terms.target, "by", terms.target_by),
        "points": "\n".join(values.with_day(one.value, "by", one.by) for one in terms.trajectory),
        "source": terms.source,
        "period": setting.period_name(terms),
        "resets": setting.MONTHS[terms.resets - 1] if terms.resets else "",
        "owner": terms.owner,
        "voice": terms.voice.value,
    }
    return {name: said for name, said in told.items() if said}


# ---- sent in --------------------------------------------------------------------------------


def wrong(view: View, said: Said, form: Form, command: commands.MeasureFilled, given: Answers) -> Faults:
    """Return a sentence for each fault, by question id. Empty if the answers may be said."""
    most = {one.id: MOST if one.id in _LONG else MOST_DAY if one.id == "period" else MOST_SHORT for one in form.questions}
    if faults := too_long(given, most):
        return faults
    if faults := filled.strange(form, given):
        return faults
    if isinstance(command, commands.ReadingForm):
        return _reading_faults(view, said, command, given)
    return setting.judge(at_table(view, said), meant_terms(command, given)).faults


def meant(view: View, said: Said, command: commands.MeasureFilled, given: Answers) -> commands.MeasureWork:
    """Return the command that a form says, for answers with no faults."""
    match command:
        case commands.ReadingForm(number=number):
            terms = found(view, said.asker.short, command.handle).terms
            snapshot = at_table(view, said).snapshot
            day = periods.meant(terms, snapshot.policy, given["period"], snapshot.today)
            period = day.isoformat() if not isinstance(day, PeriodFault) else given["period"]
            told = {"number": number, "said": given["said"], "period": period, "note": given.get("note", "")}
            return commands.GiveReading.model_validate({**told, "provisional": given.get("final", "") == NOT_FINAL})
        case commands.MeasureForm():
            return meant_terms(command, given)
    assert_never(command)


def meant_terms(command: commands.MeasureForm, given: Answers) -> commands.SetMeasure:
    """Return what the form of a measure's terms says, as it would be typed: there each point stands behind "and"."""
    fields = {name: said for name, said in given.items() if name in commands.SetMeasure.model_fields}
    fields["points"] = " and ".join(one.strip() for one in given.get("points", "").splitlines() if one.strip())
    return commands.SetMeasure.model_validate({**fields, "number": command.number, "plan": command.plan})
