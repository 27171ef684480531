"""The fields of an entry: whatever a row of the record says is hashed."""

from __future__ import annotations

import pytest

from store.content.fields import FIELDS, Fields
from store.tables import office

# One row an entry, whose kind is hashed: with or without a row that says nothing, it reads alike.
MAY_SAY_NOTHING = {office.SETTINGS, office.ERASURE}


@pytest.mark.parametrize("of", [pytest.param(of, id=table.name) for table, of in FIELDS.items() if table not in MAY_SAY_NOTHING])
def test_no_row_can_say_nothing_but_its_keys(of: Fields) -> None:
    """The keys alone are no field: such a row could be put in or taken out, and no digest would tell."""
    assert any(not of.table.c[name].nullable for name in of.columns)
