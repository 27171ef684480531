"""What is said over every channel: each kind of block, each status, what is long, and what means harm."""

from __future__ import annotations

from bot.model.letters.message import Actions, Button, Chart, Facts, Item, Items, Link, Mention, Message, Paragraph, Text
from bot.wording.measures.chart import run_chart
from bot.wording.sentences import mark
from tests.world.measure_samples import told

STATUSES = ("not_started", "green", "amber", "red", "complete", "not_reported", "not_yet_asked", "asked", "assured")
HOSTILE = {
    "a ping": "<!channel> <!here> <@U000000001> @everyone",
    "markup": "*bold* _it_ ~gone~ `code` **b** # head",
    "a list": "1. one - two + three",
    "a disguised link": "[your bank](http://evil.example/x) <https://evil.example|bank>",
    "a mention": "<at>all</at> <at id='0'>Keira</at>",
    "escapes": "&lt;!channel&gt; &amp; {{DATE(2020-01-01,SHORT)}} {0} %s ${x}",
    "right to left": "start \u202e\u2067gnitirw end",
    "zero width": "a\u200bb\u200dc\u2060d\ufeffe",
    "combining": "z" + "\u0301" * 60,
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "an emoji's name": "I am :tada: 10:30:45",
}
LONG = "".join(f"Sentence number {n} of a long one. " for n in range(1, 1_100))  # some 40,000 letters


def said(*sentences: str) -> Message:
    """A message of paragraphs."""
    return Message(title="A letter", blocks=tuple(Paragraph(spans=(Text(text=one),)) for one in sentences))


EVERY_BLOCK = Message(
    title="The title of it",
    blocks=(
        Paragraph(
            spans=(
                Text(text="Plain words, "),
                Text(text="strong words, ", strong=True),
                Link(text="minutes of May", url="https://example.org/minutes"),
                Text(text=" by "),
                Mention(name="Keira Jones"),
            )
        ),
        Paragraph(spans=(Link(text="", url="https://example.org/bare"),)),
        Facts(pairs=(("Baseline", (Text(text="41 per cent"),)), ("Target", (Text(text="90 per cent"),)))),
        Items(
            heading="What is asked",
            lines=(
                Item(number=1, spans=(Text(text="First line"),), buttons=(Button(label="Do one", command="do 1"),)),
                Item(number=2, mark=mark("red"), spans=(Text(text="Second line"),)),
                Item(spans=(Text(text="A line without number"),)),
            ),
        ),
        Chart(
            title="By priority",
            labels=("Priority 1", "Priority 2"),
            series=((mark("green"), (3, 1)), (mark("red"), (0, 2))),
            twin=("Priority 1: 3 green.", "Priority 2: 1 green, 2 red."),
        ),
        run_chart(told((17, 19, None, 22, 24))),
        Actions(buttons=(Button(label="Go on", command="go on", style="primary"), Button(label="Stop", command="stop", style="danger"))),
    ),
)
WORDS = (
    "The title of it", "Plain words, strong words, ", "minutes of May", "https://example.org/minutes", "Keira Jones",
    "https://example.org/bare", "Baseline: 41 per cent", "Target: 90 per cent", "What is asked", "First line", "Second line",
    "■ Red", "A line without number", "By priority", "Priority 1: 3 green.", "Priority 2: 1 green, 2 red.",
    "Plans issued within 20 weeks", "Latest reading: 24% at 31 May 2026.", "A gap is a reading of fewer than 5.",
)  # fmt: skip


def spread(text: str) -> Message:
    """The text wherever a person's words may stand."""
    return Message(
        title=f"About {text}",
        blocks=(
            Paragraph(spans=(Text(text=f"P {text} p "), Text(text=text, strong=True), Mention(name=f"M {text}"))),
            Facts(pairs=((f"F {text}", (Text(text=f"V {text}"),)),)),
            Items(heading=f"H {text}", lines=(Item(spans=(Text(text=f"I {text}"),), mark=mark("red"), number=1),)),
            Paragraph(spans=(Link(text=f"L {text}", url="https://example.org/x"), Link(text="bank", url="javascript:alert(1)"))),
        ),
    )
