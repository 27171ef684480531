"""The board's business in the one nudge of the day: who is asked, when again, and who hears what became of it."""

from __future__ import annotations

import json
from datetime import date

from bot.model.board.business import BusinessKind, Deed
from bot.model.board.settings import Cycle, Meeting
from bot.model.policy import Policy
from tests.world.business import business, done, raised
from tests.world.plan import SMALL
from tests.world.story import Story

WHY = "Why has this slipped"
WANTED = date(2025, 4, 7)  # a Monday: asked again on 31 March and 4 April


async def test_an_owner_is_asked_once_it_is_raised_and_five_and_one_working_days_before_it_is_wanted(story: Story) -> None:
    await story.round()
    before = len(story.letters["keira"])
    await raised(story, WHY, wanted_by=WANTED)

    asked = []
    for day in range(19, 32):
        sent = len(story.letters["keira"])
        await story.at(f"2025-03-{day}T09:30")
        asked += [day] if any(WHY in told for told in story.letters["keira"][sent:]) else []
        await story.round()  # more rounds add nothing
        assert len(story.letters["keira"]) <= sent + 1
    for day in range(1, 9):
        sent = len(story.letters["keira"])
        await story.at(f"2025-04-{day:02}T09:30")
        asked += [100 + day] if any(WHY in told for told in story.letters["keira"][sent:]) else []

    assert asked == [19, 31, 104]
    first = next(told for told in story.letters["keira"][before:] if WHY in told)
    assert "c1 Hugo (board) asks about 1.1.1: Why has this slipped. An answer is wanted by 7 April 2025." in first
    assert "Answer" in story.person("keira").buttons()
    assert not any(WHY in told for name in ("ben", "gwen", "leo", "hugo", "carys") for told in story.letters[name])


async def test_whoever_asked_is_told_the_answer_and_sends_it_back_with_words(story: Story) -> None:
    await story.round()
    item = await raised(story, WHY)
    await story.at("2025-03-19T09:30")

    item = await done(story, item, Deed.ANSWERED, "Two posts were vacant", evidence="https://example.org/minutes")
    await story.at("2025-03-20T09:30")
    told = story.letters["hugo"][-1]
    assert "c1 Keira (Head of Inclusion) has answered. Asked was: Why has this slipped. The answer: Two posts were vacant." in told
    assert "https://example.org/minutes" in told
    assert {"Accept", "Not enough"} <= set(story.person("hugo").buttons())
    assert not any("Two posts" in one for one in story.letters["carys"])

    item = await done(story, item, Deed.NOT_ACCEPTED, "By when are they filled?", by="hugo")
    await story.at("2025-03-21T09:30")
    assert "c1 The answer about 1.1.1 is not enough yet. Hugo (board) says: By when are they filled?" in story.letters["keira"][-1]

    item = await done(story, item, Deed.ANSWERED, "By May")
    item = await done(story, item, Deed.ACCEPTED, by="carys")
    await story.at("2025-03-24T09:30")
    assert "c1 Carys (board) has accepted the answer. Nothing more is asked." in story.letters["keira"][-1]
    count = len(story.letters["hugo"])
    await story.advance(7)
    assert not any("By May" in one for one in story.letters["hugo"][count:])


async def test_the_chair_is_asked_to_decide_and_the_owner_hears_what_was_decided(story: Story) -> None:
    await story.round()
    wish = {"by": "keira", "kind": BusinessKind.DECISION}
    item = await raised(story, "Move the survey to autumn", **wish, owner="")  # type: ignore[arg-type]
    await story.at("2025-03-19T09:30")
    told = story.letters["carys"][-1]
    assert "d1 A decision is wanted from the board about 1.1.1: Move the survey to autumn." in told
    assert "Decide" in story.person("carys").buttons()
    assert not any("autumn" in one for name in ("gwen", "hugo", "ben") for one in story.letters[name])

    item = await done(story, item, Deed.DECIDED, "It moves", by="carys", why="schools are closed", conditions="Report in May")
    await story.at("2025-03-20T09:30")
    said = "The board decided d1: It moves. Because: schools are closed. Conditions: Report in May."
    assert said in story.letters["keira"][-1]
    count = len(story.letters["keira"])
    await story.advance(3)
    assert not any(said in one for one in story.letters["keira"][count:])


async def test_while_the_chair_is_away_the_admins_hear_that_a_decision_waits_and_the_chair_is_asked_on_return(story: Story) -> None:
    await story.round()
    told = await story.person("carys").says("away 18 March to 28 March, deputy hugo@example.org")
    assert "Nobody decides in your place as the chair. The admins are told what waits for a decision." in told
    wish = {"by": "keira", "kind": BusinessKind.DECISION}
    await raised(story, "Move the survey to autumn", **wish, owner="")  # type: ignore[arg-type]

    await story.at("2025-03-19T09:30")
    said = "d1 waits for a decision, and Carys, who can decide as the chair, can't be asked now"
    assert said in story.letters["gwen"][-1]
    await story.advance(7)
    assert not any("autumn" in one for name in ("carys", "hugo") for one in story.letters[name])
    await story.at("2025-03-31T09:30")
    assert "d1 A decision is wanted from the board about 1.1.1: Move the survey to autumn." in story.letters["carys"][-1]


async def test_while_whoever_asked_is_away_the_chair_says_if_an_answer_is_enough(story: Story) -> None:
    await story.round()
    item = await raised(story, WHY)
    await story.person("hugo").says("away 18 March to 28 March")
    await done(story, item, Deed.ANSWERED, "Two posts were vacant")

    await story.at("2025-03-19T09:30")
    assert "The answer: Two posts were vacant." in story.letters["carys"][-1]
    await story.at("2025-03-31T09:30")
    assert "The answer: Two posts were vacant." in story.letters["hugo"][-1]


async def test_the_deputy_of_a_lead_without_a_role_hears_for_what_they_act(story: Story) -> None:
    await story.round()
    await story.person("leo").says("away 20 March to 28 March, deputy hugo@example.org")
    await story.at("2025-03-19T09:30")
    assert "You act as deputy of Leo for priority 1 from 20 March 2025 to 28 March 2025." in story.letters["hugo"][-1]


async def test_an_admin_hears_if_nobody_holds_the_role_that_must_answer(story: Story) -> None:
    await story.round()
    await raised(story, WHY, owner="Head of SEND Finance", about=("1.1.3",))

    await story.at("2025-03-19T09:30")

    told = story.letters["gwen"][-1]
    assert "c1 waits for an answer, and nobody can be asked for it: Head of SEND Finance." in told
    assert not any(WHY in one for one in story.letters["leo"] + story.letters["keira"])


async def test_what_was_raised_and_withdrawn_between_two_rounds_is_told_to_nobody(story: Story) -> None:
    await story.round()
    item = await raised(story, WHY)
    await done(story, item, Deed.WITHDRAWN, by="hugo", why="answered on the phone")

    await story.at("2025-03-19T09:30")

    assert not any("c1" in one for told in story.letters.values() for one in told)


async def test_a_line_leaves_the_card_once_it_is_answered(story: Story) -> None:
    await story.round()
    item = await raised(story, WHY)
    await story.at("2025-03-19T09:30")
    assert any(WHY in one for one in story.person("keira").messages())

    await done(story, item, Deed.ANSWERED, "Two posts were vacant", by="gwen")
    await story.round()

    assert not any(WHY in one for one in story.person("keira").messages())


async def test_what_comes_to_a_meeting_unanswered_is_carried_and_says_so_wherever_it_is_told(story: Story) -> None:
    cycle = Cycle(meetings=(Meeting(on=date(2025, 3, 27)), Meeting(on=date(2025, 4, 24)), Meeting(on=date(2025, 6, 26))))
    await story.store.transact(lambda tx: tx.plans.keep_settings(SMALL, Policy(board=cycle)))
    await story.bind_board()
    await story.round()
    await raised(story, WHY, wanted_by=date(2025, 3, 20))
    await story.at("2025-03-19T09:30")

    await story.at("2025-03-28T09:30")
    assert "An answer is wanted by 15 April 2025. Carried once." in story.letters["keira"][-1]
    await story.round()
    await story.at("2025-04-25T09:30")
    assert "An answer is wanted by 19 June 2025. Carried twice." in story.letters["keira"][-1]
    await story.at("2025-04-28T09:30")
    (platform,) = story.boards
    assert "The board's business that waits: 1 open, 1 carried from a meeting." in "".join(story.posts[platform])
    (item,) = await business(story)
    assert item.carried == 2


async def test_the_summary_tells_how_far_the_period_is_and_what_came_since_the_papers(story: Story) -> None:
    cycle = Cycle(meetings=(Meeting(on=date(2025, 4, 10)), Meeting(on=date(2025, 7, 10))))
    await story.store.transact(lambda tx: tx.plans.keep_settings(SMALL, Policy(board=cycle)))
    await story.bind_board()
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")
    await keira.says("1.1.1 green, the first visit was made")
    await keira.says("yes")

    await story.at("2025-03-24T10:00")
    (platform,) = story.boards
    told = "For the board on 10 April 2025: 0 of 3 confirmed, 1 lead to write. The record freezes for the papers on 3 April 2025."
    assert told.replace("0 of 3", "1 of 3") in "".join(story.posts[platform])
    await story.at("2025-04-03T17:30")
    await story.at("2025-04-04T09:30")
    await keira.says("1.1.1 green, the second visit was made too")
    await keira.says("yes")
    posts = len(story.posts[platform])
    await story.at("2025-04-07T10:00")

    told = "The record is frozen for the papers. Since the papers: 1 update."
    assert told in "".join(story.posts[platform][posts:])
    (posted,) = await story.store.read(lambda view: view.plans.posted(SMALL, date(2025, 4, 7)))
    period = json.loads(posted.drawn.facts)["period"]
    assert (period["meeting"], period["state"], period["of"]) == ("2025-04-10", "frozen", 3)
    assert len(json.loads(posted.drawn.facts)["lines"]) <= 12


async def test_a_plan_without_meetings_has_no_line_about_a_month_that_ends(story: Story) -> None:
    await story.bind_board()
    await story.at("2025-03-24T10:00")

    (platform,) = story.boards
    assert "For the board on" not in "".join(story.posts[platform])
    (posted,) = await story.store.read(lambda view: view.plans.posted(SMALL, date(2025, 3, 24)))
    assert json.loads(posted.drawn.facts)["period"]["meeting"] == "2025-03-31"


async def test_whoever_asked_hears_the_answer_though_the_chair_accepted_it_before_their_next_message(story: Story) -> None:
    await story.round()
    item = await raised(story, WHY)
    await story.at("2025-03-19T09:30")
    item = await done(story, item, Deed.ANSWERED, "Two posts were vacant")
    await done(story, item, Deed.ACCEPTED, by="carys")

    await story.at("2025-03-20T09:30")

    told = story.letters["hugo"][-1]
    assert "c1 Keira (Head of Inclusion) has answered. Asked was: Why has this slipped. The answer: Two posts were vacant." in told
    assert "c1 Carys (board) has accepted the answer. Nothing more is asked." in told
    count = len(story.letters["hugo"])
    await story.advance(1)
    assert not any("c1" in one for one in story.letters["hugo"][count:])


async def test_whoever_asked_hears_that_an_admin_withdrew_it(story: Story) -> None:
    await story.round()
    item = await raised(story, WHY)
    await done(story, item, Deed.WITHDRAWN, by="gwen", why="it is asked twice")

    await story.at("2025-03-19T09:30")

    assert "c1 Gwen (board) has withdrawn it, because it is asked twice." in story.letters["hugo"][-1]
    assert "Asked was: Why has this slipped." in story.letters["hugo"][-1]
    assert not any("c1" in one for one in story.letters["keira"])


async def test_while_a_lead_is_away_their_deputy_is_asked_and_answers(story: Story) -> None:
    await story.round()
    await story.person("leo").says("away 18 March to 12 April, deputy keira@example.org")
    count = len(story.letters["gwen"])
    told = await story.person("hugo").says("challenge 1 what has changed?")
    assert "Whoever leads priority 1 is asked in their next message" in told

    await story.at("2025-03-19T09:30")

    assert "what has changed?" in story.letters["keira"][-1]
    assert not any("what has changed?" in one for one in story.letters["gwen"][count:] + story.letters["leo"])
    assert "Answers: whoever leads priority 1." in await story.person("hugo").says("log")
    assert "c1 Saved: an answer" in await story.person("keira").says("answer c1 the board was set up")


async def test_nobody_accepts_their_own_answer(story: Story) -> None:
    hugo, carys = story.person("hugo"), story.person("carys")
    await hugo.says("challenge 1.1.1 why is this late?")
    await story.person("gwen").says("holder Head of Inclusion carys@example.org")
    await story.person("gwen").says("yes")
    told = await carys.says("answer c1 because I am busy")
    assert "Hugo hears of it in their next message" in told

    assert "You wrote the answer, so others say if it is enough: Hugo." in await carys.says("accept c1")
    assert "c1 Saved: the answer is accepted" in await hugo.says("accept c1")


async def test_admins_and_the_lead_are_told_of_doubts_about_words_on_an_action_or_a_priority(story: Story) -> None:
    await story.round()
    hugo = story.person("hugo")
    for said in ("challenge 1 why did child B wait a year?", "action: ring the pupil Amy Jones, owner Head of Inclusion"):
        await hugo.says(said)
        await hugo.says("yes")

    await story.at("2025-03-19T09:30")

    told = story.letters["gwen"][-1]
    assert "Priority 1, as Hugo said it:" in told and "a1, as Hugo said it:" in told
    assert "Priority 1, as Hugo said it:" in story.letters["leo"][-1] and "a1, as" not in story.letters["leo"][-1]
    assert not any("as Hugo said it" in one for one in story.letters["hugo"] + story.letters["keira"] + story.letters["carys"])


async def test_whoever_takes_a_role_over_is_asked_for_what_waits_and_nobody_twice(story: Story) -> None:
    await story.round()
    await raised(story, WHY)
    await story.at("2025-03-19T09:30")
    gwen = story.person("gwen")
    await gwen.says("holder Head of Inclusion ben@example.org")
    await gwen.says("yes")

    counts = {name: len(story.letters[name]) for name in ("keira", "ben")}
    await story.at("2025-03-20T09:30")
    await gwen.says("holder Head of SEND Finance ben@example.org")
    await gwen.says("yes")
    for day in range(21, 27):
        await story.at(f"2025-03-{day}T09:30")

    assert [WHY in one for one in story.letters["ben"][counts["ben"] :]].count(True) == 1
    assert not any(WHY in one for one in story.letters["keira"][counts["keira"] :])


async def test_whoever_stands_in_is_asked_for_what_waits_on_the_first_day_and_an_admin_if_nobody_does(story: Story) -> None:
    await story.round()
    await raised(story, WHY)
    await raised(story, "Who is trained", about=("1.1.2",), owner="Chief Nursing Officer")
    await story.at("2025-03-19T09:30")
    await story.person("keira").says("away 24 March to 28 March, deputy leo@example.org")
    await story.person("ben").says("away 24 March to 28 March")
    await story.at("2025-03-21T09:30")
    counts = {name: len(story.letters[name]) for name in ("leo", "gwen")}
    for day in range(24, 28):
        await story.at(f"2025-03-{day}T09:30")

    assert [WHY in one for one in story.letters["leo"][counts["leo"] :]].count(True) == 1
    assert ["Who is trained" in one for one in story.letters["gwen"][counts["gwen"] :]].count(True) == 1
