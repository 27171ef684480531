"""Whoever is away is left alone and somebody acts for them; what is snoozed waits; what is another's finds its owner."""

from __future__ import annotations

import pytest

from bot.model.people import PersonRow
from bot.ports.record import Tx
from tests.world.plan import ROLES, SMALL, due, email, small
from tests.world.story import Story


def about(story: Story, name: str, words: str) -> list[str]:
    """The letters to somebody in which these words stand."""
    return [letter for letter in story.letters[name] if words in letter]


async def test_a_deputy_acts_for_whoever_is_away_and_they_are_asked_again_once_they_are_back(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")
    await story.at("2025-03-24T09:30")
    said = await keira.says("away 31 March to 24 April, deputy hugo@example.org")
    assert "Saved. You are away from 31 March 2025 to 24 April 2025" in said
    assert "Hugo acts for you" in said
    assert "saved before" in await keira.says("away 31 March to 24 April, deputy hugo@example.org")
    await story.advance(days=1)
    assert "You act as deputy of Keira for Head of Inclusion from 31 March 2025 to 24 April 2025" in story.letters["hugo"][-1]
    assert "You hold no role" in await hugo.says("mine")
    before = len(story.letters["keira"])

    await story.at("2025-03-31T09:30")
    (begun,) = about(story, "hugo", "You act as deputy for Head of Inclusion now.")
    assert "1.1.1" in begun and "1.1.2" in begun
    assert "Keira (away until 24 April 2025, Hugo acts)" in await hugo.says("who 1.1.1")
    await hugo.says("1.1.2 amber staff left, path: agency cover")
    await hugo.says("yes")
    for day in ("04-01", "04-08", "04-10", "04-14", "04-16", "04-22", "04-24"):
        await story.at(f"2025-{day}T09:30")
    assert "You are asked as deputy for Head of Inclusion." in story.letters["hugo"][-1]
    assert len(story.letters["keira"]) == before

    await story.at("2025-04-25T09:30")
    (back,) = story.letters["keira"][before:]
    assert "1.1.1 Step 1 done." in back
    assert "Hugo (deputy for Head of Inclusion) said Amber" in back
    assert "You hold no role" in await hugo.says("mine")


async def test_a_deputy_is_not_asked_again_what_was_answered_or_snoozed_before_the_holder_went(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-03-24T09:30")
    await keira.says("1.1.1 green all well")
    await keira.says("yes")
    await keira.says("snooze 1.1.2 until 1 April")
    await keira.says("away 26 March to 28 March, deputy hugo@example.org")
    await story.at("2025-03-26T09:30")

    assert about(story, "hugo", "Please say how these stand") == []


async def test_an_absence_without_a_deputy_is_told_to_the_lead_and_ends_at_back(story: Story) -> None:
    keira, leo = story.person("keira"), story.person("leo")
    await story.at("2025-03-24T09:30")
    said = await keira.says("away until 30 April")
    assert "Nobody is asked about 1 of your milestones then, so whoever leads on them is told." in said
    await story.advance(days=1)
    (told,) = story.letters["leo"]
    assert "Keira is away from 24 March 2025 to 30 April 2025, and nobody acts for them. Nobody is asked about 1.1.1 then." in told
    assert "An admin can give the role to somebody." in told and "Who holds what" not in told
    assert "Head of Inclusion is away until 30 April 2025, and nobody acts for them: 1.1.1, 1.1.2." in await leo.says("digest all")
    await keira.says("away until 30 April, deputy hugo@example.org")
    assert "Hugo acts)" in await leo.says("who 1.1.1")
    assert "Undone. You are away from 24 March 2025 to 30 April 2025" in await keira.says("undo")
    assert "Hugo acts)" not in await leo.says("who 1.1.1")
    await story.at("2025-04-03T09:30")
    asked = len(story.letters["keira"])
    assert "Saved. You are back" in await keira.says("back")
    await story.at("2025-04-10T09:30")
    assert "1.1.1" in story.letters["keira"][asked]


REFUSED = (
    ("away", "Say from when to when you are away"),
    ("away 31 March to 4 April, deputy nobody@example.org", "Nobody with the e-mail nobody@example.org is in this plan."),
    ("away 31 March to 4 April, deputy keira@example.org", "You cannot be your own deputy."),
    ("away 31 March to 31 February", "31 February"),
    ("away 31 March to 4 April 2029", "is more than a year"),
    ("away 31 March to 1 March", "with the year at the end"),
    ("back", "You are not away"),
    ("snooze 1.1.1 until 1 March 2025", "Give a day that is still to come"),
    ("snooze 1.1.1 until 30 May because of leave", "At most 20 working days are possible, to 15 April 2025"),
    ("snooze 1.1.3 until Monday", "Only the holder of the role Head of SEND Finance"),
    ("snooze 1.1.9 until Monday", "There is no milestone 1.1.9"),
    ("not me 1.1.1 Head of Nothing", "There is no role called Head of Nothing"),
    ("not me 1.1.1 hugo@example.org", "Hugo holds no role in this plan."),
    ("not me 1.1.1 Head of SEND Finance", "Nobody holds the role Head of SEND Finance now"),
    ("not me 1.1.1 Head of Inclusion", "It belongs to Head of Inclusion already."),
    ("take 1.1.1", "It belongs to Head of Inclusion already."),
    ("take 1.1.3", "Nobody has said that it is yours."),
)


@pytest.mark.parametrize("wire", ["recorder"])
async def test_what_cannot_be_is_refused_in_a_sentence_and_changes_nothing(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("mine")
    head = await story.store.read(lambda view: view.entries.head(SMALL))
    answers = {said: await keira.says(said) for said, _ in REFUSED}

    assert [said for said, answer in REFUSED if answer not in answers[said]] == [], answers
    assert await story.store.read(lambda view: view.entries.head(SMALL)) == head


async def test_what_is_snoozed_is_asked_when_that_ends_and_others_are_asked_meanwhile(story: Story) -> None:
    ben, keira = story.person("ben"), story.person("keira")
    await story.at("2025-04-09T09:30")
    offered = await keira.says("snooze 1.1.2")
    assert "when shall Milepost ask you again?" in offered
    snoozed = await keira.presses("Until 23 April 2025")
    assert "1.1.2: Snoozed until 23 April 2025" in snoozed
    assert "Chief Nursing Officer is still asked about it." in snoozed
    assert "Until 23 April 2025 by Head of Inclusion" in await ben.says("status 1.1.2")
    await story.at("2025-04-17T09:30")  # 7 working days before
    assert "1.1.2" in story.letters["ben"][-1]
    assert "1.1.2" not in story.letters["keira"][-1] and "1.1.1" in story.letters["keira"][-1]

    await story.at("2025-04-23T09:30")
    assert "You had snoozed some of these until now." in story.letters["keira"][-1]
    assert "1.1.2" in story.letters["keira"][-1]
    assert "Say why it can wait" in await keira.says("snooze 1.1.2 until 2 May")
    told = await keira.says("snooze 1.1.2 until 2 May because the board meets on the first")
    assert "Snoozed until 2 May 2025" in told
    assert "by Head of Inclusion: the board meets on the first" in await ben.says("status 1.1.2")
    assert "You are asked about it again" in await keira.says("undo")
    assert "Snoozed" not in await ben.says("status 1.1.2")


async def test_a_snooze_ends_when_the_milestone_is_answered(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-04-09T09:30")
    await keira.says("snooze 1.1.1 until 14 April")
    await keira.says("1.1.1 green, all well")
    await keira.says("yes")
    assert "Snoozed" not in await keira.says("status 1.1.1")
    before = len(story.letters["keira"])
    await story.at("2025-04-14T09:30")
    assert about(story, "keira", "You had snoozed") == []
    assert len(story.letters["keira"]) == before


async def test_what_is_said_to_be_anothers_is_asked_of_them_and_is_theirs_once_they_take_it(story: Story) -> None:
    ben, keira = story.person("ben"), story.person("keira")
    await story.at("2025-04-09T09:30")
    said = await keira.says("not me 1.1.1 ben@example.org")
    assert "1.1.1: Asked. Chief Nursing Officer is asked if it is theirs" in said
    assert "Nothing was changed" in await keira.says("not me 1.1.1 Chief Nursing Officer")
    await story.at("2025-04-10T09:30")
    assert "1.1.1 Step 1 done. Head of Inclusion says that this is for Chief Nursing Officer. Is it?" in story.letters["ben"][-1]
    assert "1.1.1" in story.letters["keira"][-1]
    assert "Chief Nursing Officer, who has not answered" in await keira.says("status 1.1.1")

    taken = await ben.presses("It is me")
    assert "1.1.1: Saved. It belongs to Chief Nursing Officer now" in taken
    assert "Chief Nursing Officer (answers for it)" in await keira.says("who 1.1.1")
    assert "Only the holder of the role Chief Nursing Officer" in await keira.says("1.1.1 green, well")
    await story.store.transact(lambda tx: tx.plans.save(tx.plans.document(SMALL)))
    await ben.says("1.1.1 green, well")
    assert "Saved" in await ben.says("yes")
    await story.at("2025-04-11T09:30")
    assert "1.1.1: Chief Nursing Officer has taken this on in place of Head of Inclusion." in story.letters["keira"][-1]


async def test_a_second_refusal_goes_to_an_admin_who_may_leave_it_where_it_is(story: Story) -> None:
    ben, gwen, keira = story.person("ben"), story.person("gwen"), story.person("keira")
    await story.at("2025-04-09T09:30")
    await keira.says("not me 1.1.1 Chief Nursing Officer")
    await story.at("2025-04-10T09:30")
    assert "1.1.1: Refused. An admin is asked whose it is" in await ben.presses("It is not me")
    await story.at("2025-04-11T09:30")
    assert "Head of Inclusion says that this is not theirs, and so does Chief Nursing Officer." in story.letters["gwen"][-1]
    assert "says that it is not theirs either" in story.letters["keira"][-1]
    assert "1.1.1: Saved. It stays with Head of Inclusion" in await gwen.says("not me 1.1.1 Head of Inclusion")
    assert "1.1.1: Undone. It belongs to Head of Inclusion" in await gwen.says("undo")
    assert "1.1.1: Asked. Independent Chair is asked" in await gwen.says("not me 1.1.1 Independent Chair")
    assert "1.1.1: Asked. An admin is asked whose it is" in await keira.says("not me 1.1.1")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_an_admin_is_told_at_once_what_a_leaver_leaves_open(story: Story) -> None:
    await story.at("2025-03-24T09:30")
    ended = PersonRow(role="Head of Inclusion", name="Keira", email=email("keira"), ends=story.clock().date())
    await story.store.transact(lambda tx: tx.people.save(SMALL, [ended]))
    await story.advance(days=1)
    (told,) = about(story, "gwen", "Nobody holds the role Head of Inclusion, so nobody is asked through it about 2 open milestones")
    assert "1.1.1, 1.1.2" in told
    assert "Head of Inclusion: nobody holds this role" in await story.person("gwen").presses("Who holds what")

    def lose(tx: Tx) -> None:
        for address in tx.accounts.of(tx.people.by_email(email("ben")) or 0):
            tx.accounts.lose(address, "the account is gone", story.clock())

    await story.store.transact(lose)
    await story.advance(days=1)
    assert "Ben cannot be reached, so nobody is asked about 1.1.2, which is open." in story.letters["gwen"][-1]




async def test_what_one_owner_answers_is_answered_on_the_cards_of_the_others_and_told_in_one_line(story: Story) -> None:
    ben, keira = story.person("ben"), story.person("keira")
    await story.at("2025-04-09T09:30")
    card = next(at for at, message in enumerate(ben.messages()) if "1.1.2" in message)
    assert "Update 1.1.2" in ben.buttons()
    await keira.says("1.1.1 green, on course; 1.1.2 green, all well")
    await keira.says("yes")
    await story.at("2025-04-10T09:30")
    assert "all well" in ben.messages()[card]
    told = story.letters["ben"][-1]
    assert "1.1.2: Keira (Head of Inclusion) said Green. all well" in told and "1.1.1" not in told

    await story.store.transact(lambda tx: tx.plans.save(small([due(n, "2025-05-30", *ROLES[:2]) for n in (1, 2)])))
    await keira.says("all amber, staff left, path: agency cover by Ben on 2 May")
    await keira.says("yes")
    await story.at("2025-04-11T09:30")
    assert "Keira (Head of Inclusion) saved 2 updates: 1.1.1 Amber, 1.1.2 Amber." in story.letters["ben"][-1]


@pytest.mark.parametrize("command", ["away 31 March to 4 April", "snooze 1.1.1 until Monday", "not me 1.1.1", "undo"])
async def test_what_is_heard_twice_is_done_once_and_answered_alike(story: Story, command: str) -> None:
    keira = story.person("keira")
    await keira.says("snooze 1.1.2 until Monday")
    first = await keira.says(command)
    head = await story.store.read(lambda view: view.entries.head(SMALL))
    again = await keira.again()
    assert again in ("", first) or first.splitlines()[0] in again
    assert await story.store.read(lambda view: view.entries.head(SMALL)) == head


@pytest.mark.parametrize("wire", ["recorder"])
async def test_whoever_holds_several_roles_is_asked_through_the_one_that_is_meant_and_may_give_it_back(story: Story) -> None:
    ben, gwen, keira = story.person("ben"), story.person("gwen"), story.person("keira")
    await gwen.says("holder Head of SEND Finance ben@example.org")
    await gwen.says("yes")
    assert "Ben holds more than one role. Which one do you mean?" in await keira.says("not me 1.1.1 ben@example.org")
    assert "1.1.1: Asked. Head of SEND Finance is asked" in await keira.presses("Head of SEND Finance")
    assert "It belongs to Head of SEND Finance now" in await ben.says("take 1.1.1")
    assert "1.1.1: Undone. It belongs to Head of Inclusion" in await ben.presses("Undo")
    assert "1.1.1: Saved. It stays with Head of Inclusion" in await keira.says("take 1.1.1")
    assert "Nobody has said that it is yours." in await ben.says("take 1.1.1")
    assert "undone already" in await ben.says("undo")
