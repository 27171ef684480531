"""A plan's policy: its sections, what goes together in it, and how it is kept."""

from datetime import date

import pytest
from pydantic import ValidationError

from bot.model.plan import Milestone
from bot.model.policy import Policy, Weekday
from bot.model.setting import Unfit


def unfit(**sections: object) -> tuple[str, tuple[str | int, ...]]:
    """The name and the whole key of what does not fit."""
    with pytest.raises(ValidationError) as found:
        Policy.model_validate(sections)
    (fault,) = found.value.errors()
    error = fault["ctx"]["error"]
    assert isinstance(error, Unfit)
    return error.name, (*fault["loc"], *error.key)


def of(ref: str) -> Milestone:
    return Milestone(ref=ref, text="Do")


@pytest.mark.parametrize(
    ("section", "values", "name", "key"),
    [
        ("calendar", {"zone": "Nowhere/Land"}, "zone", ("calendar", "zone")),
        ("asking", {"rungs": (2, 7)}, "falling", ("asking", "rungs")),
        ("asking", {"rungs": (7, 7)}, "falling", ("asking", "rungs")),
        ("asking", {"overdue_after": (10, 5)}, "rising", ("asking", "overdue_after")),
        ("asking", {"escalate_after": (15, 25)}, "overdue", ("asking", "escalate_after")),
        ("asking", {"escalate_after": (25, 25)}, "escalation", ("asking", "escalate_after")),
        ("asking", {"opens": "17:00"}, "hours", ("asking", "opens")),
        ("asking", {"opens": "09:00:30"}, "time", ("asking", "opens")),
        ("asking", {"only": {"2": {"overdue_after": (30,)}}}, "overdue", ("asking", "only", "2", "overdue_after")),
        ("digest", {"at": "17:00"}, "digest_late", ("digest", "at")),
        ("risk", {"bands": [{"to": 9, "word": "low"}, {"to": 4, "word": "high"}]}, "bands_rise", ("risk", "bands")),
        ("risk", {"bands": [{"to": 24, "word": "low"}]}, "bands_end", ("risk", "bands")),
        ("risk", {"impact": ("a", "b", "c", "d", "e", "f")}, "bands_end", ("risk", "impact")),
        ("risk", {"likelihood": ("a", "b")}, "report_from", ("risk", "likelihood")),
        ("risk", {"likelihood": ("rare", "Rare")}, "twice", ("risk", "likelihood", 1)),
        ("calendar", {"closures": [{"from": "2025-12-24", "to": "2025-12-23"}]}, "backwards", ("calendar", "closures", 0, "to")),
        ("calendar", {"closures": [{"from": "2025-01-01", "to": "2025-12-23"}]}, "long_closure", ("calendar", "closures", 0, "to")),
    ],
)
def test_what_cannot_be_is_named_by_its_key(section: str, values: object, name: str, key: tuple[str | int, ...]) -> None:
    assert unfit(**{section: values}) == (name, key)


def test_terms_come_one_after_the_other() -> None:
    autumn = {"name": "Autumn", "from": "2025-09-02", "to": "2025-12-19"}
    spring = {"name": "Spring", "from": "2025-12-19", "to": "2026-03-27"}
    assert unfit(calendar={"terms": [autumn, spring]}) == ("terms", ("calendar", "terms", 1))


def test_an_action_inherits_from_its_priority_and_that_from_the_plan() -> None:
    only = {"2": {"rungs": (7, 0), "cycle_months": 2}, "2.1": {"rungs": (3,)}}
    asking = Policy.model_validate({"asking": {"overdue_after": (6,), "only": only}}).asking

    found = {ref: (ladder.rungs, ladder.overdue_after, ladder.cycle_months) for ref in ("1.1.1", "2.1.4", "2.2.1") for ladder in (asking.of(of(ref)),)}
    assert found == {
        "1.1.1": ((28, 14, 7, 2, 0), (6,), 1),
        "2.1.4": ((3,), (6,), 2),
        "2.2.1": ((7, 0), (6,), 2),
    }


def test_it_is_kept_as_it_was_and_in_the_shape_of_the_file() -> None:
    closed = {"from": date(2025, 12, 24), "to": date(2026, 1, 2), "what": "council closed"}
    policy = Policy.model_validate({"calendar": {"closures": [closed]}, "asking": {"closes": "16:30"}, "digest": {"weekday": "friday"}})
    kept = policy.model_dump(mode="json", by_alias=True)

    assert Policy.model_validate_json(policy.model_dump_json(by_alias=True)) == policy
    assert kept["calendar"]["closures"] == [{"from": "2025-12-24", "to": "2026-01-02", "what": "council closed"}]
    assert kept["asking"]["closes"] == "16:30"
    assert policy.digest.weekday is Weekday.FRIDAY
    assert policy.digest.weekday.number == 4
