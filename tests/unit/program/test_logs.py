"""The log says what failed and where, and never what anybody wrote."""

import json
import logging

import pytest

from bot.program.serving.logs import start_log
from bot.program.watching.lines import tell

WRITTEN = "https://evidence.example.org/Sam"


def fail() -> None:
    try:
        raise ValueError(WRITTEN)
    except ValueError as error:
        raise RuntimeError(WRITTEN) from error


@pytest.fixture(autouse=True)
def own_handlers():  # type: ignore[no-untyped-def]
    root = logging.getLogger()
    before, level, ours = root.handlers[:], root.level, logging.getLogger("milepost").level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    logging.getLogger("milepost").setLevel(ours)


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_is_logged_by_its_kind_and_place_without_what_it_says(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    start_log("json" if form == "json" else "text")

    try:
        fail()
    except RuntimeError:
        logging.getLogger("milepost.desk").exception("inbound %s failed", "Ev1")

    logged = capsys.readouterr().err
    assert "inbound Ev1 failed" in logged and "RuntimeError" in logged and "ValueError" in logged and "test_logs.py" in logged
    assert WRITTEN not in logged


def test_json_logs_hold_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    start_log("json")

    logging.getLogger("milepost.http").warning("port taken")

    told = json.loads(capsys.readouterr().err)
    assert (told["levelname"], told["name"], told["message"]) == ("WARNING", "milepost.http", "port taken")


@pytest.mark.parametrize("form", ["text", "json"])
def test_of_what_a_library_says_nothing_is_logged_that_it_quotes(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    start_log("json" if form == "json" else "text")

    logging.getLogger("asyncio").error(f"Task exception was never retrieved: ValueError('{WRITTEN}')")
    logging.getLogger("apscheduler.executors").error("Job %s raised an exception", WRITTEN)
    logging.getLogger("milepost.slack.bolt").error(f"Failed to run listener for {WRITTEN}")
    logging.getLogger("slack_sdk").info("A body is %s", WRITTEN)

    lines = capsys.readouterr().err.splitlines()
    assert ["test_logs, line" in line for line in lines] == [True, False, True]
    assert "Job %s raised an exception" in lines[1]
    assert WRITTEN not in " ".join(lines)


def test_the_facts_of_a_line_stand_behind_it_in_text_and_as_fields_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("text", "json"):
        start_log("json" if form == "json" else "text")
        tell(logging.getLogger("milepost.round"), "round", {"plans": 2, "late_s": 0})
    text, json_ = capsys.readouterr().err.splitlines()

    assert text.endswith("INFO milepost.round round plans=2 late_s=0")
    told = json.loads(json_)
    assert (told["message"], told["plans"], told["late_s"]) == ("round", 2, 0)
