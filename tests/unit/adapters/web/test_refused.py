"""A refused request is counted every time, and told at most once a minute for each reason."""

from enum import StrEnum

import pytest

from adapters.web.refused import Refused


class Why(StrEnum):
    ONE = "one"
    OTHER = "other"


def test_each_reason_is_told_at_most_once_a_minute_with_how_many_there_were(caplog: pytest.LogCaptureFixture) -> None:
    now = [5.0]
    refused = Refused("slack", Why, lambda: now[0])
    for moment, reason in ((5.0, Why.ONE), (6.0, Why.ONE), (7.0, Why.OTHER), (64.9, Why.ONE), (65.0, Why.ONE), (65.0, Why.ONE)):
        now[0] = moment
        refused.note(reason, "look there")

    assert [record.getMessage().split(":")[1] for record in caplog.records] == [
        " refused one (1 in all since this was last told)",
        " refused other (1 in all since this was last told)",
        " refused one (3 in all since this was last told)",
    ]
