"""Who holds what, said in chat and by a file: the file that says nothing new takes nothing back."""

from __future__ import annotations

from tests.world.plan import PEOPLE, SMALL, row
from tests.world.story import Story


async def test_whom_an_admin_put_in_a_role_stays_in_it_when_the_same_file_is_loaded_again(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("holder Head of Inclusion ben@example.org")
    assert "held by Ben" in await gwen.says("yes")

    rows = [row(name) for name in PEOPLE]
    assert await story.store.transact(lambda tx: tx.people.save(SMALL, rows)) == (0, 0)

    named = await gwen.says("who 1.1.1")
    assert "Ben" in named and "Keira" not in named
    await story.advance(days=1)
    assert "1.1.1" in story.letters["ben"][0] and story.letters["keira"] == []
