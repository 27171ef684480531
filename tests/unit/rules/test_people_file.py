"""A people file loaded again says only what is new since it last spoke of somebody."""

from datetime import date

import pytest

from bot.model.people import PersonRow
from bot.rules.documents.people_file import about, is_new, new_rights

ROW = PersonRow(role="Head", name="Ana", email="Ana@x.uk", rights=("admin",), starts=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("change", "new"),
    [
        ({}, (False, False)),
        ({"row": 9}, (False, False)),
        ({"name": "Anna"}, (True, False)),
        ({"platform": "teams"}, (True, False)),
        ({"ends": date(2025, 3, 31)}, (False, True)),
        ({"deputy_email": "ben@x.uk"}, (False, True)),
    ],
    ids=str,
)
def test_what_a_row_said_before_is_not_new(change: dict[str, object], new: tuple[bool, bool]) -> None:
    assert is_new(ROW.model_copy(update=change), [ROW]) == new
    assert is_new(ROW, []) == (True, True)


def test_rights_are_those_of_all_rows_of_a_person_together() -> None:
    also = ROW.model_copy(update={"role": "Chair", "email": "ana@x.uk", "rights": ("board",)})
    said = {about(ROW): (ROW,), about(also): (also,)}
    assert new_rights([ROW, also], {}) == {"ana@x.uk": "admin board"}
    assert new_rights([also, ROW], said) == {}
    assert new_rights([ROW], said) == {"ana@x.uk": "admin"}
