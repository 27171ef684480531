"""Files of measures and readings brought in chat: shown first, kept by a yes, refused whole, on both databases."""

from __future__ import annotations

from decimal import Decimal

from bot.model.measures.measure import Measure
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority
from bot.ports.record import Tx
from store.record import SqlStore
from tests.contract.test_documents_in_chat import ROLE, Chatting, buttons, message
from tests.contract.test_documents_in_chat import chat as chat

MEASURES = b"handle,text,actions,polarity,unit,baseline,target,target_by,period\n,Plans on time,1.1,H,%,17,60%,2026-12-31,MS\n"
READINGS = b"m,as_at,value,numerator,denominator,note\nm1,2026-01-31,,17,50,\nm1,31/12/2025,30 %,,,late\n"


async def measures(chat: Chatting, plan: str = "kent") -> tuple[Measure, ...]:
    return await chat.store.read(lambda view: view.measures.all(plan))


async def test_a_file_of_measures_is_shown_and_kept_by_a_yes(chat: Chatting) -> None:
    shown = await chat.brings(MEASURES, "measures.csv")
    assert shown.title == "Save measures.csv for kent?"
    assert "Row 2: new. Plans on time Target: 60% by 31 December 2026. It starts from 17%." in shown.plain()
    assert await measures(chat) == ()

    saved = message(await chat.presses(shown, "Yes, save it"))
    assert saved.title == "Saved. 1 set, 0 changed, 0 as before."
    (one,) = await measures(chat)
    assert (one.terms.target, one.steps[0].by_name, one.steps[0].capacity) == (Decimal(60), "Zoë", "admin")
    assert "Nothing to save" in (await chat.brings(MEASURES, "measures.csv")).title


async def test_a_file_of_readings_is_kept_by_a_typed_yes_and_a_second_yes_keeps_nothing(chat: Chatting) -> None:
    await chat.presses(await chat.brings(MEASURES, "measures.csv"), "Yes, save it")
    shown = await chat.brings(READINGS, "readings.csv")
    assert "Row 2: m1 read 34% on 31 January 2026." in shown.plain()

    assert "2 readings saved" in message(await chat.says("load yes")).title
    await chat.says("load yes")
    (one,) = await measures(chat)
    assert [(str(it.value), it.numerator, it.by_name) for it in one.standing] == [("30", None, "Zoë"), ("34", 17, "Zoë")]


async def test_a_yes_to_what_stood_before_shows_it_anew(chat: Chatting) -> None:
    await chat.presses(await chat.brings(MEASURES, "measures.csv"), "Yes, save it")
    shown = await chat.brings(READINGS, "readings.csv")
    await chat.says("1.1.1 green: All is well and minuted", "zoe")
    await chat.brings(MEASURES.replace(b"60%", b"65%"), "measures.csv", "gita")
    await chat.says("load yes", "gita")

    again = message(await chat.presses(shown, "Yes, save it"))
    assert "The record has changed since this was shown" in again.plain()
    assert "2 readings saved" in message(await chat.presses(again, "Yes, save it")).title


async def test_a_file_with_a_fault_is_refused_whole_with_each_fault_by_row_and_column(chat: Chatting) -> None:
    told = await chat.brings(MEASURES + b",Other,9.9,Q,,,,,\n", "measures.csv")

    assert told.title == "Not saved. Nothing of measures.csv was kept. Put this right and send it again."
    assert "Row 3, actions" in told.plain() and "Row 3, polarity" in told.plain()
    assert await measures(chat) == ()
    assert "No plan's file is waiting" in message(await chat.says("load yes")).title


async def test_only_an_admin_brings_one_and_it_may_be_forgotten(chat: Chatting) -> None:
    refused = await chat.brings(MEASURES, "measures.csv", "ann")
    assert "Save" not in refused.title and chat.shelf.fetched == 0

    shown = await chat.brings(MEASURES, "measures.csv")
    await chat.presses(shown, "Forget this file")
    await chat.presses(shown, "Yes, save it")
    assert await measures(chat) == ()


async def test_who_is_admin_of_two_plans_says_which_one_it_is_of(chat: Chatting, store: SqlStore) -> None:
    def load(tx: Tx) -> None:
        action = Action(ref="1.1", priority=1, title="Do", milestones=(Milestone(ref="1.1.1", text="Do it", owners=(ROLE,)),))
        tx.plans.save(Plan(short="essex", title="Essex", priorities=(Priority(number=1, text="Better"),), actions=(action,)))
        tx.people.save("essex", [PersonRow(role=None, name="Zoë", email="zoe@example.org", rights=("admin",))])

    await store.transact(load)
    asked = await chat.brings(MEASURES, "measures.csv")
    assert list(buttons(asked)) == ["Of kent", "Of essex", "Forget this file"]
    shown = message(await chat.presses(asked, "Of essex"))
    await chat.presses(shown, "Yes, save it")
    assert [len(await measures(chat, plan)) for plan in ("essex", "kent")] == [1, 0]

    named = await chat.brings(MEASURES, "measures.csv", said="in kent:")
    assert named.title == "Save measures.csv for kent?"
