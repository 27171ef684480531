"""Evidence that lives: until when it is good, who is reminded, what is out of date, the index of it, and why."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.model.record.entry import By, EntryKind
from bot.model.updates.doubt import Doubt, DoubtKind, Misfit
from bot.model.updates.evidence import Verdict
from bot.ports.record import Tx
from store.tables import absences, assurances, requests
from tests.world.story import Story

POLICY = "https://example.org/policy"


async def handle(story: Story, ref: str) -> str:
    """The handle of the last link of what was said last of a milestone."""
    return f"e{(await story.history(ref))[-1].evidence[-1].id}"


async def green(story: Story, who: str, line: str) -> None:
    await story.person(who).says(line)
    assert "Saved as u" in await story.person(who).says("yes")


async def test_a_link_has_a_date_and_a_last_good_day_and_is_undone_by_its_button(story: Story) -> None:
    keira = story.person("keira")
    await green(story, "keira", "1.1.1 green hired")

    said = await keira.says(f"evidence 1.1.1 {POLICY} the policy, dated 3 March 2025, good until 30 June 2025")

    one = await handle(story, "1.1.1")
    assert said.startswith(f"Saved as {one}.") or f"Saved as {one}." in said
    assert "the policy; dated 3 March 2025; good until 30 June 2025" in said
    assert f"Undone: {one}" in await keira.presses("Undo")
    assert (await story.history("1.1.1"))[-1].evidence == ()


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        ("good until further notice", "further notice"),
        ("good until 1 March 2025", "1 March 2025, is past already"),
        ("dated 1 June 2026", "cannot be dated 1 June 2026"),
        ("dated 31 June 2024", "31 June"),
    ],
)
async def test_a_day_that_cannot_be_is_refused_in_a_sentence(story: Story, days: str, fault: str) -> None:
    await green(story, "keira", "1.1.1 green hired")

    assert fault in await story.person("keira").says(f"evidence 1.1.1 {POLICY}, {days}")
    assert (await story.history("1.1.1"))[-1].evidence == ()


async def test_a_typed_line_says_until_when_its_link_is_good_and_its_own_words_stay(story: Story) -> None:
    await green(story, "keira", f"1.1.1 complete the letter dated 3 March went out, {POLICY}, good until 30 June 2025")

    (update,) = await story.history("1.1.1")
    assert update.narrative == "the letter dated 3 March went out"
    assert [str(one.good_until) for one in update.evidence] == ["2025-06-30"]


async def test_the_form_asks_until_when_a_link_is_good(story: Story) -> None:
    keira = story.person("keira")
    await keira.opens("update 1.1.1")
    await keira.fills({"Status": "Green", "Evidence link": POLICY, "Good until": "2025-06-30"})
    assert "good until 30 June 2025" in await keira.presses("Save")


async def test_whoever_answers_is_reminded_twice_in_their_nudge_and_what_has_passed_is_out_of_date(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await green(story, "keira", f"1.1.2 complete all done, {POLICY}, good until 30 June 2025")
    one = await handle(story, "1.1.2")
    reminder = f"Evidence {one} for 1.1.2 is good until 30 June 2025"
    told: list[str] = []
    await story.at("2025-05-28 09:30")
    while story.clock.moment.isoformat() < "2025-07-05":
        before = len(story.letters["keira"])
        await story.advance(1)
        told += [f"{story.clock.moment:%d %B}" for letter in story.letters["keira"][before:] if reminder in letter]

    assert not any(reminder in letter for letter in story.letters["ben"])
    assert told == ["02 June", "23 June"]  # 31 May was a Saturday
    for question in ("status 1.1.2", "history 1.1.2"):
        assert "out of date: it was good until 30 June 2025" in await ben.says(question)
    assert "out of date" not in await ben.says("history 1.1.2 as at 30 June 2025")

    said = await keira.says(f"evidence {one} good until 30 June 2026")
    assert f"in place of {one}. It is good until 30 June 2026 now." in said
    assert "out of date" not in await keira.says("status 1.1.2")
    assert f"{one} was given anew already, as {await handle(story, '1.1.2')}" in await keira.says(f"{one} good until 1 July 2027")
    assert f"Undone: {await handle(story, '1.1.2')}" in await keira.says("undo")
    assert "out of date" in await keira.says("status 1.1.2")


async def test_the_index_is_for_those_who_look_over_the_plan_and_begins_with_what_needs_a_look(story: Story) -> None:
    await green(story, "keira", f"1.1.1 complete done, {POLICY}, good until 30 June 2025")
    story.clock.moment += timedelta(hours=1)
    await green(story, "ben", "1.1.2 green fine, https://example.org/minutes")
    numbers = {ref: int((await handle(story, ref))[1:]) for ref in ("1.1.1", "1.1.2")}

    def checked(tx: Tx) -> None:
        tx.acting(By(at=story.clock.moment))
        tx.evidence.check(story.short, numbers["1.1.2"], Verdict.ACCEPTED, "", "assurer")

    await story.store.transact(checked)
    story.clock.moment += timedelta(days=150)
    for who in ("gwen", "carys", "leo"):
        said = await story.person(who).says("evidence index")
        assert "Links: 2. Milestones: 2. Accepted: 1. Not enough: 0. Not looked at yet: 1. Out of date: 1." in said
        assert said.index(f"e{numbers['1.1.1']} for 1.1.1") < said.index(f"e{numbers['1.1.2']} for 1.1.2")
    assert "Links: 1. Milestones: 1." in await story.person("gwen").says("evidence index 1.1.2")
    assert "is for admins, assurers, leads and the chair" in await story.person("keira").says("evidence index")


async def test_why_tells_what_turned_a_milestone_from_red_to_green_in_order(story: Story) -> None:
    await green(story, "keira", "1.1.1 red no staff, path: agency cover by June")
    story.clock.moment += timedelta(days=1)
    await green(story, "keira", "1.1.1 green staff hired")
    await story.person("keira").says(f"evidence 1.1.1 {POLICY} the contract")
    one = await handle(story, "1.1.1")
    await story.person("gwen").says(f"withdraw {one} because it names a child")

    said = await story.person("hugo").says("why 1.1.1")

    assert re.search(r"1\.1\.1 went from Red to Green on \d+ \w+ 2025: Keira \(Head of Inclusion\) said so\.", said)
    places = [said.index(words) for words in ("no staff", "staff hired", f"{one}, ", f"took back {one}. Because: it names a child.")]
    assert places == sorted(places)
    day = story.clock.moment - timedelta(days=1)
    assert "no staff" in (then := await story.person("hugo").says(f"why 1.1.1 as at {day:%d %B %Y}")) and "hired" not in then
    assert "There is no milestone 9.9.9" in await story.person("hugo").says("why 9.9.9")
    assert "Nothing is recorded of 1.1.3 yet" in await story.person("hugo").says("why 1.1.3")


LATER: tuple[tuple[EntryKind, str, str, sa.Table, dict[str, object]], ...] = (
    (EntryKind.DATE_REQUEST, "keira", "the builder is late", requests.DATE_REQUEST, {"asks": "move", "was": date(2025, 4, 30), "wanted": date(2025, 6, 30)}),
    (EntryKind.DATE_DECISION, "carys", "it is fair", requests.DATE_DECISION, {"request": 0, "decision": "approved"}),
    (EntryKind.EXCEPTION, "keira", "", requests.EXCEPTION, {"cause": "no staff"}),
    (EntryKind.SNOOZE, "keira", "", absences.SNOOZE, {"whom": "x", "until": date(2025, 5, 5)}),
    (EntryKind.HAND_OVER, "keira", "", absences.HAND_OVER, {"step": "offered", "from_role": "Head of Inclusion", "to_role": "Chief Nursing Officer"}),
    (EntryKind.ASSURANCE, "hugo", "seen it", assurances.ASSURANCE, {"update": 0, "verdict": "signed_off", "level": "substantial"}),
    (EntryKind.ASSURANCE, "hugo", "", assurances.ASSURANCE, {"update": 0, "verdict": "of a later Milepost"}),
)  # fmt: skip
TOLD = (
    "asked to move its date from 30 April 2025 to 30 June 2025. Because: the builder is late.",
    "approved the move to 30 June 2025. Because: it is fair.",
    "gave an exception report. Cause: no staff.",
    "asked not to be asked about it until 5 May 2025.",
    "said that it is not for Head of Inclusion, and offered it to Chief Nursing Officer.",
    "signed it off as substantial. Because: seen it.",
    "changed something about it.",
)


async def test_why_tells_of_dates_absences_and_verdicts_and_of_doubts_only_whoever_looks_after_the_plan(story: Story) -> None:
    await green(story, "keira", "1.1.1 green hired")
    (update,) = await story.history("1.1.1")

    def work(tx: Tx) -> None:
        people = {person.name.lower(): person.id for person in tx.people.of(story.short).persons}
        made = 0
        for kind, who, why, table, values in LATER:
            by = By(at=story.clock.moment, person=people[who], capacity="a role")
            row = {**values, **({"ref": "1.1.1"} if "ref" in table.c else {}), **({"request": made} if "request" in values else {})}
            made = tx.entries.append(story.short, kind, by, [(table, row)], about="1.1.1", why=why or None)  # type: ignore[attr-defined]
        tx.acting(By(at=story.clock.moment, person=people["keira"]))
        found = (Misfit(DoubtKind.OVERDUE),)
        asked = {"plan": story.short, "ref": "1.1.1", "update": update.id, "found": found, "asked": DoubtKind.OVERDUE}
        tx.doubts.note(Doubt.model_validate({**asked, "answer": "the date is wrong"}), "a role")

    await story.store.transact(work)
    said = await story.person("ben").says("why 1.1.1")

    places = [said.index(words) for words in TOLD]
    assert places == sorted(places)
    assert "Milepost noted" not in said
    noted = f"Milepost noted of u{update.id}: Green though the due date has passed. Answer: the date is wrong."
    for who in ("gwen", "leo"):
        assert noted in await story.person(who).says("why 1.1.1")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_what_stands_behind_a_link_in_a_typed_line_is_of_the_link(story: Story) -> None:
    keira = story.person("keira")
    told = await keira.says(f"1.1.1 green cover is agreed, {POLICY} the draft plan, dated 3 March 2025, good until 30 June 2025")
    assert "What has happened: cover is agreed." in told and "the draft plan; dated 3 March 2025; good until 30 June 2025" in told
    await keira.says("yes")

    (offered,) = await story.store.read(lambda view: view.evidence.index("small"))
    assert (offered.evidence.shows, str(offered.evidence.good_until)) == ("the draft plan", "2025-06-30")
