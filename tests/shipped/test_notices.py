"""Who made what is shipped is told, and told of what is shipped now."""

from __future__ import annotations

from tests.shipped.notices import NOTICES, written


def test_the_page_of_what_others_made_is_of_the_lock_as_it_is() -> None:
    assert NOTICES.read_text() == written(), "the lock has changed: make notices"
