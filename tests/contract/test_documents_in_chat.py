"""A plan's document brought in chat: who may, what is asked, what is kept, and what is loaded, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.desk import Desk
from bot.model.documents.draft import Draft, Settled
from bot.model.documents.not_a_plan import NotAPlan
from bot.model.letters.message import Actions, Message
from bot.model.letters.talk import Ask, Chat, FileSent, Fix, Inbound, Reply, Say, Sender
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority
from bot.planning import editions
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.documents.workbook import workbook
from bot.reports.snapshot import take
from seed.source import Document
from seed.sources import xlsx
from seed.workbook import reading
from seed.workbook.drawing import draw
from store.record import SqlStore
from tests.world.books import edited, given
from tests.world.plain_documents import PlainDocuments
from tests.world.wires.recorder import Recorder

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROLE = "Head of Inclusion"
FILE = b"""Write it | Head of Inclusion | ?year-one 2026-06-30
Say it | Head of Inclusion | ?year-one 2026-07-31
Do it | Lead Nurse | ?year-two 2026-09-30
Check it | Lead Nurse | 2026-10-30
!There is a cell that fits no column.
"""


class Shelf(Recorder):
    """A channel that holds what was sent, and counts what was fetched."""

    fetched = 0

    async def fetch(self, file: FileSent, most: int) -> bytes:
        self.fetched += 1
        assert file.held is not None
        return file.held


class Chatting:
    """Zoë and Gita are admins of kent; Ann is a member of it."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.documents, self.shelf, self.count = store, PlainDocuments(), Shelf(), 0
        self.now = NOW
        self.desk = Desk(store, lambda: self.now, [self.shelf], patience=60.0, readers=(self.documents, editions))

    async def says(
        self,
        said: str,
        name: str = "zoe",
        files: Sequence[FileSent] = (),
        chat: Chat | None = None,
        answers: dict[str, str] | None = None,
        again: bool = False,
    ) -> Reply:
        self.count += not again
        self.now += timedelta(seconds=1)
        email = f"{name}@example.org"
        sender = Sender(platform=self.shelf.platform, tenant="local", id=email, email=email, name=name.title())
        here = chat or Chat(id=email)
        return await self.desk.handle(
            Inbound(id=f"i{self.count}", sender=sender, chat=here, said=said, files=tuple(files), answers=answers)
        )

    async def brings(self, held: bytes = FILE, file: str = "Kent plan.docx", name: str = "zoe", said: str = "") -> Message:
        return message(await self.says(said, name, [FileSent(name=file, held=held)]))

    async def presses(self, shown: Message, label: str) -> Reply:
        return await self.says(buttons(shown)[label])


def message(reply: Reply) -> Message:
    assert isinstance(reply, Say), reply
    return reply.message


def buttons(shown: Message) -> dict[str, str]:
    found = [one for block in shown.blocks if isinstance(block, Actions) for one in block.buttons]
    return {one.label: one.command for one in found}


@pytest.fixture
async def chat(store: SqlStore) -> Chatting:
    def load(tx: Tx) -> None:
        old = Milestone(ref="1.1.1", text="Write it", owners=(ROLE,))
        action = Action(ref="1.1", priority=1, title="Do it", milestones=(old,))
        tx.plans.save(Plan(short="kent", title="Kent", priorities=(Priority(number=1, text="Better"),), actions=(action,)))
        zoe = PersonRow(role=None, name="Zoë", email="zoe@example.org", rights=("admin",))
        gita = PersonRow(role=None, name="Gita", email="gita@example.org", rights=("admin",))
        tx.people.save("kent", [zoe, gita, PersonRow(role=None, name="Ann", email="ann@example.org")])

    await store.transact(load)
    talk = Chatting(store)
    for name in ("zoe", "gita"):
        await talk.says("help", name)  # once met, nobody is welcomed again
    return talk


async def test_a_file_comes_back_in_three_lines_with_the_widest_question_and_its_answers_to_press(chat: Chatting) -> None:
    shown = await chat.brings(file="kent.docx")

    told = shown.plain().splitlines()
    assert told[0] == "kent.docx, read for Kent"
    assert told[1:5] == [
        "1 priority, 1 action, 4 milestones.",
        "1 will be asked about, on 22 September 2026.",
        "2 go to Head of Inclusion.",
        "3 have no date or no owner, so nobody is asked about them: 1.1.1, 1.1.2, 1.1.3.",
    ]
    assert "Question 1 of 2: The dates of year-one have no year. Is it this one?" in told
    assert "In line 1, line 2." in told
    assert "It settles 2 milestones, such as 1.1.1: Write it" in told
    assert list(buttons(shown)) == ["Yes (suggested)", "No", "Later", "All questions", "Load", "Forget this file"]
    assert "There is a cell that fits no column." in shown.plain()


async def test_a_question_is_settled_by_a_press_or_a_typed_line_and_then_the_next_is_asked(chat: Chatting) -> None:
    shown = message(await chat.presses(await chat.brings(file="kent.docx"), "Yes (suggested)"))
    assert "Settled: Yes." in shown.plain()
    assert "3 will be asked about, the first on 20 May 2026." in shown.plain()
    assert "Question 1 of 1: The dates of year-two" in shown.plain()

    assert "is none of the answers" in message(await chat.says("settle year-two: perhaps")).title
    assert "No question of this file has the key year-ten" in message(await chat.says("settle year-ten: Yes")).title
    shown = message(await chat.says("settle year-two: yes"))
    assert "There is no question left." in shown.plain()

    shown = message(await chat.says("settle year-two: 2"))  # by its number, and otherwise than before
    assert "Settled: No." in shown.plain()


async def test_later_goes_on_to_the_next_question_and_leaves_the_first_open(chat: Chatting) -> None:
    shown = message(await chat.presses(await chat.brings(file="kent.docx"), "Later"))
    assert "Question 2 of 2: The dates of year-two" in shown.plain()

    shown = message(await chat.presses(shown, "Later"))
    assert "That was the last question." in shown.plain()
    assert "Question 1 of 2" in message(await chat.says("plan")).plain()


async def test_the_form_holds_all_questions_and_what_is_left_open_stays_open(chat: Chatting) -> None:
    reply = await chat.presses(await chat.brings(file="kent.docx"), "All questions")
    assert isinstance(reply, Ask)
    assert [one.id for one in reply.form.questions] == ["year-one", "year-two"]
    assert reply.answers == {"year-one": "answer-1", "year-two": "answer-1"}

    wrong = await chat.says(reply.form.command, answers={"year-one": "answer-9"})
    assert isinstance(wrong, Fix)
    assert list(wrong.faults) == ["year-one"]
    shown = message(await chat.says(reply.form.command, answers={"year-one": "answer-1", "year-two": ""}))
    assert "1 question settled." in shown.plain()
    assert "Question 1 of 1: The dates of year-two" in shown.plain()


async def test_loading_says_first_what_changes_and_a_yes_to_that_alone_keeps_it_once(chat: Chatting) -> None:
    await chat.brings(file="kent.docx")
    asked = message(await chat.says("load yes"))  # nothing was shown yet
    assert asked.title == "Load kent.docx as a new edition of kent?"
    assert "1.1.4 Check it. Due 30 October 2026. Lead Nurse." in asked.plain()
    assert "Leaves alone: 1." in asked.plain()

    await chat.says("settle year-one: Yes")
    asked = message(await chat.presses(asked, "Yes, load it"))  # otherwise than what was shown
    assert asked.title == "Load kent.docx as a new edition of kent?"
    done = message(await chat.presses(asked, "Yes, load it"))
    assert done.title == "Saved. kent is loaded: 1 priority, 1 action, 4 milestones."
    assert "1 question is open." in done.plain()
    assert list(buttons(done)) == ["What will be sent", "Open questions"]

    def stands(view: View) -> tuple[object, ...]:
        plan, entry = view.plans.one("kent"), view.entries.head("kent").entry
        made = view.entries.entry("kent", entry)
        assert made is not None
        return [str(one.due) for one in plan.milestones], plan.answers[0].choice, plan.file, made.fields["capacity"]

    assert await chat.store.read(stands) == (["2026-06-30", "2026-07-31", "None", "2026-10-30"], "Yes", "kent.docx", "admin")
    assert message(await chat.says("load yes")).title == "Nothing to change: this edition is loaded already."


async def test_the_next_edition_asks_only_what_is_new(chat: Chatting) -> None:
    await chat.brings(file="kent.docx")
    await chat.says("settle year-one: Yes")
    await chat.says("load")
    await chat.says("load yes")

    shown = await chat.brings(FILE.replace(b"year-two", b"year-six"), "kent.docx")
    assert "Question 1 of 1: The dates of year-six" in shown.plain()


async def test_a_file_that_is_loaded_already_is_said_to_be_and_an_edited_one_is_not(chat: Chatting) -> None:
    await chat.brings(file="kent.docx")
    await chat.says("settle year-one: Yes")
    await chat.says("load")
    await chat.says("load yes")

    again = await chat.brings(file="kent.docx")
    assert "This edition is loaded already." in again.plain()
    assert "Load" not in buttons(again)
    edited = await chat.brings(FILE.replace(b"Check it", b"Look at it"), "kent.docx")
    assert "What is new in it is not loaded yet. Type load to see what would change." in edited.plain()


async def test_what_is_typed_means_the_file_that_was_pressed_on_last(chat: Chatting) -> None:
    older = await chat.brings(b"Paint it | Head of Inclusion | ?year-old 2026-06-30", "fat.docx")
    await chat.brings(file="kent.docx")
    assert message(await chat.says("load")).title.startswith("Load kent.docx")

    placed = message(await chat.presses(older, "Another plan, fat"))
    assert "year-old" in placed.plain()
    assert message(await chat.says("load")).title == "Load fat.docx as fat?"
    assert "Settled: Yes." in message(await chat.says("settle year-old: yes")).plain()


async def test_what_an_admin_types_means_their_own_file_and_anothers_is_said_to_be_theirs(chat: Chatting) -> None:
    await chat.brings(file="kent.docx")
    assert "Sent by Zoë on 2 March 2026." in message(await chat.says("plan", "gita")).plain()

    others = b"Her step | Lead Nurse | 2026-11-30"
    assert "Sent by" not in (await chat.brings(others, "kent.docx", "gita")).plain()
    assert "Her step" not in message(await chat.says("load")).plain()
    asked = message(await chat.says("load", "gita"))
    assert "Her step" in asked.plain()
    await chat.says("load yes", "gita")

    assert "4 milestones" in message(await chat.says("plan")).plain()
    assert message(await chat.says("load")).title.startswith("Load kent.docx as a new edition")


async def test_a_yes_once_more_is_told_that_it_is_loaded_and_a_yes_to_what_stood_before_why_it_is_asked_again(
    chat: Chatting,
) -> None:
    asked = message(await chat.presses(await chat.brings(file="kent.docx"), "Load"))
    await chat.says("settle year-one: Yes")
    anew = message(await chat.presses(asked, "Yes, load it"))
    assert "so nothing is loaded yet. This is what would change now." in anew.plain()

    both = await asyncio.gather(*(chat.presses(anew, "Yes, load it") for _ in range(2)))
    assert sorted(message(one).title.partition(":")[0] for one in both) == ["Nothing to change", "Saved. kent is loaded"]


async def test_an_answer_that_is_changed_is_said_to_be_and_the_key_of_each_question_is_shown(chat: Chatting) -> None:
    first = await chat.brings(file="kent.docx")
    assert "Or type: settle year-one: and your choice" in first.plain()
    await chat.says("settle year-one: Yes")
    assert "Settled: No. It was Yes before." in message(await chat.presses(first, "No")).plain()


async def test_marks_that_nobody_sees_are_taken_out_of_a_files_name(chat: Chatting) -> None:
    assert (await chat.brings(file="kent\u202efdp.docx")).title == "kentfdp.docx, read as a plan"


async def test_what_is_loaded_is_not_forgotten_by_a_press_on_an_older_card(chat: Chatting) -> None:
    first = await chat.brings(file="kent.docx")
    await chat.says("load")
    await chat.says("load yes")
    assert "kent.docx is loaded, so it is not forgotten" in message(await chat.presses(first, "Forget this file")).title
    assert "Question 1 of 2" in message(await chat.says("plan")).plain()


async def test_a_file_that_does_not_come_in_time_is_said_to_be_the_one_that_did_not(chat: Chatting) -> None:
    class Slow(Shelf):
        async def fetch(self, file: FileSent, most: int) -> bytes:
            await asyncio.sleep(1.6)
            raise Refusal("file_not_now", file=file.name)

    chat.desk = Desk(chat.store, lambda: chat.now, [Slow()], patience=1.5, readers=(chat.documents, editions))
    assert "kent.docx could not be fetched" in (await chat.brings(file="kent.docx")).plain()


async def test_only_an_admin_brings_a_file_alone_in_private_and_of_others_nothing_is_fetched(chat: Chatting) -> None:
    file = FileSent(name="kent.docx", held=FILE)

    assert message(await chat.says("", "ann", [file])).title.startswith("Milepost keeps no files. To show evidence, send a link")
    assert message(await chat.says("see this", "ann", [file])).title.startswith("Milepost keeps no files.")
    assert "does not know you" in message(await chat.says("", "mallory", [file])).title
    assert "one file at a time" in message(await chat.says("", "zoe", [file, file])).title
    assert "in our own chat" in message(await chat.says("", "zoe", [file], Chat(id="c", private=False))).title
    assert chat.shelf.fetched == 0
    assert message(await chat.says("plan", "ann")).title.startswith("Only an admin may")
    assert message(await chat.says("plan")).title.startswith("No plan's file is waiting here.")


async def test_what_is_said_beside_a_file_is_done_and_the_file_is_left_alone(chat: Chatting) -> None:
    file = FileSent(name="minutes.docx", held=FILE)

    assert "Kent" in message(await chat.says("status", "ann", [file])).plain()
    assert "what is understood" not in message(await chat.says("1.1.1 green all is well", "zoe", [file])).plain()
    assert chat.shelf.fetched == 0
    assert "Question 1 of 2" in message(await chat.says("here is the new one", "zoe", [FileSent(name="kent.docx", held=FILE)])).plain()


async def test_what_is_no_plan_or_tells_who_a_child_is_is_not_kept_and_the_reason_is_said(chat: Chatting) -> None:
    shown = await chat.brings(b"!nothing", "kent.docx")
    assert shown.plain() == "kent.docx was not read as a plan\nThere is no milestone in it."
    shown = await chat.brings(b"", "kent.docx")
    assert "kent.docx is empty." in shown.plain()

    shown = await chat.brings(b"Look after 943 476 5919 | Lead Nurse | 2026-10-30", "kent.docx")
    assert shown.title == "kent.docx was read and not kept"
    assert "holds what looks like an NHS number." in shown.plain()
    assert "943" not in shown.plain()
    assert await chat.store.read(lambda view: view.documents_read.latest("kent")) is None


async def test_a_file_of_another_name_is_placed_first_and_a_new_plan_has_whoever_brought_it_for_its_admin(chat: Chatting) -> None:
    shown = await chat.brings()
    assert "Is this a new edition of a plan that is there, or another plan?" in shown.plain()
    assert list(buttons(shown)) == ["New edition of kent", "Another plan, kent-plan", "Forget this file"]
    assert message(await chat.says("new edition of essex")).title.startswith("You are not an admin of a plan called essex")
    assert message(await chat.says("new plan kent")).title.startswith("The name kent is taken.")

    shown = message(await chat.presses(shown, "Another plan, kent-plan"))
    assert "Question 1 of 2" in shown.plain()
    asked = message(await chat.presses(shown, "Load"))
    assert asked.title == "Load Kent plan.docx as kent-plan?"
    done = message(await chat.presses(asked, "Yes, load it"))
    assert "You are its admin, and nobody else is in it yet." in done.plain()
    assert message(await chat.says(buttons(done)["What will be sent"])).title == "What would be sent in the next 14 days, if nobody answers"
    assert [one.is_admin for one in (await chat.store.read(lambda view: view.people.of("kent-plan"))).persons] == [True]


async def test_nobody_sees_a_document_of_a_plan_that_is_not_theirs(chat: Chatting) -> None:
    def load(tx: Tx) -> None:
        tx.plans.save(Plan(short="essex", title="Essex"))
        tx.people.save("essex", [PersonRow(role=None, name="Eve", email="eve@example.org", rights=("admin",))])

    await chat.store.transact(load)
    shown = await chat.brings()
    commands = list(buttons(shown).values())
    placed = message(await chat.presses(shown, "New edition of kent"))

    for said in (*commands, *buttons(placed).values(), "plan", "load", "settle year-one: Yes", "forget plan"):
        assert "No plan's file is waiting here." in message(await chat.says(said, "eve")).plain()
    assert await chat.store.read(lambda view: view.documents_read.latest("kent")) is not None


async def test_a_file_that_is_delivered_again_is_kept_once_and_one_is_forgotten_when_that_is_said(chat: Chatting) -> None:
    file = FileSent(name="kent.docx", held=FILE)
    first = message(await chat.says("", files=[file]))
    again = message(await chat.says("", files=[file], again=True))
    assert buttons(first) == buttons(again)

    gone = message(await chat.presses(first, "Forget this file"))
    assert gone.title == "kent.docx is forgotten. What was loaded before stays as it was."
    assert message(await chat.says("plan")).title.startswith("No plan's file is waiting here.")


class WithWorkbooks(PlainDocuments):
    """Reads also the workbooks that Milepost gives."""

    async def draft(self, document: bytes, short: str, settled: Settled) -> Draft:
        if not document.startswith(b"PK"):
            return await super().draft(document, short, settled)
        return reading.read(xlsx.read(document), short, settled, no_plan)


def no_plan(document: Document, short: str, settled: Settled) -> Draft:
    raise NotAPlan("There is no plan in it.")


async def test_a_workbook_that_milepost_gave_is_known_by_itself_and_tells_what_was_changed_in_it(chat: Chatting) -> None:
    chat.documents = WithWorkbooks()
    chat.desk = Desk(chat.store, lambda: NOW, [chat.shelf], patience=60.0, readers=(chat.documents, editions))
    book = await chat.store.read(lambda view: workbook(take(view, "kent", NOW), view.entries.head("kent"), NOW))
    held = draw(book)

    assert "This edition is loaded already." in (await chat.brings(held, "for the board.xlsx")).plain()
    shown = await loads(chat, await chat.brings(edited(held, {("1.1.1", "Milestone"): "Write it well"}), "for the board.xlsx"))
    assert "1.1.1 was: Write it. It becomes: Write it well." in shown.plain()
    await chat.presses(shown, next(label for label in buttons(shown) if "load" in label.lower() and "not" not in label.lower()))

    assert [one.text for one in (await chat.store.read(lambda view: view.plans.one("kent"))).milestones] == ["Write it well"]


async def test_a_workbook_of_another_record_that_holds_no_plan_by_itself_is_refused_in_words(chat: Chatting) -> None:
    chat.documents = WithWorkbooks()
    chat.desk = Desk(chat.store, lambda: NOW, [chat.shelf], patience=60.0, readers=(chat.documents, editions))

    assert "gave of the plan kent" in (await chat.brings(draw(given()), "kent.xlsx")).plain()


async def loads(chat: Chatting, shown: Message) -> Message:
    """What is said once somebody presses to load what is shown."""
    return message(await chat.says(next(command for command in buttons(shown).values() if command.startswith("load"))))
