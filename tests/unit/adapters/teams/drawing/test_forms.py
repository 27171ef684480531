"""Forms in Teams: every question labelled and never barred, everything typed kept, faults beside their questions."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.drawing import forms as teams_forms
from adapters.teams.drawing.forms import (
    MOST_EXPANDED,
    MOST_SECTIONS,
    MOST_TYPED,
    answers_of,
    dialog,
    form_card,
    page_of,
    shown_sections,
)
from bot.model.letters.form import Answers, Choice, DateQ, Form, Links, Option, PersonQ, Prose
from bot.model.letters.message import Facts, Item, Items, Message, Text
from tests.laws import tried
from tests.unit.adapters.teams.drawing.test_messages import HOSTILE, letters, read
from tests.world.judges import shown
from tests.world.judges.teams import MOST_BYTES, Json, elements, faults, heard, weight
from tests.world.tools import needs_node

REFS = tuple(milestone.ref for milestone in shown.plan().milestones[:12])
ONE, MANY = shown.form(REFS[0]), shown.form(*REFS)
CARD = "19:chat@thread.v2|1700000000000"


def inputs(card: Json) -> dict[str, Json]:
    return {str(one["id"]): one for one in elements(card) if str(one["type"]).startswith("Input.")}


def sent(card: Json, typed: Answers) -> Json:
    """What a client sends when the one button is pressed: its data, and what stands in every input."""
    (button,) = [one for one in elements(card) if one["type"] == "Action.Submit"]
    values = {name: typed.get(name, one.get("value", "")) for name, one in inputs(card).items()}
    data = button["data"]
    assert isinstance(data, dict)
    return {**values, **data}


# ---- what is shown -------------------------------------------------------------------------------


def test_every_question_has_an_input_with_its_label_and_none_holds_the_form_back() -> None:
    asked = inputs(form_card(ONE, {}, {}))

    assert list(asked) == [question.id for question in ONE.questions]
    assert [one["label"] for one in asked.values()] == [question.label for question in ONE.questions]
    assert not any("isRequired" in one or "regex" in one for one in asked.values())
    assert str(asked["status"]["label"]).endswith("(required)")


def test_each_status_is_shown_with_its_meaning() -> None:
    status = inputs(form_card(ONE, {}, {}))["status"]

    assert status["style"] == "expanded"
    assert {"title": "Green: On track to be done by the due date.", "value": "green"} in status["choices"]  # type: ignore[operator]


@pytest.mark.parametrize(("count", "style"), [(MOST_EXPANDED, "expanded"), (MOST_EXPANDED + 1, "compact")])
def test_many_choices_are_folded_into_a_list(count: int, style: str) -> None:
    options = tuple(Option(value=str(n), label=f"Option {n}", means="What it means.") for n in range(count))
    form = Form(title="T", command="c", send="Send", questions=(Choice(id="one", label="Pick", options=options),))

    assert inputs(form_card(form, {}, {}))["one"]["style"] == style


def test_what_the_plan_says_stands_above_the_questions_and_opens_if_it_is_long() -> None:
    reason = Facts(pairs=(("Why", (Text(text="One team."),)),))
    long = Items(heading="Success", lines=(Item(spans=(Text(text="Ten weeks."),)),), folded=True)
    card = form_card(ONE.model_copy(update={"background": (reason, long)}), {}, {})
    body = card["body"]
    assert isinstance(body, list)
    (button,) = [one for one in elements(card) if one["type"] == "Action.ToggleVisibility"]
    (folded,) = [one for one in body if [one.get("id")] == button["targetElements"]]

    assert button["title"] == "Success" and folded["isVisible"] is False and "Ten weeks." in str(folded)
    assert body.index(folded) < next(at for at, element in enumerate(body) if element.get("id") == "status")
    assert "One team." in read({**card, "body": [one for one in body if one is not folded]})
    assert "Why: One team. Success. - Ten weeks." in str(card["speak"])
    assert not faults(card)


def test_what_was_typed_is_still_there_and_a_fault_stands_just_above_its_question() -> None:
    answers, wrong = shown.mistaken(ONE)
    card = form_card(ONE, answers, wrong)
    body = card["body"]
    assert isinstance(body, list)

    assert {name: one["value"] for name, one in inputs(card).items() if "value" in one} == answers
    for name, fault in wrong.items():
        place = next(at for at, element in enumerate(body) if element.get("id") == name)
        assert body[place - 1]["inlines"][0] == {
            "type": "TextRun", "text": f"Please look at this: {fault}", "color": "Attention", "weight": "Bolder"
        }  # fmt: skip
    assert "2 answers need another look. Everything you typed is still here." in str(card["speak"])
    assert "2 answers need another look." in read(card)


def test_the_hint_of_a_choice_stands_below_it_as_nothing_else_tells_it() -> None:
    """Such as what a lead said of the last period, beside the question how it stands now."""
    options = (Option(value="green", label="Green", means="All is well."), Option(value="red", label="Red", means="It is not."))
    asked = Choice(id="one", label="Overall status", hint="Last period: amber.", options=options)
    for several in ((asked,), (asked, *(asked.model_copy(update={"id": f"n{n}", "hint": ""}) for n in range(9)))):
        card = form_card(Form(title="T", command="c", send="Send", questions=several), {}, {})
        assert str(card).count("Last period: amber.") == 1


def test_a_hint_too_long_for_its_line_stands_below_it_and_says_how_a_day_is_written_only_if_one_is_typed() -> None:
    card, typed = form_card(ONE, {}, {}), form_card(ONE, {"forecast": "soon"}, {})

    assert "such as 12 March 2026" in read(typed) and inputs(typed)["forecast"]["type"] == "Input.Text"
    assert "When you now expect it." in read(card) and "such as" not in read(card)
    assert "placeholder" not in inputs(card)["forecast"]
    assert inputs(card)["happened"]["placeholder"] == "A sentence or two. Please name no child."


def test_the_button_sends_the_command_and_the_card_it_was_opened_from() -> None:
    card = form_card(ONE, {}, {}, CARD)
    (button,) = card["actions"]  # type: ignore[misc]

    assert (button["type"], button["title"], button["style"]) == ("Action.Execute", "Save", "positive")
    assert button["data"] == button["fallback"]["data"] == {"say": ONE.command, "form": True, "card": CARD}
    assert "card" not in form_card(ONE, {}, {})["actions"][0]["data"]  # type: ignore[index]


def test_a_dialog_is_the_same_form_with_a_submit() -> None:
    info = dialog(ONE, {"happened": "Met."}, {}, CARD)

    assert (info["title"], info["height"], info["width"]) == (ONE.title, "large", "medium")
    carried = info["card"]
    assert isinstance(carried, dict)
    assert carried["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert faults(carried["content"]) == []
    assert answers_of(sent(carried["content"], {})) == (ONE.command, {q.id: "" for q in ONE.questions} | {"happened": "Met."}, CARD)


# ---- several milestones --------------------------------------------------------------------------


def test_a_form_for_several_says_which_milestone_each_question_is_about() -> None:
    card = form_card(shown.form(*REFS[:2]), {}, {})

    assert inputs(card)[f"{REFS[1]}.status"]["label"] == f"Status, {REFS[1]}"
    assert inputs(card)[f"{REFS[1]}.status"]["style"] == "compact"
    assert read(card).count("Green: On track to be done by the due date.") == 1
    assert "after these" not in read(card)


def test_a_form_too_long_for_a_card_says_how_many_milestones_come_later() -> None:
    nine = form_card(shown.form(*REFS[: MOST_SECTIONS + 1]), {}, {})

    assert len(shown_sections(MANY)) == MOST_SECTIONS
    assert shown_sections(MANY) == MANY.sections[:MOST_SECTIONS]
    assert "4 more milestones come after these." in read(form_card(MANY, {}, {}))
    assert "One more milestone comes after these." in read(nine)


def test_sections_begun_or_faulty_are_shown_before_any_other() -> None:
    answers, wrong = {f"{REFS[11]}.happened": "Typed."}, {f"{REFS[10]}.status": "Please choose a status."}

    places = [MANY.sections.index(section) for section in shown_sections(MANY, answers, wrong)]

    assert places == [0, 1, 2, 3, 4, 5, 10, 11]
    assert inputs(form_card(MANY, answers, wrong))[f"{REFS[11]}.happened"]["value"] == "Typed."


def test_a_fault_whose_question_is_not_on_the_card_is_said_at_the_top() -> None:
    card = form_card(ONE, {}, {"elsewhere": "Something else is amiss."})

    assert "Something else is amiss." in read(card)
    assert faults(card) == []


@pytest.mark.parametrize("form", [ONE, MANY], ids=["one milestone", "many"])
def test_a_form_filled_to_the_brim_comes_back_whole_and_is_not_refused(form: Form) -> None:
    empty = inputs(form_card(form, {}, {}))
    full = {
        name: "amber" if one["type"] == "Input.ChoiceSet" and name.endswith("status") else "x" * int(str(one.get("maxLength", 0)))
        for name, one in empty.items()
    }
    wrong = {name: "Evidence needs web addresses that start with https://, one a line." for name in full if name.endswith(("path", "link"))}

    card = form_card(form, full, wrong, CARD)

    assert {name: one.get("value", "") for name, one in inputs(card).items()} == full
    assert weight(card) < MOST_BYTES
    assert faults(card) == []


def test_an_answer_longer_than_the_card_allows_is_kept_whole() -> None:
    name = f"{REFS[0]}.happened"

    one = inputs(form_card(MANY, {name: "y" * (MOST_TYPED + 50)}, {}))[name]

    assert (len(str(one["value"])), one["maxLength"]) == (MOST_TYPED + 50, MOST_TYPED + 50)


# ---- what comes back -----------------------------------------------------------------------------


def test_a_button_that_opened_no_form_brings_no_answers() -> None:
    assert answers_of({"say": "update 2.1.3"}) == ("update 2.1.3", None, None)


def test_an_unanswered_choice_is_no_answer() -> None:
    card = form_card(MANY, {}, {})
    name = f"{REFS[0]}.status"

    assert {"title": "No answer now", "value": teams_forms.NONE} in inputs(card)[name]["choices"]  # type: ignore[operator]
    _, answers, _ = answers_of(sent(card, {name: teams_forms.NONE}))
    assert answers is not None
    assert answers[name] == ""


def test_what_is_no_text_is_no_answer() -> None:
    data = {"say": "update 1", "form": True, "happened": 7, "path": ["a"], "msteams": "x", "card": {"a": 1}, "decision": "Yes."}

    assert answers_of(data) == ("update 1", {"decision": "Yes."}, None)


junk = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["say", "card", "form", "msteams", "a"]), below),
    max_leaves=8,
)


@given(junk)
def test_whatever_a_client_sends_is_read(data: object) -> None:
    said, answers, card = answers_of(data)

    assert isinstance(said, str)
    assert answers is None or all(isinstance(value, str) for value in answers.values())
    assert card is None or isinstance(card, str)


# ---- laws ----------------------------------------------------------------------------------------

@pytest.mark.parametrize(("answer", "kind"), [("", "Input.Date"), ("2026-03-12", "Input.Date"), ("12 March", "Input.Text")])
def test_a_day_is_picked_from_a_calendar_and_what_is_no_day_stays_to_be_put_right(answer: str, kind: str) -> None:
    card = form_card(ONE, {"forecast": answer}, {})

    assert inputs(card)["forecast"]["type"] == kind
    assert (answers_of(sent(card, {}))[1] or {}).get("forecast", "") == answer


texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
names = st.text(alphabet="abc.123", min_size=1, max_size=8).filter(lambda name: name not in teams_forms.RESERVED)
options = st.lists(st.builds(Option, value=texts, label=texts, means=texts), min_size=1, max_size=4, unique_by=lambda o: o.value)
common = {"id": names, "label": texts, "hint": texts, "required": st.booleans()}
questions = st.one_of(
    st.builds(Choice, options=options.map(tuple), **common),
    st.builds(Prose, most=st.integers(1, 3000), lines=st.integers(1, 5), **common),
    st.builds(DateQ, **common),
    st.builds(Links, **common),
    st.builds(PersonQ, **common),
)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    asked = draw(st.lists(questions, min_size=1, max_size=10, unique_by=lambda question: question.id))
    firsts = draw(st.lists(st.sampled_from([question.id for question in asked]), max_size=10, unique=True))
    return Form(
        title=draw(texts),
        command=f"update {draw(texts)}",
        questions=tuple(asked),
        send=draw(texts),
        intro=draw(texts),
        sections=tuple((draw(texts), first) for first in firsts),
    )


@tried(60)
@given(forms(), st.data())
def test_the_judges_take_any_form_and_all_typed_comes_back(form: Form, data: st.DataObject) -> None:
    asked = {question.id: question for question in form.questions}
    typed = data.draw(st.dictionaries(st.sampled_from(sorted(asked)), texts))
    wrong = data.draw(st.dictionaries(st.sampled_from([*sorted(asked), "elsewhere"]), texts.filter(bool)))

    card = form_card(form, typed, wrong, CARD)
    said, answers, opened_from = answers_of(sent(card, {}))

    assert faults(card) == []
    assert (said, opened_from) == (form.command, CARD)
    assert answers is not None
    for name, value in typed.items():
        question = asked[name]
        if not isinstance(question, Choice) or value in [option.value for option in question.options]:
            assert answers.get(name, "") == value
    assert all(letters(fault) in letters(read(card)) for fault in wrong.values())


@needs_node
def test_the_renderer_of_microsofts_own_has_nothing_to_say_of_real_forms() -> None:
    real = [form_card(ONE, {}, {}), form_card(ONE, *shown.mistaken(ONE)), form_card(MANY, {}, {})]

    assert heard(real) == [[], [], []]


# ---- a message in a dialog -----------------------------------------------------------------------


def test_what_does_not_fit_a_dialog_is_on_pages_of_which_each_asks_for_the_next() -> None:
    lines = tuple(Item(spans=(Text(text=f"Line {n} of many."),)) for n in range(120))
    message, said, page = Message(title="All of it", blocks=(Items(lines=lines),)), "", 1
    for _ in range(3):
        card = teams_forms.shown(message, "digest all", page)["card"]["content"]  # type: ignore[index]
        assert not faults(card)
        said += str(card)
        following = [one["data"] for one in elements(card) if one["type"] == "Action.Submit"]
        page = page_of(following[0]) if following else 0
        assert [answers_of(one)[:2] for one in following] in ([], [("digest all", None)])

    assert page == 0
    assert [n for n in range(120) if said.count(f"Line {n} of many.") < 1] == []


@pytest.mark.parametrize("sent", [None, [], {}, {"page": 2}, {"page": "-1"}, {"page": "²"}, {"page": "9" * 400}, {"page": ""}])
def test_a_page_that_is_no_number_is_the_first(sent: object) -> None:
    assert page_of(sent) == 1


@pytest.mark.parametrize("page", [0, 999])
def test_a_page_that_there_is_not_is_the_nearest(page: int) -> None:
    shown_there = teams_forms.shown(Message(title="All of it"), "digest all", page)
    assert "All of it" in str(shown_there["card"])
