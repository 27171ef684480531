"""`milepost page`: a link for somebody who cannot ask in chat, and what the doctor says of pages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from adapters.web.address import public
from bot.program.app import app
from bot.program.serving.page import page_found
from store.record import SqlStore
from tests import records
from tests.records import long_ago
from tests.world import walls
from tests.world.plan import email, row

URL = "https://milepost.example/plans/"


@pytest.fixture(scope="module")
def record() -> Iterator[Path]:
    """A record of two plans. One person of the first has left it, and one is there for their forum."""

    async def fill(file: Path) -> None:
        store = SqlStore(f"sqlite:///{file}", long_ago)
        await store.transact(walls.load)
        gone = row("ben", "2020-01-01", {"ben": (walls.role_of("quorvex", "ben"), "")})
        forum = row("petra", "", {"petra": (None, "forum")})
        await store.transact(lambda tx: tx.people.save("plover", [gone, forum]))
        await store.close()

    with records.folder() as made:
        asyncio.run(fill(records.empty(made / "m.db")))
        yield made / "m.db"


def ran(record: Path, *words: str, code: int = 0, url: str | None = URL) -> Result:
    found = CliRunner().invoke(app, ["page", *words], env={"DATABASE_URL": f"sqlite:///{record}", "MILEPOST_URL": url})
    assert found.exit_code == code, found.output
    return found


def test_a_link_is_printed_with_its_limits(record: Path) -> None:
    lines = ran(record, "--email", email("gwen")).stdout.splitlines()

    assert lines[0].startswith("A link for Gwen quorvex to The quorvex plan. It works once, until ") and "12 hours" in lines[0]
    assert lines[1].startswith("https://milepost.example/plans/page/open/") and len(lines) == 2


def test_json_has_the_link_and_its_limits(record: Path) -> None:
    told = json.loads(ran(record, "--email", f" {email('keira').upper()} ", "--plan", "wagtail", "--json").stdout)

    assert told["url"].startswith("https://milepost.example/plans/page/open/")
    assert (told["plan"], told["person"], told["hours"]) == ("wagtail", "Keira zyglint", 12)


@pytest.mark.parametrize(
    ("words", "hears"),
    [
        (["--email", email("keira")], "plover, wagtail"),
        (["--email", "nobody@example.org", "--plan", "plover"], "Nobody in the plan has the e-mail nobody@example.org"),
        (["--email", email("hugo"), "--plan", "plover"], "Nobody in the plan has the e-mail"),
        (["--email", email("ben")], "has no part in the plan plover now"),
        (["--email", email("petra")], "is in the plan plover for their forum alone"),
        (["--email", email("ben"), "--plan", "nowhere"], "nowhere"),
    ],
)
def test_whoever_cannot_look_gets_none(record: Path, words: list[str], hears: str) -> None:
    found = ran(record, *words, code=1)
    assert hears in found.stderr and "/page/open/" not in found.output


@pytest.mark.parametrize("url", [None, ""])
def test_without_an_address_pages_are_off(record: Path, url: str | None) -> None:
    assert "Pages are off here. Whoever runs Milepost can switch them on" in ran(record, "--email", email("gwen"), code=1, url=url).stderr


def test_a_wrong_address_is_named(record: Path) -> None:
    assert "MILEPOST_URL must be the address" in ran(record, "--email", email("gwen"), code=1, url="milepost.example").stderr


@pytest.mark.parametrize(
    ("url", "said", "advice"),
    [
        ("", "Pages are off: MILEPOST_URL is not set", False),
        ("https://milepost.example", "Pages are served at https://milepost.example/page", False),
        ("http://127.0.0.1:8080", "Pages are served at http://127.0.0.1:8080/page", False),
        ("http://intranet", "http://intranet, which is not encrypted", True),
    ],
)
def test_the_doctor_says_if_pages_are_on_and_safe(url: str, said: str, advice: bool) -> None:
    found = page_found(public(url))
    assert found.ok and said in found.sentence and found.advice is advice
