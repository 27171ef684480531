"""A form too long for one view: page after page, each saved before the next, each knowing where it was asked for."""

import json

from adapters.slack.drawing.forms import unpack
from adapters.slack.drawing.pages import about, nth_page, page_of
from adapters.slack.inbound import Heard
from bot.model.letters.form import Choice, Form, Option, Prose

STATUS = (Option(value="green", label="Green"), Option(value="red", label="Red"))


def long_form(sections: int) -> Form:
    refs = [f"1.1.{number}" for number in range(1, sections + 1)]
    return Form(
        title="Many",
        command="update " + " ".join(refs),
        send="Save",
        questions=tuple(
            question
            for ref in refs
            for question in (
                Choice(id=f"{ref}.status", label="Status", options=STATUS),
                Prose(id=f"{ref}.happened", label="What has happened"),
                Prose(id=f"{ref}.path", label="Path to green", shown_when=(f"{ref}.status", ("red",))),
            )
        ),
        sections=tuple((ref, f"{ref}.status") for ref in refs),
    )


def remembered(form: Form, page: int) -> dict[str, object]:
    heard = Heard(kind="press", id="x", team="T1", user="U1", channel="D1", card="D1:1.2", url="https://hooks.slack.com/x")
    told = json.loads(about(heard, form, page))
    assert isinstance(told, dict)
    return told


def test_the_pages_hold_every_section_once_and_in_order() -> None:
    form = long_form(90)
    firsts = []
    page = 0
    while (rest := nth_page(form, page)) is not None:
        firsts.append(rest.sections[0][0])
        page += 1

    assert firsts[0] == "1.1.1" and len(firsts) == len(set(firsts)) > 2
    assert nth_page(form, page) is None


def test_a_form_remembers_where_it_was_asked_for_and_whether_more_comes() -> None:
    told = remembered(long_form(90), 0)

    assert (told["card"], told["chat"], told["more"]) == ("D1:1.2", "D1", True)
    assert "more" not in remembered(long_form(2), 0)


def test_what_is_sent_in_is_of_the_page_that_was_open() -> None:
    form = long_form(90)
    memo = {"say": form.command, "page": 1}
    heard = Heard(kind="submit", id="x", team="T1", user="U1", said=form.command, memo=memo)
    second = nth_page(form, 1)

    assert second is not None and page_of(form, heard).sections == second.sections


def test_junk_for_a_page_number_is_the_first_page() -> None:
    for page in (-1, "2", None, 10**9, True):
        heard = Heard(kind="submit", id="x", team="T1", user="U1", memo={"page": page})
        assert page_of(long_form(3), heard).sections[0][0] == "1.1.1"


def test_what_no_form_of_ours_carries_is_nothing() -> None:
    assert unpack("[]") == ("", {})
