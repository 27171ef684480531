"""Voices of families: heard by the forum, answered by a role, closed by the forum alone; and nobody is ever named."""

from __future__ import annotations

from datetime import date

from bot.model.people import PersonRow
from bot.model.voices.voice import Heard, Shareable, Voice, VoiceDeed, VoiceState
from bot.ports.record import Tx
from tests.world.plan import PLAN, SMALL, email
from tests.world.story import Story

SAID = "heard nobody answers the phone about transport; count: 12; about: 1.1.1"


async def of_forum(story: Story, *names: str, rights: str = "forum") -> None:
    """Give people the right of the forum, and no other."""

    def give(tx: Tx) -> None:
        rows = [PersonRow(role=None, name=name.title(), email=email(name), rights=tuple(rights.split())) for name in names]
        tx.people.save(SMALL, rows)

    await story.store.transact(give)


async def voices(story: Story) -> tuple[Voice, ...]:
    """All voices as the record has them."""
    return await story.store.read(lambda view: view.voices.all(SMALL))


async def entries(story: Story) -> int:
    return await story.store.read(lambda view: view.entries.head(SMALL).entry)


async def test_the_forum_hears_the_owner_does_and_the_forum_closes(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, keira, gwen = story.person("hugo"), story.person("keira"), story.person("gwen")

    told = await hugo.says(SAID)
    assert "v1 Saved: what families said" in told and "from the forum, 12 people" in told
    assert "Head of Inclusion is asked in their next message what will be done" in told
    assert "Nothing of it is shown outside the partnership" in told
    assert "It is for others to answer: Head of Inclusion" in await story.person("ben").says("we will v1: ring back")
    told = await keira.says("we will v1: open a second line by 12 April 2025")
    assert "v1 Saved: what will be done" in told and "By 12 April 2025." in told
    told = await keira.says("we did v1: a second line is open https://example.org/line")
    assert "v1 Saved: what was done" in told and "It stays open until the forum says what changed" in told
    assert (await voices(story))[0].state is VoiceState.DONE

    assert "v1 Not saved. Only the forum says what changed." in await story.person("leo").says("changed v1: all is well")
    told = await gwen.says("changed v1: most calls are answered within a day")
    assert "Saved for the forum" in told and "Only the forum says what changed, and closes it. Your words are kept" in told
    assert (await voices(story))[0].state is VoiceState.DONE
    told = await hugo.says("changed v1: calls are answered")
    assert "v1 Saved: what changed. It is closed" in told

    (only,) = await voices(story)
    assert (only.state, only.terms.count, only.terms.about, only.terms.owner) == (
        *(VoiceState.CLOSED, 12, ("1.1.1",)), "Head of Inclusion",
    )  # fmt: skip
    assert (only.terms.source, only.terms.heard_on, only.steps[0].capacity) == (Heard.FORUM, date(2025, 3, 18), "forum")
    assert only.steps[2].evidence == "https://example.org/line"
    assert "v1 Not saved. It was closed already." in await keira.says("we did v1: more")


async def test_words_offered_to_the_forum_stand_in_its_form(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, keira = story.person("hugo"), story.person("keira")
    await hugo.says(SAID)
    await keira.says("we did v1: a second line is open")
    await keira.opens("changed v1")
    await keira.fills({"What is different for families now?": "most calls are answered"})
    await keira.presses("Save")
    assert (await voices(story))[0].steps[-1].deed is VoiceDeed.OFFERED

    await hugo.opens("changed v1")
    await hugo.presses("Save")
    (only,) = await voices(story)
    assert (only.state, only.steps[-1].words) == (VoiceState.CLOSED, "most calls are answered")


async def test_a_voice_that_names_somebody_is_refused_and_nothing_is_kept(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, gwen = story.person("hugo"), story.person("gwen")
    await hugo.says("help")
    await gwen.says("help")
    before = await entries(story)

    for said, what in (
        ("my son Harry has no transport", "a child's name"),
        ("Mrs Jones never rings back", "somebody's name"),
        ("J.S. at Hill Primary has no transport", "initials"),
        ("the bus does not come to PR1 8XJ", "an address"),
        ("write to jo@example.com", "an e-mail address"),
    ):
        told = await hugo.says(f"heard {said}")
        assert "Not saved, and nothing of it was kept" in told and what in told
        assert "Harry" not in told and "Jones" not in told
    assert "NHS number" in await hugo.says("heard the child with 943 476 5919 has no transport")
    assert "theme" in await gwen.says("heard from complaints: my calls are never answered")
    assert "v1 Saved" in await gwen.says("heard from complaints: calls about transport are not answered")
    assert len(await voices(story)) == 1
    assert await entries(story) - before == 1

    await hugo.opens("heard")
    await hugo.fills({"What was said?": "my son Harry waits"})
    await hugo.presses("Save")
    assert "This seems to name somebody: a child's name" in hugo.sees()
    assert len(await voices(story)) == 1


async def test_a_child_that_is_told_apart_by_a_letter_is_asked_about(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo = story.person("hugo")
    assert "looks as if it told who a child is" in await hugo.says("heard child B waits for transport")
    assert not await voices(story)
    assert "v1 Saved" in await hugo.says("yes")
    assert (await voices(story))[0].terms.said == "child B waits for transport"


async def test_an_admin_says_where_it_was_heard_and_details_are_changed_by_form(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    assert "heard from survey: waits are long" in await gwen.says("heard waits are long")
    assert "v1 Saved" in await gwen.says("heard from survey: waits are long; count: 4")
    assert "Only the forum, admins and whoever saved it" in await keira.says("details v1: count: 5")

    await gwen.opens("details v1")
    await gwen.fills({"How many people said so?": "40", "What is it about?": "1.1", "If only as a summary: what may be shown?": "Waits"})
    await gwen.presses("Save")
    terms = (await voices(story))[0].terms
    assert (terms.count, terms.about, terms.summary, terms.source) == (40, ("1.1",), "Waits", Heard.SURVEY)
    assert "v1 Saved: its details" in await gwen.says("details v1: share: summary")
    assert (await voices(story))[0].terms.shareable is Shareable.SUMMARY
    assert "Nothing was changed" in await gwen.says("details v1: share: summary")
    for said in ("count 9", "colour: red", "waits are long"):
        assert "I do not know which detail" in await gwen.says(f"details v1: {said}")
    await gwen.says("details v1: said: waits are far too long; count: 3")
    told = await gwen.says("v1")
    assert "What was said was: waits are long. How many said so was: 40." in told and "far too long" in told
    await gwen.opens("details v1")
    await gwen.fills({"How many people said so?": ""})
    await gwen.presses("Save")
    assert (await voices(story))[0].terms.count is None


async def test_what_cannot_be_is_put_to_the_forum_which_may_open_it_again(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, keira = story.person("hugo"), story.person("keira")
    await hugo.says(SAID)
    assert "Say why it cannot be done" in await keira.says("cannot v1 because .")
    assert "v1 Saved: why it cannot be done" in await keira.says("cannot v1 because there is no money for a line")
    assert "Only the forum may open it again" in await keira.says("reopen v1 because there is")
    assert "v1 Saved: it is open again" in await hugo.says("reopen v1 because there is a grant")
    (only,) = await voices(story)
    assert only.state is VoiceState.OPEN
    assert "v1 Withdrawn" in await hugo.says("withdraw v1 because it was heard twice")
    assert (await voices(story))[0].state is VoiceState.WITHDRAWN
    assert "No voices of families are on record" in await hugo.says("voices")


async def test_the_last_word_is_undone_and_the_same_line_twice_is_one(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, keira = story.person("hugo"), story.person("keira")
    await hugo.says(SAID)
    await hugo.says(SAID)
    assert len(await voices(story)) == 1
    await keira.says("we did v1: a second line is open")
    assert "v1 Not undone. More was said about it since" in await hugo.says("undo")
    assert "v1 Undone: it waits for what will be done." in await keira.says("undo")
    assert (await voices(story))[0].state is VoiceState.OPEN
    assert "v1 Undone: it is withdrawn" in await hugo.says("undo")
    assert (await voices(story))[0].state is VoiceState.WITHDRAWN


async def test_bad_input_is_a_sentence_and_nothing_is_saved(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, keira = story.person("hugo"), story.person("keira")
    for said, hears in (
        ("heard waits; count: many", "many is no number of people"),
        ("heard waits; count: 0", "0 is no number of people"),
        ("heard waits; on: 1 January 2030", "is still to come"),
        ("heard waits; about: 9.9.9", "The plan has no 9.9.9"),
        ("heard waits; about: m7", "The plan has no m7"),
        ("heard waits; owner: Head of Inclusivity", "Did you mean Head of Inclusion"),
        ("heard waits; from: the pub", "is no place where families are heard"),
        ("heard waits; share: maybe", "is none of these: yes, summary, no"),
        ("heard waits; share: summary", "write it: summary"),
        ("we did v9: all", "There is no v9 in this plan"),
        ("voice v9", "There is no v9 in this plan"),
        ("voices 9", "The plan has no 9"),
    ):
        assert hears in await hugo.says(said)
    assert "Only the forum and admins may save what families said" in await keira.says("heard waits are long")
    assert not await voices(story)
    await hugo.says(SAID)
    assert "is past" in await keira.says("we will v1: open a line by 1 March 2025")
    assert "names somebody" not in await keira.says("we will v1: write to send@kent.gov.uk for a slot")
    assert "It seems to name somebody" in await keira.says("we did v1: Mrs Jones rings back now")


async def test_the_list_has_what_waits_longest_first_and_a_voice_whole_has_its_buttons(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, keira = story.person("hugo"), story.person("keira")
    await hugo.says("heard the newer one; on: 10 March 2025; about: 1")
    await hugo.says("heard the older one; on: 1 February 2025; about: 1.1.1")
    told = await keira.says("voices")
    assert "Voices of families: 2 waiting, 0 done" in told
    assert told.index("The older one" if "The older" in told else "the older one") < told.index("the newer one")
    assert "Waits 45 days" in told
    assert "the older one" in await keira.says("voices 1.1.1") and "the newer one" in await keira.says("voices 1.1.1")
    assert "No voices" in await keira.says("voices 1.1.2") or "the newer one" in await keira.says("voices 1.1.2")
    told = await keira.says("voice v2")
    assert "v2 What families said" in told and "We will" in keira.buttons()
    assert "Hugo" not in told  # who spoke is told by role
    await hugo.says("v2")
    assert {"What changed", "Details"} <= set(hugo.buttons())


async def test_whoever_is_there_for_the_forum_alone_sees_voices_and_no_more(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo = story.person("hugo")
    for said in ("status 1.1.1", "mine", "log", "red", "challenge 1.1.1 why?", "history 1.1.1", "who 1.1.1"):
        assert "You are here for the forum" in await hugo.says(said)
    assert "No voices of families" in await hugo.says("voices")
    assert "You are here" not in await hugo.says("help")
    home = await hugo.says("home")
    assert "Voices of families that wait: 0." in home and "Update" not in home and "help all" not in home
    assert "You are here" not in await hugo.says("report")
    await of_forum(story, "hugo", rights="forum member")
    assert "How 1.1.1 stands" in await hugo.says("status 1.1.1")


async def test_the_owner_is_asked_the_day_after_and_the_forum_once_something_was_done(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, keira = story.person("hugo"), story.person("keira")
    await story.round()
    await hugo.says(SAID)
    await story.at("2025-03-19T09:30")
    told = story.letters["keira"][-1]
    assert "What families said" in told and "v1 Families said about 1.1.1: nobody answers the phone about transport." in told
    assert {"We will", "Cannot be done"} <= set(keira.buttons())
    assert not any("the phone" in one for name in ("ben", "gwen", "leo") for one in story.letters[name])

    await keira.says("we did v1: a second line is open")
    assert "We will" not in keira.buttons()  # it has left the card
    await story.at("2025-03-20T09:30")
    told = story.letters["hugo"][-1]
    assert "We did: a second line is open. What is different for families now?" in told
    assert "What changed" in hugo.buttons()
    count = len(story.letters["hugo"])
    for day in range(21, 32):
        await story.at(f"2025-03-{day}T09:30")
    assert not any("the phone" in one for one in story.letters["hugo"][count:])
    await story.at("2025-04-03T09:30")
    assert any("a second line" in one for one in story.letters["hugo"][count:])

    await hugo.says("changed v1: calls are answered")
    await story.at("2025-04-04T09:30")
    assert "v1 The forum has closed it. What changed: calls are answered." in story.letters["keira"][-1]


async def test_what_the_forum_opened_again_is_asked_about_anew_and_what_is_withdrawn_is_not_done(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, keira = story.person("hugo"), story.person("keira")
    await story.round()
    await hugo.says(SAID)
    await keira.says("we will v1: a second line by 1 June 2025")
    await keira.says("we did v1: a second line is open")
    await hugo.says("changed v1: calls are answered")
    assert "Closed on the day on which it was heard. What changed: calls are answered." in await hugo.says("voices")
    await hugo.says("reopen v1 because it has come back")
    await story.at("2025-03-19T09:30")
    told = story.letters["keira"][-1]
    assert "The forum has opened it again: it has come back. What will be done about it?" in told
    assert "1 June 2025" not in told and told.count("v1 ") == 1 and "We will" in keira.buttons()

    await hugo.says("withdraw v1 because it was heard twice")
    await hugo.says("heard buses are late")
    assert "1 waiting, 0 done" in await hugo.says("voices")
    told = await hugo.says("voices all")
    assert "1 waiting, 0 done" in told and "Withdrawn" in told and "the phone" in told


async def test_what_a_message_had_no_room_for_is_still_offered_after_the_next_one_until_it_is_settled(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, keira = story.person("hugo"), story.person("keira")
    await story.round()
    for number in range(1, 15):
        await hugo.says(f"heard line {number} is never answered; about: 1.1.1")
    await story.at("2025-03-19T09:30")
    assert "v14 Families" not in story.letters["keira"][-1] and "v14" in story.letters["keira"][-1]
    await hugo.says("changed v1: line 1 is answered")
    await story.at("2025-03-20T09:30")
    assert "v1 The forum has closed it." in story.letters["keira"][-1]

    assert "v14 Families said about 1.1.1: line 14" in await keira.says("news")
    await keira.says("we did v14: it is answered now")
    told = await keira.says("news")
    assert "line 13" in told and "line 14" not in told


async def test_without_a_forum_an_admin_hears_that_nobody_can_say_what_changed(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await story.round()
    await gwen.says("heard from survey: calls are not answered; about: 1.1.1")
    assert "nobody in this plan has the right forum" in await keira.says("we did v1: a line is open")
    await story.at("2025-03-19T09:30")
    assert "nobody in this plan has the right forum" in story.letters["gwen"][-1]


async def test_voices_are_read_as_they_were_known(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, keira = story.person("hugo"), story.person("keira")
    await hugo.says(SAID)
    await story.at("2025-03-20T09:30")
    await keira.says("we did v1: a second line is open")
    told = await hugo.says("voices as at 18 March 2025")
    assert "for what will be done" in told and "a second line" not in told
    assert "a second line" in await hugo.says("voices")
    assert "a second line" not in await hugo.says("voice v1 as at 18 March 2025")


async def test_words_of_a_voice_are_taken_out_by_its_handle_everywhere(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo, gwen = story.person("hugo"), story.person("gwen")
    await hugo.says("heard waits are long for the family by the river; share: yes")
    await gwen.says("redact v1 because it points to a family")
    await gwen.says("yes")
    (only,) = await voices(story)
    assert "river" not in only.terms.said and "removed" in only.terms.said
    assert "river" not in await hugo.says("voice v1") and "river" not in await hugo.says("voices as at 18 March 2025")


async def test_a_deputy_and_a_lead_answer_for_whoever_is_asked(story: Story) -> None:
    def deputise(tx: Tx) -> None:
        told = {"role": "Head of Inclusion", "name": "Keira", "email": email("keira"), "deputy_email": email("ben")}
        tx.people.save(SMALL, [PersonRow.model_validate(told)])

    await of_forum(story, "hugo")
    await story.store.transact(deputise)
    hugo, ben, leo = story.person("hugo"), story.person("ben"), story.person("leo")
    await hugo.says(SAID)
    assert "v1 Saved: what was done" in await ben.says("we did v1: a second line is open")
    assert (await voices(story))[0].steps[-1].capacity == "deputy for Head of Inclusion"
    told = await hugo.says("heard nobody tells us; about: 1")
    assert "Whoever leads priority 1 is asked" in told
    assert "v2 Saved: what will be done" in await leo.says("we will v2: write each month by 30 April 2025")
    assert (await voices(story))[1].steps[-1].capacity == "lead:1"
    assert "We will: write each month. By 30 April 2025. Answers: whoever leads priority 1." in await hugo.says("voices")


async def test_the_same_thing_heard_again_is_kept_once(story: Story) -> None:
    await of_forum(story, "hugo")
    hugo = story.person("hugo")
    await hugo.says(SAID)
    await hugo.again()
    await hugo.opens("heard")
    await hugo.fills({"What was said?": "waits are long"})
    await hugo.presses("Save", times=2)
    assert [one.terms.said for one in await voices(story)] == ["nobody answers the phone about transport", "waits are long"]


async def test_somebody_in_two_plans_reads_which_is_meant_and_the_forum_of_one_closes_nothing_in_the_other(story: Story) -> None:
    def second(tx: Tx) -> None:
        tx.plans.save(PLAN.model_copy(update={"short": "other", "title": "The other plan"}))
        tx.people.save("other", [PersonRow(role="Head of Inclusion", name="Hugo", email=email("hugo"))])

    await of_forum(story, "hugo")
    await story.store.transact(second)
    hugo = story.person("hugo")
    assert "other" in await hugo.says("voices")  # which plan is meant
    assert "Plan: A small plan (small)." in await hugo.says(f"in small: {SAID}")
    assert "Only the forum and admins may save" in await hugo.says("in other: heard waits are long")
    told = await hugo.opens("in small: changed v1")
    assert "Plan: A small plan (small)." in told
    await hugo.fills({"What is different for families now?": "calls are answered"})
    assert "Plan: A small plan (small)." in await hugo.presses("Save")
    assert "There is no v1 in this plan" in await hugo.says("in other: voice v1")
    assert "You are here for the forum" in await hugo.says("in small: status 1.1.1")
    assert "You are here for the forum" not in await hugo.says("in other: status 1.1.1")
    assert "v1 Undone" in await hugo.says("in small: undo")
