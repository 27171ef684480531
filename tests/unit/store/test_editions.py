"""Whatever a plan says, its edition says the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.plan import Action, Governance, Milestone, Plan, Priority, Recurrence, Role, Source
from bot.model.record.entry import Entry
from bot.ports.record import Tx
from bot.rules.documents import edition
from store.record import SqlStore
from tests import records
from tests.laws import dear
from tests.world.reading import read_text

SHIPPED = Path(__file__).parents[3] / "seed" / "plans" / "lancashire_send_priority_action_plan.txt"
NUMBERS = count()
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
named = words.filter(bool)
perhaps = st.none() | named
lists = st.lists(words, max_size=3).map(tuple)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    kept = SqlStore(f"sqlite:///{records.empty(tmp_path_factory.mktemp('record') / 'record.db')}", records.long_ago)
    yield kept
    asyncio.run(kept.close())


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of a few actions, with milestones in force and retired."""
    refs = draw(st.lists(st.tuples(*[st.integers(1, 3)] * 3), unique=True, max_size=8))
    stands = st.sampled_from(sorted({f"{a}.{b}" for a, b, _ in refs}) or [""])  # an edition may have moved it to another action
    said = [(draw(stands), draw(milestones(f"{a}.{b}.{c}")), draw(st.booleans())) for a, b, c in refs]
    under = {action: draw(st.integers(1, 9)) for action, _, _ in said}
    placed = [(action, one.placed(action, under[action]), retired) for action, one, retired in said]
    own = {action: [one for at, one, retired in placed if at == action and not retired] for action, _, _ in placed}
    return Plan(
        short=f"p{next(NUMBERS)}",
        title=draw(named),
        partnership=draw(lists),
        governance=draw(
            st.builds(
                Governance, board=perhaps, chair=perhaps, operations_group=perhaps, reports_into=lists, scrutiny=lists
            )
        ),
        priorities=draw(st.lists(st.builds(Priority, number=st.integers(0, 9), text=words), unique_by=lambda one: one.number)),
        actions=tuple(draw(actions(ref, under[ref], tuple(milestones))) for ref, milestones in own.items()),
        roles=draw(st.lists(st.builds(Role, name=named, aliases=st.lists(named).map(tuple), organisation=perhaps),
                            unique_by=lambda one: one.name, max_size=3)),
        file=draw(words),
        retired=tuple(one for _, one, retired in placed if retired),
    )  # fmt: skip


def milestones(ref: str) -> st.SearchStrategy[Milestone]:
    return st.builds(
        Milestone, ref=st.just(ref), text=words, date_text=perhaps, start=st.none() | st.dates(), baseline=st.none() | st.dates(),
        due=st.none() | st.dates(), open_ended=st.booleans(), recurrence=st.none() | st.sampled_from(Recurrence),
        owners=st.lists(named, max_size=3).map(tuple), source_ref=perhaps,
    )  # fmt: skip


def actions(ref: str, priority: int, its: tuple[Milestone, ...]) -> st.SearchStrategy[Action]:
    return st.builds(
        Action, ref=st.just(ref), priority=st.just(priority), title=words, impact=words, success_measures=lists,
        strategy_links=st.lists(st.integers(0, 99), max_size=3).map(tuple), milestones=st.just(its), source_ref=perhaps,
    )  # fmt: skip


def kept(store: SqlStore, plan: Plan) -> tuple[Plan, Entry | None]:
    """Keep a plan; return it as it comes back, and its entry."""
    asyncio.run(store.transact(lambda tx: save(tx, plan)))
    return asyncio.run(store.read(lambda view: (view.plans.one(plan.short), view.entries.entry(plan.short, 1))))


def save(tx: Tx, plan: Plan) -> None:
    tx.plans.save(plan, Source(sha256="ab12", approved="the board"))


@dear(200)
@given(plan=plans())
def test_any_plan_comes_back_equal(store: SqlStore, plan: Plan) -> None:
    assert kept(store, plan)[0] == plan


def test_the_shipped_plan_comes_back_equal_and_its_entry_says_where_it_is_from(store: SqlStore) -> None:
    plan = edition.compare(None, read_text(SHIPPED.read_text(encoding="utf-8"), "shipped", None).plan).plan
    back, entry = kept(store, plan)

    assert back == plan
    assert entry is not None
    assert (entry.fields["sha256"], entry.fields["approved"]) == ("ab12", "the board")
    assert entry.fields[f"milestone/{plan.milestones[0].ref}/action"] == plan.milestones[0].action


def test_an_empty_text_that_need_not_be_is_no_text() -> None:
    assert Role(name="Head", organisation="").organisation is None
