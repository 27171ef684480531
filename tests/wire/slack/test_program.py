"""The program itself, as real processes: from an empty database and the real plan to a first nudge, an answer and a doctor."""

import csv
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from cryptography.fernet import Fernet

from tests.crash.processes import Milepost, Nursery, listening, nursery
from tests.world.slack import Person, Slack
from tests.world.slack.people import Screen

pytestmark = pytest.mark.asyncio(loop_scope="module")

PLANS = Path(__file__).parents[3] / "seed" / "plans"
PLAN = "lancashire_send_priority_action_plan"
MORNING = "2025-04-01T09:30:00+01:00"


class Program:
    """Milepost's commands, run against one Slack and one database."""

    def __init__(self, folder: Path, slack: Slack, started: Nursery) -> None:
        self.folder = folder
        self.slack = slack
        self.nursery = started
        self.runs = 0
        self.team = slack.team("County")
        self.token = ""

    @property
    def env(self) -> dict[str, str]:
        return {
            "DATABASE_URL": f"sqlite:///{self.folder / 'milepost.db'}",
            "PORT": "0",
            "SLACK_BOT_TOKEN": self.token,
            "SLACK_SIGNING_SECRET": self.slack.world.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
        }

    async def start(self, *args: str) -> Milepost:
        self.runs += 1
        return await self.nursery.start(list(args), self.env, self.folder / f"run-{self.runs}.log")

    async def run(self, *args: str) -> tuple[int, str]:
        """One command: its exit code and what it printed."""
        one = await self.start(*args)
        return await one.end(), one.log.read_text()

    async def green(self) -> set[str]:
        """The milestones that are green, as `milepost status` prints them."""
        code, printed = await self.run("status", "--json")
        assert code == 0, printed
        return {row["ref"] for row in json.loads(printed)["milestones"] if row["status"] == "green"}

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Milepost]:
        """`milepost serve`, which ends by itself when it is asked to."""
        one = await self.start("serve")
        try:
            self.slack.courier.app_url = await listening(one)
            yield one
            await self.slack.quiet()
        finally:
            one.stop()
            code = await one.end()
        told = one.log.read_text()
        assert code == 0 and told.rstrip().endswith("Stopped. Nothing is lost.") and "CancelledError" not in told, told


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def program(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    """The real plan loaded by the program, its people in Slack, the app as its own manifest says."""
    slack = Slack()
    await slack.start()
    async with nursery("slack", "slack.setup.manifest", "slack.setup.doctor") as started:
        made = Program(tmp_path_factory.mktemp("program"), slack, started)
        code, printed = await made.run("manifest", "slack", "--url", "https://milepost.example.org")
        assert code == 0, printed
        slack.world.configure(json.loads(printed))
        made.token = slack.world.token(made.team.id).value
        for args in (("seed", "load", str(PLANS / f"{PLAN}.txt"), "--yes"), ("seed", "people", str(PLANS / f"{PLAN}.people.csv"))):
            code, printed = await made.run(*args)
            assert code == 0, printed
        with (PLANS / f"{PLAN}.people.csv").open() as file:
            for row in csv.DictReader(file):
                if row["name"] not in slack.people:
                    slack.join(row["name"], made.team, row["email"])
        yield made
    wrong = slack.judged()
    await slack.stop()
    assert not wrong, wrong


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def counted(program: Program) -> dict[str, int]:
    """What the first round counted, after which everybody has a card."""
    program.team.limits = True
    code, printed = await program.run("tick", "--now", MORNING, "--json")
    program.team.limits = False
    found: dict[str, int] = json.loads(printed)
    assert (code, found["failed"]) == (0, 0), printed
    return found


async def test_the_whole_plan_is_asked_about_and_slack_takes_every_card(program: Program, counted: dict[str, int]) -> None:
    letters = program.slack.world.letters()

    assert counted["sent"] == len(letters) == len(set(letters)) > 5
    assert [call.method for call in program.slack.world.calls if call.status == 429] == []
    code, printed = await program.run("tick", "--now", MORNING, "--json")
    assert code == 0, printed
    assert program.slack.world.letters() == letters


def answers(screen: Screen, begins: str) -> int:
    """How many messages begin so."""
    return sum(message.startswith(begins) for message in screen.messages)


async def opens(person: Person, label: str) -> None:
    """Press a button until its form is there: the record of a busy machine may not answer in time."""
    while person.modal is None:
        late = person.sees().text.count("did not answer in time")
        await person.presses(label)
        await person.until(lambda s: s.modal is not None or s.text.count("did not answer in time") > late)  # noqa: B023


async def agrees(person: Person) -> None:
    """Everything here is overdue by now, so green is asked about before it is saved: all of a form in one question."""
    await person.until(lambda s: any("really on track?" in message for message in s.messages))
    assert person.buttons().count("Save") == 1
    done = answers(person.sees(), "Saved") + 1
    while answers(person.sees(), "Saved") < done:
        refused = answers(person.sees(), "Not saved.")  # the record of a busy machine may not answer in time
        await person.presses("Save")
        await person.until(lambda s: answers(s, "Saved") == done or answers(s, "Not saved.") > refused)  # noqa: B023


@pytest.mark.usefixtures("counted")
async def test_an_answer_is_recorded_by_serve_and_shown_by_status(program: Program) -> None:
    person = next(p for p in program.slack.people.values() if any("Update " in label for label in p.buttons()))
    label = next(one for one in person.buttons() if one.startswith("Update ") and one[7].isdigit())
    async with program.serving():
        await opens(person, label)
        await person.fills({"Status": "Green", "What has happened": "in hand"}).submits()
        await person.until(lambda s: s.modal is None)
        await agrees(person)

    assert label.removeprefix("Update ") in await program.green()


@pytest.mark.usefixtures("counted")
async def test_everything_that_somebody_answers_for_is_answered_in_one_form_page_by_page(program: Program) -> None:
    found = [(int(label.split()[-1]), p) for p in program.slack.people.values() for label in p.buttons() if "Update all" in label]
    _, person = max(found, key=lambda one: one[0])
    before = await program.green()
    async with program.serving():
        await person.types("mine")
        await person.until(lambda s: "Go through your month" in s.text)
        refs = dict.fromkeys(re.findall(r"\d+\.\d+\.\d+", "\n".join(person.sees().messages)))
        await person.types(f"update {' '.join(refs)}")
        await person.until(lambda s: "Open the form" in s.text)
        await opens(person, "Open the form")
        pages = 0
        while person.modal is not None:
            pages += 1
            ids = [str(block["block_id"]) for _, block, _ in person.fields()]
            answers = {one: "Green" for one in ids if one.endswith(".status")}
            assert answers
            await person.fills(answers).submits()
            assert person.faults == {}
        await agrees(person)

    assert await program.green() - before == set(refs) - before
    assert 1 < pages < len(refs)


async def test_the_doctor_finds_all_in_order_and_says_in_a_line_what_is_not(program: Program) -> None:
    code, printed = await program.run("doctor")
    assert code == 0 and "in order: Clock: it differs from that of Slack by" in printed, printed
    whole = program.token
    scopes = tuple(s for s in program.slack.world.scopes if s != "users:read.email")
    program.token = program.slack.world.token(program.team.id, scopes).value
    code, printed = await program.run("doctor")
    program.token = whole

    assert code == 1
    assert "users:read.email" in printed and "Traceback" not in printed


@pytest.mark.parametrize("command", [("serve",), ("tick",), ("doctor",)])
async def test_with_several_workspaces_and_none_listed_nothing_starts(program: Program, command: tuple[str, ...]) -> None:
    world = program.slack.world
    several = {"SLACK_CLIENT_ID": world.client_id, "SLACK_CLIENT_SECRET": world.client_secret}
    several["MILEPOST_SECRET_KEY"] = Fernet.generate_key().decode()
    program.runs += 1
    env = {**{name: value for name, value in program.env.items() if name != "SLACK_BOT_TOKEN"}, **several}
    one = await program.nursery.start(list(command), env, program.folder / f"run-{program.runs}.log")
    code, printed = await one.end(), one.log.read_text()

    assert code == 1, printed
    assert "MILEPOST_SLACK_WORKSPACES" in printed and "Traceback" not in printed


async def test_a_wrong_token_is_one_line_and_no_reason_not_to_start(program: Program) -> None:
    whole, program.token = program.token, "xoxb-wrong"
    code, printed = await program.run("doctor")
    async with program.serving() as served:
        pass
    program.token = whole

    assert code == 1 and "Traceback" not in printed and "xoxb-wrong" not in printed
    told = served.log.read_text()
    assert told.count("Slack refuses the bot token (invalid_auth)") == told.count("refuses") == 1
    assert "xoxb" not in told and "Traceback" not in told


async def test_a_tick_with_a_wrong_token_is_one_line_and_the_right_one_is_tried_at_once(program: Program) -> None:
    whole, program.token = program.token, "xoxb-wrong"
    code, printed = await program.run("tick", "--now", "2025-06-03T09:30:00+01:00")
    program.token = whole
    assert code == 1 and len(printed.splitlines()) == 1 and "Slack refuses the bot token (invalid_auth)" in printed, printed

    code, printed = await program.run("tick", "--now", "2025-06-03T09:31:00+01:00", "--json")
    assert code == 0 and json.loads(printed)["sent"] > 0 and "not valid" not in printed, printed


async def test_nothing_is_warned_of_at_the_start_if_all_is_in_order(program: Program) -> None:
    async with program.serving() as served:
        pass

    assert "WARNING" not in served.log.read_text()
