"""Whatever settings are kept come back the same, and their rows are a settings file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.model.board.settings import Audience, Cycle, Finding, Meeting, Names
from bot.model.plan import NO_FILE, Plan, Priority
from bot.model.policy import Calendar, Closure, OwnLadder, PlanLadder, Policy, Quarters, Summary, Weekday
from bot.model.status import Status
from seed.settings import read_settings
from store.documents.settings import policy_of, rows_of
from tests.laws import tried

PLAN = Plan(short="p", title="P", priorities=tuple(Priority(number=n, text="") for n in range(10)))
days = st.dates().filter(lambda day: day.year < 9000)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(lambda text: text == text.strip())
rungs = st.sets(st.integers(0, 40), min_size=1, max_size=6).map(lambda days: tuple(sorted(days, reverse=True)))
closures = st.builds(lambda day, what: Closure(**{"from": day, "to": day, "what": what}), days, st.none() | words)


def policies() -> st.SearchStrategy[Policy]:
    meetings = st.lists(st.builds(Meeting, on=days), max_size=3, unique_by=lambda one: one.on).map(tuple)
    audience = st.builds(Audience, names=st.sampled_from(Names), header=st.dictionaries(words, words, max_size=2))
    findings = st.dictionaries(st.sampled_from(["F1", "F-2"]), st.builds(Finding, text=words, refs=st.just(("1", "2"))), max_size=2)
    only = st.dictionaries(st.integers(0, 9).map(str), st.builds(OwnLadder, rungs=rungs), max_size=3)
    closed = st.lists(closures, max_size=3).map(tuple)
    return st.builds(
        Policy,
        calendar=st.builds(Calendar, zone=st.sampled_from(["Europe/London", "Europe/Paris"]), closures=closed, quarters=st.sampled_from(Quarters)),
        asking=st.builds(PlanLadder, rungs=rungs, only=only),
        digest=st.builds(Summary, weekday=st.sampled_from(Weekday), due_soon_days=st.integers(1, 365), mentions=st.booleans()),
        board=st.builds(Cycle, meetings=meetings),
        audiences=st.dictionaries(st.sampled_from(["board", "cabinet"]), audience, max_size=2),
        findings=findings,
        status=st.dictionaries(st.sampled_from(Status), words),
    )  # fmt: skip


def kept(policy: Policy) -> tuple[tuple[str, str], ...]:
    """The rows of the settings, each its key and its value."""
    rows = [values for _, values in rows_of(policy, NO_FILE)]
    return tuple((str(values["key"]), str(values["value"])) for values in rows[1:])


@tried(300)
@given(policy=policies())
def test_any_settings_come_back_equal(policy: Policy) -> None:
    assert policy_of(kept(policy)) == policy


@tried(100)
@given(policy=policies())
def test_the_rows_of_settings_line_by_line_are_a_settings_file(policy: Policy) -> None:
    file = "\n".join(f"{key} = {value}" for key, value in kept(policy))
    assert read_settings(file, PLAN) == policy


def test_what_is_not_set_leaves_no_row() -> None:
    assert kept(Policy()) == ()
