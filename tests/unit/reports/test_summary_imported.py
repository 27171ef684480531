"""The weekly summary of what a plan's tracker said: counted as that, in one line, and never as an answer."""

from datetime import UTC, date, datetime, timedelta

from bot.model.letters.message import Items, plain
from bot.model.plan import Action, Imported, Milestone, Plan
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.summary import Digest
from bot.model.updates.update import Standing, Update
from bot.reports.summary import as_json
from bot.rules import summary as rules_summary
from bot.wording import summary as wording_summary

NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)
STATES = (Status.GREEN, Status.GREEN, Status.AMBER, Status.RED, Status.COMPLETE, None)
AGO = NOW - timedelta(days=3)


def milestone(number: int, status: Status | None) -> Milestone:
    said = Imported(status=status, words="As it was.", file="tracker.xlsx", as_at=date(2026, 5, 12)) if status else None
    return Milestone(ref=f"1.1.{number}", text=f"Step {number}", due=date(2026, 9, 30), owners=("Head",), imported=said)


PLAN = Plan(
    short="p",
    title="The Plan",
    actions=(
        Action(ref="1.1", priority=1, title="A", milestones=tuple(milestone(n, one) for n, one in enumerate(STATES, 1))),
    ),
)


def green(ref: str) -> Standing:
    said = Update(plan="p", ref=ref, id=7, status=Status.GREEN, by=1, by_name="Ann", capacity="Head", at=AGO)
    return Standing(ref=ref, update=said)


def week(*standings: Standing) -> Digest:
    by_ref = {one.ref: Standing(ref=one.ref) for one in PLAN.milestones}
    stands = by_ref | {one.ref: one for one in standings}
    return rules_summary.weekly(Snapshot(plan=PLAN, policy=Policy(), standings=stands, now=NOW), by_ref)


def test_what_the_tracker_said_is_counted_in_one_line_by_colour() -> None:
    digest = week(Standing(ref="1.1.3", asked=AGO), Standing(ref="1.1.4", asked=AGO))
    assert wording_summary.lines_of(digest)[-1] == (
        "5 as in the tracker, not yet confirmed: 2 green, 1 amber, 1 red, 1 complete. "
        "Their owners have been asked about 2 of them."
    )
    assert "5 as in the tracker, not yet confirmed" in wording_summary.headline(digest)


def test_it_is_neither_red_nor_complete_nor_silent_nor_waiting_for_a_check() -> None:
    digest = week(Standing(ref="1.1.4", asked=AGO))
    assert (digest.red, digest.amber, digest.awaiting_assurance, digest.moved) == ((), (), (), ())
    assert "0 complete" in wording_summary.headline(digest) and "0 of 6 without an answer" in wording_summary.headline(digest)


def test_once_an_owner_has_answered_it_is_in_the_line_no_more() -> None:
    digest = week(green("1.1.3"))
    assert [entry.ref for entry in digest.imported] == ["1.1.1", "1.1.2", "1.1.4", "1.1.5"]
    assert [(moved.ref, moved.first) for moved in digest.moved] == [("1.1.3", True)]
    assert as_json(digest)["moved"] == [{"ref": "1.1.3", "was": "imported", "now": "green", "why": ""}]


def test_the_shape_counts_it_as_one_and_by_what_was_said() -> None:
    shape = as_json(week(green("1.1.3")))
    assert shape["imported"] == {
        "count": 4, "not_started": 0, "green": 2, "amber": 0, "red": 1, "complete": 1,
        "refs": ["1.1.1", "1.1.2", "1.1.4", "1.1.5"],
    }  # fmt: skip
    assert shape["totals"] == {"1": {"green": 1, "imported": 4, "not_yet_asked": 1}}


def test_all_of_it_lists_each_with_its_file_and_day() -> None:
    lists = [block for block in wording_summary.in_full(week(), PLAN, NOW.date()).blocks if isinstance(block, Items)]
    (mine,) = [one for one in lists if one.heading == "As in the tracker, not yet confirmed (5)"]
    assert [line.mark.word for line in mine.lines if line.mark] == [
        "Green in the tracker", "Green in the tracker", "Amber in the tracker", "Red in the tracker", "Complete in the tracker",
    ]  # fmt: skip
    assert "Amber in tracker.xlsx of 12 May 2026, not yet confirmed. It said: As it was." in plain(mine.lines[2].spans)


def test_after_a_cycle_of_silence_its_role_is_silent_and_the_tracker_is_told_beside_it() -> None:
    digest = week(Standing(ref="1.1.1", asked=NOW - timedelta(days=40)))
    (entry,) = digest.not_reported
    assert entry.ref == "1.1.1" and "1.1.1" not in [one.ref for one in digest.imported]
    told = wording_summary.in_full(digest, PLAN, NOW.date()).plain()
    assert "In the tracker it was green, 29 days ago, and nobody has confirmed it." in told
