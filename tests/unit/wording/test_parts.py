"""Long messages: every part fits, nothing is lost, and a sentence is cut only when it must be."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model.letters.message import Actions, Button, Facts, Item, Items, Message, Paragraph, Text, plain
from bot.wording.letters.parts import split

BUTTON = Button(label="Update 1.1.1", command="update 1.1.1")


def within(most: int):  # type: ignore[no-untyped-def]
    return lambda message: len(message.plain()) <= most


def words_of(message: Message) -> list[str]:
    return [word for line in message.plain().split("\n")[1:] for word in line.replace("- ", " ").split()]


def test_a_message_that_fits_stays_as_it_is() -> None:
    message = Message(title="Title", blocks=(Paragraph(spans=(Text(text="Short."),)),))

    assert split(message, within(100)) == (message,)


def test_lines_of_one_list_are_shared_out_and_the_parts_are_numbered() -> None:
    lines = tuple(Item(number=n, spans=(Text(text=f"Line {n} of the list."),), buttons=(BUTTON,)) for n in range(1, 7))
    message = Message(title="List", blocks=(Items(heading="Please answer", lines=lines), Actions(buttons=(BUTTON,))))

    parts = split(message, within(80))

    assert [part.title for part in parts] == [f"List ({n} of {len(parts)})" for n in range(1, len(parts) + 1)]
    kept = [item for part in parts for block in part.blocks if isinstance(block, Items) for item in block.lines]
    assert tuple(kept) == lines
    assert isinstance(parts[0].blocks[0], Items) and parts[0].blocks[0].heading == "Please answer"
    assert all(within(80)(part) for part in parts)


def test_a_long_line_is_cut_where_a_sentence_ends_and_keeps_its_button_once() -> None:
    text = "First sentence is here. Second sentence is here. Third sentence is here. Fourth sentence is here."
    message = Message(title="T", blocks=(Items(lines=(Item(number=1, spans=(Text(text=text),), buttons=(BUTTON,)),)),))

    parts = split(message, within(70))

    lines = [item for part in parts for block in part.blocks if isinstance(block, Items) for item in block.lines]
    assert all(plain(item.spans).rstrip().endswith(".") for item in lines)
    assert [item.number for item in lines if item.number] == [1]
    assert sum(len(item.buttons) for item in lines) == 1


def test_a_word_longer_than_a_part_is_cut_all_the_same() -> None:
    message = Message(title="T", blocks=(Facts(pairs=(("Label", (Text(text="x" * 500),)),)),))

    parts = split(message, within(100))

    assert all(within(100)(part) for part in parts)
    assert sum(part.plain().count("x") for part in parts) == 500


SENTENCES = st.lists(st.text(alphabet="ab c.!?\n", max_size=120), max_size=8)


@given(SENTENCES, SENTENCES, st.integers(min_value=60, max_value=200))
def test_no_word_is_lost_and_every_part_fits(paragraphs: list[str], lines: list[str], most: int) -> None:
    items = tuple(Item(spans=(Text(text=line), Text(text=" end."))) for line in lines)
    blocks = (*(Paragraph(spans=(Text(text=one),)) for one in paragraphs), Items(lines=items))
    message = Message(title="T", blocks=blocks)

    parts = split(message, within(most))

    assert all(within(most)(part) for part in parts)
    assert "".join(word for part in parts for word in words_of(part)) == "".join(words_of(message))
