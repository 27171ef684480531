"""Messages in Teams: every block within the limits, nothing anyone wrote read as markup, nothing lost."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.drawing import messages as teams_messages
from adapters.teams.drawing.elements import openable, size
from adapters.teams.drawing.messages import MOST_BYTES, MOST_LINES, MOST_SUMMARY
from bot.model.letters.message import (
    Actions,
    Button,
    Chart,
    Facts,
    Item,
    Items,
    Link,
    Mark,
    Mention,
    Message,
    Paragraph,
    Spans,
    Text,
    plain,
)
from bot.wording.measures.chart import run_chart
from bot.wording.sentences import mark
from tests.laws import tried
from tests.world.judges import shown
from tests.world.judges.teams import INVISIBLE, Json, elements, faults, heard, plain_card, weight
from tests.world.judges.teams import MOST_BYTES as REFUSED
from tests.world.measure_samples import told
from tests.world.tools import needs_node

HOSTILE = (
    "[bank](http://evil.example)", "**b**", "<at>x</at>", "_i_", "# h", "1. one", "- item", "{{DATE(2026-01-01T00:00:00Z,LONG)}}",
    "</speak><break time='9s'/>", "&lt;b&gt;", "http://evil.example", "\u202egnp.exe", "a\x00b", "`code`", "~~gone~~", "| a | b |",
)  # fmt: skip
BUTTON = Button(label="Update 1.1.1", command="update 1.1.1", spoken="Update 1.1.1: An Independent Chair appointed.")


def said(text: str) -> Spans:
    return (Text(text=text),)


def paragraph(text: str) -> Message:
    return Message(title="Title", blocks=(Paragraph(spans=said(text)),))


def of(card: Json, kind: str) -> list[Json]:
    return [element for element in elements(card) if element["type"] == kind]


def read(card: Json) -> str:
    """Every word a person sees, a line a block."""
    lines = []
    for element in elements(plain_card(card)):
        if element["type"] == "TextBlock":
            lines.append(str(element["text"]))
        if element["type"] == "RichTextBlock":
            inlines = element["inlines"]
            assert isinstance(inlines, list)
            lines.append("".join(run["text"] for run in inlines))
    return "\n".join(lines).replace(INVISIBLE, "")


def letters(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f\x85\u202d\u202e\u2028\u2029\u2060]", "", text)


# ---- people's words ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_that_a_person_wrote_stays_the_letters_they_wrote(text: str) -> None:
    message = Message(
        title=text,
        blocks=(
            Paragraph(spans=(*said(text), Mention(name=text))),
            Facts(pairs=((text, said(text)),)),
            Items(heading=text, lines=(Item(spans=said(text), mark=mark("red"), buttons=(Button(label=text, command=text),)),)),
            Chart(title=text, labels=(text,), series=((mark("red"), (1,)),), twin=(text,)),
        ),
    )

    card = teams_messages.card(message)

    assert faults(card) == []
    assert letters(read(card)).count(letters(text)) == 9  # title, paragraph, mention, label, fact, heading, line; chart, twin


def test_a_title_alone_is_said_as_plain_text() -> None:
    activity = teams_messages.activity(Message(title="**Saved** <at>x</at>"))

    assert activity == {"type": "message", "textFormat": "plain", "text": "**Saved** <at>x</at>"}


def test_a_title_is_a_heading_for_who_listens_unless_it_could_be_markup() -> None:
    safe = teams_messages.card(Message(title="Update 2.1.3: what’s next? (1 of 2)", blocks=(Paragraph(spans=said("Words.")),)))
    risky = teams_messages.card(Message(title="See [this](http://evil.example)", blocks=(Paragraph(spans=said("Words.")),)))

    assert [(block["style"], block["text"]) for block in of(safe, "TextBlock")] == [("heading", "Update 2.1.3: what’s next? (1 of 2)")]
    assert of(risky, "TextBlock") == []
    assert "See [this](http://evil.example)" in read(risky)


def test_what_was_written_on_several_lines_is_shown_on_several_lines() -> None:
    blocks = of(teams_messages.card(paragraph("First.\r\n\nSecond.\u2028Third.")), "RichTextBlock")

    assert [block["inlines"][0]["text"] for block in blocks] == ["First.", "Second.", "Third."]  # type: ignore[index]


def test_a_link_opens_where_it_says() -> None:
    spans = (Link(text="minutes", url="https://example.org/a b?x=1"), Link(text="", url="https://example.org/"))

    runs = of(teams_messages.card(Message(title="T", blocks=(Paragraph(spans=spans),))), "TextRun")

    assert [run["text"] for run in runs] == ["minutes (https://example.org/a b?x=1)", "https://example.org/"]
    assert [run["selectAction"]["url"] for run in runs] == ["https://example.org/a%20b?x=1", "https://example.org/"]  # type: ignore[index]


@pytest.mark.parametrize(
    "url",
    ["http://example.org", "javascript:alert(1)", "https://", "https://me:secret@example.org", "https://exa mple.org", "https://[::1",
     "https://example.org:port/", "//example.org", "https://пример.example", ""],
)  # fmt: skip
def test_an_address_that_is_no_safe_one_is_only_words(url: str) -> None:
    assert openable(url) is None


# ---- blocks --------------------------------------------------------------------------------------


def test_a_mark_is_a_sign_a_shape_and_a_word_and_a_colour_besides() -> None:
    lines = (Item(mark=mark("amber"), spans=said("First."), number=1), Item(mark=mark("red"), spans=said("Second.")))

    card = teams_messages.card(Message(title="T", blocks=(Items(lines=lines),)))

    assert read(card).split("\n") == ["T", "1.", "🔶 ▲ Amber: First.", "🟥", "■ Red: Second."]
    assert [run.get("color") for run in of(card, "TextRun") if run["text"] in ("▲", "■")] == ["Warning", "Attention"]


def test_a_button_says_its_command_in_new_clients_and_in_old_ones() -> None:
    card = teams_messages.card(Message(title="T", blocks=(Items(lines=(Item(spans=said("Line."), buttons=(BUTTON,)),)),)))

    (button,) = of(card, "Action.Execute")
    assert (button["title"], button["tooltip"]) == ("Update 1.1.1", BUTTON.spoken)
    assert (button["verb"], button["data"]) == ("say", {"say": "update 1.1.1"})
    assert button["fallback"] == {"type": "Action.Submit", "title": "Update 1.1.1", "tooltip": BUTTON.spoken, "data": {"say": "update 1.1.1"}}


def test_no_row_has_more_words_than_a_phone_has_room_for() -> None:
    labels = ("Update 1.1.1", "Evidence", "W" * 60, "Save", "Change")
    card = teams_messages.card(Message(title="T", blocks=(Actions(buttons=tuple(Button(label=one, command="c") for one in labels)),)))

    rows = [[one["title"] for one in row["actions"]] for row in of(card, "ActionSet")]  # type: ignore[attr-defined]
    assert rows == [["Update 1.1.1", "Evidence"], ["W" * 60], ["Save", "Change"]]


def test_no_row_has_more_buttons_than_teams_draws() -> None:
    card = teams_messages.card(Message(title="T", blocks=(Actions(buttons=(Button(label="1", command="1"),) * 12),)))

    assert [len(one["actions"]) for one in of(card, "ActionSet")] == [5, 5, 2]  # type: ignore[arg-type]


def test_the_style_of_a_button_is_drawn() -> None:
    buttons = tuple(Button(label="B", command="b", style=style) for style in ("plain", "primary", "danger"))

    card = teams_messages.card(Message(title="T", blocks=(Actions(buttons=buttons),)))

    assert [one.get("style") for one in of(card, "Action.Execute")] == [None, "positive", "destructive"]


def test_a_chart_tells_each_count_once_to_a_client_without_charts() -> None:
    series = ((mark("green"), (3, 0)), (mark("red"), (1, 2)), (mark("amber"), (0, 0)))
    twin = ("Priority 1: 3 Green, 1 Red.", "Priority 2: 2 Red.")
    card = teams_messages.card(Message(title="T", blocks=(Chart(title="Where", labels=("P1", "P2"), series=series, twin=twin),)))

    (chart,) = of(card, "Chart.HorizontalBar.Stacked")
    assert chart["data"] == [
        {"title": "P1", "data": [{"legend": "● Green", "value": 3, "color": "good"}, {"legend": "■ Red", "value": 1, "color": "attention"}]},
        {"title": "P2", "data": [{"legend": "■ Red", "value": 2, "color": "attention"}]},
    ]
    assert read(card).split("\n") == ["T", "Where", *twin]
    assert faults(card) == []


def test_a_run_chart_breaks_its_line_at_a_gap_and_tells_all_in_sentences() -> None:
    chart = run_chart(told((17, 19, None, 22)))
    card = teams_messages.card(Message(title="T", blocks=(chart,)))

    (drawn,) = of(card, "Chart.Line")
    lines = {row["legend"]: [(one["x"], one["y"]) for one in row["values"]] for row in drawn["data"]}  # type: ignore[index,union-attr]
    assert lines == {
        "Readings": [("2026-01-31", 17), ("2026-02-28", 19)],
        "Readings from 30 Apr 26": [("2026-04-30", 22)],
        "Target 60%": [("2026-01-31", 60), ("2026-12-31", 60)],
        "Average 18%": [("2026-01-31", 18), ("2026-04-30", 18)],
        "Planned path": [("2025-12-31", 40), ("2026-12-31", 40), ("2026-12-31", 60)],
    }
    assert read(card).split("\n") == ["T", chart.title, *chart.twin]
    assert faults(card) == []


def test_a_run_chart_with_one_value_is_its_sentences() -> None:
    chart = run_chart(told((None, 17), mean=None))
    card = teams_messages.card(Message(title="T", blocks=(chart,)))

    assert of(card, "Chart.Line") == []
    assert read(card).split("\n") == ["T", chart.title, *chart.twin]
    assert faults(card) == []


def test_a_person_with_an_account_is_called_and_one_without_or_among_odd_words_is_named() -> None:
    keira, ben = Mention(name="Keira", account="11-22-33"), Mention(name="Ben")
    card = teams_messages.card(Message(title="T", blocks=(Paragraph(spans=(*said("Awaited from: "), keira, *said(", "), ben)),)))
    odd = teams_messages.card(Message(title="T", blocks=(Paragraph(spans=(*said("*Odd* [words](x) "), keira)),)))

    assert "Awaited from: <at>Keira</at>, Ben" in read(card)
    assert card["msteams"]["entities"] == [{"type": "mention", "text": "<at>Keira</at>", "mentioned": {"id": "11-22-33", "name": "Keira"}}]
    assert "*Odd* [words](x) Keira" in read(odd) and "entities" not in odd["msteams"]
    assert faults(card) == faults(odd) == []


def test_a_chart_of_nothing_is_its_sentences() -> None:
    card = teams_messages.card(Message(title="T", blocks=(Chart(title="Where", labels=(), series=(), twin=("Nothing yet.",)),)))

    assert read(card).split("\n") == ["T", "Where", "Nothing yet."]
    assert faults(card) == []


# ---- what is said beside the card ------------------------------------------------------------------


def test_a_notification_has_whole_sentences() -> None:
    blocks = tuple(Paragraph(spans=said(f"Sentence {n} of a good many that follow each other.")) for n in range(20))
    activity = teams_messages.activity(Message(title="2 milestones to report on", blocks=blocks))

    summary = str(activity["summary"])
    assert summary.startswith("2 milestones to report on. Sentence 0 of a good many")
    assert summary.endswith(".")
    assert len(summary) <= MOST_SUMMARY
    assert "text" not in activity


def test_the_whole_message_is_there_for_who_listens_and_for_old_clients() -> None:
    card = teams_messages.card(shown.nudge())

    for line in shown.nudge().plain().split("\n"):
        assert line in str(card["speak"])
        assert line in str(card["fallbackText"])


# ---- limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lines", "parts"), [(MOST_LINES, 1), (MOST_LINES + 1, 2)])
def test_a_card_holds_so_many_lines_and_no_more(lines: int, parts: int) -> None:
    message = Message(title="T", blocks=(Items(lines=(Item(spans=said("A line.")),) * lines),))

    assert len(teams_messages.parts(message)) == parts


def test_a_card_holds_so_many_bytes_and_no_more() -> None:
    heavy = 30_000  # letters of a card that says no more than its beginning beside what it shows
    bare = size(teams_messages.activity(paragraph("." * heavy))) - 2 * heavy
    room = (MOST_BYTES - bare) // 2  # two bytes a letter

    assert len(teams_messages.parts(paragraph("." * room))) == 1
    assert len(teams_messages.parts(paragraph("." * (room + 1)))) == 2


def test_a_heavy_card_goes_without_what_only_old_clients_need() -> None:
    lines = tuple(Item(number=n, spans=said("Step done. " * 20), buttons=(BUTTON,) * 5) for n in range(10))
    light, heavy = (teams_messages.card(Message(title="T", blocks=(Items(lines=some),))) for some in (lines[:2], lines * 2))

    def fallbacks(card: Json) -> int:
        return sum("fallback" in one for one in elements(card) if one.get("type") == "Action.Execute")

    assert (fallbacks(light), fallbacks(heavy)) == (10, 0)
    assert len(str(heavy["speak"])) < len(str(light["speak"])) * 2 and str(heavy["speak"]).startswith("T.")


def test_a_part_is_never_refused_for_its_size_whatever_the_script() -> None:
    lines = tuple(Item(number=n, spans=said("📈 Ünïcödé « » " * 40), buttons=(BUTTON,)) for n in range(60))

    parts = teams_messages.parts(Message(title="T", blocks=(Items(lines=lines),)))

    assert all(weight(teams_messages.activity(part)) < REFUSED for part in parts)


texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
spans = st.lists(
    st.one_of(
        st.builds(Text, text=texts, strong=st.booleans()),
        st.builds(Link, text=texts, url=st.one_of(texts, texts.map(lambda text: f"https://example.org/{text}"))),
        st.builds(Mention, name=texts),
    ),
    max_size=4,
).map(tuple)
marks = st.sampled_from([mark(status) for status in ("green", "amber", "red", "complete", "not_reported", "assured")])
buttons = st.lists(
    st.builds(Button, label=texts, command=texts, style=st.sampled_from(["plain", "primary", "danger"]), spoken=texts), max_size=8
).map(tuple)
items = st.builds(Item, spans=spans, mark=st.none() | marks, number=st.none() | st.integers(1, 99), buttons=buttons)
counts = st.lists(st.integers(0, 200), max_size=4).map(tuple)
blocks = st.one_of(
    st.builds(Paragraph, spans=spans),
    st.builds(Facts, pairs=st.lists(st.tuples(texts, spans), max_size=3).map(tuple)),
    st.builds(Items, lines=st.lists(items, max_size=4).map(tuple), heading=texts),
    st.builds(
        Chart,
        title=texts,
        labels=st.lists(texts, max_size=3).map(tuple),
        series=st.lists(st.tuples(marks, counts), max_size=3).map(tuple),
        twin=st.lists(texts, max_size=3).map(tuple),
    ),
    st.builds(Actions, buttons=buttons),
)
messages = st.builds(Message, title=texts, blocks=st.lists(blocks, max_size=4).map(tuple))


@tried(60)
@given(messages)
def test_the_judges_take_whatever_is_said(message: Message) -> None:
    card = teams_messages.card(message)

    assert faults(card) == []
    json.dumps(card, ensure_ascii=False).encode()


@tried(40)
@given(st.lists(st.one_of(st.builds(Paragraph, spans=spans), st.builds(Items, lines=st.lists(items, max_size=4).map(tuple)))))
def test_no_word_is_lost_on_the_way_to_a_card(said_blocks: list[Paragraph | Items]) -> None:
    card = teams_messages.card(Message(title="T", blocks=tuple(said_blocks)))

    told = letters(read(card))
    for block in said_blocks:
        for given_spans in [block.spans] if isinstance(block, Paragraph) else [item.spans for item in block.lines]:
            assert all(letters(plain((span,))) in told for span in given_spans)


# ---- the judges themselves -------------------------------------------------------------------------


GOOD = teams_messages.card(Message(title="T", blocks=(Paragraph(spans=said("Words.")), Actions(buttons=(BUTTON,)))))
FORM: Json = {"type": "Input.Text", "id": "happened", "label": "What has happened"}


def spoiled(**more: object) -> Json:
    return {**GOOD, **more}


@pytest.mark.parametrize(
    ("card", "fault"),
    [
        (spoiled(version="1.6"), "version"),
        (spoiled(body=[{"type": "Hologram"}]), "schema"),
        (spoiled(body=[{"type": "TextBlock", "text": "a", "wrap": True, "glow": True}]), "schema"),
        (spoiled(body=[{"type": "TextBlock", "text": "a", "wrap": True, "color": "Mauve"}]), "schema"),
        (spoiled(body=[{"type": "TextBlock", "text": "**a**", "wrap": True}]), "markup"),
        (spoiled(body=[{"type": "FactSet", "facts": []}]), "FactSet"),
        (spoiled(body=[{"type": "Input.Text", "id": "a"}]), "label"),
        (spoiled(body=[{**FORM, "isRequired": True, "errorMessage": "No."}]), "hold a form back"),
        (spoiled(body=[FORM, FORM]), "used 2 times"),
        (spoiled(body=[{"type": "Chart.Pie", "data": []}]), "no fallback"),
        (spoiled(actions=[{"type": "Action.Submit", "title": "Go", "data": {"say": "x"}}] * 7), "7 primary"),
        (spoiled(actions=[{"type": "Action.Submit", "title": "Go"}]), "says nothing"),
        (spoiled(actions=[{"type": "Action.Execute", "title": "Go", "data": {"say": "x"}}]), "fall back"),
        (spoiled(actions=[{"type": "Action.OpenUrl", "title": "Go", "url": "http://x"}]), "a link to"),
        (spoiled(speak=""), "nothing in speak"),
        (spoiled(body=[{"type": "TextBlock", "text": "a" * 40_000, "wrap": True}]), "bytes"),
    ],
)
def test_the_judges_catch(card: Json, fault: str) -> None:
    assert any(fault in found for found in faults(card)), faults(card)
    assert faults(GOOD) == []


@needs_node
def test_the_renderer_of_microsofts_own_has_nothing_to_say_of_real_cards() -> None:
    real = [shown.nudge(), shown.answered(), *teams_messages.parts(shown.weekly())]
    seven = Message(title="T", blocks=(Actions(buttons=(BUTTON,) * 7),))
    bad: Json = {**GOOD, "body": [FORM, FORM, {"type": "Hologram"}]}

    *good, spoilt = heard([*(teams_messages.card(message) for message in [*real, seven]), bad])

    assert good == [[]] * len(good)
    assert len(spoilt) == 2


def test_a_mark_unknown_to_teams_is_drawn_without_colour() -> None:
    strange = Mark(status="paused", word="Paused", shape="‖")
    chart = Chart(title="C", labels=("L",), series=((strange, (1,)),), twin=("One.",))

    assert faults(teams_messages.card(Message(title="T", blocks=(Items(lines=(Item(spans=said("x"), mark=strange),)), chart)))) == []
