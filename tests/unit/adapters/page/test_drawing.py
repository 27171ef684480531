"""The drawing of a sheet: what a person wrote is words, whatever it holds, and every place has an address that says it."""

from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import html

from adapters.page.addresses import Addresses, place_of
from adapters.page.drawing import document
from adapters.page.drawing.tags import held
from bot.model.board.paper import Cell, Column, Figure, Grid, Heading, Prose
from bot.model.letters.message import Chart, Link, Mark, Mention, RunChart, Text
from bot.model.page.place import Colour, Due, Only, Place, Room
from bot.model.page.sheet import (
    Ask,
    Chain,
    Choice,
    Filters,
    Fold,
    Line,
    Lines,
    Pager,
    Pairs,
    Sheet,
    SheetBlock,
    Step,
    Tab,
    Tile,
    Tiles,
)
from tests.laws import tried

HOSTILE = "<script>alert(1)</script>\"'&amp;"
RED = Mark(status="red", word="Red", shape="■")
HERE = Place(room=Room.PLAN, as_at="31 October 2025")
TO = Place(room=Room.MILESTONE, ref="2.1.3")
WHEN = Filters(caption="See an earlier day", keep=HERE.bare, asks=(Ask(field="as_at", label="Day", hint="Such as 3 May"),), button="Show")


def drawn(*blocks: SheetBlock, title: str = "The plan") -> html.HtmlElement:
    sheet = Sheet(
        title=title, plan_title="A small plan", moment="Now", place=HERE, when=WHEN, nav=(Tab(label="Plan", to=HERE, here=True),), blocks=blocks
    )
    return html.document_fromstring(document.sheet(sheet, Addresses()).decode())


def all_of(text: str) -> tuple[SheetBlock, ...]:
    """Every block there is, with that text wherever a text can stand."""
    spans = (Text(text=text), Text(text=text, strong=True), Link(text=text, url="https://a.org"), Mention(name=text))
    line = Line(spans=spans, mark=RED, aside=text)
    column = Column(heading=text or "-")
    return (
        Heading(text=text),
        Prose(spans=spans),
        Grid(caption=text, columns=(column,), rows=((Cell(value=text, mark=RED, link="https://a.org"),),), none=text),
        Grid(caption=text, columns=(column,), none=text),
        Figure(chart=Chart(title=text, labels=(text,), series=((RED, (3,)),), twin=(text,))),
        Tiles(caption=text, tiles=(Tile(count="3", label=text, note=text, mark=RED, to=TO), Tile(count="3", label=text))),
        Lines(caption=text, lines=(line, line.model_copy(update={"to": TO}), Line(spans=(Text(text=text),), file="a.docx")), none=text),
        Lines(caption=text, none=text),
        Pairs(caption=text, pairs=((text, (line,)),)),
        Filters(caption=text, keep=HERE, asks=(Ask(field="search", label=text, value=text, hint=text), Ask(field="colour", label=text, choices=(Choice(value=text, label=text),))), button=text, clear=(text, TO)),
        Chain(caption=text, steps=(Step(title=text, who=text, when=text, mark=RED, lines=(line,), handle="u12", gone=True),), none=text),
        Chain(caption=text, none=text),
        Pager(caption=text, before=(text, TO), after=(text, TO)),
        Fold(heading=text, note=text, mark=RED, blocks=(Heading(text=text, level=3),)),
    )


@tried(150)
@given(st.text(max_size=30))
def test_whatever_a_person_wrote_adds_no_tag_and_no_attribute(text: str) -> None:
    assume(held(text).strip())
    plain, told = drawn(*all_of("word"), title="word"), drawn(*all_of(text), title=text)
    assert [(one.tag, sorted(one.attrib)) for one in told.iter()] == [(one.tag, sorted(one.attrib)) for one in plain.iter()]


def test_hostile_words_are_read_as_they_were_written() -> None:
    told = drawn(*all_of(HOSTILE), title=HOSTILE)
    assert told.findtext("head/title") == f"{HOSTILE} - A small plan"
    assert [one.text_content() for one in told.iter("h1")] == [HOSTILE] and not list(told.iter("script"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//a.org", "https://u:p@a.org", "ftp://a.org", " ", "http://[", "https://\x00"])
def test_what_is_no_web_address_is_shown_and_leads_nowhere(url: str) -> None:
    told = drawn(Prose(spans=(Link(text="here", url=url),)), Grid(caption="c", columns=(Column(heading="h"),), rows=((Cell(value="here", link=url),),)))
    assert [one.get("href") for one in told.iter("a") if one.text_content() == "here"] == []
    assert told.text_content().count("here") == 2


def test_a_link_that_leads_away_says_nothing_of_where_it_was() -> None:
    (link,) = (one for one in drawn(Prose(spans=(Link(text="minutes", url="https://a.org/x?y=1#z"),))).iter("a") if one.text == "minutes")
    assert link.get("href") == "https://a.org/x?y=1#z" and set(link.get("rel", "").split()) >= {"noopener", "noreferrer"}


WORDS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=20)
PLACES = st.builds(
    Place,
    room=st.sampled_from(Room),
    ref=st.sampled_from(["", "2.1.3", "m3", "A/1 é?&#"]),
    colour=st.none() | st.sampled_from(Colour),
    owner=WORDS,
    due=st.none() | st.sampled_from(Due),
    silent=st.booleans(),
    priority=st.none() | st.integers(0, 99),
    search=WORDS,
    only=st.none() | st.sampled_from(Only),
    leaf=st.integers(1, 20),
    as_at=st.none() | st.just("31 October 2025"),
)


@tried(200)
@given(PLACES)
def test_the_address_of_a_place_says_that_place(place: Place) -> None:
    parts = urlsplit(Addresses("/plans").of(place))
    assert parts.path.startswith("/plans/page")
    _, room, ref, *_ = [*parts.path.removeprefix("/plans/page").split("/"), "", ""]
    asked = {key: values[0] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
    assert place_of(room, unquote(ref), asked) == place


def test_a_form_asks_by_get_and_keeps_what_it_does_not_ask() -> None:
    keep = Place(room=Room.PLAN, colour=Colour.RED, as_at="31 October 2025", leaf=3)
    ask = Ask(field="colour", label="Colour", value="red", choices=(Choice(value="", label="Any"), Choice(value="red", label="Red")))
    told = drawn(Filters(caption="Find", keep=keep, asks=(ask, Ask(field="search", label="Words", hint="Such as survey")), button="Find"))
    form = next(one for one in told.iter("form") if one.get("aria-label") == "Find")
    assert (form.get("method"), form.get("action")) == ("get", "/page/plan")
    assert {one.get("name"): one.get("value") for one in form.iter("input")} == {"as_at": "31 October 2025", "search": ""}
    assert [one.get("value") for one in form.iter("option") if one.get("selected") is not None] == ["red"]
    ids = {one.get("id") for one in form.iter() if one.get("id")}
    assert {one.get("for") for one in form.iter("label")} <= ids and {one.get("aria-describedby") for one in form.iter("input") if one.get("aria-describedby")} <= ids


def test_headings_go_down_one_step_at_a_time_and_ids_stand_once() -> None:
    told = drawn(Heading(text="A"), Fold(heading="B", blocks=(Heading(text="C"), Fold(heading="D"))), Heading(text="E", level=2), *all_of("word"))
    levels = [int(str(one.tag)[1]) for one in told.iter() if str(one.tag) in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert levels[:6] == [1, 2, 2, 3, 3, 3]
    ids = [one.get("id") for one in told.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_days_and_numbers_stand_in_cells_as_people_write_them() -> None:
    row = (Cell(value=date(2026, 3, 12)), Cell(value=3), Cell(value=2.5), Cell(mark=RED, to=TO), Cell())
    told = drawn(Grid(caption="c", columns=tuple(Column(heading=str(one)) for one in range(5)), rows=(row,)))
    assert [one.text_content() for one in told.iter("td")] == ["12 March 2026", "3", "2.5", "■\xa0Red", ""]
    assert [one.get("data-label") for one in told.iter("td")] == ["0", "1", "2", "3", "4"]


def test_charts_beside_each_other_stand_in_one_part_and_a_long_status_may_break() -> None:
    chart = Figure(chart=RunChart(title="m1: In time", unit="%", twin=("Higher is better.",)))
    late = Line(spans=(Text(text="m1"),), mark=Mark(status="not_started", word="No reading since 31 October 2025", shape="?"))
    red = Line(spans=(Text(text="1.1"),), mark=Mark(status="red", word="Red", shape="■"))
    page = drawn(chart, chart, Lines(caption="Late", lines=(late, red)), chart)

    assert [len(one.findall("figure")) for one in page.iter("div") if one.get("class") == "figures"] == [2]
    assert len(list(page.iter("figure"))) == 3
    assert [one.get("class") for one in page.iter("span") if "mark" in (one.get("class") or "")] == ["mark s-not_started long", "mark s-red"]
