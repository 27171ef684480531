"""The weekly summary: exceptions first, nothing dropped without being counted, silence never green, no names."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

import pytest

from bot.model import summary
from bot.model.message import Chart, Items, Message, Paragraph, plain
from bot.model.plan import Action, Milestone, Plan, Recurrence
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.update import Standing, Status, Update
from bot.reports.summary import as_json
from bot.rules import summary as rules_summary
from bot.wording import summary as wording_summary

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)  # a Tuesday
LONG_AGO = datetime(2026, 1, 12, 9, tzinfo=UTC)
POLICY = Policy()
REDS = tuple(f"1.1.{n}" for n in range(1, 8))


def milestone(ref: str, due: date | None = None, recurrence: Recurrence | None = None) -> Milestone:
    return Milestone(
        ref=ref, text=f"Step {ref} of it", due=due, baseline=due, recurrence=recurrence, owners=("SENCO lead", "Health")
    )


PLAN = Plan(
    short="p",
    title="The Plan",
    actions=(
        Action(ref="1.1", priority=1, title="A", milestones=tuple(milestone(ref) for ref in REDS)),
        Action(
            ref="2.1",
            priority=2,
            title="B",
            milestones=(
                milestone("2.1.1", date(2026, 3, 9)),
                milestone("2.1.2", date(2026, 4, 7)),
                milestone("2.1.3", date(2026, 4, 8)),
                milestone("2.1.4", date(2026, 3, 1)),
                milestone("2.1.5"),
                milestone("2.1.6", date(2026, 2, 28), Recurrence.WEEKLY),
            ),
        ),
    ),
)


def said(ref: str, status: Status, asked: datetime | None = None, **more: object) -> Standing:
    update = Update.model_validate(
        {
            "plan": "p", "ref": ref, "status": status, "by": 1, "by_name": "Ann Bloggs", "capacity": "owner",
            "at": LONG_AGO, "path_to_green": "a way back", "no_evidence_reason": "to come", **more,
        }
    )  # fmt: skip
    return Standing(ref=ref, update=update, asked=asked)


def taken(standings: Mapping[str, Standing], plan: Plan = PLAN) -> Snapshot:
    return Snapshot(plan=plan, policy=POLICY, standings=standings, now=NOW)


def by_ref(standings: Iterable[Standing]) -> dict[str, Standing]:
    return {milestone.ref: Standing(ref=milestone.ref) for milestone in PLAN.milestones} | {s.ref: s for s in standings}


REPORTED = by_ref(
    [
        *(said(ref, Status.RED, narrative="Staff left") for ref in REDS),
        said("2.1.1", Status.AMBER, forecast=date(2026, 5, 1), decision_wanted="Fund a post"),
        said("2.1.4", Status.COMPLETE, decision_wanted="Too late"),
        said("2.1.5", Status.GREEN, asked=LONG_AGO),
        said("2.1.6", Status.GREEN, asked=datetime(2026, 3, 2, 9, tzinfo=UTC)),
    ]
)
BEFORE = REPORTED | {
    "1.1.1": said("1.1.1", Status.GREEN),
    "1.1.2": Standing(ref="1.1.2"),
    "2.1.1": said("2.1.1", Status.AMBER, forecast=date(2026, 4, 1)),
}


@pytest.fixture(name="week")
def _week() -> summary.Digest:
    return rules_summary.weekly(taken(REPORTED), BEFORE)


def items(said: Message, heading: str) -> Items:
    return next(block for block in said.blocks if isinstance(block, Items) and block.heading.startswith(heading))


def test_each_section_holds_what_belongs_there(week: summary.Digest) -> None:
    assert week.week == date(2026, 3, 9)
    assert [entry.ref for entry in week.decisions] == ["2.1.1"]
    assert [entry.ref for entry in week.red] == list(REDS)
    assert [entry.ref for entry in week.amber] == ["2.1.1"]
    assert [(moved.ref, moved.was, moved.now, moved.why) for moved in week.moved] == [
        ("1.1.1", "green", "red", "Staff left"),
        ("1.1.2", "not_yet_asked", "red", "Staff left"),
        ("2.1.1", "amber", "amber", "a way back"),
    ]
    assert [entry.ref for entry in week.overdue] == ["2.1.1"]
    assert [(entry.ref, entry.dates.due) for entry in week.due_soon] == [("2.1.2", date(2026, 4, 7)), ("2.1.6", date(2026, 3, 14))]
    assert [entry.ref for entry in week.not_reported] == ["2.1.5", "2.1.6"]
    assert [entry.ref for entry in week.awaiting_assurance] == ["2.1.4"]


def test_totals_count_every_milestone_once(week: summary.Digest) -> None:
    assert dict(week.totals[0][1]) == {"red": 7}
    assert sum(count for _, counts in week.totals for _, count in counts) == len(PLAN.milestones)


def test_every_red_is_shown_or_counted(week: summary.Digest) -> None:
    reds = items(wording_summary.message(week, PLAN, most=5), "Off track")
    assert reds.heading == "Off track (7)"
    assert len(reds.lines) == 6
    assert plain(reds.lines[-1].spans) == "and 2 more: say red"
    assert len(items(wording_summary.message(week, PLAN, most=7), "Off track").lines) == 7


def test_what_no_command_asks_for_is_named_by_ref(week: summary.Digest) -> None:
    moved = items(wording_summary.message(week, PLAN, most=1), "Moved")
    assert plain(moved.lines[-1].spans) == ("and 2 more: 1.1.2, 2.1.1. Say status and the number for any of them.")


def test_silence_is_never_green(week: summary.Digest) -> None:
    assert dict(week.totals[1][1])["not_reported"] == len(week.not_reported) == 2
    silent = items(wording_summary.message(week, PLAN), "Not reported")
    assert {line.mark.status for line in silent.lines if line.mark} == {"not_reported"}
    soon = items(wording_summary.message(week, PLAN), "Due in the next")
    assert [line.mark.status for line in soon.lines if line.mark] == ["not_yet_asked", "not_reported"]


def test_a_missed_period_is_named_by_its_end(week: summary.Digest) -> None:
    assert week.not_reported[1].missed == date(2026, 3, 7)
    text = wording_summary.message(week, PLAN).plain()
    assert "Last said: ● Green, 57 days ago. No update for the period to 7 March 2026. Owner: SENCO lead." in text


def test_the_words(week: summary.Digest) -> None:
    text = wording_summary.message(week, PLAN).plain()
    assert text.startswith("The Plan: the week of 9 March 2026\nDecisions the board is asked for (1)\n")
    assert "- ▲ Amber: 2.1.1 Step 2.1.1 of it. Decision wanted: Fund a post. Owner: SENCO lead." in text
    assert "- ■ Red: 1.1.1 Step 1.1.1 of it. From ● Green to ■ Red. Why: Staff left." in text
    assert "Forecast from 1 April 2026 to 1 May 2026. Why: a way back." in text
    assert "Priority 1: 7 ■ Red." in text


def test_the_chart_comes_last_and_adds_up(week: summary.Digest) -> None:
    chart = wording_summary.message(week, PLAN).blocks[-1]
    assert isinstance(chart, Chart)
    assert chart.labels == ("Priority 1", "Priority 2")
    assert sum(count for _, counts in chart.series for count in counts) == len(PLAN.milestones)
    assert len(chart.twin) == 2


def test_an_empty_week_says_so_in_four_sentences() -> None:
    nothing = by_ref([])
    plan = PLAN.model_copy(update={"actions": PLAN.actions[:1]})
    told = wording_summary.message(rules_summary.weekly(taken(nothing, plan), nothing), plan)
    assert [plain(block.spans) for block in told.blocks if isinstance(block, Paragraph)] == [
        "No decision is asked for.",
        "Nothing is reported as off track.",
        "Nothing is reported as at risk.",
        "Nothing has moved since last week.",
    ]
    assert len(told.blocks) == 5


def test_a_long_narrative_is_cut_at_a_word_and_said_once() -> None:
    standings = by_ref(said(ref, Status.RED, narrative="word " * 100) for ref in REDS[:2])
    told = wording_summary.message(rules_summary.weekly(taken(standings), standings), PLAN).plain()
    assert "word word… Path to green" in told
    assert told.count("it was cut short") == 1
    assert max(len(part) for part in told.split("Path to green")[0].split("happened: ")[1:]) <= 203


def test_the_shape_has_dates_and_roles_and_no_names(week: summary.Digest) -> None:
    shape = as_json(week)
    assert set(shape) == {
        "week", "decisions", "red", "amber", "moved", "due_soon", "not_reported", "awaiting_assurance", "totals",
        "overdue", "not_asked", "unreadable",
    }  # fmt: skip
    assert shape["week"] == "2026-03-09"
    assert shape["moved"] == [
        {"ref": "1.1.1", "was": "green", "now": "red", "why": "Staff left"},
        {"ref": "1.1.2", "was": "not_yet_asked", "now": "red", "why": "Staff left"},
        {"ref": "2.1.1", "was": "amber", "now": "amber", "why": "a way back"},
    ]
    assert "Bloggs" not in json.dumps(shape) + wording_summary.message(week, PLAN).plain()
    assert '"forecast": "2026-05-01"' in json.dumps(shape)


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 3, 15), datetime(2026, 3, 9, 9, tzinfo=UTC)),
        (date(2026, 4, 6), datetime(2026, 4, 7, 8, tzinfo=UTC)),  # Easter Monday, and summer time
        (date(2026, 6, 1), datetime(2026, 6, 1, 8, tzinfo=UTC)),
    ],
)
def test_the_moment_is_monday_or_the_next_working_day(day: date, moment: datetime) -> None:
    assert rules_summary.digest_moment(day, POLICY) == moment


def test_a_week_has_one_key() -> None:
    assert rules_summary.key("p", datetime(2026, 4, 7, 8, tzinfo=UTC), POLICY) == "digest:p:2026-04-06"
    auckland = POLICY.model_copy(update={"zone": "Pacific/Auckland"})
    assert rules_summary.key("p", rules_summary.digest_moment(date(2026, 4, 13), auckland), auckland) == "digest:p:2026-04-13"


def test_a_role_nobody_could_be_asked_through_is_told_without_a_name() -> None:
    unasked = (
        summary.Unasked(role="Head of Finance", refs=("1.1.1", "1.1.2"), vacant=True),
        summary.Unasked(role="Chief Nurse", refs=tuple(f"2.1.{n}" for n in range(1, 9)), vacant=False),
    )
    weekly = rules_summary.weekly(taken(REPORTED), BEFORE, unasked)

    told = wording_summary.message(weekly, PLAN).plain()

    assert "Nobody could be asked (2)" in told
    assert "Nobody holds the role Head of Finance: 1.1.1, 1.1.2." in told
    assert "The holder of the role Chief Nurse cannot be reached: 2.1.1, 2.1.2, 2.1.3, 2.1.4, 2.1.5 and 3 more." in told
    assert as_json(weekly)["not_asked"] == [
        {"role": "Head of Finance", "refs": ["1.1.1", "1.1.2"], "vacant": True},
        {"role": "Chief Nurse", "refs": [f"2.1.{n}" for n in range(1, 9)], "vacant": False},
    ]
