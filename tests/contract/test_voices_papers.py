"""You said, we did, what changed: what families may read, drawn as a paper and as a part of a page, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO

import docx
import pytest

from adapters.papers.drawing import Drawer
from bot.model.board.paper import Drawn, Ready
from bot.model.board.period import Freeze
from bot.model.board.wanted import Want, Wanted
from bot.model.record.entry import By
from bot.model.voices.voice import Shareable
from bot.ports.record import Tx, View
from bot.reports.board.issues import ready, to_issue, with_files
from bot.reports.papers.ground import ground
from bot.reports.papers.packs import Pack, hand_over, pack
from store.record import SqlStore
from tests.world.families import PHONE, fill, heard
from tests.world.judges import papers as judge
from tests.world.plan import SMALL, load

AT = datetime(2025, 3, 10, 9, tzinfo=UTC)
NOW = datetime(2025, 4, 10, 9, tzinfo=UTC)


@pytest.fixture
async def small(store: SqlStore) -> SqlStore:
    await store.transact(load)
    await store.transact(lambda tx: fill(tx, SMALL, AT))
    return store


async def drawn(store: SqlStore, wanted: Wanted, audience: str = "families") -> dict[str, Drawn]:
    def made(view: View) -> tuple[Drawn, ...]:
        found = pack(ground(view, SMALL, audience, NOW, NOW if wanted.want is Want.STOCKTAKE else None), wanted)
        assert not found.left_out
        return hand_over(found, Drawer()).files

    return {one.name: one for one in await store.read(made)}


def of_word(file: Drawn) -> tuple[str, list[list[str]]]:
    opened = docx.Document(BytesIO(file.held))
    rows = [[cell.text for cell in row.cells] for table in opened.tables for row in table.rows]
    return "\n".join(one.text for one in opened.paragraphs), rows


class Tags(HTMLParser):
    def __init__(self, held: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.cells: list[str] = []
        self.feed(held.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.cells += [""] if tag in ("td", "th") else []

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


async def test_families_read_what_may_be_shared_in_plain_words_and_no_more(small: SqlStore) -> None:
    files = await drawn(small, Wanted())
    assert list(files) == [f"{kind}-small-families-2025-04-10.{end}" for kind, end in (("highlight", "docx"), ("voices", "docx"), ("voices", "html"))]
    file = files["voices-small-families-2025-04-10.docx"]
    said, rows = of_word(file)

    assert judge.of_word(file.held) == []
    assert "Draft, not approved." in said
    by_words = {row[0].partition(". Heard")[0]: row[1:] for row in rows}
    assert by_words[PHONE] == ["A second line is open.", "Most calls are answered."]
    assert by_words["Calls end too soon"] == ["A second line is open.", "We do not know yet. The forum will say what changed."]
    assert by_words["There is no bus"][0] == "We have not done this yet. We will: Ask for more buses. By 1 January 2030."
    assert by_words["Letters are hard to read"] == ["We have not done this yet.", "Nothing has changed yet."]
    assert by_words["A hub in each town"] == ["We cannot do this.", "Why not: There is no money for it."]
    assert "Reviews are late" in by_words
    whole = said + str(rows)
    assert "fewer than 5 people" in whole and "12 people" in whole and "3 people" not in whole
    assert "Not for everybody" not in whole and "The words of many" not in whole
    assert "Families told us 1 more thing that is not shown here" in said
    assert "Heard in 2025: 7" in said


async def test_the_part_of_a_page_has_a_table_and_nothing_that_leaks_or_runs(small: SqlStore) -> None:
    held = (await drawn(small, Wanted()))["voices-small-families-2025-04-10.html"].held
    found = Tags(held)

    assert held.startswith(b'<section lang="en-GB">') and held.endswith(b"</section>\n")
    assert set(found.tags) <= {"section", "h2", "p", "strong", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert found.attributes == {"lang", "scope"}
    assert found.cells[:3] == ["You said", "We did", "What changed"]
    assert any(PHONE in cell for cell in found.cells) and b"<b>" not in held and b"&lt;b&gt;" in held
    assert b"Draft, not approved" in held


async def test_what_is_approved_says_when_and_its_preview_has_each_row(small: SqlStore) -> None:
    def frozen(tx: Tx) -> None:
        tx.acting(By(at=NOW))
        tx.periods.freeze(Freeze(plan=SMALL, as_at=NOW, upto=tx.entries.head(SMALL).entry, at=NOW))

    await small.transact(frozen)

    def look(view: View) -> tuple[Ready, Pack]:
        made = to_issue(view, SMALL, "families", NOW)
        found = pack(made, Wanted(kinds=made.audience.files))
        return ready(made, found), found

    told, found = await small.read(look)
    await small.close()  # they are drawn once nothing is read any more
    issued = with_files(told, hand_over(found, Drawer()))
    rows, page = issued.public, next(one for one in issued.drawn if one.name.endswith(".html")).held.decode()
    assert len(rows) == 6 and any(PHONE in one and "Most calls are answered" in one for one in rows)
    assert "Approved to be published on 10 April 2025." in page and "Draft" not in page


async def test_words_that_were_taken_out_are_counted_and_not_shown(small: SqlStore) -> None:
    voice = await small.transact(lambda tx: heard(tx, SMALL, NOW, said="It names a child", shareable=Shareable.YES))
    await small.transact(lambda tx: (tx.acting(By(at=NOW)), tx.erasures.redact(SMALL, voice.id, "heard", "it names a child")))

    said, rows = of_word((await drawn(small, Wanted()))["voices-small-families-2025-04-10.docx"])
    assert "names a child" not in str(rows) and "removed" not in str(rows)
    assert "Families told us 2 more things" in said


async def test_the_stocktake_pack_has_the_voices_that_may_be_shared(small: SqlStore) -> None:
    files = await drawn(small, Wanted(want=Want.STOCKTAKE), "board")
    said, rows = of_word(files["voices.docx"])
    assert "These are the voices that may be shared." in said and any(PHONE in row[0] for row in rows)
    assert judge.of_word(files["voices.docx"].held) == []


async def test_a_report_for_the_board_has_what_waits_first_and_one_for_families_only_what_they_may_read(small: SqlStore) -> None:
    said, _ = of_word((await drawn(small, Wanted(), "board"))["highlight-small-2025-04-10.docx"])
    assert "What families said" in said and "Waiting: 5. Of these something was done, and the forum has to say what changed: 1." in said
    assert "v4 Heard" in said and "Nothing is said yet about what will be done, after 31 days." in said
    assert "It cannot be done: There is no money for it." in said

    said, _ = of_word((await drawn(small, Wanted()))["highlight-small-families-2025-04-10.docx"])
    assert f"You said: {PHONE}. Heard on 10 March 2025, from the forum, 12 people. We did: A second line is open." in said
    assert "Not for everybody" not in said
