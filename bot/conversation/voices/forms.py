"""The forms of voices: each asks what its typed line would say, and says it."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import filled
from bot.conversation.updating.update_form import MOST_DAY, too_long
from bot.conversation.visit import Said, plan_named
from bot.conversation.voices import hearing, telling
from bot.conversation.voices.meant import MOST, Table, at_table, found, found_names, kinds_named
from bot.model.letters.form import Answers, AnyQuestion, Choice, DateQ, Faults, Form, Links, Option, Prose
from bot.model.letters.message import plain
from bot.model.updates.day import DayMeant, DayRead
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import Heard, Shareable, VoiceTerms
from bot.ports.record import View
from bot.rules.board import whose
from bot.rules.board.business import says_nothing
from bot.rules.dates import Towards, example, read
from bot.rules.voices import rights
from bot.rules.voices.cases import tells_a_case
from bot.wording import commands
from bot.wording.commands import Act
from bot.wording.help import nearest_of
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, with_full_stop, words
from bot.wording.summary_lines import named
from bot.wording.updates.dates import unread
from bot.wording.voices.nudge import BUTTONS

MOST_SHORT = 200
SHORT = {"about": MOST_SHORT, "owner": MOST_SHORT, "count": MOST_DAY, "on": MOST_DAY, "by": MOST_DAY}


def form_for(view: View, said: Said, command: commands.VoiceForm) -> tuple[Form, Answers]:
    """Draw the form of a command, with what it begins with. Raises Refusal if whoever asks may not send it in."""
    table = at_table(view, said)
    match command:
        case commands.HearForm():
            hearing.may_hear(table)
            token = command.token or f"n{len(view.voices.all(said.asker.short))}"
            form = _form(view, said, "heard", command.model_copy(update={"token": token}), _details(said), _label("heard_intro"))
            return form, {"source": Heard.FORUM.value, "share": Shareable.NO.value} if rights.is_forum(table.person) else {}
        case commands.RetellForm(handle=handle):
            one = found(view, table.snapshot, handle)
            hearing.may_retell(table, one)
            return _form(view, said, "details", _drawn(command, one), _details(said)), _answers(one.voice.terms)
        case commands.TellVoiceForm(handle=handle, act=act):
            one = found(view, table.snapshot, handle)
            telling.may_tell(table, one, act)
            questions, intro = _told(said, table, act), _intro(one, act)
            return _form(view, said, BUTTONS[act], _drawn(command, one), questions, intro), _begins(one, act)
    assert_never(command)


def _drawn(command: commands.RetellForm | commands.TellVoiceForm, one: VoiceTold) -> commands.VoiceForm:
    """Return a command that names what stood when its form was drawn: the last that was said of the voice."""
    return command.model_copy(update={"token": command.token or f"s{one.voice.steps[-1].id}"})


def _label(name: str, facts: dict[str, Fact] | None = None) -> str:
    return words(f"voices.form.{name}", facts)


def _intro(one: VoiceTold, act: Act) -> str:
    facts: dict[str, Fact] = {"text": with_full_stop(one.voice.terms.said)}
    if act is Act.CHANGED and one.we_did is not None:
        return _label("intro_did", {**facts, "did": with_full_stop(one.we_did.words)})
    return _label("intro", facts)


def _form(
    view: View, said: Said, name: str, command: commands.VoiceForm, questions: tuple[AnyQuestion, ...], intro: str = ""
) -> Form:
    plan = [plain(spans) for spans in plan_named(view, said.asker.person.id, said.asker.short)]
    facts: dict[str, Fact] = {} if isinstance(command, commands.HearForm) else {"handle": command.handle}
    return Form(
        title=_label(f"{name}_title", facts),
        intro=" ".join([*([intro] if intro else []), *plan]),
        command=str(command.model_copy(update={"plan": said.asker.plan_named})),
        questions=questions,
        send=_label(f"{name}_send"),
    )


def _prose(id_: str, label: str, hint: str = "", required: bool = True, lines: int = 3, most: int = MOST) -> Prose:
    return Prose(id=id_, label=_label(label), hint=_label(hint) if hint else "", required=required, most=most, lines=lines)


def _details(said: Said) -> tuple[AnyQuestion, ...]:
    sources = tuple(Option(value=one.value, label=words(f"voices.from.{one.value}")) for one in Heard)
    shares = tuple(Option(value=one.value, label=words(f"voices.share.{one.value}")) for one in Shareable)
    on_hint = _label("on_hint", {"example": example(said.today)})
    return (
        _prose("text", "said", "said_hint"),
        Choice(id="source", label=_label("source"), required=True, options=sources),
        DateQ(id="on", label=_label("on"), hint=on_hint, picked=_label("on_picked")),
        _prose("count", "count", "count_hint", required=False, lines=1, most=MOST_DAY),
        _prose("about", "about", "about_hint", required=False, lines=1, most=MOST_SHORT),
        _prose("owner", "owner", "owner_hint", required=False, lines=1, most=MOST_SHORT),
        Choice(id="share", label=_label("share"), hint=_label("share_hint"), required=True, options=shares),
        _prose("summary", "summary", required=False, lines=2),
    )


def _answers(terms: VoiceTerms) -> Answers:
    """Return the details of a voice as its form begins with them."""
    return {
        "text": terms.said,
        "source": terms.source.value,
        "on": terms.heard_on.isoformat(),
        "count": str(terms.count) if terms.count is not None else "",
        "about": ", ".join(terms.about),
        "owner": terms.owner,
        "share": terms.shareable.value,
        "summary": terms.summary,
    }


def _told(said: Said, table: Table, act: Act) -> tuple[AnyQuestion, ...]:
    """Return the questions of a form about one voice."""
    evidence = Links(id="evidence", label=_label("evidence"), hint=_label("evidence_hint"))
    match act:
        case Act.WE_WILL:
            by = DateQ(id="by", label=_label("by"), hint=_label("by_hint", {"example": example(said.today)}))
            return _prose("text", "will", "did_hint"), by
        case Act.WE_DID:
            return _prose("text", "did", "did_hint"), evidence
        case Act.CHANGED:
            hint = "changed_hint" if rights.is_forum(table.person) else "changed_hint_others"
            return _prose("text", "changed", hint), evidence
        case Act.CANNOT | Act.REOPEN:
            return (_prose("text", BUTTONS[act]),)
        case Act.WITHDRAW:
            raise AssertionError("it has no form")
    assert_never(act)


def _begins(one: VoiceTold, act: Act) -> Answers:
    """Return what a form about one voice begins with: to say what changed, the words that were offered."""
    if act is not Act.CHANGED or one.offered is None:
        return {}
    return {"text": one.offered.words} | ({"evidence": one.offered.evidence} if one.offered.evidence else {})


# ---- sent in --------------------------------------------------------------------------------


def wrong(view: View, said: Said, form: Form, given: Answers) -> Faults:
    """Return a sentence for each fault, by question id. Empty if the answers may be said."""
    if faults := too_long(given, {one.id: SHORT.get(one.id, MOST) for one in form.questions}):
        return faults
    table, there = at_table(view, said), {one.id for one in form.questions}
    faults = filled.unanswered(form, given, _label("needed"))
    faults |= _names(table, given, is_heard="summary" in there)
    if "summary" in there:
        faults |= _of_details(view, said, table, given)
    if given.get("by"):
        faults |= _day(view, said, "by", given["by"])
    return faults | filled.strange(form, given)


def _names(table: Table, given: Answers, is_heard: bool) -> Faults:
    found_in = {name: found_names(table.snapshot, given.get(name, ""), is_heard) for name in ("text", "summary")}
    return {name: _label("names", {"what": kinds_named(kinds)}) for name, kinds in found_in.items() if kinds}


def _of_details(view: View, said: Said, table: Table, given: Answers) -> Faults:
    """Return a sentence for each detail of a voice that is wrong."""
    faults: Faults = {}
    if given.get("on"):
        faults |= _day(view, said, "on", given["on"])
    if given.get("count") and not hearing.is_number(given["count"]):
        faults["count"] = _label("no_number")
    if given.get("about") and (strange := hearing.unknown(view, table, hearing.refs_in(given["about"]))):
        faults["about"] = _label("unknown_ref", {"refs": ", ".join(strange)})
    if given.get("owner"):
        faults |= _owner(table, given["owner"])
    if given.get("share") == Shareable.SUMMARY and says_nothing(given.get("summary", "")):
        faults["summary"] = _label("no_summary")
    told = "\n".join((given.get("text", ""), given.get("summary", "")))
    if given.get("source") == Heard.COMPLAINT and (given.get("count") == "1" or tells_a_case(told)):
        faults["text"] = _label("case")
    return faults


def _owner(table: Table, given: str) -> Faults:
    plan, people = table.snapshot.plan, table.snapshot.people
    if whose.role_named(plan, people, given, table.snapshot.today) is not None:
        return {}
    names = [one.name for one in plan.roles]
    nearest = nearest_of(given, names, hearing.NEAR)
    told = _label("no_such_role", {"nearest": nearest}) if nearest else ""
    return {"owner": told or _label("no_such_role_list", {"roles": named(names, MOST_LINES)})}


def _day(view: View, said: Said, name: str, given: str) -> Faults:
    """Say what is wrong with a day: it was heard on none to come, and nothing will be done by one that is past."""
    day = _read(view, said, name, given)
    if fault := unread(day, said.today):
        return {name: fault}
    assert isinstance(day, DayMeant)  # it was read
    if name == "on":
        return {name: _label("future")} if day.day > said.today else {}
    return {name: _label("past")} if day.day < said.today else {}


def _read(view: View, said: Said, name: str, given: str) -> DayRead:
    towards = Towards.PAST if name == "on" else Towards.COMING
    return read(given, said.today, view.plans.policy(said.asker.short).calendar, towards)


def meant(view: View, said: Said, command: commands.VoiceForm, given: Answers) -> commands.VoiceWork:
    """Return the command that a form says, for answers with no faults."""
    day = _read(view, said, "on" if "source" in given else "by", given.get("on") or given.get("by", ""))
    named_day = day.day if isinstance(day, DayMeant) else None
    match command:
        case commands.HearForm():
            return commands.Hear(text=given["text"], on=named_day.isoformat() if named_day else "", **_said(given))
        case commands.RetellForm(number=number):
            on = named_day.isoformat() if named_day else ""
            emptied = {name: hearing.NONE for name in hearing.MAY_BE_NONE if not given.get(name)}
            return commands.Retell(number=number, text=given["text"], on=on, **(_said(given) | emptied))
        case commands.TellVoiceForm(number=number, act=act):
            return commands.TellVoice(number=number, act=act, text=given["text"], by=named_day)
    assert_never(command)


def _said(given: Answers) -> dict[str, str]:
    return {name: given.get(name, "") for name in ("source", "count", "about", "owner", "share", "summary")}
