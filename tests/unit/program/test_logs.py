"""The log says what failed and where, and never what anybody wrote."""

import json
import logging

import pytest

from bot.program.serving.logs import start_log

WRITTEN = "https://evidence.example.org/Sam"


def fail() -> None:
    try:
        raise ValueError(WRITTEN)
    except ValueError as error:
        raise RuntimeError(WRITTEN) from error


@pytest.fixture(autouse=True)
def own_handlers():  # type: ignore[no-untyped-def]
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


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
