"""The sections of a nudge: their order, their room, and what happens to the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.letters.message import Actions, Items, Message, Text
from bot.model.letters.nudge import Cause, Section
from bot.model.record.entry import EntryKind
from bot.model.updates.update import Standing
from bot.wording import commands
from bot.wording.letters import cards
from bot.wording.letters.sections import MOST_LINES, News, Offer, heading, of_each_plan, room_for
from tests.laws import tried
from tests.world.judges.shown import asked_about, plan

REFS = [one.ref for one in plan().milestones]
TITLES = {"lancashire": "The plan of Lancashire", "other": "The other plan"}
NEWS = st.lists(
    st.builds(
        lambda section, ref, short: News(spans=(Text(text=f"about {ref}"),), section=section, ref=ref, plan=short),
        st.sampled_from(Section),
        st.sampled_from(["", "2.1.3", "x5"]),
        st.sampled_from(["lancashire", "other"]),
    ),
    max_size=30,
)


def lists(message: Message) -> list[Items]:
    return [block for block in message.blocks if isinstance(block, Items)]


def card(questions: int, news: list[News], several: bool = False) -> Message:
    lines = [asked_about(Standing(ref=ref), Cause.DUE) for ref in REFS[:questions]]
    return cards.asking_card(lines, None, news, (), TITLES if several else {})


@tried(150)
@given(st.integers(0, 39), NEWS, st.booleans())
def test_a_nudge_has_twelve_lines_at_most_and_counts_the_rest(questions: int, news: list[News], several: bool) -> None:
    message = card(questions, news, several)

    shown = [item for block in lists(message) for item in block.lines]
    kept = [item for block in message.kept for item in block.lines]
    told = sum(item.number is None for item in shown)
    assert len(shown) <= MOST_LINES
    assert told + len(kept) == len(news)
    assert len(shown) == MOST_LINES or len(shown) == questions + len(news)
    pressed = {button.command for block in message.blocks if isinstance(block, Actions) for button in block.buttons}
    assert bool(kept) == (str(commands.AllNews()) in pressed)


@tried(100)
@given(st.integers(0, 39), NEWS)
def test_every_section_with_anything_to_tell_is_shown_once_in_the_order_of_the_design(questions: int, news: list[News]) -> None:
    message = card(questions, news)

    headings = [block.heading for block in lists(message)]
    asked = [heading(Section.QUESTIONS, "")] if questions else []
    assert headings == [*asked, *(heading(one, "", also=True) for one in Section if one in {n.section for n in news})]


def test_what_only_an_admin_can_mend_comes_before_what_was_said_of_milestones() -> None:
    said = [News(spans=(Text(text=f"said {n}"),), ref="2.1.3") for n in range(20)]
    message = card(3, [*said, News(spans=(Text(text="Nobody holds the role."),))])

    assert "Nobody holds the role." in message.plain()
    assert "And 12 more, about 2.1.3." in message.plain()


def test_a_button_of_a_line_names_its_plan_for_whoever_has_several() -> None:
    offer = Offer(label="Read it", command=commands.History(ref="2.1.3"))
    one = News(spans=(Text(text="Look at 2.1.3."),), ref="2.1.3", plan="lancashire", offers=(offer,))

    pressed = [card(0, [one], several).blocks[0].lines[0].buttons[0].command for several in (False, True)]  # type: ignore[union-attr]
    assert pressed == ["history 2.1.3", "in lancashire: history 2.1.3"]


@tried(150)
@given(st.lists(st.sampled_from(["lancashire", "other", "third"]), max_size=39), NEWS)
def test_each_plan_has_a_line_of_its_own_and_stands_under_its_title(plans: list[str], news: list[News]) -> None:
    room = room_for(plans, [(one.plan, one.section) for one in news])
    order = of_each_plan(plans, room)
    assert sorted(order) == list(range(len(plans)))
    lines = [asked_about(Standing(ref=REFS[n]), Cause.DUE).model_copy(update={"plan": plans[n]}) for n in order]
    titles = {**TITLES, "third": "The third plan"}
    message = cards.asking_card(lines, None, news, (), titles)

    headings = [block.heading or "" for block in lists(message)]
    assert len(set(headings)) == len(headings), "each plan stands together"
    for short in {*plans, *(one.plan for one in news)}:
        assert any(one.startswith(f"{titles[short]}: ") for one in headings), short
    assert sum(len(block.lines) for block in lists(message)) <= MOST_LINES


GIVE = (Offer(label="Give the reading", command=commands.AllNews()),)
READING, REVIEW, ANSWER = (
    News(spans=(Text(text="wanted"),), section=section, ref="x1", offers=GIVE, settled_by=settled)
    for section, settled in (
        (Section.READINGS, (EntryKind.READING,)),
        (Section.READINGS, (EntryKind.RISK, EntryKind.WITHDRAWAL)),
        (Section.BOARD, (EntryKind.NARRATIVE,)),
    )
)
TOLD = News(spans=(Text(text="told"),), section=Section.HAPPENED)


@pytest.mark.parametrize(
    ("news", "title"),
    [
        ([READING], "1 reading is wanted from you"),
        ([READING, READING, TOLD], "2 readings are wanted from you"),
        ([REVIEW], "1 risk for you to review"),
        ([READING, REVIEW, ANSWER], "3 answers are wanted from you"),
        ([TOLD], "News about the plan"),
    ],
)
def test_a_nudge_that_asks_about_no_milestone_is_headed_by_what_it_wants(news: list[News], title: str) -> None:
    assert card(0, news).title == title
    assert card(1, news).title == "1 milestone to report on"
