"""The weekly summary: one honest screen, nothing dropped without being counted, silence never green, no names."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import summary
from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.letters.message import Actions, Chart, Items, Paragraph, plain
from bot.model.measures.no_impact import NoImpact, WhyNoImpact
from bot.model.plan import Action, Imported, Milestone, Plan, Priority, Recurrence
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Face, Standing, Update
from bot.reports.summary import as_json
from bot.rules import screen
from bot.rules import summary as rules_summary
from bot.wording import summary as wording_summary
from tests.laws import tried

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


def lines(week: summary.Digest) -> list[str]:
    return wording_summary.lines_of(week)


def in_full(week: summary.Digest) -> str:
    return wording_summary.in_full(week, PLAN, NOW.date()).plain()


def test_the_headline_counts_what_is_late_silent_and_worse(week: summary.Digest) -> None:
    told = "2 of 13 without an answer, 1 past due, 2 not yet asked, 1 complete, first answers: 1; 3 worse than last week."
    assert wording_summary.headline(week) == told
    assert wording_summary.message(week, PLAN).plain().split("\n")[:2] == ["The Plan: the week of 9 March 2026", told]


def test_the_screen_has_twelve_lines_in_the_boards_order_and_counts_what_has_none(week: summary.Digest) -> None:
    assert lines(week) == [
        "▲ Amber: 2.1.1 Step 2.1.1 of it. Decision wanted: Fund a post. Forecast from 1 April 2026 to 1 May 2026."
        " Past due since 9 March 2026. Owner: SENCO lead.",
        "■ Red: 1.1.1 Step 1.1.1 of it. From ● Green to ■ Red. Owner: SENCO lead.",
        "? Not reported: SENCO lead: no answer on 2 of 13, 1 of them new this week.",
        "■ Red: 1.1.2 Step 1.1.2 of it. First answer. Owner: SENCO lead.",
        *(f"■ Red: 1.1.{n} Step 1.1.{n} of it. Owner: SENCO lead." for n in range(3, 8)),
        "? Not reported: 2.1.6 Step 2.1.6 of it. Last said: ● Green, 57 days ago. No update for the period to 7 March 2026."
        " Due 14 March 2026. Owner: SENCO lead.",
        "– Not yet asked: 2.1.2 Step 2.1.2 of it. Due 7 April 2026. Owner: SENCO lead.",
        "✔ Complete: waiting for someone to check the evidence: 1 (2.1.4).",
    ]


@given(
    statuses=st.lists(st.sampled_from([None, *Status]), min_size=13, max_size=13),
    before=st.lists(st.sampled_from([None, *Status]), min_size=13, max_size=13),
    asked=st.lists(st.booleans(), min_size=13, max_size=13),
    decided=st.booleans(),
    moved=st.booleans(),
)
@tried(200)
def test_each_milestone_is_named_once_and_none_that_matters_is_dropped(
    statuses: list[Status | None], before: list[Status | None], asked: list[bool], decided: bool, moved: bool
) -> None:
    refs = [milestone.ref for milestone in PLAN.milestones]
    moment = {ref: LONG_AGO if is_asked else None for ref, is_asked in zip(refs, asked, strict=True)}
    more = {"decision_wanted": "Fund a post"} if decided else {}

    def stood(of: list[Status | None], asked: bool) -> dict[str, Standing]:
        pairs = zip(refs, of, strict=True)
        when = moment if asked else dict.fromkeys(refs)
        return {ref: said(ref, it, when[ref], **more) if it else Standing(ref=ref, asked=when[ref]) for ref, it in pairs}

    dates = (summary.DateChanged(ref=refs[0], text="", was=None, now=None),) if moved else ()
    besides = rules_summary.Besides((wish(1, refs[1]), wish(2, "1.1", kind=BusinessKind.CHALLENGE)) if decided else (), dates)
    week = rules_summary.weekly(taken(stood(statuses, True)), stood(before, False), besides=besides)
    own = [one.ref for told in week.screen for one in told.each if isinstance(one, summary.Entry)]
    counted = [one.ref for told in week.screen for one in told.rest if isinstance(one, summary.Entry)]
    full = [one.ref for told in week.in_full for one in told.each if isinstance(one, summary.Entry)]

    assert len(lines(week)) <= 12
    assert len({*own, *counted}) == len([*own, *counted])
    assert sorted([*own, *counted]) == sorted(full)
    assert sum(len(role.entries) for told in week.in_full for role in told.each if isinstance(role, summary.Silence)) == week.count(
        *summary.SILENT
    )
    told = in_full(week).split("\n")
    assert [ref for ref in refs if sum(f" {ref} Step" in line for line in told) > 1] == []
    quiet = {one.ref for named in week.in_full for role in named.each if isinstance(role, summary.Silence) for one in role.entries}
    assert {one.ref for one in (*week.decisions, *week.red, *week.amber, *week.first, *week.due_soon)} <= set(full)
    assert {one.ref for one in (*week.worse, *(late for late in week.overdue if late.status))} <= {*full, *quiet}
    assert [ref for ref in {*full, *quiet} if not any(f" {ref} Step" in line for line in told)] == []


def test_what_is_named_once_tells_there_all_there_is_to_tell_of_it() -> None:
    """Worse, a decision wanted, due soon, and nobody has answered since: one line, under the first of these."""
    asked = datetime(2026, 3, 9, 9, tzinfo=UTC)
    now = by_ref([said("2.1.2", Status.RED, asked, narrative="Staff left", decision_wanted="Fund a post")])
    week = rules_summary.weekly(taken(now), by_ref([said("2.1.2", Status.GREEN)]))

    assert [line for line in lines(week) if "2.1.2" in line] == [
        "■ Red: 2.1.2 Step 2.1.2 of it. Decision wanted: Fund a post. From ● Green to ■ Red. Asked again since, and no answer yet."
        " Due 7 April 2026. Owner: SENCO lead."
    ]


def test_the_words_of_a_line_that_is_off_track_are_folded_and_in_full_they_follow_it(week: summary.Digest) -> None:
    folded = [block for block in wording_summary.message(week, PLAN).blocks if isinstance(block, Items) and block.folded]
    assert [block.heading for block in folded] == ["Reasons, and the path to green"]
    assert plain(folded[0].lines[1].spans) == "1.1.1 Step 1.1.1 of it. What has happened: Staff left. Path to green: a way back."
    assert (
        "- ■ Red: 1.1.7 Step 1.1.7 of it. What has happened: Staff left. Path to green: a way back. Owner: SENCO lead."
        in in_full(week).split("\n")
    )


def test_silence_is_never_green(week: summary.Digest) -> None:
    assert dict(week.totals[1][1])["not_reported"] == len(week.not_reported) == 2
    assert "- ? Not reported: 2.1.5 Step 2.1.5 of it. Last said: ● Green, 57 days ago." in in_full(week)


def test_a_plan_whose_people_are_silent_is_never_called_well() -> None:
    silent = by_ref(Standing(ref=milestone.ref, asked=LONG_AGO) for milestone in PLAN.milestones)
    week = rules_summary.weekly(taken(silent), silent)
    told = wording_summary.message(week, PLAN).plain()

    assert wording_summary.headline(week) == "13 of 13 without an answer, 2 past due, 0 complete; 1 worse than last week."
    assert lines(week)[:2] == [
        "? Not reported: 2.1.1 Step 2.1.1 of it. No status given yet. Past due since 9 March 2026. Owner: SENCO lead.",
        "? Not reported: SENCO lead: no answer on 13 of 13.",
    ]
    assert not {"nothing", "no decision", "on track", "well", "none"} & {word.strip(".,;").lower() for word in told.split()}


def test_a_missed_period_is_named_by_its_end(week: summary.Digest) -> None:
    assert week.not_reported[1].missed == date(2026, 3, 7)
    assert "Last said: ● Green, 57 days ago. No update for the period to 7 March 2026." in in_full(week)


def test_the_chart_comes_last_and_adds_up_and_names_the_priorities(week: summary.Digest) -> None:
    text = "Leaders from the council should urgently work together. They should monitor it."
    plan = PLAN.model_copy(update={"priorities": (Priority(number=1, text=text), Priority(number=2, text="word " * 30))})
    *_, chart, button = wording_summary.message(week, plan).blocks
    assert isinstance(chart, Chart) and isinstance(button, Actions)
    assert chart.labels[0] == "1. Work together" and chart.labels[1].endswith("word…") and len(chart.labels[1]) < 80
    assert sum(count for _, counts in chart.series for count in counts) == len(PLAN.milestones)
    assert chart.twin[0] == "1. Work together: 7 ■ Red."


@pytest.mark.parametrize(
    ("was", "now", "told", "worse"),
    [
        (None, "2026-05-01", " Forecast 1 May 2026. ", True),
        (None, "2026-03-01", " Forecast 1 March 2026. ", False),
        ("2026-04-01", "2026-05-01", " Forecast from 1 April 2026 to 1 May 2026. ", True),
        ("2026-05-01", None, " No forecast any more. ", False),
    ],
)
def test_a_forecast_that_moved_is_told_and_worse_if_it_is_later(was: str | None, now: str | None, told: str, worse: bool) -> None:
    before, after = (by_ref([said("2.1.2", Status.AMBER, forecast=day)]) for day in (was, now))
    week = rules_summary.weekly(taken(after), before)

    assert told in in_full(week)
    assert ([entry.ref for entry in week.worse if entry.ref == "2.1.2"] != []) is worse


def test_a_week_with_nothing_to_tell_is_a_headline_and_a_chart() -> None:
    nothing = by_ref([])
    plan = PLAN.model_copy(update={"actions": PLAN.actions[:1]})
    week = rules_summary.weekly(taken(nothing, plan), nothing)
    told = wording_summary.message(week, plan)
    assert lines(week) == []
    assert [type(block) for block in told.blocks] == [Paragraph, Chart]
    assert "0 of 7 without an answer, 0 past due, 7 not yet asked, 0 complete." in told.plain()


def test_a_long_narrative_is_cut_at_a_word_and_said_once() -> None:
    standings = by_ref(said(ref, Status.RED, narrative="word " * 100) for ref in REDS[:2])
    told = in_full(rules_summary.weekly(taken(standings), standings))
    assert "word word… Path to green" in told
    assert told.count("it was cut short") == 1
    assert max(len(part) for part in told.split("Path to green")[0].split("happened: ")[1:]) <= 203


def test_the_shape_has_dates_and_roles_and_no_names(week: summary.Digest) -> None:
    shape = as_json(week)
    assert set(shape) == {
        "week", "decisions", "red", "amber", "moved", "due_soon", "not_reported", "awaiting_assurance", "totals",
        "overdue", "not_asked", "paused", "unreadable", "headline", "lines", "first_answers", "dates_changed",
        "imported", "business", "period", "head", "no_impact_yet", "measures_moved", "risks_moved",
        "risks_not_reviewed",
    }  # fmt: skip
    assert shape["week"] == "2026-03-09"
    assert shape["moved"] == [
        {"ref": "1.1.1", "was": "green", "now": "red", "why": "Staff left"},
        {"ref": "1.1.2", "was": "not_yet_asked", "now": "red", "why": "Staff left"},
        {"ref": "2.1.1", "was": "amber", "now": "amber", "why": "a way back"},
    ]
    assert "Bloggs" not in json.dumps(shape) + wording_summary.message(week, PLAN).plain()
    assert shape["first_answers"] == ["1.1.2"]
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

    told = in_full(weekly)
    assert "Nobody could be asked (2)" in told
    assert "Nobody holds the role Head of Finance: 1.1.1, 1.1.2." in told and "Nobody holds the role Head of Finance: 1.1.1, 1.1.2." in lines(weekly)
    assert f"The holder of the role Chief Nurse cannot be reached: {', '.join(f'2.1.{n}' for n in range(1, 9))}." in told
    assert as_json(weekly)["not_asked"] == [
        {"role": "Head of Finance", "refs": ["1.1.1", "1.1.2"], "vacant": True},
        {"role": "Chief Nurse", "refs": [f"2.1.{n}" for n in range(1, 9)], "vacant": False},
    ]


@pytest.mark.parametrize("status", [Status.RED, Status.AMBER, Status.NOT_STARTED, Status.GREEN])
def test_a_first_answer_is_neither_worse_nor_better(status: Status) -> None:
    week = rules_summary.weekly(taken(by_ref([said("2.1.5", status)])), by_ref([Standing(ref="2.1.5", asked=LONG_AGO)]))

    assert [entry.ref for entry in week.first] == ["2.1.5"]
    assert "2.1.5" not in [entry.ref for entry in week.worse]
    assert "first answers: 1; 1 worse" in wording_summary.headline(week)  # 2.1.1 is past due since yesterday
    assert "From" not in in_full(week) and in_full(week).count("First answer.") == 1
    assert not [line for line in lines(week) if "etter than last week" in line]


@pytest.mark.parametrize(("before", "now"), [(None, Status.NOT_STARTED), (None, Status.GREEN), (Status.RED, Status.GREEN)])
def test_what_is_past_due_is_told_so_whatever_was_said_of_it(before: Status | None, now: Status) -> None:
    plan = PLAN.model_copy(
        update={"actions": (Action(ref="5.3", priority=1, title="C", milestones=(milestone("5.3.1", date(2025, 9, 30)),)),)}
    )
    stood = said("5.3.1", before) if before else Standing(ref="5.3.1", asked=LONG_AGO)
    week = rules_summary.weekly(taken({"5.3.1": said("5.3.1", now)}, plan), {"5.3.1": stood})

    assert lines(week) == ["Past due, though there is an answer: 1 (5.3.1)."]


def test_what_is_better_but_silent_again_is_told_to_be_past_due_there() -> None:
    now = by_ref([said("2.1.4", Status.GREEN, LONG_AGO)])
    week = rules_summary.weekly(taken(now), by_ref([said("2.1.4", Status.RED, LONG_AGO)]))

    assert "Better than last week: 1 (2.1.4, past due)." in lines(week)


def asked_on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_silence_has_one_mark_in_its_line_and_in_the_chart() -> None:
    lately = asked_on(date(2026, 3, 9))
    asked = by_ref(Standing(ref=ref, asked=lately) for ref in REDS)
    some = asked | {ref: Standing(ref=ref, asked=LONG_AGO) for ref in REDS[:2]}
    for standings, told in (
        (asked, "… Asked: SENCO lead: no answer on 7 of 13."),
        (some, "… Asked: SENCO lead: no answer on 7 of 13 (2 of them not reported)."),
    ):
        week = rules_summary.weekly(taken(standings), standings)
        assert told in lines(week)
    assert wording_summary.headline(week).startswith("7 of 13 without an answer (2 of them not reported), 2 past due, ")
    assert dict(week.totals[0][1]) == {"not_reported": 2, "asked": 5}


def test_the_line_that_counts_silent_roles_is_marked_as_they_are() -> None:
    lately = asked_on(date(2026, 3, 9))
    steps = tuple(
        Milestone(ref=f"1.1.{n}", text=f"Step 1.1.{n} of it", due=date(2026, 12, 1), owners=(f"Role {n}",)) for n in range(1, 10)
    )
    plan = PLAN.model_copy(update={"actions": (Action(ref="1.1", priority=1, title="A", milestones=steps),)})
    standings = {one.ref: Standing(ref=one.ref, asked=lately) for one in steps}
    told = lines(rules_summary.weekly(taken(standings, plan), standings))

    assert told[-1].startswith("… Asked: no answer from others: Role 6 1, ")


@pytest.mark.parametrize(
    ("asked", "lost", "told"),
    [
        ({"SENCO lead"}, None, "SENCO lead: no answer on 1 of 13."),
        ({"SENCO lead", "Health"}, None, "SENCO lead: no answer on 1 of 13."),
        ({"Health"}, None, "Health: no answer on 1 of 1."),  # the accountable role was not asked
        ({"Health"}, "SENCO lead", "Health: no answer on 1 of 1."),
        ({"SENCO lead"}, "SENCO lead", None),  # told as one that cannot be reached
    ],
)
def test_silence_counts_against_a_role_only_if_it_was_asked(asked: set[str], lost: str | None, told: str | None) -> None:
    standings = by_ref([Standing(ref="2.1.5", asked=LONG_AGO)])
    unasked = (summary.Unasked(role=lost, refs=("2.1.5",), vacant=False),) if lost else ()
    week = rules_summary.weekly(taken(standings), standings, unasked, {"2.1.5": frozenset(asked)})

    assert [line.partition(": ")[2] for line in lines(week) if "no answer on" in line] == ([told] if told else [])
    if lost:
        assert f"The holder of the role {lost} cannot be reached: 2.1.5." in lines(week)


# ---- the board's business ---------------------------------------------------------------------


def wish(number: int, *refs: str, steps: tuple[Step, ...] = (), kind: BusinessKind = BusinessKind.DECISION) -> Item:
    """A piece of the board's business."""
    return Item(id=number, number=number, plan="p", kind=kind, text="Fund two posts", about=refs, at=LONG_AGO, steps=steps)


def done(deed: Deed, **more: object) -> Step:
    return Step.model_validate({"id": 90, "deed": deed, "at": LONG_AGO, **more})


def with_business(*items: Item) -> summary.Digest:
    return rules_summary.weekly(taken(REPORTED), BEFORE, besides=rules_summary.Besides(items=items))


def test_a_decision_heads_the_summary_until_it_is_decided_or_withdrawn_whatever_the_update_says() -> None:
    told = with_business(wish(1, "2.1.4"), wish(2, "2.1.1", steps=(done(Deed.WITHDRAWN),)))
    assert [(one.ref, one.handle, one.decision) for one in told.decisions] == [("2.1.4", "d1", "Fund two posts")]
    assert lines(told)[0].startswith("✔ Complete: 2.1.4 Step 2.1.4 of it. Decision wanted (d1): Fund two posts.")
    assert "Fund a post" not in in_full(told)

    decided = with_business(wish(1, "2.1.4", steps=(done(Deed.DECIDED, words="Yes"),)))
    assert [(one.ref, one.handle, one.decision) for one in decided.decisions] == [("2.1.1", "", "Fund a post")]  # of an earlier version


def test_a_decision_about_a_milestone_that_was_taken_out_still_waits() -> None:
    gone = PLAN.milestones[0]
    actions = tuple(
        one.model_copy(update={"milestones": tuple(each for each in one.milestones if each.ref != gone.ref)}) for one in PLAN.actions
    )
    plan = PLAN.model_copy(update={"actions": actions, "retired": (gone,)})
    week = rules_summary.weekly(taken(by_ref([]), plan), {}, besides=rules_summary.Besides(items=(wish(1, gone.ref),)))

    assert [(one.ref, one.decision) for one in week.decisions] == [(gone.ref, "Fund two posts")]
    assert "Fund two posts" in lines(week)[0]


def test_business_that_waits_is_counted_in_one_line_and_what_was_carried_says_how_often() -> None:
    twice = (done(Deed.CARRIED), done(Deed.CARRIED))
    answered = wish(1, "1.1", steps=(done(Deed.ANSWERED, words="So"),), kind=BusinessKind.CHALLENGE)
    accepted = wish(2, "1.1", steps=(done(Deed.ANSWERED), done(Deed.ACCEPTED)), kind=BusinessKind.CHALLENGE)
    week = with_business(wish(1, "2.1.1", steps=twice), answered, accepted)

    assert as_json(week)["business"] == {"open": 1, "answered": 1, "carried": 1}
    assert "Decision wanted (d1): Fund two posts. Carried twice." in lines(week)[0]
    assert lines(week)[-1] == "The board's business that waits: 1 open, 1 answered, 1 carried over. To see it, say log open."
    assert len(lines(week)) == 12
    assert not any("business" in line for line in lines(with_business(accepted)))


def test_with_something_in_every_section_it_stays_one_screen_and_what_only_counts_shares_the_last_line() -> None:
    one = {n: summary.Entry(ref=f"9.1.{n}", text="Step", role="Nurse", face=Face.RED, status="red", falls=date(2026, 4, n)) for n in range(1, 11)}
    digest = summary.Digest(
        week=date(2026, 3, 9),
        due_soon_days=28,
        decisions=(one[1].model_copy(update={"decision": "Fund a post", "handle": "d1"}),),
        worse=(one[2],),
        no_impact=(NoImpact(action="9.1", title="Help", priority=9, why=(WhyNoImpact.NEITHER_KNOWN,)),),
        unasked=(summary.Unasked(role="Clerk", refs=("9.1.1",), vacant=True),),
        paused=(summary.Held(scope="2", until=None, why="", refs=("9.1.1",)),),
        red=(one[3],),
        overdue=(one[4],),
        due_soon=(one[5],),
        awaiting_assurance=(one[6],),
        unreadable=(one[7],),
        first=(one[8],),
        imported=(one[9].model_copy(update={"imported": Imported(status=Status.GREEN, file="x.xlsx")}),),
        dates_changed=(summary.DateChanged(ref="9.1.9", text="", was=None, now=date(2026, 5, 1)),),
        business=summary.BusinessCount(2, 1, 1),
    )
    silent = (summary.Silence(role="Nurse", entries=(one[9],), held=1),)
    week = screen.arranged(digest, [one[10]], silent)

    assert {told.section for told in week.screen} == set(summary.Section)
    assert len(lines(week)) == 12
    assert lines(week)[-1] == (
        "First answers: 1 (9.1.8). Better than last week: 1 (9.1.10). 1 as in the tracker, not yet confirmed: 1 green. Dates that changed: 1 (9.1.9 to 1 May 2026)."
        " The board's business that waits: 2 open, 1 answered, 1 carried over. To see it, say log open."
    )
