"""Date requests: a due date moves by somebody else's leave, and until then the old one counts everywhere."""

from __future__ import annotations

from datetime import date

from bot.model.plan import Recurrence
from bot.model.record.entry import EntryKind
from bot.model.updates.request import RequestState
from bot.ports.record import View
from bot.reports.dates.listing import dates_json
from bot.reports.snapshot import take
from bot.reports.status import status_json
from tests.world.plan import SMALL, due, small
from tests.world.plan import row as row_of
from tests.world.story import Story

SOON = "move 1.1.1 to 30 May 2025 because a partner left"
MOVE = "move 1.1.1 to 30 June 2025 because a partner left; cause partner; effect: families wait longer"


async def row(story: Story, ref: str = "1.1.1", name: str = "due") -> object:
    """What the status tells of a milestone."""
    told = await story.store.read(lambda view: status_json(take(view, SMALL, story.clock())))
    rows = told["milestones"]
    assert isinstance(rows, list)
    return next(one for one in rows if one["ref"] == ref)[name]


async def states(story: Story) -> list[RequestState]:
    """The state of each request, the first first."""
    return [one.state for one in await story.store.read(lambda view: view.requests.all(SMALL))]


async def test_a_date_is_asked_for_said_back_and_moved_by_the_chair(story: Story) -> None:
    keira, carys = story.person("keira"), story.person("carys")

    told = await keira.says(MOVE)
    assert "1.1.1 Not saved yet: ask to move it to 30 June 2025?" in told
    assert "Due 30 April 2025" in told
    assert "Why: a partner left." in told
    assert "Cause: A partner." in told
    assert "Effect: families wait longer." in told
    assert "Gwen" in told and "Carys" in told
    assert await states(story) == []
    assert "x1 Asked: to move 1.1.1 from 30 April 2025 to 30 June 2025" in await keira.presses("Yes")
    assert await row(story) == "2025-04-30"
    assert "x1 to move 1.1.1" in await keira.says("status 1.1.1")

    assert "x1 Approved: 1.1.1 moves from 30 April 2025 to 30 June 2025" in await carys.says("approve x1 because the board agreed")

    assert (await row(story), await row(story, name="baseline"), await row(story, name="slips")) == ("2025-06-30", "2025-04-30", 1)
    (told_of,) = await story.store.read(lambda view: dates_json(view, take(view, SMALL, story.clock()), "1.1.1"))
    (request,) = told_of["requests"]  # type: ignore[misc, attr-defined]
    assert (request["handle"], request["kind"], request["from"], request["to"], request["state"]) == (
        *("x1", "move", "2025-04-30", "2025-06-30", "approved"),
    )
    assert (request["cause"], request["effect"], request["by"]) == ("partner", "families wait longer", "Keira (Head of Inclusion)")
    assert request["decided_by"] == "Carys (chair)"
    history = await keira.says("history 1.1.1")
    assert "Approved on 18 March 2025 by Carys" in history
    assert "the board agreed" in history


async def test_nobody_approves_what_they_asked_for_and_others_need_the_right(story: Story) -> None:
    gwen, keira, hugo = story.person("gwen"), story.person("keira"), story.person("hugo")
    await gwen.says(MOVE)
    await gwen.says("yes")

    assert "x1 Not saved. You asked for it yourself, so somebody else must decide: Carys." in await gwen.says("approve x1")
    assert "x1 Not saved. Only the chair or an admin decides on dates: Carys." in await keira.says("approve x1")
    assert "Only the chair or an admin" in await hugo.says("decline x1 because no")
    assert "There is no x9" in await gwen.says("approve x9")
    assert await states(story) == [RequestState.OPEN]


async def test_a_declined_request_says_why_and_moves_nothing(story: Story) -> None:
    keira, gwen = story.person("keira"), story.person("gwen")
    await keira.says(MOVE)
    await keira.says("yes")

    assert "x1 Declined: 1.1.1 is not moved to 30 June 2025" in await gwen.says("decline x1 because May is enough")

    assert await row(story) == "2025-04-30"
    assert "May is enough" in await keira.says("dates 1.1.1")
    assert "x1 Not saved. It was declined already." in await gwen.says("approve x1")


async def test_what_was_asked_and_what_was_decided_can_be_undone(story: Story) -> None:
    keira, gwen = story.person("keira"), story.person("gwen")
    await keira.says(MOVE)
    await keira.says("yes")
    assert "x1 Undone: nothing is asked for 1.1.1 any more." in await keira.says("undo")
    assert await states(story) == [RequestState.WITHDRAWN]
    assert "undone already" in await keira.says("undo")
    await keira.says(MOVE)
    await keira.says("yes")

    await gwen.says("approve x2")
    assert await row(story) == "2025-06-30"
    assert "x2 Not saved. It was approved since then" in await keira.says("undo")
    assert await states(story) == [RequestState.WITHDRAWN, RequestState.APPROVED]
    assert "x2 Undone: it waits for a decision again." in await gwen.says("undo")

    assert (await row(story), await row(story, name="slips")) == ("2025-04-30", 0)
    assert await states(story) == [RequestState.WITHDRAWN, RequestState.OPEN]
    assert "x2 Withdrawn" in await keira.says("withdraw x2 because the partner is back")
    assert await states(story) == [RequestState.WITHDRAWN, RequestState.WITHDRAWN]


async def test_the_third_move_of_a_milestone_needs_the_chair(story: Story) -> None:
    keira, gwen, carys = story.person("keira"), story.person("gwen"), story.person("carys")
    for number, day in enumerate(("31 May 2025", "30 June 2025"), 1):
        await keira.says(f"move 1.1.1 to {day} because it is late")
        await keira.says("yes")
        assert "Approved" in await gwen.says(f"approve x{number}")

    told = await keira.says("move 1.1.1 to 31 July 2025 because it is late again")
    assert "This would be move 3 of 1.1.1, so only the chair decides: Carys." in told
    await keira.says("yes")
    assert "x3 Not saved. It would be move 3 of 1.1.1, so only the chair decides: Carys." in await gwen.says("approve x3")
    assert "x3 Approved" in await carys.says("approve x3")
    assert "moved 3 times" in await keira.says("dates")


async def test_a_dropped_milestone_is_kept_as_closed_and_asked_about_no_more(story: Story) -> None:
    keira, carys = story.person("keira"), story.person("carys")
    assert "Say why it should be closed" in await keira.says("drop 1.1.1")
    assert "1.1.1 Not saved yet: ask to close it?" in await keira.says("drop 1.1.1 because 1.1.2 does it")
    await keira.says("yes")
    assert await row(story, name="face") != "closed"
    assert "x1 Approved: 1.1.1 is closed" in await carys.says("approve x1")

    assert (await row(story, name="face"), await row(story, name="status")) == ("closed", None)
    assert "1.1.1 was closed, so nothing more can be said of it" in await keira.says("1.1.1 green all well")
    shown = await keira.says("status 1.1.1")
    assert "Closed" in shown and "1.1.2 does it" in shown
    assert "1.1.2 does it" in await keira.says("history 1.1.1")
    said_back = await keira.says("all green")
    assert "1.1.2" in said_back and "1.1.1" not in said_back
    await keira.says("no")
    await story.at("2025-04-30T09:30")
    asked = story.letters["keira"][-1]
    assert "1.1.2 Step" in asked and "1.1.1 Step" not in asked


async def test_what_cannot_be_asked_is_refused_in_a_sentence_that_says_what_to_type(story: Story) -> None:
    keira = story.person("keira")
    for typed, heard in {
        "move 1.1.1 to 30 June 2025": "Say why it should move: move 1.1.1 to 30 June 2025 because",
        "move 1.1.1 to 30 April 2025 because x": "It is due on 30 April 2025 already",
        "move 1.1.1 to 1 March 2025 because x": "1 March 2025 has passed",
        "move 1.1.1 to whenever because x": "No date was read",
        "move 1.1.1 to 30 June 2025 because x; cause: bad luck": "bad luck is no cause. Say one of: partner, resource",
        "move 1.1.3 to 30 June 2025 because x": "Only the holder of the role",
        "move 1.1.9 to 30 June 2025 because x": "There is no milestone 1.1.9",
        "move 1.1.1 all to 30 June 2025 because x": "It does not come round",
        "all": "Nothing waits for that choice",
    }.items():
        assert heard in await keira.says(typed), typed
    await keira.says(MOVE)
    await keira.says("yes")
    assert "x1 asks for another date already" in await keira.says("move 1.1.1 to 1 July 2025 because y")


async def test_as_at_a_date_the_date_of_then_is_told(story: Story) -> None:
    keira, gwen = story.person("keira"), story.person("gwen")
    await keira.says(MOVE)
    await keira.says("yes")
    await story.advance(days=2)
    await gwen.says("approve x1")
    await story.advance(days=1)

    assert "Due 30 April 2025" in await keira.says("status 1.1.1 as at 18 March 2025")
    assert "Due 30 June 2025, first promised 30 April 2025, moved once" in await keira.says("status 1.1.1")
    assert "Open." in await keira.says("dates 1.1.1 as at 18 March 2025")
    assert date(2025, 6, 30).isoformat() == await row(story)


async def test_whoever_may_decide_is_asked_in_their_nudge_and_whoever_asked_hears_of_it_there(story: Story) -> None:
    keira, carys = story.person("keira"), story.person("carys")
    await story.round()
    await keira.says("move 1.1.2 to 30 June 2025 because a partner left")
    await keira.says("yes")
    before = {name: len(story.letters[name]) for name in ("carys", "gwen", "hugo")}
    await story.at("2025-03-19T09:30")

    assert len(story.letters["hugo"]) == before["hugo"]
    assert "x1 to move 1.1.2 from 30 April 2025 to 30 June 2025, asked by Keira" in story.letters["ben"][-1]
    for name in ("carys", "gwen"):
        (asked,) = story.letters[name][before[name] :]
        assert "x1 to move 1.1.2 from 30 April 2025 to 30 June 2025, asked by Keira (Head of Inclusion): a partner left." in asked
    assert "x1 Approved" in await carys.presses("Approve")
    await story.at("2025-03-20T09:30")
    assert "x1 Approved by Carys (chair): 1.1.2 is due on 30 June 2025." in story.letters["keira"][-1]
    assert "1.1.2 is due on 30 June 2025 now, as Carys (chair) approved (x1)." in story.letters["ben"][-1]
    assert "x1" not in story.letters["gwen"][-1] or len(story.letters["gwen"]) == before["gwen"] + 1


async def test_after_a_move_the_ladder_starts_anew_and_nothing_past_is_asked_in_one_go(story: Story) -> None:
    keira, gwen = story.person("keira"), story.person("gwen")
    await story.at("2025-04-24T09:30")
    await keira.says("move 1.1.1 to 12 May 2025 because a partner left")
    await keira.says("yes")
    await gwen.says("approve x1")
    asked = len(story.letters["keira"])

    await story.at("2025-04-25T09:30")  # the rungs 28 and 14 have passed
    assert "1.1.1 Step" not in "\n".join(story.letters["keira"][asked:])
    await story.at("2025-04-30T09:30")
    assert "1.1.1 Step 1 done. Due 12 May 2025, in 7 working days, first promised 30 April 2025" in story.letters["keira"][-1]


async def test_where_nobody_may_decide_that_is_said_at_once_and_to_the_admin_each_month(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await gwen.says("holder Independent Chair gwen@example.org")
    await gwen.says("yes")
    assert "Nobody may decide on this now" in await gwen.says("move 1.1.3 to 31 January 2026 because the ledger is late")
    told = await gwen.says("yes")
    assert "x1 Asked" in told and "Nobody may decide on this now" in told
    assert "nobody else may decide now" in await gwen.says("approve x1")
    assert "x1" in await gwen.says("health")
    await story.at("2025-03-19T09:30")
    assert all("Nobody may decide" not in letter for letter in story.letters["gwen"])
    await story.at("2025-04-07T09:30")
    assert "Nobody may decide on x1, so the old dates stand." in story.letters["gwen"][-1]
    assert "x1" in await keira.says("dates")


async def test_a_forecast_too_far_behind_asks_one_question_and_an_answer_closes_it(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 amber a partner left, path: agency cover by June, forecast 20 June 2025")
    asked = await keira.says("yes")
    assert "1.1.1 is now expected by 20 June 2025, and it is due 30 April 2025. That is more than 20 working days late." in asked
    await keira.says("1.1.2 amber a partner left, path: agency cover by June, forecast 20 May 2025")
    assert "working days late" not in await keira.says("yes")

    assert "a partner left" in await keira.opens("exception 1.1.1")
    await keira.fills({"for_children": "They wait longer.", "recommendation": "Another partner."})
    assert "1.1.1 Saved: an exception report" in await keira.presses("Save")
    (report,) = await story.store.read(lambda view: view.requests.exceptions(SMALL))
    assert (report.cause, report.for_children, report.by_name) == ("a partner left", "They wait longer.", "Keira")
    await keira.says("1.1.1 amber still so, path: agency cover by June, forecast 20 June 2025")
    assert "working days late" not in await keira.says("yes")


async def test_a_new_date_is_asked_for_and_declined_by_forms_too(story: Story) -> None:
    keira, gwen = story.person("keira"), story.person("gwen")
    await story.round()
    await keira.says("1.1.1 amber a partner left, path: agency cover by June, forecast 20 June 2025")
    await keira.says("yes")
    await keira.presses("Ask for a new date")
    await keira.fills({"wanted": "2025-06-20", "why": "The partner left.", "cause_kind": "partner"})
    assert "x1 Asked: to move 1.1.1 from 30 April 2025 to 20 June 2025" in await keira.presses("Ask")
    await story.at("2025-03-19T09:30")

    await gwen.presses("Decline")
    await gwen.fills({"why": "The board wants it in May."})
    assert "x1 Declined: 1.1.1 is not moved to 20 June 2025" in await gwen.presses("Decline")
    await story.at("2025-03-20T09:30")
    assert "x1 Declined by Gwen (admin): The board wants it in May." in story.letters["keira"][-1]


async def test_the_weekly_summary_tells_which_dates_changed(story: Story) -> None:
    keira, gwen = story.person("keira"), story.person("gwen")
    assert "Dates that changed" not in await gwen.says("digest")
    await keira.says(MOVE)
    await keira.says("yes")
    assert "Dates that changed" not in await gwen.says("digest")
    await gwen.says("approve x1")

    assert "Dates that changed: 1 (1.1.1 to 30 June 2025)." in await gwen.says("digest")
    assert "1.1.1 from 30 April 2025 to 30 June 2025. Why: a partner left." in await gwen.says("digest all")


async def test_what_is_asked_of_a_milestone_waits_no_longer_once_it_is_complete_and_again_if_that_is_undone(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await story.at("2025-03-20T09:30")
    await keira.says("move 1.1.2 to 30 June 2025 because a partner left")
    await keira.presses("Yes")
    await ben.says("drop 1.1.2 because it is done elsewhere")
    await ben.presses("Yes")

    await keira.says("1.1.2 complete the board meets, https://example.org/minutes")
    told = await keira.says("yes")
    assert "x1 Overtaken: 1.1.2 is complete, so nobody decides on its date." in told and "x2 Overtaken" in told
    assert await states(story) == [RequestState.OVERTAKEN] * 2
    assert "Undone: u" in await keira.says("undo")
    assert await states(story) == [RequestState.OPEN] * 2

    await keira.says("1.1.2 complete the board meets, https://example.org/minutes")
    await keira.says("yes")
    await story.at("2025-03-21T09:30")
    assert "x2 Overtaken: 1.1.2 is complete, so nobody decides on its date." in story.letters["ben"][-1]
    assert "x2 Not saved" in await story.person("carys").says("approve x2")


async def test_of_two_requests_about_one_milestone_a_decision_takes_only_its_own_line_off_the_cards(story: Story) -> None:
    """An approver's card shows each of them; the other waits on."""
    keira = story.person("keira")
    for said in (MOVE, "drop 1.1.1 because it is done by another plan"):
        await keira.says(said)
        assert "Asked" in await keira.says("yes")
    await story.at("2025-03-19T09:30")
    gwen = story.person("gwen")

    def card() -> str:
        return next(message for message in gwen.messages() if "Do you approve?" in message)

    before = card()
    await gwen.says("decline x1 because May is enough")
    after = card()
    assert before != after and "x2" in after and "x1" not in after, after


async def test_many_forecasts_too_far_behind_are_asked_about_in_one_question(story: Story) -> None:
    gwen = story.person("gwen")
    lines = [f"1.1.{n} amber late, path: Keira hires by 3 June, forecast 20 June 2026" for n in (1, 2, 3)]
    await gwen.says("; ".join(lines))
    said = await gwen.says("yes")

    assert "3 milestones are now expected more than 20 working days late: 1.1.1, 1.1.2, 1.1.3." in said
    assert [label for label in gwen.buttons() if "exception" in label] == ["Open an exception report: 1.1.1"]


async def test_a_day_too_far_for_one_date_of_many_is_offered_for_all_alone_and_a_strange_cause_is_named(story: Story) -> None:
    monthly = due(1, "2025-04-30", "Head of Inclusion").model_copy(update={"recurrence": Recurrence.MONTHLY})
    await story.store.transact(lambda tx: tx.plans.save(small([monthly])))
    keira = story.person("keira")

    assert "banana is no cause" in await keira.says("move 1.1.1 to 9 April 2025 because of a knock-on; cause banana")
    told = await keira.says("move 1.1.1 to 30 June 2025 because a partner left")
    assert "too far for it" in told and "All" in keira.buttons() and "This one" not in keira.buttons()
    await keira.says("move 1.1.1 to 9 May 2025 because a partner left")
    assert {"This one", "All"} <= set(keira.buttons())


async def test_what_is_ones_own_is_withdrawn_in_the_capacity_in_which_it_was_said(story: Story) -> None:
    """Keira leads and assures beside the role that she owns it by."""
    her = row_of("keira").model_copy(update={"rights": ("lead:2", "assurer")})
    await story.store.transact(lambda tx: tx.people.save(SMALL, [her]))
    keira = story.person("keira")
    for said in (MOVE, "yes", "withdraw x1 because it was a slip", "1.1.1 green fine https://example.org/a", "yes", SOON, "yes", "undo"):
        told = await keira.says(said)
    assert "x2 Undone" in told
    (update,) = await story.history("1.1.1")
    assert "Withdrawn" in await keira.says(f"withdraw e{update.evidence[0].id} because it is the wrong one")

    def capacities(view: View) -> list[str | None]:
        kinds = (EntryKind.WITHDRAWAL, EntryKind.EVIDENCE_WITHDRAWN)
        told = [link for link in view.entries.links(SMALL) if link.header.kind in kinds]
        return [link.fields.get("capacity") for link in told]

    assert await story.store.read(capacities) == ["Head of Inclusion"] * 3
