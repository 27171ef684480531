"""Forms over every channel: each kind of question asked and prefilled, faults beside them, nothing typed ever lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model.letters.form import Choice, DateQ, Faults, Form, Links, Option, PersonQ, Prose
from bot.model.letters.message import Actions, Button, Facts, Item, Items, Message, Text
from bot.model.letters.talk import Ask, Fix, Say
from tests.world.lines import LINES, Line, line_to
from tests.world.samples import HOSTILE, said
from tests.world.wires import Seat

STATUSES = (Option(value="green", label="Green", means="On track."), Option(value="red", label="Red", means="Late."))
EVERY_KIND = Form(
    title="Update 1.1.1",
    intro="Recruit three coordinators.",
    command="update 1.1.1 #u0",
    send="Save",
    questions=(
        Choice(id="status", label="Status (required)", required=True, options=STATUSES),
        Prose(id="happened", label="What has happened", hint="A sentence or two."),
        Prose(id="path", label="Path to green", shown_when=("status", ("red",))),
        DateQ(id="forecast", label="Forecast", hint="Such as 12 March 2026."),
        Links(id="link", label="Evidence link"),
        PersonQ(id="who", label="Who knows more"),
        Prose(id="shows", label="What it shows", lines=1, most=300),
    ),
)
TYPED = {
    "Status": "Red",
    "What has happened": "Two left.\nOne came.",
    "Path to green": "hire two",
    "Forecast": "2026-03-12",
    "Evidence link": "https://example.org/a\nhttps://example.org/b",
    "Who knows more": "ben@example.org",
    "What it shows": "minutes",
}
IDS = ("status", "happened", "path", "forecast", "link", "who", "shows")
SENT = dict(zip(IDS, ["red", *list(TYPED.values())[1:]], strict=True))


@pytest.fixture(params=LINES)
def name(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
async def line(name: str, tmp_path: Path) -> AsyncIterator[Line]:
    async with line_to(name, tmp_path) as made:
        made.answers("update", Ask(form=EVERY_KIND))
        made.clerk.forms[EVERY_KIND.command] = EVERY_KIND
        yield made


async def opened(line: Line, **answers: str) -> Seat:
    """Keira, with the form open."""
    line.answers("update", Ask(form=EVERY_KIND, answers=answers))
    keira = line.seat("keira")
    assert "What has happened" in await keira.opens("update")
    return keira


async def test_every_kind_of_question_is_asked_and_its_answer_comes_back(line: Line) -> None:
    keira = await opened(line)
    form = keira.form()
    assert form is not None
    assert [q.label for q in EVERY_KIND.questions if q.id != "path" and q.label not in form] == []
    assert "Recruit three coordinators." in form
    assert {label.split(":")[0].split()[-1] for label in keira.offers("Status")} == {"Green", "Red"}

    await keira.fills(TYPED)
    line.answers(EVERY_KIND.command, Say(message=said("Saved"), in_place=True))
    await keira.presses("Save")
    assert line.last.said == EVERY_KIND.command
    assert {question: answer for question, answer in (line.last.answers or {}).items() if answer} == SENT
    assert keira.form() is None and "Saved" in keira.sees()


@pytest.mark.parametrize("folded", [False, True])
async def test_what_the_plan_says_stands_above_the_questions_and_keeps_nobody_from_answering(line: Line, folded: bool) -> None:
    reason = Facts(pairs=(("Why", (Text(text="Families see the partners work as one."),)),))
    lines = tuple(Item(spans=(Text(text=one),)) for one in ("Nine in ten are on time.", f"*Ten* of <ten>: {HOSTILE}", "x " * 200))
    measures = Items(heading="How success will be known", lines=lines, folded=folded)
    form = EVERY_KIND.model_copy(update={"background": (reason, measures)})
    line.answers("update", Ask(form=form))
    keira = line.seat("keira")
    await keira.opens("update")
    shown = keira.form() or ""
    assert shown.index("Families see the partners work as one.") < shown.index("How success will be known") < shown.index("Status")

    await keira.fills({"Status": "Green"})
    line.answers(form.command, Say(message=said("Saved"), in_place=True))
    await keira.presses("Save")
    assert line.last.answers == {**dict.fromkeys(line.last.answers or {}, ""), "status": "green"}


async def test_a_form_is_prefilled(line: Line) -> None:
    keira = await opened(line, **SENT)
    assert "Red" in keira.holds("Status")
    assert [question for question, answer in list(TYPED.items())[1:] if keira.holds(question) != answer] == []

    await keira.presses("Save")
    assert {question: answer for question, answer in (line.last.answers or {}).items() if answer} == SENT


async def test_faults_stand_beside_their_questions_and_everything_typed_is_still_there(line: Line) -> None:
    keira = await opened(line)
    await keira.fills(TYPED)
    faults: Faults = {"forecast": "That is not a date.", "link": "That is no address."}
    line.answers(EVERY_KIND.command, Fix(form=EVERY_KIND, answers=SENT, faults=faults))
    await keira.presses("Save")
    form = keira.form()
    assert form is not None and "That is not a date." in form and "That is no address." in form
    assert [question for question, answer in list(TYPED.items())[1:] if keira.holds(question) != answer] == []

    line.answers(EVERY_KIND.command, Say(message=said("Saved"), in_place=True))
    await keira.fills({"Forecast": "2026-06-03"})
    await keira.presses("Save")
    assert (line.last.answers or {})["forecast"] == "2026-06-03" and (line.last.answers or {})["happened"] == SENT["happened"]
    assert keira.form() is None


async def test_a_form_mended_by_the_desk_is_sent_under_its_newer_command(line: Line) -> None:
    keira = await opened(line)
    await keira.fills(TYPED)
    newer = EVERY_KIND.model_copy(update={"command": "update 1.1.1 #u7"})
    line.answers(EVERY_KIND.command, Fix(form=newer, answers=SENT, faults={"status": "Ben has answered since."}))
    await keira.presses("Save")
    form = keira.form()
    assert form is not None and "Ben has answered since." in form and keira.holds("What has happened") == TYPED["What has happened"]

    await keira.presses("Save")
    assert line.last.said == "update 1.1.1 #u7"
    assert {question: answer for question, answer in (line.last.answers or {}).items() if answer} == SENT


async def test_a_form_opened_from_a_card_names_the_card_and_rewrites_it(line: Line) -> None:
    card = Message(title="One milestone", blocks=(Actions(buttons=(Button(label="Update it", command="update"),)),))
    (reference,) = await line.sends(await line.address("keira"), card)
    keira = line.seat("keira")
    count = keira.count()
    await keira.presses("Update it")
    line.answers(EVERY_KIND.command, Say(message=said("Saved for good"), in_place=True))
    await keira.fills({"Status": "Green"})
    await keira.presses("Save")

    assert line.last.card == reference
    assert "Saved for good" in keira.newest and "One milestone" not in keira.sees() and keira.count() == count


async def test_a_form_sent_in_again_by_the_platform_has_its_id(line: Line) -> None:
    keira = await opened(line)
    await keira.fills({"Status": "Green"})
    line.clerk.heard.clear()
    await keira.presses("Save")
    await keira.again()

    assert len({inbound.id for inbound in line.clerk.heard if inbound.answers is not None}) == 1


async def test_an_answer_that_saves_nothing_is_read_all_the_same(line: Line) -> None:
    keira = await opened(line)
    await keira.fills({"Status": "Green"})
    line.answers(EVERY_KIND.command, said("Only the holder may do that."))
    await keira.presses("Save")

    assert "Only the holder may do that." in keira.sees()


async def test_hostile_words_come_back_from_a_form_letter_for_letter_and_do_nothing_in_it(line: Line) -> None:
    keira, wrong = line.seat("keira"), {}
    for number, (name, text) in enumerate(HOSTILE.items()):
        typed = {"happened": text, "status": "green"}
        form = EVERY_KIND.model_copy(update={"title": f"Update {text}"[:60], "intro": text, "command": f"update #{number}"})
        line.answers("update", Ask(form=form, answers=typed))
        line.answers(form.command, Fix(form=form, answers=typed, faults={"shows": f"Not {text}"}))
        await keira.opens("update")
        held = keira.holds("What has happened")
        await keira.fills({"What it shows": text[:300]})
        await keira.presses("Save")
        given = line.last.answers or {}
        if (held, given["happened"], given["shows"], keira.holds("What has happened")) != (text, text, text[:300], text):
            wrong[name] = (held, given)
        await keira.closes()

    assert wrong == {}
    assert line.pinged() == []


async def test_a_form_of_several_milestones_shows_each_under_its_heading(line: Line) -> None:
    refs = ("1.1.1", "1.1.2", "1.1.3")
    questions = tuple(
        question
        for ref in refs
        for question in (
            Choice(id=f"{ref}.status", label="Status", options=(Option(value="", label="No answer now"), *STATUSES)),
            Prose(id=f"{ref}.happened", label="What has happened", lines=2),
        )
    )
    sections = tuple((f"{ref} Step {ref} done.", f"{ref}.status") for ref in refs)
    form = Form(title="Update 3 milestones", command="update all", questions=questions, send="Save", sections=sections)
    line.answers("update", Ask(form=form))
    keira = line.seat("keira")
    shown = await keira.opens("update")
    assert [heading for heading, _ in sections if heading not in shown] == []

    await keira.fills({"1.1.1.status": "Green", "1.1.1.happened": "one", "1.1.3.status": "Red"})
    await keira.presses("Save")
    sent = {question: answer for question, answer in (line.last.answers or {}).items() if answer}
    assert sent == {"1.1.1.status": "green", "1.1.1.happened": "one", "1.1.3.status": "red"}
