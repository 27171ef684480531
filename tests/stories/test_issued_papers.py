"""Papers in chat: handed to whoever asks as files of their own, and issued to the board after a look, at a yes."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import docx
import pytest

from bot.model.board.paper import Issue
from bot.model.board.period import Freeze
from bot.model.board.settings import AUDIENCES
from bot.model.letters.talk import Chat, Inbound, Reply, Say
from bot.model.record.entry import By
from bot.ports.record import Tx
from tests.world.plan import BOARD, SMALL
from tests.world.story import Story
from tests.world.wires.console import ConsoleWire
from tests.world.wires.recorder import RecorderSeat, RecorderWire
from tests.world.wires.slack import SlackWire

HIGHLIGHT = "highlight-small-2025-03-18.docx"


async def freeze(story: Story) -> Freeze:
    """The record frozen as it stands, for a meeting."""

    def work(tx: Tx) -> Freeze:
        tx.acting(By(at=story.clock()))
        head = tx.entries.head(SMALL)
        meeting = story.clock().date() + timedelta(days=13)
        return tx.periods.freeze(Freeze(plan=SMALL, meeting=meeting, as_at=story.clock(), upto=head.entry, at=story.clock()))

    return await story.store.transact(work)


async def issues(story: Story) -> tuple[Issue, ...]:
    return await story.store.read(lambda view: view.papers.issues(SMALL))


def text(held: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(BytesIO(held)).paragraphs)


# ---- handed over ---------------------------------------------------------------------------


async def test_whoever_belongs_to_the_plan_has_its_papers_as_files_for_the_asking(story: Story) -> None:
    hugo = story.person("hugo")
    told = await hugo.says("report board")
    files = await hugo.files()

    assert "Improvement Board: here are the papers" in told
    assert set(files) == {HIGHLIGHT, *(f"{kind}-small-2025-03-18.xlsx" for kind in ("date-changes", "evidence-index", "business", "compliance", "risks", "score-card"))}
    assert all(name in told for name in files)
    assert "A small plan" in text(files[HIGHLIGHT])


async def test_a_priority_an_exception_and_the_stocktake_are_had_in_the_same_way(story: Story) -> None:
    gwen = story.person("gwen")
    for said in ("report priority 1", "report exception 1.1.1", "report stocktake"):
        told = await gwen.says(said)
        assert f"{'Stocktake pack' if 'stocktake' in said else 'Improvement Board'}: here are the papers" in told
    files = await gwen.files()

    assert {"highlight-small-p1-2025-03-18.docx", "exception-small-1.1.1-2025-03-18.docx", "1-summary.docx", "verification.txt"} <= set(files)


async def test_by_itself_report_says_what_papers_there_are(story: Story) -> None:
    gwen = story.person("gwen")
    told = await gwen.says("report")

    assert "report board" in told and "report families" in told and "report stocktake" in told
    await gwen.presses("Families")
    assert "highlight-small-families-2025-03-18.docx" in await gwen.files()


async def test_papers_that_cannot_be_told_of_are_a_sentence_each_and_no_file(story: Story) -> None:
    gwen = story.person("gwen")
    for said, told in {
        "report cabinet": "There is no audience called cabinet",
        "report priority 9": "9",
        "report exception 9.9.9": "9.9.9",
        "report board as at 1 January 1990": "record",
        "report board as at 1 January 2031": "still to come",
        "report board as at the day of the dog": "day",
    }.items():
        assert told in await gwen.says(said), said
    assert await gwen.files() == {}


async def test_somebody_outside_the_plan_has_no_paper(story: Story) -> None:
    mallory = story.person("mallory")
    await mallory.says("report board")

    assert await mallory.files() == {}


async def test_papers_asked_for_before_the_board_are_for_the_asker_alone(story: Story) -> None:
    await story.bind_board()
    gwen = story.person("gwen")
    told = await gwen.at(BOARD).says("report board")

    if story.wire.platform == "teams":  # everybody there reads the answer
        assert "Please say report board to me in our own chat." in told
        assert await gwen.files() == {}
    else:
        assert HIGHLIGHT in await gwen.files()
    assert await story.person("hugo").files() == {}


# ---- issued --------------------------------------------------------------------------------


async def test_an_admin_looks_at_what_would_go_and_issues_it_and_the_board_hears(story: Story) -> None:
    await story.bind_board()
    frozen = await freeze(story)
    gwen = story.person("gwen")

    shown = await gwen.says("issue board")
    assert "Improvement Board: shall I issue these papers?" in shown
    assert HIGHLIGHT in shown and "business-small-2025-03-18.xlsx" in shown
    assert f"entry {frozen.upto}" in shown and "their channel" in shown
    assert await issues(story) == ()

    assert "Improvement Board: the papers are issued" in await gwen.presses("Issue it")
    (issue,) = await issues(story)
    assert (issue.audience, issue.freeze, issue.upto, issue.by_name, issue.capacity) == ("board", frozen.id, frozen.upto, "Gwen", "admin")

    await story.round()
    (letter,) = [one for one in story.posts[story.wire.platform] if "the papers are issued" in one]
    assert HIGHLIGHT in letter and "report board" in letter

    hugo = story.person("hugo")
    told = await hugo.says("report board")
    files = await hugo.files()
    assert "as they were issued" in told
    assert {name: sha256(held).hexdigest() for name, held in files.items()} == dict(issue.files)


async def test_what_was_issued_is_given_byte_for_byte_though_the_plan_went_on(story: Story) -> None:
    await story.bind_board()
    await freeze(story)
    gwen, hugo = story.person("gwen"), story.person("hugo")
    await gwen.says("issue board")
    await gwen.says("yes")
    await hugo.says("report board")
    before = await hugo.files()
    await story.person("keira").says("1.1.1 red the lead is gone, path: the council names another")
    await story.person("keira").says("yes")
    story.clock.moment += timedelta(days=1)

    await story.person("carys").says("report board")
    assert await story.person("carys").files() == before
    assert "the lead is gone" not in text(before[HIGHLIGHT])


async def test_from_the_meeting_until_the_next_window_what_was_issued_is_given_and_how_to_have_it_as_it_stands(story: Story) -> None:
    await story.bind_board()
    await freeze(story)
    gwen, hugo, carys = (story.person(name) for name in ("gwen", "hugo", "carys"))
    await gwen.says("issue board")
    await gwen.says("yes")
    (issue,) = await issues(story)

    story.clock.moment += timedelta(days=15)  # two days after the meeting
    told = await hugo.says("report board")
    assert "as they were issued" in told and "as it stands now, say report board as at today" in told
    assert {name: sha256(held).hexdigest() for name, held in (await hugo.files()).items()} == dict(issue.files)
    told = await carys.says("report board as at today")
    assert "as they were issued" not in told and "as at today" not in told
    assert "highlight-small-2025-04-02.docx" in await carys.files()
    assert "as they were issued" not in await gwen.says("report priority 1")

    story.clock.moment += timedelta(days=14)  # owners are asked for the next meeting
    assert "as they were issued" not in await gwen.says("report board")
    assert "highlight-small-2025-04-16.docx" in await gwen.files()


@pytest.mark.parametrize("wire", ["teams"])
async def test_the_button_under_an_issue_in_the_channel_offers_the_files_in_the_pressers_own_chat(story: Story) -> None:
    await story.bind_board()
    await freeze(story)
    gwen, hugo = story.person("gwen"), story.person("hugo")
    await hugo.says("status")  # his own chat is known
    await gwen.says("issue board")
    await gwen.presses("Issue it")
    await story.round()
    (issue,) = await issues(story)

    told = await hugo.at(BOARD).presses("Get the papers")
    assert "The papers are in your own chat with me." in told
    assert {name: sha256(held).hexdigest() for name, held in (await hugo.files()).items()} == dict(issue.files)


async def test_papers_are_issued_once_for_a_freeze_and_anew_only_for_a_reason(story: Story) -> None:
    await story.bind_board()
    await freeze(story)
    gwen = story.person("gwen")
    await gwen.says("issue board")
    await gwen.presses("Issue it", times=2)
    assert len(await issues(story)) == 1

    assert "these papers are issued already" in await gwen.says("issue board")
    shown = await gwen.says("issue board because a name was misspelt")
    assert "Takes the place of" in shown and "a name was misspelt" in shown
    await gwen.presses("Issue it")
    first, second = await issues(story)
    assert (second.replaces, second.why) == (first.id, "a name was misspelt")

    await story.round()
    assert any("This is a correction." in one and "a name was misspelt" in one for one in story.posts[story.wire.platform])


async def test_papers_of_a_new_freeze_for_the_same_meeting_say_whose_place_they_take(story: Story) -> None:
    await story.bind_board()
    frozen = await freeze(story)
    gwen = story.person("gwen")
    await gwen.says("issue board")
    await gwen.presses("Issue it")

    def thaw(tx: Tx) -> None:
        tx.acting(By(at=story.clock()))
        tx.periods.unfreeze(frozen, "the wrong day")

    await story.store.transact(thaw)
    await freeze(story)
    shown = await gwen.says("issue board because the day was wrong")
    assert "Takes the place of" in shown and "because the day was wrong" in shown and "the papers issued on" in shown
    assert f"(entry {(await issues(story))[0].id})" in shown and "the same freeze" not in shown
    await gwen.presses("Issue it")
    first, second = await issues(story)
    assert (second.replaces, second.why) == (first.id, "the day was wrong")
    await story.round()
    (letter,) = [one for one in story.posts[story.wire.platform] if "This is a correction." in one]
    assert f"issued before (entry {first.id}), because the day was wrong" in letter
    held = await story.store.read(lambda view: view.papers.files(SMALL, second.id))
    assert len(held) == 7 and all("A correction of the papers issued on 18 March 2025." in every_word(one.held) for one in held)
    before = await story.store.read(lambda view: view.papers.files(SMALL, first.id))
    assert not any("A correction" in every_word(one.held) for one in before)

    await gwen.says("report board")
    opened = docx.Document(BytesIO((await gwen.files())[HIGHLIGHT]))
    said = "\n".join(one.text for one in opened.paragraphs)
    assert "A correction. It takes the place of the papers issued on 18 March 2025 (entry" in said
    assert f"(entry {first.id} of the record), because the day was wrong." in said
    assert opened.sections[0].footer.paragraphs[0].text.startswith("A correction of the papers issued on 18 March 2025.")


async def test_papers_for_another_meeting_take_the_place_of_none(story: Story) -> None:
    await story.bind_board()
    gwen = story.person("gwen")
    for _ in range(2):
        await freeze(story)  # for a meeting 13 days on
        assert "Takes the place of" not in await gwen.says("issue board")
        await gwen.presses("Issue it")
        story.clock.moment += timedelta(days=1)

    assert [one.replaces for one in await issues(story)] == [None, None]


def every_word(held: bytes) -> str:
    """Every part of a Word document or a workbook, as it stands in the file."""
    with zipfile.ZipFile(BytesIO(held)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


async def test_a_redaction_issues_no_papers_anew_whose_freeze_was_taken_back(story: Story) -> None:
    await issued_with(story, "the lead is gone to Wrexham")
    frozen = (await story.store.read(lambda view: view.periods.freezes(SMALL)))[-1]

    def thaw(tx: Tx) -> None:
        tx.acting(By(at=story.clock()))
        tx.periods.unfreeze(frozen, "the wrong day")

    await story.store.transact(thaw)
    *_, update = await story.history("1.1.1")
    gwen = story.person("gwen")
    await gwen.says(f"redact u{update.id} narrative because it names a place")
    await gwen.says("yes")
    await story.round()

    (only,) = await issues(story)
    assert await story.store.read(lambda view: view.papers.files(SMALL, only.id)) == ()


async def test_nothing_is_issued_if_it_is_let_go(story: Story) -> None:
    await story.bind_board()
    await freeze(story)
    gwen = story.person("gwen")
    await gwen.says("issue board")
    await gwen.presses("Let go")

    assert await issues(story) == ()


async def test_what_cannot_be_issued_is_a_sentence_each_and_nothing_is_saved(story: Story) -> None:
    gwen, hugo = story.person("gwen"), story.person("hugo")
    assert "they have no channel" in await gwen.says("issue board")
    await story.bind_board()
    assert "nothing is frozen yet" in await gwen.says("issue board")
    await freeze(story)
    assert "Only an admin" in await hugo.says("issue board")
    assert "There is no audience called cabinet" in await gwen.says("issue cabinet")
    assert "they have no channel" in await gwen.says("issue families")

    assert await issues(story) == ()


async def test_papers_shown_before_a_new_freeze_are_not_issued_after_it(story: Story) -> None:
    await story.bind_board()
    await freeze(story)
    gwen = story.person("gwen")
    await gwen.says("issue board")
    await freeze(story)

    assert "Something has changed since these papers were shown" in await gwen.presses("Issue it")
    assert await issues(story) == ()


# ---- words taken out -----------------------------------------------------------------------


async def issued_with(story: Story, words: str) -> str:
    """Papers issued that hold some words of Keira's. Returns the handle of her update."""
    await story.bind_board()
    keira, gwen = story.person("keira"), story.person("gwen")
    await keira.says(f"1.1.1 red {words}, path: the council names another")
    await keira.says("yes")
    await freeze(story)
    await gwen.says("issue board")
    await gwen.presses("Issue it")
    await story.round()
    (update,) = await story.history("1.1.1")
    return f"u{update.id}"


async def test_words_taken_out_are_taken_out_of_issued_papers_and_those_are_issued_anew(story: Story) -> None:
    handle = await issued_with(story, "the lead is gone to Wrexham")
    (first,) = await issues(story)
    held = await story.store.read(lambda view: view.papers.files(SMALL, first.id))
    assert "Wrexham" in text(next(one.held for one in held if one.name == HIGHLIGHT))

    gwen = story.person("gwen")
    await gwen.says(f"redact {handle} narrative because it names where somebody went")
    await gwen.says("yes")
    assert await story.store.read(lambda view: view.papers.files(SMALL, first.id)) == ()

    await story.round()
    before, second = await issues(story)
    assert (before.files, second.replaces, second.why) == (first.files, first.id, "words were taken out of the record")
    assert (second.upto, second.upto_digest, second.freeze) == (first.upto, first.upto_digest, first.freeze)
    assert any("This is a correction." in one for one in story.posts[story.wire.platform])

    hugo = story.person("hugo")
    await hugo.says("report board")
    files = await hugo.files()
    assert "Wrexham" not in text(files[HIGHLIGHT])
    assert sha256(files[HIGHLIGHT]).hexdigest() == dict(second.files)[HIGHLIGHT]

    await story.round()
    assert len(await issues(story)) == 2


async def test_a_redaction_of_what_was_said_after_the_papers_leaves_them_as_they_are(story: Story) -> None:
    await issued_with(story, "the lead is gone")
    await story.person("keira").says("1.1.1 amber somebody came from Wrexham, path: they begin in June")
    await story.person("keira").says("yes")
    *_, update = await story.history("1.1.1")
    gwen = story.person("gwen")
    await gwen.says(f"redact u{update.id} narrative because it names a place")
    await gwen.says("yes")
    await story.round()

    (only,) = await issues(story)
    assert await story.store.read(lambda view: view.papers.files(SMALL, only.id)) != ()
    assert await story.store.read(lambda view: view.papers.forgotten(SMALL)) == ()


# ---- who hears -----------------------------------------------------------------------------


async def settle(story: Story, **audience: object) -> None:
    """Settings of the audience `families`."""

    def work(tx: Tx) -> None:
        tx.acting(By(at=story.clock()))
        policy = tx.plans.policy(SMALL)
        tx.plans.keep_settings(SMALL, policy.model_copy(update={"audiences": {"families": AUDIENCES["families"].model_copy(update=audience)}}))

    await story.store.transact(work)


async def test_people_whom_the_settings_name_hear_of_an_issue_in_their_next_message(story: Story) -> None:
    await story.wire.arrive()
    await story.round()
    await settle(story, people=("keira@example.org", "stranger@elsewhere.net"))
    await freeze(story)
    gwen = story.person("gwen")
    assert "their people in their next message" in await gwen.says("issue families")
    await gwen.presses("Issue it")
    await story.advance(1)

    assert "The papers for families were issued. Say report families to have them." in "\n".join(story.letters["keira"])
    assert "papers for families" not in "\n".join(story.letters["ben"])
    await story.advance(7)
    assert "\n".join(story.letters["keira"]).count("The papers for families were issued.") == 1


async def test_only_whoever_must_agree_issues_papers_if_the_settings_name_them(story: Story) -> None:
    await settle(story, people=("keira@example.org",), approver="Independent Chair")
    await freeze(story)
    gwen, carys = story.person("gwen"), story.person("carys")
    assert "papers for families are issued by: Independent Chair" in await gwen.says("issue families")
    await carys.says("issue families")
    assert "the papers are issued" in await carys.presses("Issue it")

    (issue,) = await issues(story)
    assert (issue.by_name, issue.capacity) == ("Carys", "Independent Chair")


@pytest.mark.parametrize("wire", ["recorder", "console", "slack"])
async def test_the_letter_in_the_channel_has_the_issued_files_under_it_where_the_platform_can(story: Story) -> None:
    await story.bind_board()
    await freeze(story)
    gwen = story.person("gwen")
    await gwen.says("issue board")
    await gwen.presses("Issue it")
    await story.round()
    (issue,) = await issues(story)

    assert {name: sha256(held).hexdigest() for name, held in under(story).items()} == dict(issue.files)


def under(story: Story) -> dict[str, bytes]:
    """The files that stand in the board's channel."""
    wire = story.wire
    if isinstance(wire, RecorderWire):
        (found,) = wire.channel.attached.values()
        return found
    if isinstance(wire, SlackWire):
        board = next(one for one in wire.slack.world.conversations.values() if one.name == BOARD)
        return {one.name: one.held or b"" for post in wire.slack.world.posts if post.channel == board.id and post.thread_ts for one in post.files}
    assert isinstance(wire, ConsoleWire)
    with closing(sqlite3.connect(wire.folder / "console.db")) as link:
        return dict(link.execute("SELECT file.name, file.held FROM file JOIN message ON number = message WHERE room = ?", (BOARD,)))


@pytest.mark.parametrize("wire", ["recorder"])
async def test_where_files_are_off_the_answer_says_how_papers_are_had_and_none_is_drawn(story: Story) -> None:
    assert isinstance(story.wire, RecorderWire)
    story.wire.channel.hands_files = False
    gwen = story.person("gwen")
    told = await gwen.says("report priority 1")

    assert "milepost report priority 1 --plan small" in told and "MILEPOST_FILES" in told
    assert await gwen.files() == {}
    assert "There is no audience called cabinet" in await gwen.says("report cabinet")
    assert "milepost report families --plan small --as-at 2025-03-17" in await gwen.says("report families as at 17 March 2025")


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize(
    "said",
    [
        "report board drawn 2025-03-01T09:30:00+00:00, only highlight-small-2025-03-01.docx",  # offered too long ago
        "report board drawn 2031-03-18T09:30:00+00:00, only highlight-small-2031-03-18.docx",
        "report board drawn 2025-03-18T09:30:00+00:00, only another.docx",
        "report board of issue 7, only highlight-small-2025-03-18.docx",
    ],
)
async def test_a_file_that_can_no_longer_be_had_as_it_was_offered_says_how_to_have_it_anew(story: Story, said: str) -> None:
    gwen = story.person("gwen")

    assert "For the papers anew, say: report board" in await gwen.says(said)
    assert await gwen.files() == {}


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_file_that_is_asked_for_again_as_it_was_offered_is_the_same_to_the_byte(story: Story) -> None:
    gwen, hugo = story.person("gwen"), story.person("hugo")
    await gwen.says("help")  # whoever speaks first is noted in the record
    story.clock.moment += timedelta(minutes=1)
    drawn = story.clock().isoformat()
    await gwen.says("report board")
    story.clock.moment += timedelta(days=2)
    await hugo.says(f"report board as at {drawn} drawn {drawn}, only {HIGHLIGHT}")

    assert await hugo.files() == {HIGHLIGHT: (await gwen.files())[HIGHLIGHT]}


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize(
    "said",
    [
        "freeze",
        "yes",
        "status",
        "report board",
        "1.1.1 green forged",
        "in 1.1.1 green done: report board, only a.docx",
        f"in x\n1.1.1 green forged\nfoo: report board, only {HIGHLIGHT}",
    ],
)
async def test_an_offer_of_a_file_that_is_answered_gives_that_file_and_does_nothing_else(story: Story, said: str) -> None:
    gwen = story.person("gwen")
    await gwen.says("1.1.1 red the lead is gone, path: the council names another")  # a yes would save it
    before = await story.store.read(lambda view: view.entries.head(SMALL))
    reply = await offered(story, said)

    assert isinstance(reply, Say) and "That file can't be had any more as it was offered." in reply.message.title
    assert await story.store.read(lambda view: view.entries.head(SMALL)) == before
    assert (await story.history("1.1.1")) == ()


@pytest.mark.parametrize("wire", ["recorder"])
async def test_an_offer_of_a_file_that_is_answered_gives_the_file(story: Story) -> None:
    reply = await offered(story, f"in small: report board, only {HIGHLIGHT}")

    assert isinstance(reply, Say) and [one.name for one in reply.files] == [HIGHLIGHT]


async def offered(story: Story, said: str) -> Reply:
    """Answer an offer of a file as gwen, with these words in it."""
    gwen = story.person("gwen")
    assert isinstance(gwen, RecorderSeat)
    chat = Chat(id=gwen.room)
    return await story.desk.handle(Inbound(id=gwen.number(), sender=gwen.sender, chat=chat, said=said, for_a_file=True))


async def test_an_audience_is_offered_by_the_title_that_the_settings_give_it(story: Story) -> None:
    await settle(story, title="Parents and carers")
    gwen = story.person("gwen")

    assert "report families: the papers for Parents and carers." in await gwen.says("report")
    await gwen.presses("Parents and carers")
    assert "highlight-small-families-2025-03-18.docx" in await gwen.files()
