"""Slack's forms: every question asked within Slack's limits, nothing typed ever lost, each fault where it can be seen."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.drawing.forms import ANSWER, answers_of, errors, modal, rest_of, shown_sections, unpack
from adapters.slack.drawing.text import clean
from bot.conversation.updating.update_form import update_form
from bot.model.letters.form import Answers, AnyQuestion, Choice, DateQ, Faults, Form, Links, Option, PersonQ, Prose
from bot.model.letters.message import Item, Items, Text
from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.updates.update import Standing
from bot.wording.sentences import words
from tests.laws import tried
from tests.world.judges.slack import compiled, every, faults, words_of
from tests.world.slack.blocks import view_faults

Json = dict[str, object]
CHOICES = (Option(value="green", label="Green", means="On track."), Option(value="red", label="Red", means="Late."))


def form_for(*refs: str) -> Form:
    items = [(Milestone(ref=ref, text=f"Train the staff of {ref}"), Standing(ref=ref)) for ref in refs]
    return update_form(items, "t", date(2025, 6, 16), "Europe/London", Policy())


ONE = form_for("2.1.3")
TWO = form_for("2.1.3", "2.1.4")
LONG = form_for(*(f"1.1.{n}" for n in range(1, 31)))


def asking(*questions: AnyQuestion, title: str = "Update", intro: str = "") -> Form:
    return Form(title=title, command="update 2.1.3", questions=questions, send="Save", intro=intro)


def view_of(form: Form, answers: Answers | None = None, told: Faults | None = None, metadata: str = "") -> Json:
    view = modal(form, answers or {}, told or {}, metadata)
    sound(view)
    return view


def sound(view: Json) -> None:
    assert not faults(view, "modal")
    if "option_groups" not in json.dumps(view):  # which our own Slack does not know
        assert not view_faults(view, "modal")


def blocks_of(view: Json) -> list[Json]:
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return blocks


def fields(view: Json) -> dict[str, Json]:
    return {str(block["block_id"]): block for block in blocks_of(view) if block["type"] == "input"}


def element(view: Json, name: str) -> Json:
    found = fields(view)[name]["element"]
    assert isinstance(found, dict)
    return found


def shown(view: Json) -> str:
    return " ".join(words_of(view["blocks"]))


HELD = {"plain_text_input": ("initial_value", "value"), "datepicker": ("initial_date", "selected_date")}


def typed_in(view: Json) -> Json:
    """What Slack says of a view that somebody sends as it stands."""
    values: dict[str, Json] = {}
    for name, block in fields(view).items():
        inner = block["element"]
        assert isinstance(inner, dict)
        kind = str(inner["type"])
        told: Json = {"type": kind}
        name_in, name_out = HELD.get(kind, ("initial_option", "selected_option"))
        told |= {name_out: inner.get(name_in)}
        values[name] = {str(inner["action_id"]): told}
    return {"values": values}


def all_answers(view: Json) -> Answers:
    """What the adapter makes of a view sent as it stands: what travelled, and what is on it."""
    both = {**unpack(view["private_metadata"])[1], **answers_of(typed_in(view))}
    return {name: answer for name, answer in both.items() if answer}


# ---- questions -------------------------------------------------------------------------------------


def test_the_update_form_asks_its_questions_and_says_always_what_is_optional() -> None:
    view = view_of(ONE)

    assert list(fields(view)) == ["status", "happened", "forecast", "link", "type", "shows", "good_until", "decision"]
    assert [block["optional"] for block in fields(view).values()] == [False, *[True] * 7]
    assert "Train the staff of 2.1.3" in shown(view)
    assert element(view, "happened")["action_id"] == f"{ANSWER}happened"


def test_each_status_says_what_it_means_beside_it() -> None:
    status = element(view_of(ONE), "status")

    assert status["type"] == "radio_buttons"
    options = status["options"]
    assert isinstance(options, list)
    assert [option["description"]["text"] for option in options] == [words(f"status.{option['value']}.means") for option in options]
    assert fields(view_of(ONE))["status"]["dispatch_action"] is True
    assert "dispatch_action" not in fields(view_of(ONE))["type"]


def test_a_meaning_too_long_to_stand_beside_its_choice_stands_above_the_question() -> None:
    fits, over = "m" * 75, "m" * 76
    short = asking(Choice(id="status", label="Status", options=(Option(value="a", label="A", means=fits),)))
    long = asking(Choice(id="status", label="Status", options=(Option(value="a", label="A", means=over),)))

    assert fits in str(element(view_of(short), "status"))
    assert blocks_of(view_of(short))[0]["type"] == "input"
    assert "description" not in str(element(view_of(long), "status"))
    assert over in shown(view_of(long))


@pytest.mark.parametrize(("count", "kind"), [(10, "radio_buttons"), (11, "static_select")])
def test_ten_choices_with_meanings_are_buttons_and_eleven_a_menu(count: int, kind: str) -> None:
    options = tuple(Option(value=str(n), label=f"Label {n}", means="Meaning.") for n in range(count))

    assert element(view_of(asking(Choice(id="q", label="Q", options=options))), "q")["type"] == kind


def test_a_hundred_choices_are_one_menu_and_more_are_grouped() -> None:
    options = tuple(Option(value=f"1.1.{n}", label=f"Milestone 1.1.{n}") for n in range(101))
    hundred, over = (view_of(asking(Choice(id="q", label="Q", options=some)), {"q": "1.1.99"}) for some in (options[:100], options))

    assert "options" in element(hundred, "q")
    groups = element(over, "q")["option_groups"]
    assert isinstance(groups, list)
    assert [group["label"]["text"] for group in groups] == ["1.1.0 to 1.1.99", "1.1.100 to 1.1.100"]
    assert all_answers(over) == {"q": "1.1.99"}


def test_each_kind_of_question_has_its_box() -> None:
    view = view_of(
        asking(
            Prose(id="tall", label="Tall", most=300),
            Prose(id="flat", label="Flat", lines=1, most=9000),
            DateQ(id="when", label="When", hint="Such as 12 March 2026.", picked="Choose a day."),
            DateQ(id="then", label="Then", hint="Such as 12 March 2026.", picked="Choose a day."),
            Links(id="links", label="Links"),
            PersonQ(id="who", label="Who", required=True),
        ),
        {"then": "soon"},
    )

    assert {name: element(view, name).get("multiline") for name in fields(view)} == {
        "tall": True, "flat": False, "when": None, "then": False, "links": True, "who": False,
    }  # fmt: skip
    assert (element(view, "tall")["max_length"], element(view, "flat")["max_length"]) == (300, 3000)
    assert fields(view)["when"]["hint"] == {"type": "plain_text", "text": "Choose a day.", "emoji": False}
    assert fields(view)["then"]["hint"] == {"type": "plain_text", "text": "Such as 12 March 2026.", "emoji": False}
    assert fields(view)["who"]["optional"] is False


def test_a_choice_of_nothing_cannot_be_asked() -> None:
    assert not fields(view_of(asking(Choice(id="q", label="Q", options=()))))


def test_an_empty_choice_is_chosen_and_read_back_as_no_answer() -> None:
    view = view_of(TWO)
    options = element(view, "2.1.3.status")["options"]

    assert isinstance(options, list)
    assert options[0]["value"] == "(none)"
    assert element(view, "2.1.3.status")["initial_option"] == options[0]
    state = {"values": {"2.1.3.status": {"x": {"type": "static_select", "selected_option": options[0]}}}}
    assert answers_of(state) == {"2.1.3.status": ""}


# ---- what is typed already -----------------------------------------------------------------------------


def test_a_form_starts_with_the_answers_given() -> None:
    answers = {"status": "red", "path": "Agency cover.", "happened": "Two left.\nOne came.", "type": "minutes"}

    assert all_answers(view_of(ONE, answers)) == answers


def test_an_answer_that_is_no_choice_chooses_nothing() -> None:
    assert "initial_option" not in element(view_of(ONE, {"status": "purple"}), "status")


def test_an_answer_longer_than_may_be_kept_comes_back_whole() -> None:
    answers = {"status": "green", "shows": "s" * 3000}
    view = view_of(ONE, answers, {"shows": "That is too long."})

    assert element(view, "shows")["max_length"] == 3000
    assert all_answers(view) == answers


def test_an_answer_longer_than_slack_can_show_says_so() -> None:
    fits, over = (view_of(ONE, {"happened": "h" * length}) for length in (3000, 3001))

    assert "longer than Slack can show" not in shown(fits)
    assert "This answer was longer than Slack can show. Only its first 3000 letters are here." in shown(over)
    assert element(over, "happened")["initial_value"] == "h" * 3000


# ---- questions that come and go ----------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "path", "reason"), [
    ("green", False, False), ("amber", True, False), ("red", True, False), ("complete", False, True), ("", False, False),
])  # fmt: skip
def test_choosing_a_status_shows_what_it_asks_for(status: str, path: bool, reason: bool) -> None:
    asked = fields(view_of(ONE, {"status": status}))

    assert ("path" in asked, "no_evidence" in asked) == (path, reason)


def test_what_was_typed_is_kept_while_its_question_is_away() -> None:
    answers = {"status": "amber", "path": "Agency cover \u2013 by \u201c3 June\u201d.", "happened": "Staff left."}
    amber = all_answers(view_of(ONE, answers))

    green = view_of(ONE, {**amber, "status": "green"}, metadata="card C1:1")
    again = view_of(ONE, {**all_answers(green), "status": "red"})

    assert "path" not in fields(green)
    assert unpack(green["private_metadata"])[0] == "card C1:1"
    assert element(again, "path")["initial_value"] == answers["path"]
    assert "path" not in unpack(again["private_metadata"])[1]


def test_what_is_too_long_to_travel_stays_on_the_page() -> None:
    short, long = "p" * 2000, "p" * 2999

    assert "path" not in fields(view_of(ONE, {"status": "green", "path": short}))
    assert element(view_of(ONE, {"status": "green", "path": long}), "path")["initial_value"] == long


def test_metadata_slack_would_refuse_is_a_bug_told_at_once() -> None:
    view_of(ONE, metadata="m" * 2900)
    with pytest.raises(ValueError, match="metadata"):
        modal(ONE, {}, {}, "m" * 3000)


@pytest.mark.parametrize("told", [None, 7, "", "{", "[]", "null", '{"about": 7, "kept": []}', '{"kept": {"a": 7}}', "[" * 100_000])
def test_metadata_that_is_none_of_ours_carries_nothing(told: object) -> None:
    assert unpack(told) == ("", {})


# ---- faults -------------------------------------------------------------------------------------------------


def test_a_fault_stands_above_its_field() -> None:
    view = view_of(ONE, {"status": "red"}, {"path": "Red needs a path to green."})
    blocks = blocks_of(view)
    (at,) = (number for number, block in enumerate(blocks) if block.get("block_id") == "path")

    assert list(words_of(blocks[at - 1])) == ["Red needs a path to green."]
    assert every([blocks[at - 1]], "rich_text_quote")


def test_a_fault_of_a_question_not_shown_stands_at_the_one_that_decides_over_it() -> None:
    told = {"path": "Red needs a path to green.", "status": "Please choose a status."}

    view = view_of(ONE, {}, told)

    assert "Please choose a status." in shown(view)
    assert "Path to green" in shown(view)
    assert "Red needs a path to green." in shown(view)
    assert errors({"path": "Red needs a path."}, view, ONE) == {"status": "Red needs a path."}
    assert errors({**told, "shows": "Too long."}, view, ONE) == {
        "status": "Red needs a path to green. Please choose a status.",
        "shows": "Too long.",
    }


def test_a_fault_without_its_form_stands_at_its_own_milestone() -> None:
    assert errors({"2.1.4.path": "Needs a path."}, view_of(TWO)) == {"2.1.4.status": "Needs a path."}


def test_a_fault_of_nothing_in_the_form_is_still_said() -> None:
    assert "Something else." in shown(view_of(ONE, {}, {"other": "Something else."}))
    assert "Something else." in shown(view_of(asking(), {}, {"other": "Something else."}))


@pytest.mark.parametrize("view", [None, [], {}, {"blocks": None}, {"blocks": [None, {"type": "input"}, {"type": "input", "block_id": 7}]}])
def test_a_view_of_another_shape_has_no_place_for_a_fault(view: object) -> None:
    assert errors({"path": "Needs a path."}, view) == {}


# ---- long titles and many milestones ----------------------------------------------------------------------------


def test_a_title_of_twenty_four_letters_is_whole_and_a_longer_one_stands_below_in_full() -> None:
    fits, over = "t" * 24, "Update what is to be done"

    assert view_of(asking(title=fits))["title"] == {"type": "plain_text", "text": fits, "emoji": False}
    view = view_of(asking(title=over))
    assert view["title"] == {"type": "plain_text", "text": "Update what is to be…", "emoji": False}
    assert blocks_of(view)[0] == {"type": "header", "text": {"type": "plain_text", "text": over, "emoji": False}}


def test_each_milestone_has_its_heading() -> None:
    headings = [next(words_of(block)) for block in blocks_of(view_of(TWO)) if block["type"] == "header"]

    assert headings == ["2.1.3 Train the staff of 2.1.3", "2.1.4 Train the staff of 2.1.4"]


def test_a_form_too_long_for_one_view_says_how_many_come_afterwards_and_goes_on() -> None:
    pages, form = [], LONG
    while form is not None:
        pages.append(view_of(form))
        form = rest_of(form)

    first = shown_sections(LONG)
    asked = [name for page in pages for name in fields(page) if name.endswith(".status")]
    assert asked == [question.id for question in LONG.questions if question.id.endswith(".status")]
    assert list(words_of(blocks_of(pages[0])[-1])) == [f"{30 - first} more milestones come after you save these."]
    assert "come after" not in shown(pages[-1])


def test_which_milestones_are_on_the_page_does_not_depend_on_the_answers() -> None:
    red = {f"1.1.{n}.status": "red" for n in range(1, 31)}
    told = {f"1.1.{n}.path": "Needs a path." for n in range(1, 31)}

    view = view_of(LONG, red, told)

    assert len([name for name in fields(view) if name.endswith(".status")]) == shown_sections(LONG)
    assert len(blocks_of(view)) <= 100
    assert shown(view).count("Needs a path.") >= shown_sections(LONG)


# ---- answers read back ----------------------------------------------------------------------------------------------


def test_answers_are_read_by_question() -> None:
    state = {
        "values": {
            "status": {"a": {"type": "radio_buttons", "selected_option": {"value": "red"}}},
            "2.1.3.path": {"a": {"type": "plain_text_input", "value": " Cover. "}},
            "type": {"a": {"type": "static_select", "selected_option": None}},
            "link": {"a": {"type": "plain_text_input", "value": None}},
            "forecast": {"a": {"type": "datepicker", "selected_date": "2026-03-12"}},
            "until": {"a": {"type": "datepicker", "selected_date": None}},
        }
    }

    told = {"status": "red", "2.1.3.path": " Cover. ", "type": "", "link": "", "forecast": "2026-03-12", "until": ""}
    assert answers_of(state) == told


@pytest.mark.parametrize(("answer", "kind"), [("", "datepicker"), ("2026-03-12", "datepicker"), ("12 March", "plain_text_input")])
def test_a_day_is_picked_from_a_calendar_and_what_is_no_day_stays_to_be_put_right(answer: str, kind: str) -> None:
    view = view_of(asking(DateQ(id="when", label="When")), {"when": answer})

    assert element(view, "when")["type"] == kind
    assert all_answers(view) == ({"when": answer} if answer else {})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["values", "type", "value", "selected_option", "status", "a"]), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, JSON)
def test_a_state_of_any_shape_is_read_as_far_as_it_is_sound(state: object, view: object) -> None:
    for told in (state, {"values": state}, {"values": {"status": state}}, {"values": {"status": {"a": state}}}):
        assert all(isinstance(answer, str) for answer in answers_of(told).values())
    unpack(json.dumps(state))
    errors({"path": "Needs a path."}, view)


# ---- whatever is asked -------------------------------------------------------------------------------------------------

WORDS = st.one_of(
    st.text(max_size=90),
    st.sampled_from(["", " ", "<!channel>", "*bold*", "\u202eturned", "\x00\ud800", "👩‍👩‍👧‍👦" * 60, "word " * 700, "x" * 4000]),
)
OPTIONS = st.lists(st.builds(Option, value=WORDS, label=WORDS, means=WORDS), max_size=12).map(tuple)
KINDS = (
    lambda **of: st.builds(Choice, options=OPTIONS, **of),
    lambda **of: st.builds(Prose, most=st.integers(1, 9000), lines=st.integers(1, 5), **of),
    lambda **of: st.builds(DateQ, **of),
    lambda **of: st.builds(Links, **of),
    lambda **of: st.builds(PersonQ, **of),
)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Any form, with sections or without, of questions that hang on one another."""
    names = [f"q{n}" for n in range(draw(st.integers(0, 8)))]
    deciding = st.none() | st.tuples(st.sampled_from(names or ["q"]), st.lists(WORDS, max_size=2).map(tuple))
    questions = [
        draw(draw(st.sampled_from(KINDS))(id=st.just(name), label=WORDS, hint=WORDS, required=st.booleans(), shown_when=deciding))
        for name in names
    ]
    starts = sorted(draw(st.sets(st.sampled_from(names), max_size=3))) if names else []
    sections = tuple((draw(WORDS), name) for name in starts)
    return Form(
        title=draw(WORDS), command="update", questions=tuple(questions), send=draw(WORDS), intro=draw(WORDS), sections=sections
    )


ANSWERS = st.dictionaries(st.sampled_from([f"q{n}" for n in range(8)]), WORDS, max_size=8)


@tried(60)
@given(forms(), ANSWERS, ANSWERS)
def test_whatever_is_asked_slack_takes_it_and_no_fault_is_dropped(form: Form, answers: Answers, told: Faults) -> None:
    view = view_of(form, answers, told)

    placed = errors(told, view, form)
    assert set(placed) <= set(fields(view))
    assert all(fault in " ".join(placed.values()) for fault in told.values()) or not fields(view)


@tried(60)
@given(forms(), ANSWERS)
def test_nothing_typed_is_lost_on_the_way_out_and_back(form: Form, answers: Answers) -> None:
    typed = {question.id for question in form.questions if not isinstance(question, Choice)}
    given_ones = {
        name: answer for name, answer in answers.items() if name in typed and answer and answer.isprintable() and len(answer) < 2000
    }

    back = all_answers(view_of(form, given_ones))

    assert given_ones.items() <= back.items()


def test_slacks_own_types_take_what_is_asked() -> None:
    answers = {"status": "red", "path": "Cover.", "link": "https://a.example\nhttps://b.example"}
    many = Choice(id="q", label="Q", options=tuple(Option(value=f"{n}", label=f"{n}") for n in range(101)))
    views = [
        modal(ONE, answers, {"path": "Too short."}, "{}"),
        modal(TWO, {}, {"2.1.3.path": "Needs a path."}, ""),
        modal(LONG, {}, {}, ""),
        modal(asking(many, title="<!channel> " * 20, intro="*bold* " * 900), {"q": "3"}, {}, ""),
        modal(asking(Choice(id="q", label="Q", options=(Option(value="a", label="A", means="m" * 90),))), {}, {}, ""),
    ]

    assert not compiled([(view, "modal") for view in views])
    for view in views:
        sound(view)
    assert every(blocks_of(views[0]), "radio_buttons")


@pytest.mark.parametrize("line", ["Nine in ten are on time.", "word " * 2_000, "x" * 9_000, "\U0001f600" * 4_000, "a\nb\u2028c\x00"])
def test_what_may_be_folded_is_whole_and_left_to_slack_to_fold(line: str) -> None:
    told = tuple(Item(spans=(Text(text=one),)) for one in ("Ten weeks.", line))
    folded = Items(heading="Success", lines=told, folded=True)
    view = view_of(asking(Prose(id="q", label="Q")).model_copy(update={"background": (folded,)}))
    sections = [block for block in blocks_of(view) if block["type"] == "section"]

    assert {block["expand"] for block in sections} == {False}
    said = " ".join(str(block["text"]["text"]) for block in sections)  # type: ignore[index]
    assert said.startswith("Success\n• Ten weeks.")
    assert "".join(said.split()).endswith("".join(clean(line).split()))
    assert not compiled([(view, "modal")])


def test_the_judges_see_what_is_wrong_with_a_view() -> None:
    view: Json = json.loads(json.dumps(modal(ONE, {}, {}, "")))
    assert not faults(view, "modal")
    status, happened = fields(view)["status"], fields(view)["happened"]
    del status["optional"]
    happened["block_id"] = "status"
    element(view, "type")["initial_option"] = {"text": {"type": "plain_text", "text": "No"}, "value": "no"}
    view["title"] = {"type": "plain_text", "text": "t" * 25, "emoji": False}

    said = " ".join(faults(view, "modal"))

    for fault in ("title has 25", "whether it is optional", "block_id status is used 2", "initial_option that is no option"):
        assert fault in said
