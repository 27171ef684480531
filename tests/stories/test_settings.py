"""A plan's settings are read in chat, stand beside each colour, and move who is asked when. Each over every wire."""

from __future__ import annotations

from bot.model.policy import Policy
from bot.planning.other_settings import keep
from tests.world.plan import SMALL
from tests.world.story import Story


async def given(story: Story, **sections: object) -> None:
    """These settings are in force."""
    policy = Policy.model_validate(sections)
    await story.store.transact(lambda tx: keep(tx, SMALL, policy))


async def test_anybody_of_the_plan_reads_what_is_in_force(story: Story) -> None:
    closed = {"from": "2025-12-24", "to": "2026-01-02", "what": "council closed"}
    only = {"1.1": {"rungs": (3, 0)}}
    await given(story, calendar={"closures": [closed]}, asking={"only": only, "closes": "16:30"}, status={"green": "On time and paid for."})

    for name in ("keira", "hugo"):
        said = await story.person(name).says("settings")

        assert "The settings of A small plan" in said
        assert "On time and paid for." in said
        assert "Late, or will be late, or needs a decision from someone above you." in said
        assert "Working days before the due date: 28, 14, 7, 2, 0." in said
        assert "For 1.1 alone: Working days before the due date: 3, 0." in said
        assert "Closed from 24 December 2025 to 2 January 2026: council closed." in said
        assert "from 09:00 to 16:30" in said


async def test_a_strangers_question_is_not_answered(story: Story) -> None:
    assert "28, 14, 7, 2, 0" not in await story.person("mallory").says("settings")


async def test_the_plans_own_key_stands_beside_each_choice(story: Story) -> None:
    await given(story, status={"green": "On time and paid for."})
    keira = story.person("keira")
    await keira.opens("update 1.1.1")
    beside = [choice.partition(": ")[2] for choice in keira.offers("Status")]

    assert beside == [
        "Work has not begun and is not yet late.",
        "On time and paid for.",
        "May be late, but there is a way back that you are in charge of.",
        "Late, or will be late, or needs a decision from someone above you.",
        "Done, with evidence to show it.",
    ]


async def test_the_plans_own_key_stands_on_a_form_of_several(story: Story) -> None:
    await given(story, status={"green": "On time and paid for."})
    keira = story.person("keira")
    form = await keira.opens("update 1.1.1 1.1.2")

    assert "On time and paid for." in "\n".join([form, *keira.offers("1.1.1.status")])


async def test_a_closure_moves_the_questions_before_it_and_nobody_is_asked_in_it(story: Story) -> None:
    await given(story, calendar={"closures": [{"from": "2025-04-22", "to": "2025-04-25"}]})
    asked = []
    await story.at("2025-03-12T09:30")
    for _ in range(50):
        count = len(story.letters["keira"])
        await story.advance(1)
        if len(story.letters["keira"]) > count:
            asked.append(f"{story.clock():%d %b}")

    assert asked == ["13 Mar", "02 Apr", "11 Apr", "28 Apr", "30 Apr"]


async def test_an_override_is_for_its_action_alone_and_the_summary_has_a_day_of_its_own(story: Story) -> None:
    await given(story, asking={"rungs": (14,), "only": {"1.1": {"rungs": (1,)}}}, digest={"weekday": "wednesday"})
    await story.bind_board()
    asked, posted = [], []
    await story.at("2025-04-14T09:30")
    for _ in range(16):
        letters, posts = len(story.letters["keira"]), len(story.posts[story.wire.platform])
        await story.advance(1)
        asked += [f"{story.clock():%d %b}"] * (len(story.letters["keira"]) > letters)
        posted += [f"{story.clock():%a %d}"] * (len(story.posts[story.wire.platform]) > posts)

    assert asked == ["29 Apr"]
    assert posted == ["Wed 16", "Wed 23", "Wed 30"]


async def test_hours_of_its_own_open_and_close_the_day(story: Story) -> None:
    await given(story, asking={"opens": "11:00", "closes": "12:00"})
    for moment, letters in (("2025-03-19T09:30", 0), ("2025-03-19T11:30", 1)):
        await story.at(moment)
        assert len(story.letters["keira"]) == letters


async def test_in_another_zone_the_rounds_go_on_and_nobody_is_asked_anew(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    await given(story, calendar={"zone": "Europe/Paris"})
    await story.at("2025-05-07T07:10")

    (first, second) = story.letters["keira"]
    assert "2 milestones to report on" in first
    assert "Where does each of these stand?" not in second
    assert "its date had passed before" not in second.lower()
