"""Two keys: what an owner declares complete, somebody else looks at and signs off, or sends back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model.updates.assurance import Verdict
from bot.model.updates.evidence import Verdict as Look
from bot.model.updates.update import Face
from bot.ports.record import Tx
from bot.reports.snapshot import take
from bot.rules.updates.standing import face_in
from tests.world import plan
from tests.world import story as stories
from tests.world.plan import PEOPLE, SMALL, record
from tests.world.story import Story

TWO_KEYS = {**PEOPLE, "hugo": (None, "assurer"), "leo": ("Head of SEND Finance", "assurer:1")}
DONE = "1.1.1 complete: all trained https://example.org/minutes"


def load(tx: Tx) -> None:
    plan.load(tx, people=TWO_KEYS)


@pytest.fixture
async def keys(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    """The small plan with two assurers, of whom one owns a milestone of it."""
    clock = stories.Clock()
    async with stories.told(await record(tmp_path / "m.db", load), clock, [stories.wire(wire, clock, tmp_path)]) as story:
        story.seat(story.wire)
        yield story


async def face(story: Story, ref: str = "1.1.1") -> Face:
    snapshot = await story.store.read(lambda view: take(view, SMALL, story.clock()))
    return next(face_in(snapshot, one) for one in snapshot.plan.milestones if one.ref == ref)


async def declared(story: Story, name: str = "keira", said: str = DONE) -> None:
    await story.person(name).says(said)
    await story.person(name).says("yes")


async def test_a_completion_waits_for_an_assurer_and_is_blue_once_it_is_signed_off(keys: Story) -> None:
    hugo, carys = keys.person("hugo"), keys.person("carys")
    assert "Nothing waits for you to check." in await hugo.says("check")
    await declared(keys)

    assert "1 complete milestone waits for you to check (1.1.1)." in await hugo.says("home")
    waits = await hugo.says("check")
    assert "1 milestone waits for you to check" in waits
    assert "1.1.1 Step 1 done. Declared complete on 18 March 2025 by Head of Inclusion. Evidence: 1." in waits
    assert "Waits for an assurer since 18 March 2025." in await carys.says("status 1.1.1")
    said = await hugo.says("assure 1.1.1 Substantial because the minutes show all 40")
    assert said.startswith(("Signed off 1.1.1 as substantial. It counts as assured.", "*Signed off 1.1.1"))
    assert "Signed off 1.1.1 as substantial." in (await hugo.again() or hugo.newest)
    assert len(await keys.store.read(lambda view: view.assurances.verdicts(SMALL))) == 1
    assert await face(keys) is Face.ASSURED
    assert "Signed off as substantial by Hugo (assurer) on 18 March 2025: the minutes show all 40." in await carys.says("status 1.1.1")
    assert "Nothing waits for you to check." in await hugo.says("check")
    assert "already. Nothing was changed." in await hugo.says("assure 1.1.1 substantial because the minutes show all 40")

    assert "Undone: 1.1.1" in await hugo.says("undo")
    assert (await face(keys), "undone already" in await hugo.says("undo")) == (Face.COMPLETE, True)


async def test_what_is_sent_back_or_signed_off_lower_is_the_owners_turn_until_they_answer(keys: Story) -> None:
    hugo, keira = keys.person("hugo"), keys.person("keira")
    await declared(keys)

    assert "Sent back 1.1.1." in await hugo.says("send back 1.1.1: the list of names is missing")
    assert "Nothing waits for you to check." in await hugo.says("check")
    assert "Sent back by Hugo (assurer) on 18 March 2025: the list of names is missing." in await keira.says("status 1.1.1")
    assert "An assurer gave it back. To read why: status 1.1.1" in await keira.says("mine")
    assert "1 of them waits for your answer." in await keira.says("home")
    await keira.says("evidence 1.1.1 https://example.org/names the list")
    assert "An assurer gave it back" not in await keira.says("mine")
    assert "1 milestone waits for you" in await hugo.says("check")

    assert "goes back to its owner" in await hugo.says("assure 1.1.1 limited because half of the names are there")
    assert (await face(keys), "Nothing waits" in await hugo.says("check")) == (Face.COMPLETE, True)
    await declared(keys, said="1.1.1 complete: and the other half https://example.org/all")
    assert "Signed off 1.1.1 as reasonable." in await hugo.says("assure 1.1.1 reasonable because all are there")
    assert await face(keys) is Face.ASSURED
    await declared(keys, said="1.1.1 amber one left, path: train them by 3 June")
    assert await face(keys) is Face.AMBER


REFUSED = (
    ("keira", "assure 1.1.1 substantial because I say so", "Only an assurer may sign off 1.1.1"),
    ("gwen", "send back 1.1.1: more", "Only an assurer may sign off 1.1.1 or send it back. Those who may: Hugo, Leo."),
    ("gwen", "send back 1.1.3: more", "Only an assurer may sign off 1.1.3 or send it back. Those who may: Hugo."),
    ("hugo", "assure 1.1.2 substantial because it is", "1.1.2 is not declared complete"),
    ("hugo", "assure 1.1.1 splendid because it is", "none, limited, reasonable, substantial"),
    ("hugo", "assure 1.1.1 because it is", "Say at which level"),
    ("hugo", "assure 1.1.1 limited", "Say why, because that stays on the record"),
    ("hugo", "assure 9.9.9 limited because it is", "There is no milestone 9.9.9"),
    ("leo", "assure 1.1.3 substantial because it is ours", "You declared 1.1.3 complete yourself"),
    ("carys", "check", "You may not sign off milestones in this plan"),
)


async def test_whoever_may_not_or_says_too_little_is_told_why_and_nothing_is_recorded(keys: Story) -> None:
    await declared(keys)
    await declared(keys, "leo", "1.1.3 complete https://example.org/c")

    for name, said, why in REFUSED:
        assert why in await keys.person(name).says(said), said
    assert await keys.store.read(lambda view: view.assurances.verdicts(SMALL)) == ()
    assert "1 more waits, and you may not check it" in await keys.person("leo").says("check")


async def test_whoever_was_the_deputy_until_an_hour_of_today_signs_nothing_of_it_off_today(keys: Story) -> None:
    keira, hugo = keys.person("keira"), keys.person("hugo")
    await declared(keys)
    await keira.says("away today to 20 March, deputy hugo@example.org")
    assert "You are the deputy for Head of Inclusion" in await hugo.says("assure 1.1.1 substantial because I say so")
    assert "You are back" in await keira.says("back")

    assert "You were the deputy for Head of Inclusion" in await hugo.says("assure 1.1.1 substantial because I say so")
    assert await keys.store.read(lambda view: view.assurances.verdicts(SMALL)) == ()


async def test_the_form_shows_what_the_action_should_change_and_takes_a_word_on_each_piece_of_evidence(keys: Story) -> None:
    hugo = keys.person("hugo")
    await declared(keys, said=f"{DONE} https://example.org/names")
    await hugo.says("check")

    await hugo.presses("Sign off")
    evidence = (await keys.history("1.1.1"))[0].evidence
    assert f"e{evidence[1].id} example.org/names" in hugo.sees()  # each choice says which piece it is about
    named = {"Level": "Reasonable", "Why": "NHS 943 476 5919 has a place"}
    await hugo.fills({f"e{evidence[0].id}": "Accept", f"e{evidence[1].id}": "Not enough", **named})
    await hugo.presses("Sign off")
    assert "NHS number" in hugo.sees()  # and the form is still open, as it was filled in
    await hugo.fills({"Why": "minutes do"})
    said = await hugo.presses("Sign off")
    assert "Signed off 1.1.1 as reasonable." in said
    assert f"e{evidence[0].id}" in said
    (verdict,) = await keys.store.read(lambda view: view.assurances.verdicts(SMALL))
    index = await keys.store.read(lambda view: view.evidence.index(SMALL))
    assert (verdict.verdict, verdict.evidence, verdict.why) == (Verdict.SIGNED_OFF, (evidence[0].id,), "minutes do")
    assert [one.checked.verdict for one in index if one.checked] == [Look.ACCEPTED, Look.NOT_ENOUGH]

    await hugo.says("undo")
    assert await keys.store.read(lambda view: view.assurances.verdicts(SMALL)) == ()
    assert [one.checked for one in await keys.store.read(lambda view: view.evidence.index(SMALL))] == [None, None]


async def test_the_owner_is_asked_in_their_nudge_with_the_assurers_words_and_again_until_they_answer(keys: Story) -> None:
    hugo = keys.person("hugo")
    await keys.at("2025-03-18T09:30")
    await declared(keys)
    await keys.at("2025-03-19T09:30")
    assert "1 complete milestone waits for you to check (1.1.1). Type: check" in keys.letters["hugo"][-1]
    await hugo.says("send back 1.1.1: the list of names is missing")
    letters = len(keys.letters["keira"])

    await keys.at("2025-03-20T09:30")
    assert "Hugo looked at the evidence and sent it back: the list of names is missing." in keys.letters["keira"][letters]
    await keys.at("2025-03-21T09:30")
    assert all("the list of names is missing" not in one for one in keys.letters["keira"][letters + 1 :])
    await keys.at("2025-03-26T09:30")
    assert "the list of names is missing" in keys.letters["keira"][-1]
    await declared(keys, said="1.1.1 complete: names are there https://example.org/names")
    count = len(keys.letters["keira"])
    await keys.at("2025-04-02T09:30")
    assert all("the list of names is missing" not in one for one in keys.letters["keira"][count:])
    assert "waits for you to check (1.1.1)" in keys.letters["hugo"][-1]


async def test_that_it_counts_no_longer_is_told_to_whoever_signed_it_off_and_to_its_owner(keys: Story) -> None:
    await keys.at("2025-03-18T09:30")
    await declared(keys)
    await keys.person("hugo").says("assure 1.1.1 reasonable because the minutes show it")
    await keys.at("2025-03-19T09:30")
    evidence = (await keys.history("1.1.1"))[0].evidence[0].id
    assert await face(keys) is Face.ASSURED

    await keys.person("gwen").says(f"withdraw e{evidence} because it is about another plan")
    await keys.at("2025-03-20T09:30")
    told = "1.1.1 counts as assured no longer. Evidence that it rested on was withdrawn."
    assert told in keys.letters["hugo"][-1]
    assert told in keys.letters["keira"][-1]
    assert await face(keys) is Face.COMPLETE
    before = {name: len(keys.letters[name]) for name in ("hugo", "keira")}
    await keys.at("2025-03-21T09:30")
    assert all(told not in one for name, count in before.items() for one in keys.letters[name][count:])


async def test_what_nobody_may_check_is_told_an_admin_once_a_month_and_no_exception_is_made(keys: Story) -> None:
    await keys.store.transact(lambda tx: tx.people.save(SMALL, [plan.row("hugo", people={"hugo": (None, "board")})]))
    await keys.at("2025-03-18T09:30")
    await declared(keys, "leo", "1.1.3 complete https://example.org/c")
    await keys.at("2025-03-31T09:30")
    told = "1 complete milestone waits for an assurer and nobody may check it (1.1.3)."
    assert all(told not in one for one in keys.letters["gwen"])

    await keys.at("2025-04-01T09:30")
    assert told in keys.letters["gwen"][-1]
    assert "You declared 1.1.3 complete yourself" in await keys.person("leo").says("assure 1.1.3 reasonable because it is")
    count = len(keys.letters["gwen"])
    await keys.at("2025-04-02T09:30")
    await keys.at("2025-04-09T09:30")
    assert all(told not in one for one in keys.letters["gwen"][count:])


async def test_a_sign_off_that_ends_on_its_first_day_is_told_to_both_as_well(keys: Story) -> None:
    """No round has seen it count."""
    await keys.at("2025-03-19T09:30")
    await declared(keys)
    await keys.person("hugo").says("assure 1.1.1 substantial because the minutes show all 40")
    await declared(keys, said="1.1.1 green it was opened again")
    await keys.at("2025-03-20T09:30")

    for name in ("hugo", "keira"):
        assert "1.1.1 counts as assured no longer." in keys.letters[name][-1], name


async def test_what_waited_for_an_assurer_is_told_as_at_a_day(keys: Story) -> None:
    hugo = keys.person("hugo")
    await declared(keys)
    await keys.at("2025-03-24T09:30")
    assert "Signed off" in await hugo.says("assure 1.1.1 substantial because the minutes show all 40")

    assert "Nothing waits for you to check." in await hugo.says("check")
    then = await hugo.says("check as at 20 March 2025")
    assert "1 milestone waits for you to check" in then and "entry" in then
    assert "month tells only what is now." in await hugo.says("month as at 20 March 2025")


async def test_nothing_counts_as_assured_whose_evidence_nobody_looked_at(keys: Story) -> None:
    hugo = keys.person("hugo")
    await declared(keys)
    await hugo.says("check")
    await hugo.presses("Sign off")
    await hugo.fills({"Level": "Substantial", "Why": "it is well known"})
    await hugo.presses("Sign off")
    assert "None of its evidence is accepted" in hugo.sees()
    assert await keys.store.read(lambda view: view.assurances.verdicts(SMALL)) == ()
    await hugo.closes()

    assert "Signed off 1.1.1" in await hugo.says("assure 1.1.1 substantial because the minutes show all 40")
    (offered,) = await keys.store.read(lambda view: view.evidence.index(SMALL))
    assert offered.checked is not None and offered.checked.verdict is Look.ACCEPTED
    assert "1.1.1" in await hugo.says("undo")
    (offered,) = await keys.store.read(lambda view: view.evidence.index(SMALL))
    assert offered.checked is None
