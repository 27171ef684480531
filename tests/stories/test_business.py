"""The board's business: challenged and answered, recorded and done, wanted and decided, each told at once with its handle."""

from __future__ import annotations

from bot.model.board.business import BusinessState, Deed, Item
from bot.model.record.entry import EntryKind
from tests.world.plan import ROLES, SMALL
from tests.world.story import Story

ASKS = "challenge 1.1.1 why has the survey not gone out?"
RED = "1.1.1 red no money, path: Head of Inclusion asks the board by 30 April 2025, decision: fund two posts"


async def items(story: Story) -> tuple[Item, ...]:
    """All business as the record has it."""
    return await story.store.read(lambda view: view.business.all(SMALL))


async def states(story: Story) -> dict[str, BusinessState]:
    return {one.handle: one.state for one in await items(story)}


async def saves(story: Story, name: str, line: str) -> str:
    """Say a line, and yes."""
    person = story.person(name)
    await person.says(line)
    return await person.says("yes")


async def test_a_member_challenges_the_owner_answers_and_the_member_accepts(story: Story) -> None:
    hugo, keira, carys = story.person("hugo"), story.person("keira"), story.person("carys")

    told = await hugo.says(ASKS)
    assert "c1 Saved: a challenge about 1.1.1" in told
    assert "Head of Inclusion is asked in their next message" in told
    assert "An answer is wanted by 18 April 2025" in told
    assert "Nobody has answered it yet" in await hugo.says("accept c1")

    told = await keira.says("answer c1 it went out on Monday https://example.org/survey")
    assert "c1 Saved: an answer" in told and "Hugo hears of it in their next message" in told
    assert (await states(story)) == {"c1": BusinessState.ANSWERED}
    assert "You wrote the answer, so others say if it is enough: Hugo." in await keira.says("accept c1")
    assert "Only whoever raised it and the chair say if an answer is enough: Hugo." in await story.person("ben").says("accept c1")
    assert "c1 Sent back" in await hugo.says("not accepted c1: say how many have answered")
    assert "c1 Saved: an answer" in await keira.says("answer c1 40 of 120 so far")
    assert "c1 Saved: the answer is accepted" in await carys.says("accept c1")

    (only,) = await items(story)
    assert [step.deed for step in only.steps] == [Deed.ANSWERED, Deed.NOT_ACCEPTED, Deed.ANSWERED, Deed.ACCEPTED]
    assert (only.steps[0].words, only.steps[0].evidence) == ("it went out on Monday", "https://example.org/survey")
    assert (only.owner, only.capacity, only.steps[0].capacity, only.steps[3].capacity) == (
        *("Head of Inclusion", "board"), "Head of Inclusion", "chair",
    )  # fmt: skip
    assert "accepted already" in await keira.says("answer c1 more")


async def test_several_refs_make_one_challenge_and_nothing_in_the_plan_makes_none(story: Story) -> None:
    hugo = story.person("hugo")

    assert "c1 Saved: a challenge about 1.1.1, 1.1.3" in await hugo.says("challenge 1.1.1, 1.1.3 why are both late?")
    assert "c2 Saved: a challenge about 1" in await hugo.says("challenge 1: what has changed for children?")
    assert "c3 Saved: a challenge about 1.1" in await hugo.says("challenge about 1.1 who leads it?")
    assert "The plan has no 9.9.9" in await hugo.says("challenge 9.9.9 why?")
    assert "Say what it is about" in await hugo.says("challenge why is nothing done?")

    first, second, third = await items(story)
    assert (first.about, first.owner) == (("1.1.1", "1.1.3"), "")
    assert (second.about, third.about) == (("1",), ("1.1",))
    assert "Only members of the board" in await story.person("keira").says(ASKS)


async def test_the_first_of_several_who_answer_will_do_and_a_lead_answers_for_a_priority(story: Story) -> None:
    hugo, leo, ben = story.person("hugo"), story.person("leo"), story.person("ben")
    told = await hugo.says("challenge 1 what has changed?")
    assert "Whoever leads priority 1 is asked in their next message" in told

    assert "c1 Not saved. It is for others to answer: Leo, who leads priority 1." in await ben.says("answer c1 nothing")
    assert "c1 Saved: an answer" in await leo.says("answer c1 a board was set up")
    (only,) = await items(story)
    assert only.steps[-1].capacity == "lead:1"
    assert "Answers: whoever leads priority 1." in await hugo.says("log")
    assert "whoever leads priority 1" in await hugo.says("log c1")
    assert "hears so in their next message" in await hugo.says("accept c1")


async def test_milestones_of_several_roles_are_answered_by_those_whoever_leads_and_all_say_so(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")
    both = f"{ROLES[0]}, {ROLES[3]}"

    told = await hugo.says("challenge 1.1.1, 1.1.3 why are both late?")

    assert f"Any of these may answer, and the first answer counts: {both}." in told and "leads" not in told
    assert f"Answers: any of {both}." in await hugo.says("log")
    assert "in their next message" in await hugo.says("challenge 1.1.1, 1 why?")
    assert f"Answers: any of whoever leads priority 1, {ROLES[0]}." in await hugo.says("log")
    assert "c1 Saved: an answer" in await keira.says("answer c1 both wait for the board")
    assert "hears so in their next message" in await hugo.says("accept c1")


async def test_the_chair_asks_for_a_parent_and_never_with_a_name(story: Story) -> None:
    carys, hugo = story.person("carys"), story.person("hugo")

    assert "Only the chair and admins may raise a challenge for a parent" in await hugo.says("challenge for a parent 1.1.1 why?")
    assert "another number: challenge for a parent 1.1: why?" in await carys.says("challenge for a parent 9.9.9, 1.1 why?")
    assert "without a name" in await carys.says("challenge for Jane Smith 1.1.1 why did nobody ring?")
    assert "told who a child is" in await carys.says("challenge for a parent 1.1.1 why has her son Tom Brown no place?")
    assert await items(story) == ()

    told = await carys.says("challenge for a parent 1.1.1 why did nobody ring?")
    assert "c1 Saved" in told and "Raised for a parent" in told
    (only,) = await items(story)
    assert (only.raised_for, only.capacity) == ("a parent", "chair")
    assert "Carys (the chair), for a parent" in await hugo.says("log c1")


async def test_an_action_has_an_owner_and_a_day_and_is_closed_by_who_recorded_it(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")

    assert "Say who does it" in await hugo.says("action: bring the survey update")
    told = await hugo.says("action 1.1.2: bring the survey update, owner Head of Gardens, by 12 May 2025")
    assert "Did you mean this: action 1.1.2: bring the survey update, owner Head of " in told and ", by 2025-05-12" in told
    assert "action 1.1.2: bring it, owner ROLE, by DATE" in await hugo.says("action 1.1.2: bring it")
    assert "is past" in await hugo.says("action: bring the survey update, owner inclusion, by 12 March 2025")
    told = await hugo.says("action: bring the survey update, owner Head of Inclusion, by 12 May 2025")
    assert "a1 Saved: an action for Head of Inclusion" in told
    assert "It is to be done by 12 May 2025" in told
    told = await hugo.says("action 1.1.2: by 2 May 2025 tell the board, owner nursing")
    assert "a2 Saved" in told and "Tell the board" not in told and "It is to be done by 2 May 2025" in told

    assert "a1 Saved: an answer" in await keira.says("answer a1 it is in the papers")
    assert "a1 Saved: closed" in await hugo.says("accept a1")
    assert "a2 Not saved. Only whoever recorded it" in await keira.says("close a2")
    assert "a2 Saved: closed" in await story.person("gwen").says("close a2 because the board has heard it")
    assert await states(story) == {"a1": BusinessState.CLOSED, "a2": BusinessState.CLOSED}


async def test_the_day_of_an_action_is_never_dropped_in_silence(story: Story) -> None:
    hugo = story.person("hugo")

    assert "no such day as 31 February" in await hugo.says("action: bring it, by 31 February, owner Head of Inclusion")
    assert "owner Head of Inclusion, by 2025-05-12" in await hugo.says("action: bring it, owner Head of Incluson, by 12 May 2025")
    told = await hugo.says("action: write by 2 May to the school, owner Head of Inclusion")
    assert "If 2 May is the day" in told and "owner Head of Inclusion, by 2 May." in told
    assert "Say who does it: action: bring it, owner ROLE, by 2025-05-12" in await hugo.says("action: bring it, by 12 May 2025")
    assert await items(story) == ()

    await hugo.says("action: bring it, owner head of inclusion by 12 May 2025")
    await hugo.says("action: send it by 2 May to the school, owner Head of Inclusion, by 9 May 2025")
    first, second = await items(story)
    assert (first.text, first.owner, str(first.due)) == ("bring it", "Head of Inclusion", "2025-05-12")
    assert (second.text, str(second.due)) == ("send it by 2 May to the school", "2025-05-09")


async def test_a_holder_may_be_named_and_nobody_is_offered_a_role_that_is_not_alike(story: Story) -> None:
    hugo = story.person("hugo")

    assert "a1 Saved: an action for Head of Inclusion" in await hugo.says("action: bring it, owner keira")
    assert "a2 Saved: an action for Chief Nursing Officer" in await hugo.says("action: send it, owner ben@example.org")
    told = await hugo.says("action: bring it, owner Tom Brown")
    assert "Did you mean" not in told and "one of these: Head of Inclusion, Chief Nursing Officer" in told


async def test_signs_alone_are_no_words(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")

    for said in ("challenge 1.1.1 ?", "challenge 1.1.1 :", "challenge 1.1.1 because"):
        assert "Say in words what you ask: challenge 1.1.1 why" in await hugo.says(said), said
    assert "Say in words what is to be done" in await hugo.says("action: ..., owner Head of Inclusion")
    await hugo.says(ASKS)
    assert "Say the answer in words, or give a link" in await keira.says("answer c1 ...")
    await keira.says("answer c1 https://example.org/survey")
    assert "Say in words what is missing" in await hugo.says("not accepted c1: ?")

    (only,) = await items(story)
    assert [(one.words, one.evidence) for one in only.steps] == [("", "https://example.org/survey")]
    assert "(a link, without words)" in await hugo.says("log c1")


async def test_refs_are_read_as_people_write_them(story: Story) -> None:
    hugo = story.person("hugo")

    assert "The plan has no 9.9." in await hugo.says("challenge 1.1.1,9.9 why?")
    assert "a challenge about 1.1.1, 1.1.2" in await hugo.says("challenge 1.1.1,1.1.2 why so late?")
    assert "a challenge about 1" in await hugo.says("challenge priority 1 why so slow?")
    assert "a challenge about 1.1, 1.1.3" in await hugo.says("challenge action 1.1 and milestone 1.1.3: who leads it?")
    assert [one.about for one in await items(story)] == [("1.1.1", "1.1.2"), ("1",), ("1.1", "1.1.3")]


async def test_the_same_line_said_twice_is_one_thing(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")

    for _ in range(2):
        assert "c1 Saved" in await hugo.says(ASKS)
        assert "a1 Saved" in await hugo.says("action: bring it, owner Head of Inclusion")
    for _ in range(2):
        assert "c1 Saved: an answer" in await keira.says("answer c1 on Monday")
    assert [len(one.steps) for one in await items(story)] == [1, 0]
    await hugo.says("withdraw c1 because it was answered")
    assert "c2 Saved" in await hugo.says(ASKS)


async def test_the_log_of_one_kind_says_that_there_is_none_of_it_and_a_refusal_begins_with_its_words(story: Story) -> None:
    hugo = story.person("hugo")

    assert "The board has asked for nothing yet" in await hugo.says("log decisions")
    await hugo.says(ASKS)
    assert "No decisions are on record yet" in await hugo.says("log decisions")
    assert "\n Not saved" not in await hugo.says(f"challenge 1.1.1 {'why ' * 700}") and " Not saved" not in story.person("hugo").newest[:10]


async def test_a_decision_wanted_is_opened_by_its_update_and_decided_by_the_chair_with_a_reason(story: Story) -> None:
    carys, hugo = story.person("carys"), story.person("hugo")

    assert "d1 The board is asked to decide" in await saves(story, "keira", RED)
    (wanted,) = await items(story)
    assert (wanted.handle, wanted.text, wanted.about, wanted.owner, wanted.update) == (
        *("d1", "fund two posts", ("1.1.1",), "Head of Inclusion"), (await story.history("1.1.1"))[-1].id,
    )  # fmt: skip

    assert "Only the chair decides: Carys" in await hugo.says("decide d1: fund one because money is short")
    told = await carys.says("decide d1: fund one post; conditions: report in June")
    assert "A decision needs a reason" in told
    assert "decide d1: fund one post because ...; conditions: report in June" in told
    assert await states(story) == {"d1": BusinessState.OPEN}

    told = await carys.says("decide d1: fund one post because money is short; options: none, one, two; conditions: report in June")
    assert "d1 Saved: decided" in told and "Head of Inclusion hears of it" in told
    (decided,) = await items(story)
    step = decided.steps[-1]
    assert (step.words, step.why, step.options, step.conditions) == (
        *("fund one post", "money is short"), "none, one, two", "report in June",
    )  # fmt: skip
    assert "It was decided already" in await carys.says("decide d1: fund two because why not")

    await saves(story, "keira", "no change 1.1.1")  # the words stand, and what was decided stays so
    assert await states(story) == {"d1": BusinessState.DECIDED}
    await saves(story, "keira", RED.replace("fund two posts", "fund the other post too"))
    assert await states(story) == {"d1": BusinessState.DECIDED, "d2": BusinessState.OPEN}


async def test_other_words_reword_what_is_wanted_and_the_same_words_or_none_in_a_line_leave_it(story: Story) -> None:
    await saves(story, "keira", RED)
    await saves(story, "keira", RED.replace("no money", "still no money"))
    await saves(story, "keira", "1.1.1 red worse, path: Head of Inclusion asks again by 30 April 2025")
    (only,) = await items(story)
    assert (only.steps, only.state) == ((), BusinessState.OPEN)

    assert "has your new words" in await saves(story, "keira", RED.replace("fund two posts", "fund three posts"))
    (only,) = await items(story)
    assert (only.words, only.text, only.state) == ("fund three posts", "fund two posts", BusinessState.OPEN)

    assert "Undone" in await story.person("keira").says("undo")
    (only,) = await items(story)
    assert only.words == "fund two posts"


async def test_to_undo_or_withdraw_the_update_takes_what_it_wants_back(story: Story) -> None:
    await saves(story, "keira", RED)
    assert "Undone" in await story.person("keira").says("undo")
    assert await states(story) == {"d1": BusinessState.WITHDRAWN}

    await saves(story, "keira", RED)
    number = (await story.history("1.1.1"))[-1].id
    assert "Withdrawn" in await story.person("gwen").says(f"withdraw u{number} because it was a mistake")
    assert await states(story) == {"d1": BusinessState.WITHDRAWN, "d2": BusinessState.WITHDRAWN}


async def test_a_correction_words_what_is_wanted_anew_or_drops_it(story: Story) -> None:
    keira = story.person("keira")
    await saves(story, "keira", RED)
    first = (await story.history("1.1.1"))[-1].id
    await saves(story, "keira", f"correct u{first} {RED.removeprefix('1.1.1 ').replace('two', 'four')}")
    (only,) = await items(story)
    assert only.words == "fund four posts"

    second = (await story.history("1.1.1"))[-1].id
    await saves(story, "keira", f"correct u{second} red no money, path: Head of Inclusion asks the board by 30 April 2025")
    assert await states(story) == {"d1": BusinessState.WITHDRAWN}
    await keira.says("undo")
    assert await states(story) == {"d1": BusinessState.OPEN}


async def test_an_emptied_field_of_the_form_withdraws_what_is_wanted(story: Story) -> None:
    keira = story.person("keira")
    await saves(story, "keira", RED)
    await keira.opens("update 1.1.1")
    assert keira.holds("Decision wanted") == "fund two posts"

    await keira.fills({"Decision wanted": "", "What has happened": "money was found"})
    await keira.presses("Save")
    if await states(story) == {"d1": BusinessState.OPEN}:  # what is red asks once more
        await keira.says("yes")

    (only,) = await items(story)
    assert only.state is BusinessState.WITHDRAWN
    await keira.opens("update 1.1.1")
    assert keira.holds("Decision wanted") == ""


async def test_its_owner_withdraws_what_is_wanted_and_others_may_not(story: Story) -> None:
    await saves(story, "keira", RED)
    assert "Only the owner of the milestone" in await story.person("hugo").says("withdraw d1 because no")
    assert "Please say why" in await story.person("keira").says("withdraw d1")
    assert "d1 Withdrawn" in await story.person("keira").says("withdraw d1 because the money was found")
    assert await states(story) == {"d1": BusinessState.WITHDRAWN}

    await story.person("hugo").says(ASKS)
    assert "Only whoever raised it" in await story.person("keira").says("withdraw c1 because it is unfair")
    assert "c1 Withdrawn" in await story.person("gwen").says("withdraw c1 because it was asked twice")


async def test_each_deed_is_undone_in_its_time_unless_somebody_built_on_it(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")
    await hugo.says(ASKS)
    assert "c1 Undone: it is withdrawn" in await hugo.presses("Undo")
    assert "undone" in (await hugo.says("undo")).lower()
    assert await states(story) == {"c1": BusinessState.WITHDRAWN}

    await hugo.says(ASKS)
    await keira.says("answer c2 soon")
    assert "Somebody has done more with it" in await hugo.says("undo")
    assert "c2 Undone: it is open again" in await keira.says("undo")
    assert (await states(story))["c2"] is BusinessState.OPEN


async def test_what_is_delivered_twice_is_recorded_once(story: Story) -> None:
    hugo = story.person("hugo")
    first = await hugo.says(ASKS)
    assert "c1 Saved" in first
    await hugo.again()
    assert len(await items(story)) == 1


async def test_the_forms_say_what_their_lines_would(story: Story) -> None:
    hugo, keira, carys = story.person("hugo"), story.person("keira"), story.person("carys")
    await hugo.opens("challenge 1.1.2")
    await hugo.fills({"What do you ask?": "why is it late?"})
    await hugo.presses("Save")
    await keira.opens("answer c1")
    await keira.fills({"Your answer": "a nurse left", "Evidence link": "https://example.org/note"})
    await keira.presses("Save")
    await hugo.opens("not accepted c1")
    await hugo.fills({"What is missing?": "by when is there another?"})
    await hugo.presses("Send back")
    await hugo.opens("action")
    await hugo.fills({"What is to be done?": "tell families", "Which role does it?": "inclusion", "By when?": "2025-05-12"})
    await hugo.presses("Save")
    await saves(story, "keira", RED)
    await carys.opens("decide d1")
    await carys.fills({"What was decided?": "yes", "Why?": "it is needed", "Follow-up": "recruit by June"})
    await carys.presses("Save")

    challenge, action, decision = await items(story)
    assert (challenge.about, challenge.text, challenge.state) == (("1.1.2",), "why is it late?", BusinessState.OPEN)
    assert [step.words for step in challenge.steps] == ["a nurse left", "by when is there another?"]
    assert challenge.steps[0].evidence == "https://example.org/note"
    assert (action.text, action.owner, str(action.wanted_by)) == ("tell families", "Head of Inclusion", "2025-05-12")
    assert (decision.steps[-1].why, decision.steps[-1].follow_up) == ("it is needed", "recruit by June")


async def test_one_thing_is_told_whole_with_the_buttons_of_whoever_asks(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")
    await hugo.says(ASKS)
    assert "why has the survey not gone out?" in await keira.says("log c1")
    await keira.presses("Answer")
    await keira.fills({"Your answer": "it has"})
    await keira.presses("Save")
    await hugo.says("log c1")
    assert "c1 Saved: the answer is accepted" in await hugo.presses("Accept")
    assert "There is no c9" in await hugo.says("log c9")


async def test_the_log_lists_what_waits_first_and_what_is_done(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")
    assert "The board has asked for nothing yet" in await keira.says("log")
    for ref in ("1.1.1", "1.1.2"):
        await hugo.says(f"challenge {ref} why?")
    await hugo.says("withdraw c1 because it is answered")

    told = await keira.says("log")
    assert "1 waiting, 1 done" in told and "c2 about 1.1.2" in told and "c1 about 1.1.1" in told
    assert "The board has asked for nothing yet" in await keira.says("log as at 17 March 2025")
    told = await keira.says("log open")
    assert "c2 about 1.1.2" in told and "c1 about 1.1.1" not in told
    assert "Nothing" not in await keira.says("log challenges")
    assert "c2 " in await keira.says("status 1.1.2")
    assert "c2 " in await keira.says("history 1.1.2")
    assert "c2 " in await keira.says("why 1.1.2")


async def test_words_that_may_tell_who_a_child_is_are_saved_only_at_a_yes_and_noted(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")
    told = await hugo.says("challenge 1.1.1 why did child B wait a year?")
    assert "Not saved yet" in told and await items(story) == ()
    assert "Nothing was saved" in await hugo.says("no")

    await hugo.says("challenge 1.1.1 why did child B wait a year?")
    assert "c1 Saved" in await hugo.says("yes")
    assert len(await items(story)) == 1
    entries = await story.store.read(lambda view: list(view.entries.links(SMALL)))
    assert EntryKind.DOUBT in [one.header.kind for one in entries]
    told = await keira.says("answer c1 NHS number 943 476 5919 was lost")
    assert "Not saved" in told
    assert (await items(story))[0].steps == ()


async def test_to_say_that_no_decision_is_wanted_wants_none_and_withdraws_what_was(story: Story) -> None:
    red = "1.1.1 red no money, path: Head of Inclusion asks by 30 April 2025, decision: "
    said = await saves(story, "keira", f"{red}none")
    assert "The board is asked" not in said and "none" not in said
    assert await items(story) == ()

    await saves(story, "keira", f"{red}fund two posts")
    assert "The board is not asked to decide any more." in await saves(story, "keira", f"{red}N/A.")
    assert await states(story) == {"d1": BusinessState.WITHDRAWN}
    update = await story.store.read(lambda view: view.updates.standings(SMALL)["1.1.1"].update)
    assert update is not None and update.decision_wanted == ""
