"""The board's business put on the record as its commands put it, for tests of what is told of it."""

from __future__ import annotations

from datetime import date

from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.record.entry import By
from bot.ports.record import Tx
from tests.world.plan import SMALL, email
from tests.world.story import Story


def by_name(tx: Tx, story: Story, name: str, capacity: str) -> tuple[int, str]:
    """Act as somebody of the small plan from now on. Return their number and name."""
    one = next(one for one in tx.people.of(SMALL).persons if one.email == email(name))
    tx.acting(By(at=story.clock(), person=one.id, capacity=capacity))
    return one.id, one.name


async def raised(
    story: Story,
    text: str,
    by: str = "hugo",
    kind: BusinessKind = BusinessKind.CHALLENGE,
    about: tuple[str, ...] = ("1.1.1",),
    owner: str = "Head of Inclusion",
    wanted_by: date | None = None,
    raised_for: str = "",
) -> Item:
    """Somebody raises a piece of business."""

    def begin(tx: Tx) -> Item:
        number, _ = by_name(tx, story, by, "board")
        item = Item(
            plan=SMALL, kind=kind, text=text, about=about, owner=owner, wanted_by=wanted_by, raised_for=raised_for,
            by=number, capacity="board", at=story.clock(),
        )  # fmt: skip
        return tx.business.begin(item)

    return await story.store.transact(begin)


async def done(story: Story, item: Item, deed: Deed, words: str = "", by: str = "keira", **more: str) -> Item:
    """Somebody does something with a piece of business."""

    def step(tx: Tx) -> Item:
        number, _ = by_name(tx, story, by, "Head of Inclusion" if by == "keira" else "board")
        made = Step.model_validate({"deed": deed, "words": words, "by": number, "at": story.clock(), **more})
        return tx.business.step(item, made)

    return await story.store.transact(step)


async def business(story: Story) -> tuple[Item, ...]:
    """All business of the small plan."""
    return await story.store.read(lambda view: view.business.all(SMALL))
