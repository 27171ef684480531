"""One judge for forms and typed lines: each fault has its question, and what stands can be said again."""

from datetime import UTC, date, datetime

import pytest

from bot.conversation.updating.update_form import (
    answers_by_ref,
    good_link,
    missing,
    said_answers,
    standing_answers,
    update_form,
    wrong,
    wrong_of_one,
)
from bot.model.plan import Milestone
from bot.model.policy import Calendar, Policy
from bot.model.status import Status
from bot.model.updates.update import Evidence, Standing, Update

TODAY = date(2026, 2, 2)
MILESTONES = [Milestone(ref=ref, text="Train the staff") for ref in ("2.1.3", "2.1.4")]
ONE = update_form([(MILESTONES[0], Standing(ref="2.1.3"))], "t", date(2026, 3, 3), "Europe/London", Policy())
TWO = update_form([(each, Standing(ref=each.ref)) for each in MILESTONES], "t", date(2026, 3, 3), "Europe/London", Policy())
COMPLETE = Update(
    plan="lancs", ref="2.1.3", status=Status.COMPLETE, by=1, by_name="Ann", capacity="owner",
    evidence=(Evidence(url="https://a.org/1"), Evidence(url="https://a.org/2")), at=datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "question"),
    [
        ({}, "status"),
        ({"status": "purple"}, "status"),
        ({"status": "same"}, "status"),
        ({"status": "amber"}, "path"),
        ({"status": "complete"}, "no_evidence"),
        ({"status": "green", "forecast": "soon"}, "forecast"),
        ({"status": "green", "link": "http://a.org"}, "link"),
        ({"status": "green", "happened": "x" * 3001}, "happened"),
        ({"status": "green", "shows": "x" * 301}, "shows"),
    ],
)
def test_a_fault_is_told_at_its_question(given: dict[str, str], question: str) -> None:
    assert set(wrong(ONE, given, TODAY, Calendar())) == {question}
    assert wrong_of_one(given, TODAY, Calendar()) == wrong(ONE, given, TODAY, Calendar())


def test_evidence_waits_until_complete_wants_it_and_a_decision_until_red_does() -> None:
    wanted = {q.id: (q.behind, q.wanted_when and q.wanted_when[1]) for q in (*ONE.questions, *TWO.questions)}
    evidence, decision = ("Add evidence", ("complete",)), ("Ask the board for a decision", ("red",))

    assert [wanted[name] for name in ("link", "type", "shows", "no_evidence", "2.1.3.link", "2.1.4.no_evidence")] == [evidence] * 6
    assert wanted["decision"] == decision
    assert {wanted[name] for name in wanted if name.rpartition(".")[2] in ("status", "happened", "path", "forecast")} == {("", None)}


def test_what_a_link_shows_has_its_own_limit_and_says_it() -> None:
    assert wrong(ONE, {"status": "green", "shows": "x" * 300}, TODAY, Calendar()) == {}
    assert "300" in wrong(ONE, {"status": "green", "shows": "x" * 301}, TODAY, Calendar())["shows"]


@pytest.mark.parametrize(
    "link",
    ["http://a.org", "https://", "https://u:p@a.org", "https://a.org/a b", "https://a.org/\x00", "https://a.org:99999/",
     "https://a.org:x/", "https://a.org:0/", "https://[a.org/"],
)  # fmt: skip
def test_a_link_nobody_can_open_safely_is_refused(link: str) -> None:
    assert not good_link(link)


@pytest.mark.parametrize("link", ["https://a.org", "https://a.org:8443/m_(1)?a=b#c"])
def test_a_plain_https_link_is_good(link: str) -> None:
    assert good_link(link)


def test_a_milestone_left_for_later_is_left_out() -> None:
    given = {"2.1.4.status": "green"}
    assert wrong(TWO, given, TODAY, Calendar()) == {}
    assert set(answers_by_ref(given, ("2.1.3", "2.1.4"))) == {"2.1.4"}


def test_words_without_a_status_are_asked_for_one() -> None:
    assert set(wrong(TWO, {"2.1.3.happened": "words"}, TODAY, Calendar())) == {"2.1.3.status"}


def test_a_form_starts_without_the_links_that_stand() -> None:
    assert "link" not in standing_answers(Standing(ref="2.1.3", update=COMPLETE))


def test_same_on_a_complete_milestone_asks_for_no_evidence_again() -> None:
    kept = said_answers(Standing(ref="2.1.3", update=COMPLETE))
    assert kept["link"] == "https://a.org/1\nhttps://a.org/2"
    assert missing(kept) is None


def test_nothing_is_kept_where_nothing_stands() -> None:
    assert said_answers(Standing(ref="2.1.3")) == {}


@pytest.mark.parametrize("today", [TODAY, date(2026, 12, 31), date(2028, 2, 29)])
def test_a_date_is_shown_by_one_of_the_year_to_come(today: date) -> None:
    form = update_form([(MILESTONES[0], Standing(ref="2.1.3"))], "t", today, "Europe/London", Policy())
    example = f"12 March {today.year + 1}"

    (hint,) = [question.hint for question in form.questions if question.id == "forecast"]
    assert f"such as {example}." in hint
    assert f"like {example}." in wrong(form, {"status": "green", "forecast": "31 February"}, today, Calendar())["forecast"]
