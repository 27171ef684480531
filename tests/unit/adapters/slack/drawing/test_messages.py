"""Slack's messages: within every limit at its edge, each person's words no more than words, nothing left out unsaid."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.drawing.messages import MOST_BLOCKS, MOST_HEADER, MOST_TEXT, QUIET, body, home_view, parts
from bot.model.letters.message import (
    Actions,
    Block,
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
    RunChart,
    Span,
    Text,
)
from bot.wording.measures.chart import run_chart
from bot.wording.sentences import mark
from tests.laws import tried
from tests.world.judges.slack import at_hand, compiled, every, faults, words_of
from tests.world.measure_samples import told
from tests.world.slack.blocks import faults_of, view_faults

UPDATE = Button(label="Update 2.1.3", command="update 2.1.3", spoken="Update 2.1.3: Recruit a lead for inclusion")
EVIL = [
    "<!channel> <!here> <@U012AB3CD> <!subteam^S1>",
    "*bold* _slanted_ `code` ~gone~",
    "<https://evil.example|https://bank.example>",
    "> quoted\n> twice",
    ":smile: :siren:",
    "\u202eright to left\u200b\u200d\ufeff",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\x00\x07\x1b[31m nul \ud800 half",
    "& &amp; &lt;!channel&gt;",
    " ",
    "",
    "\n\n\t",
    "👩‍👩‍👧‍👦" * 40,
    "word " * 900,
    "x" * 4000,
]


def said_by(person: str) -> Message:
    """A message full of one person's words."""
    words = (Text(text=person),)
    return Message(
        title=person,
        blocks=(
            Paragraph(spans=(Text(text=person, strong=True), Mention(name=person), Link(text=person, url="https://a.example/b"))),
            Items(heading=person, lines=(Item(spans=words, mark=mark("red"), number=1, buttons=(UPDATE,)), Item(spans=words))),
            Facts(pairs=((person, words),)),
            Chart(title=person, labels=(person, "2"), series=((mark("green"), (1, 2)),), twin=(person,)),
            Actions(buttons=(Button(label=person, command="mine", spoken=person),)),
        ),
    )


def home_blocks(message: Message) -> list[dict[str, object]]:
    made = home_view(message)["blocks"]
    assert isinstance(made, list)
    return made


def blocks_of(message: Message, chart: bool = True) -> list[dict[str, object]]:
    made = body(message, chart)["blocks"]
    assert isinstance(made, list)
    return made


def shown(message: Message) -> str:
    return " ".join(words_of(blocks_of(message)))


def one(block: Block) -> Message:
    return Message(title="Title", blocks=(block,))


def sound(message: Message) -> None:
    for part in parts(message):
        for chart in (True, False):
            payload = body(part, chart)
            assert not faults(payload, "message")
            assert not faults_of(payload["blocks"], "message")
    assert not faults(home_view(message), "home")
    assert not view_faults(home_view(message), "home")


# ---- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", EVIL, ids=[str(number) for number in range(len(EVIL))])
def test_whatever_a_person_writes_slack_takes_it_and_pings_nobody(person: str) -> None:
    sound(said_by(person))


def test_a_persons_markup_stays_text() -> None:
    message = one(Paragraph(spans=(Text(text="<!channel> *bold* <https://evil.example|bank> :smile:"),)))

    (text,) = every(blocks_of(message), "text")
    assert text == {"type": "text", "text": "<!channel> *bold* <https://evil.example|bank> :smile:"}


def test_the_sentences_for_screen_readers_are_escaped_and_read_as_no_markup() -> None:
    message = one(Paragraph(spans=(Text(text="<!channel> & *bold*"),)))

    assert body(message)["text"] == "Title\n&lt;!channel&gt; &amp; *bold*"
    assert QUIET == {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}


def test_what_turns_the_writing_direction_turns_no_words_but_its_own() -> None:
    message = one(Paragraph(spans=(Text(text="\u202e\u2067evil"), Text(text=" good"))))

    (said,) = every(blocks_of(message), "text")
    assert said["text"] == "\u202e\u2067evil\u2069\u202c good"


def test_controls_are_seen_and_not_swallowed() -> None:
    assert "a\ufffdb\nc" in shown(one(Paragraph(spans=(Text(text="a\x00b\r\nc"),))))


def test_a_link_is_shown_with_its_address() -> None:
    link = Link(text="https://bank.example", url="https://evil.example/x")

    (element,) = every(blocks_of(one(Paragraph(spans=(link,)))), "link")
    (address,) = every(blocks_of(one(Paragraph(spans=(link,)))), "text")

    assert element == {"type": "link", "url": "https://evil.example/x", "text": "https://bank.example"}
    assert address["text"] == " (https://evil.example/x)"


@pytest.mark.parametrize(
    "url",
    ["http://a.example", "javascript:alert(1)", "https://", "https://a.example/a b", "https://[oops", "slack://x", "https://" + "a" * 3000],
)
def test_a_link_that_no_client_should_open_is_text(url: str) -> None:
    message = one(Paragraph(spans=(Link(text="here", url=url),)))

    assert not every(blocks_of(message), "link")
    assert url in shown(message)
    sound(message)


# ---- what each block becomes --------------------------------------------------------------------


def test_a_title_is_a_header_to_its_last_letter_and_a_bold_line_beyond() -> None:
    fits = "t" * MOST_HEADER

    assert blocks_of(Message(title=fits))[0] == {
        "type": "header",
        "text": {"type": "plain_text", "text": fits, "emoji": False},
    }
    (longer,) = every(blocks_of(Message(title=fits + "t")), "text")
    assert longer == {"type": "text", "text": fits + "t", "style": {"bold": True}}


def test_a_line_says_its_number_its_sign_shape_and_word_and_has_its_buttons_below() -> None:
    amber = mark("amber")
    item = Item(spans=(Text(text="2.1.3 Recruit a lead."),), mark=amber, number=1, buttons=(UPDATE,))

    _, line, actions = blocks_of(one(Items(lines=(item,))))

    texts = every([line], "text")
    assert texts == [
        {"type": "text", "text": f"1. 🔶 {amber.shape} {amber.word}", "style": {"bold": True}},
        {"type": "text", "text": ": 2.1.3 Recruit a lead."},
    ]
    assert actions == {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "say1",
                "text": {"type": "plain_text", "text": "Update 2.1.3", "emoji": False},
                "value": "update 2.1.3",
                "accessibility_label": "Update 2.1.3: Recruit a lead for inclusion",
            }
        ],
    }


def test_lines_without_a_number_are_one_list_under_their_heading() -> None:
    lines = tuple(Item(spans=(Text(text=text),)) for text in ("one", "two"))

    (_, text) = blocks_of(one(Items(heading="News", lines=lines)))

    (points,) = every([text], "rich_text_list")
    assert points["style"] == "bullet"
    assert [element["text"] for element in every([text], "text")] == ["News", "one", "two"]


def test_lines_with_buttons_have_no_bullets_to_stand_out_beside_them() -> None:
    lines = (Item(spans=(Text(text="one"),), buttons=(UPDATE,)), Item(spans=(Text(text="two"),)))

    blocks = blocks_of(one(Items(lines=lines)))

    assert not every(blocks, "rich_text_list")
    assert [block["type"] for block in blocks] == ["header", "rich_text", "actions", "rich_text"]


def test_facts_have_bold_labels() -> None:
    first, second = every(blocks_of(one(Facts(pairs=(("Due", (Text(text="12 March 2026"),)),)))), "text")

    assert first == {"type": "text", "text": "Due: ", "style": {"bold": True}}
    assert second["text"] == "12 March 2026"


def test_what_is_empty_makes_no_block() -> None:
    message = Message(title=" ", blocks=(Paragraph(spans=()), Items(lines=()), Facts(pairs=()), Actions(buttons=())))

    assert body(message) == {"text": "There is nothing to show.", "blocks": []}


def test_buttons_beyond_twenty_five_go_on_in_a_second_row() -> None:
    row = tuple(Button(label=f"B{n}", command=f"update {n}") for n in range(26))

    rows = every(blocks_of(one(Actions(buttons=row[:25]))), "actions")
    assert [len(row["elements"]) for row in rows] == [25]  # type: ignore[arg-type]
    rows = every(blocks_of(one(Actions(buttons=row))), "actions")
    assert [len(row["elements"]) for row in rows] == [25, 1]  # type: ignore[arg-type]
    sound(one(Actions(buttons=row)))


def test_a_long_label_is_cut_between_words_and_read_out_further() -> None:
    button = Button(label="word " * 20, command="mine", style="danger")

    (element,) = every(blocks_of(one(Actions(buttons=(button,)))), "button")

    text = element["text"]
    assert isinstance(text, dict)
    assert len(text["text"]) <= 75 and text["text"].endswith("word…")
    assert element["style"] == "danger"
    assert str(element["accessibility_label"]).endswith("word…")


def test_a_command_too_long_for_a_button_is_said_to_be() -> None:
    fits, over = (Button(label="Update all", command="u" * length) for length in (2000, 2001))

    assert len(every(blocks_of(one(Actions(buttons=(fits,)))), "button")) == 1
    assert not every(blocks_of(one(Actions(buttons=(over,)))), "button")
    assert "Update all: this is too much for one button." in shown(one(Actions(buttons=(over,))))


# ---- charts --------------------------------------------------------------------------------------


def chart(labels: int = 2, series: int = 2, label: str = "Priority", title: str = "Totals") -> Chart:
    marks = [Mark(status="green", word=f"Word {n}", shape="●") for n in range(series)]
    return Chart(
        title=title,
        labels=tuple(f"{label} {n}" for n in range(labels)),
        series=tuple((one, tuple(range(1, labels + 1))) for one in marks),
        twin=("Priority 1: 3 green.", "Priority 2: 1 red."),
    )


def test_a_chart_is_drawn_and_always_said_in_sentences() -> None:
    (_, drawn, twin) = blocks_of(one(chart()))

    assert drawn == {
        "type": "data_visualization",
        "title": "Totals",
        "chart": {
            "type": "bar",
            "series": [
                {"name": name, "data": [{"label": "Priority 0", "value": 1}, {"label": "Priority 1", "value": 2}]}
                for name in ("● Word 0", "● Word 1")
            ],
            "axis_config": {"categories": ["Priority 0", "Priority 1"]},
        },
    }
    assert [text["text"] for text in every([twin], "text")] == ["Priority 1: 3 green.", "Priority 2: 1 red."]


def test_a_title_is_said_again_below_a_chart_that_shows_only_its_beginning() -> None:
    long = "t" * 51

    (_, drawn, twin) = blocks_of(one(chart(title=long)))

    assert drawn["title"] != long
    assert every([twin], "text")[0]["text"] == long


def test_a_workspace_that_refuses_charts_gets_the_sentences_alone() -> None:
    assert [block["type"] for block in blocks_of(one(chart()), chart=False)] == ["header", "rich_text"]


@pytest.mark.parametrize(
    ("given_chart", "drawn"),
    [
        (chart(labels=20, series=6), True),
        (chart(labels=21), False),
        (chart(labels=0), False),
        (chart(series=0), False),
        (chart(label="A priority with a very long name"), False),
        (chart(title="t" * 51), True),
    ],
)
def test_a_chart_slack_could_not_hold_is_left_to_its_sentences(given_chart: Chart, drawn: bool) -> None:
    assert bool(every(blocks_of(one(given_chart)), "data_visualization")) is drawn
    assert "Priority 2: 1 red." in shown(one(given_chart))
    sound(one(given_chart))


def test_the_smallest_of_more_series_than_slack_draws_are_one_together() -> None:
    marks = [Mark(status="green", word=f"Word {n}", shape="●") for n in range(8)]
    counted = Chart(title="Totals", labels=("1", "2"), series=tuple((one, (n, 10)) for n, one in enumerate(marks, 1)), twin=("All.",))
    (_, drawn, _) = blocks_of(one(counted))

    series = drawn["chart"]["series"]  # type: ignore[index]
    assert [row["name"] for row in series] == [*(f"● Word {n}" for n in range(3, 8)), "All others"]
    assert [point["value"] for point in series[-1]["data"]] == [1 + 2 + 3, 30]


def test_a_series_that_counts_nothing_takes_no_place_in_the_chart() -> None:
    counted = chart(series=6)
    empty = counted.model_copy(update={"series": (*counted.series, (mark("red"), (0, 0)))})

    assert every(blocks_of(one(empty)), "data_visualization")


def test_a_message_draws_two_charts_and_says_the_third() -> None:
    message = Message(title="T", blocks=(chart(), chart(), chart()))

    assert len(every(blocks_of(message), "data_visualization")) == 2
    sound(message)


def run_chart_of(values: tuple[int | None, ...], **more: object) -> RunChart:
    return run_chart(told(values, **more))  # type: ignore[arg-type]


def test_a_run_chart_is_drawn_as_lines_beside_what_is_wanted() -> None:
    chart_ = run_chart_of((17, 19, 18, 22, 24, 23, 27, 29, 31, 34))
    (_, drawn, twin) = blocks_of(one(chart_))

    series = {row["name"]: [point["value"] for point in row["data"]] for row in drawn["chart"]["series"]}  # type: ignore[index]
    assert series == {
        "Readings": [17, 19, 18, 22, 24, 23, 27, 29, 31, 34],
        "Target 60%": [60] * 10,
        "Average 18%": [18] * 10,
        "Planned path": [40] * 10,
    }
    assert [text["text"] for text in every([twin], "text")][1:] == list(chart_.twin)
    sound(one(chart_))


@pytest.mark.parametrize(
    ("values", "first"),
    [
        ((9, None, 12, 13), "31 March 2026"),  # Slack knows no gaps
        (tuple(range(20, 45)), "30 June 2026"),  # and no more than twenty points
    ],
)
def test_a_run_chart_shows_the_latest_readings_that_a_line_may_lead_through_and_says_so(values: tuple[int, ...], first: str) -> None:
    chart_ = run_chart_of(values)

    assert every(blocks_of(one(chart_)), "data_visualization")
    assert f"The chart shows the readings from {first} on." in shown(one(chart_))
    sound(one(chart_))


@pytest.mark.parametrize("values", [(), (17,), (17, 18, None), (17, None, 18)])
def test_a_run_chart_without_a_line_to_its_latest_reading_is_its_sentences(values: tuple[int, ...]) -> None:
    chart_ = run_chart_of(values, mean=None)

    assert not every(blocks_of(one(chart_)), "data_visualization")
    assert all(said in shown(one(chart_)) for said in (chart_.title, *chart_.twin))
    sound(one(chart_))


# ---- long messages ---------------------------------------------------------------------------------


def lines(count: int, text: str = "A milestone.", buttons: bool = True) -> Items:
    def button(n: int) -> Button:
        return Button(label=f"Update {n}", command=f"update 1.1.{n}")

    return Items(
        lines=tuple(Item(number=n, spans=(Text(text=text),), buttons=(button(n),) if buttons else ()) for n in range(1, count + 1))
    )


def test_a_message_that_fits_is_its_own_only_part() -> None:
    message = one(lines(24))

    assert len(blocks_of(message)) == MOST_BLOCKS - 1
    assert parts(message) == (message,)


def test_a_long_list_has_its_buttons_beside_its_lines_if_that_spares_a_message() -> None:
    message = one(lines(49))

    assert parts(message) == (message,)
    assert [block["type"] for block in blocks_of(message)] == ["header", *["section"] * 49]
    assert [element["value"] for block in blocks_of(message)[1:] for element in (block["accessory"],)] == [
        f"update 1.1.{n}" for n in range(1, 50)
    ]
    sound(message)


def test_a_block_too_many_makes_two_numbered_parts() -> None:
    first, second = parts(one(lines(50)))

    assert (first.title, second.title) == ("Title (1 of 2)", "Title (2 of 2)")
    sound(one(lines(50)))


def test_forty_thousand_letters_are_all_said() -> None:
    text = "Sentence number one stands here. " * 1300
    message = one(Paragraph(spans=(Text(text=text),)))

    said = " ".join(shown(part) for part in parts(message))

    assert said.count("Sentence number one stands here.") == 1300
    sound(message)


def test_a_title_of_forty_thousand_letters_is_all_said_once() -> None:
    message = Message(title="w" * 40_000, blocks=(Paragraph(spans=(Text(text="End."),)),))

    assert sum(shown(part).count("w") for part in parts(message)) >= 40_000
    sound(message)


def test_what_has_no_place_to_be_cut_is_made_to_have_one() -> None:
    long = "y" * 5000
    buttons = tuple(Button(label="b" * 200, command="c" * 1900, spoken="s" * 500) for _ in range(60))
    links = tuple(Link(text="", url=f"https://a.example/{'p' * 1500}{n}") for n in range(20))
    message = Message(
        title="T",
        blocks=(
            Items(heading=long, lines=(Item(spans=links, number=1, buttons=buttons), Item(spans=(Mention(name=long),)))),
            Facts(pairs=((long, links),)),
            Chart(title=long, labels=("1",), series=((mark("red"), (1,)),), twin=(long, long)),
            Actions(buttons=buttons),
            Paragraph(spans=(Link(text=long, url="https://a.example"),)),
        ),
    )

    sound(message)
    assert sum(len(every(blocks_of(part), "button")) for part in parts(message)) == 120
    assert sum(shown(part).count("y") for part in parts(message)) >= 7 * 5000


def test_the_sentences_end_at_a_lines_end_and_say_how_many_more_there_are() -> None:
    message = one(lines(600, buttons=False))

    text = str(body(message)["text"])

    *kept, last = text.split("\n")
    assert len(text) <= MOST_TEXT
    assert kept[-1].endswith("A milestone.")
    assert last == f"{601 - len(kept)} more lines are in the message itself."


def test_the_sentences_are_whole_to_the_last_letter_that_fits() -> None:
    fits = Message(title="a" * MOST_TEXT)

    assert body(fits)["text"] == fits.title
    assert str(body(Message(title="a" * (MOST_TEXT + 1)))["text"]).endswith("…\nOne more line is in the message itself.")


# ---- App Home ---------------------------------------------------------------------------------------


def test_a_home_that_fits_says_it_all() -> None:
    view = home_view(one(lines(98)))

    assert view["type"] == "home"
    assert isinstance(view["blocks"], list) and len(view["blocks"]) == 99
    assert "more line" not in " ".join(words_of(view["blocks"]))


def test_a_line_of_a_home_has_its_one_button_beside_it() -> None:
    green = mark("green")
    item = Item(spans=(Text(text="2.1.3 Recruit a lead."),), mark=green, buttons=(UPDATE,))

    (_, line) = home_blocks(one(Items(lines=(item,))))

    assert line["type"] == "section"
    said = f"🟢 {green.shape} {green.word}: 2.1.3 Recruit a lead."
    assert line["text"] == {"type": "plain_text", "text": said, "emoji": False}
    assert every([line], "button")[0]["value"] == "update 2.1.3"


@pytest.mark.parametrize(
    "item",
    [
        Item(spans=(Link(text="", url="https://a.example/b"),), buttons=(UPDATE,)),
        Item(spans=(Text(text="2.1.3"),), buttons=(UPDATE, UPDATE)),
        Item(spans=(Text(text=" "),), buttons=(UPDATE,)),
    ],
    ids=["a link", "two buttons", "no words"],
)
def test_a_line_of_a_home_that_cannot_stand_beside_a_button_stands_above_it(item: Item) -> None:
    blocks = home_blocks(one(Items(lines=(item,))))

    assert {block["type"] for block in blocks} == {"header", "rich_text", "actions"}
    assert len(every(blocks, "button")) == len(item.buttons)


def test_a_home_that_does_not_fit_says_how_many_more_and_what_to_write() -> None:
    view = home_view(one(lines(109)))

    blocks = view["blocks"]
    assert isinstance(blocks, list) and len(blocks) == 100
    assert list(words_of(blocks))[-1] == "11 more lines do not fit here. Write /milepost mine to see your milestones in full."
    assert blocks[0]["text"]["text"] == "Title"
    assert not faults(view, "home")


# ---- whatever is said ----------------------------------------------------------------------------------

WORDS = st.one_of(st.text(max_size=60), st.text(alphabet="ab <>&*_`\n", max_size=500), st.sampled_from(EVIL))
SPANS: st.SearchStrategy[tuple[Span, ...]] = st.lists(
    st.one_of(
        st.builds(Text, text=WORDS, strong=st.booleans()),
        st.builds(Link, text=WORDS, url=st.one_of(WORDS, st.just("https://a.example/minutes"))),
        st.builds(Mention, name=WORDS),
    ),
    max_size=4,
).map(tuple)
BUTTONS = st.lists(
    st.builds(
        Button, label=WORDS, command=WORDS, style=st.sampled_from(["plain", "primary", "danger"]), spoken=WORDS
    ),
    max_size=3,
).map(tuple)
MARKS = st.sampled_from(["green", "amber", "red", "complete", "not_reported", "assured"]).map(mark)
ITEM = st.builds(Item, spans=SPANS, mark=st.none() | MARKS, number=st.none() | st.integers(1, 99), buttons=BUTTONS)
CHART = st.builds(
    Chart,
    title=WORDS,
    labels=st.lists(WORDS, max_size=3).map(tuple),
    series=st.lists(st.tuples(MARKS, st.lists(st.integers(0, 9), max_size=3).map(tuple)), max_size=7).map(tuple),
    twin=st.lists(WORDS, max_size=3).map(tuple),
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, spans=SPANS),
    st.builds(Facts, pairs=st.lists(st.tuples(WORDS, SPANS), max_size=3).map(tuple)),
    st.builds(Items, heading=WORDS, lines=st.lists(ITEM, max_size=4).map(tuple)),
    CHART,
    st.builds(Actions, buttons=BUTTONS),
)
MESSAGES = st.builds(Message, title=WORDS, blocks=st.lists(BLOCKS, max_size=6).map(tuple))


@tried(60)
@given(MESSAGES)
def test_whatever_is_said_slack_takes_it(message: Message) -> None:
    sound(message)


def test_slacks_own_types_take_what_is_said() -> None:
    messages = [said_by(person) for person in EVIL] + [one(chart()), one(lines(60))]

    payloads = [(body(part, drawn), "message") for message in messages for part in parts(message) for drawn in (True, False)]
    homes = [(home_view(message), "home") for message in messages]

    assert not compiled([*payloads, *homes])


def test_the_judges_see_what_is_wrong() -> None:
    wrong: dict[str, object] = json.loads(json.dumps(body(said_by("fine"))))
    assert not faults(wrong, "message")
    assert isinstance(wrong["blocks"], list)
    wrong["blocks"][0]["text"]["text"] = "t" * 151
    wrong["blocks"][1]["elements"][0]["elements"][0] = {"type": "broadcast", "range": "channel"}
    wrong["blocks"].append({"type": "unheard_of"})
    wrong["text"] = "<!channel>"

    said = " ".join(faults(wrong, "message"))

    for fault in ("header has 151", "a broadcast may ping", "unheard_of", "not escaped"):
        assert fault in said


def test_the_compiler_sees_what_the_models_miss() -> None:
    wrong: dict[str, object] = json.loads(json.dumps(body(said_by("fine"))))
    assert isinstance(wrong["blocks"], list)
    wrong["blocks"][0]["colour"] = "red"

    assert not at_hand() or any("colour" in line for line in compiled([(wrong, "message")]))


def test_a_folded_list_is_a_section_that_slack_folds_unless_something_in_it_would_be_lost() -> None:
    one = Item(mark=mark("red"), spans=(Text(text="1.1.1 Staff left."),))
    linked = Item(spans=(Link(text="Minutes", url="https://example.org/m"),))
    pressed = one.model_copy(update={"buttons": (Button(label="Update", command="update 1.1.1"),)})

    def kinds(*lines: Item) -> list[object]:
        return [block["type"] for block in blocks_of(Message(title="", blocks=(Items(heading="Why", lines=lines, folded=True),)))]

    (section,) = blocks_of(Message(title="", blocks=(Items(heading="Why", lines=(one,), folded=True),)))
    assert section["expand"] is False
    assert section["text"] == {"type": "plain_text", "text": "Why\n• 🟥 ■ Red: 1.1.1 Staff left.", "emoji": False}
    assert kinds(one, linked) == ["rich_text"]
    assert kinds(one, pressed) == ["rich_text", "actions"]
