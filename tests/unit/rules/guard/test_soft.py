"""What is asked about gently: each rule at its edges, and the law that nothing of what was declared is changed by any."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.people import People, Person
from bot.model.plan import Action, Milestone, Plan, Role
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.doubt import DoubtKind, Misfit
from bot.model.updates.update import Evidence, Standing, Update
from bot.rules.guard.links import risks
from bot.rules.guard.path import names_of, of_path
from bot.rules.guard.same_words import folded
from bot.rules.guard.soft import Declared, misfits, of_words
from tests.laws import tried
from tests.world.guard_lines import BY_HAND, SERVICES, VENUES, ordinary

TODAY = date(2026, 6, 15)
STEP = Milestone(ref="1.1.1", text="Do", due=date(2026, 9, 30), owners=("Head of SEND",))
PLAN = Plan(
    short="p",
    title="P",
    actions=(Action(ref="1.1", priority=1, title="A", milestones=(STEP,)),),
    roles=(Role(name="Head of SEND", aliases=("HoS",)), Role(name="Director of Children's Services")),
)
PEOPLE = People(persons=(Person(id=1, name="Priya Shah-Nolan", email="priya@gmail.com"), Person(id=2, name="Will May", email="w@x.org")))
NAMES = names_of(PLAN, PEOPLE)


def an_update(**more: object) -> Update:
    facts: dict[str, object] = {"status": Status.GREEN, "by": 1, "by_name": "", "capacity": "Head of SEND", **more}
    return Update.model_validate({"plan": "p", "ref": "1.1.1", "at": datetime(2026, 6, 15, 9, tzinfo=UTC), **facts})


def found(update: Update, standing: Standing | None = None, due: date | None = STEP.due, **more: object) -> list[DoubtKind]:
    declared = Declared(STEP, update, due, standing or Standing(ref="1.1.1"), **more)  # type: ignore[arg-type]
    return [one.kind for one in misfits(declared, TODAY, Policy(), NAMES)]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("the pupil Amy Jones", [DoubtKind.CHILD_NAMED]),
        ("her son, Élodie O'Brien-Smith", [DoubtKind.CHILD_NAMED]),
        ("a child called Amy Jones", [DoubtKind.CHILD_NAMED]),
        ("CHILD Amy\nJones", [DoubtKind.CHILD_NAMED]),
        ("We saw the child. Preston North agreed", []),
        ("the Pupil Referral Unit and Child Protection Conference", []),
        ("each child has Amy", []),
        ("pupil Amy went", [DoubtKind.CHILD_NAMED]),
        ("child Tommy waits", [DoubtKind.CHILD_NAMED]),
        ("the Pupil Premium and Child Health, a child Mostly seen", []),
        ("child A and pupil B.", [DoubtKind.CHILD_LETTER]),
        ("the child I met, a child A&E saw, child Alone", []),
        ("young person C", [DoubtKind.CHILD_LETTER]),
        ("write to amy.jones@gmail.com", [DoubtKind.EMAIL]),
        ("write to priya@gmail.com or send@lancashire.gov.uk", []),
        ("9434765919", [DoubtKind.BARE_NUMBER]),
        ("the family of 9434765919, seen in May", [DoubtKind.BARE_NUMBER]),
        ("seen (case 9434765919).", [DoubtKind.BARE_NUMBER]),
        ("9434765918, 1234567890 and 1111111111", []),  # the last digit does not check
        ("PO 9434765919, order no. 9434765919, ref: 9434765919, contract number 9434765919, ID: 9434765919", []),
        ("\u00a39434765919, +449434765919, tel 9434765919, https://e.org/9434765919, x=9434765919, 9434765919.50", []),
        ("INV-9434765919, A9434765919, 94347659190, 0943476590", []),
        ("lives at PR1 8XJ", [DoubtKind.POSTCODE]),
        ("lives at pr1 8xj", [DoubtKind.POSTCODE]),
        ("lives at PR18XJ", [DoubtKind.POSTCODE]),
        ("Y7 1st, KS2 4th, E1 2nd visit, Q1 2AB, form 8A 1BC", []),
        ("child A at PR1 8XJ", [DoubtKind.CHILD_LETTER, DoubtKind.POSTCODE]),
    ],
)
def test_what_looks_like_a_child_is_found(words: str, kinds: list[DoubtKind]) -> None:
    assert [one.kind for one in of_words(words, NAMES)] == kinds


def test_of_a_thousand_ordinary_lines_none_is_taken_to_hold_an_nhs_number() -> None:
    assert [one for one in ordinary(1_000) if Misfit(DoubtKind.BARE_NUMBER) in of_words(one, NAMES)] == []


def test_names_of_services_and_venues_are_let_through_but_for_a_postcode_in_them() -> None:
    asked = [one for one in (*SERVICES, *VENUES, *BY_HAND) if list(of_words(one, NAMES))]

    assert asked == ["County Hall, Preston PR1 8XJ", "Grid reference SD 53 29, unit 12, PR5 6AW"]


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("Head of SEND hires two by 3 June", []),
        ("the head of send's team hires by the end of term", []),
        ("HoS asks in 2027", []),
        ("the director of children’s services decides next week", []),
        ("Priya hires by June", []),
        ("ask w@x.org by Friday", []),
        ("we will hire by June", [DoubtKind.PATH_UNOWNED]),  # "will" and "may" are words of any sentence
        ("Head of SEND hires two", [DoubtKind.PATH_UNDATED]),
        ("try harder", [DoubtKind.PATH_UNDATED, DoubtKind.PATH_UNOWNED]),
    ],
)
def test_a_path_to_green_names_a_date_and_somebody(path: str, kinds: list[DoubtKind]) -> None:
    assert [one.kind for one in of_path(path, NAMES)] == kinds


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({"forecast": date(2026, 6, 14)}, [DoubtKind.FORECAST_PAST]),
        ({"forecast": TODAY}, []),
        ({"forecast": date(2026, 9, 30)}, []),
        ({"forecast": date(2026, 10, 1)}, [DoubtKind.FORECAST_LATE]),
        ({"forecast": date(2026, 10, 1), "status": Status.RED, "path_to_green": "HoS by June"}, []),
        ({"forecast": date(2086, 10, 1)}, [DoubtKind.FORECAST_FAR, DoubtKind.FORECAST_LATE]),
        ({"status": Status.COMPLETE, "no_evidence_reason": "to come"}, [DoubtKind.NO_EVIDENCE]),
        ({"status": Status.COMPLETE, "forecast": date(2020, 1, 1), "evidence": (Evidence(url="https://x.org"),)}, []),
    ],
)
def test_a_colour_and_its_dates_fit(more: dict[str, object], kinds: list[DoubtKind]) -> None:
    assert found(an_update(**more)) == kinds


def test_green_after_the_due_date_is_asked_about_with_all_that_does_not_fit_beside_it() -> None:
    late = an_update(forecast=date(2026, 5, 1))

    assert found(late, due=date(2026, 4, 1)) == [DoubtKind.FORECAST_PAST, DoubtKind.FORECAST_LATE, DoubtKind.OVERDUE]
    assert misfits(Declared(STEP, late, date(2026, 4, 1), Standing(ref="1.1.1")), TODAY, Policy(), NAMES)[2] == Misfit(
        DoubtKind.OVERDUE, date(2026, 4, 1)
    )


def test_a_forecast_is_asked_about_once_it_moves_a_third_time_and_not_if_it_comes_nearer() -> None:
    before = an_update(id=7, forecast=date(2026, 8, 1))
    twice, once = Standing(ref="1.1.1", update=before, slips=3, moves=1), Standing(ref="1.1.1", update=before, slips=2, moves=1)

    assert found(an_update(forecast=date(2026, 9, 1)), twice) == [DoubtKind.MOVED_AGAIN]
    assert found(an_update(forecast=date(2026, 7, 1)), twice) == []
    assert found(an_update(forecast=date(2026, 9, 1)), once) == []
    assert found(an_update(forecast=date(2026, 9, 1), corrects=7), twice) == []


def test_the_same_words_are_those_of_the_last_two_months_in_which_anything_was_said() -> None:
    def said(month: int, words: str) -> Update:
        return an_update(id=month, narrative=words, at=datetime(2026, month, 10, 9, tzinfo=UTC))

    now = an_update(narrative="Two posts open, as of 12 June!")
    standing = Standing(ref="1.1.1", update=said(5, "two posts OPEN as of 3 May"))
    same, other = said(4, "two posts open -- as of 2 April"), said(4, "three posts open")

    assert found(now, standing, earlier=(same, said(5, "two posts OPEN as of 3 May"))) == [DoubtKind.SAME_WORDS]
    assert found(now, standing, earlier=(said(2, "two posts open as of 2 February"), said(5, "two posts open as of"))) == [DoubtKind.SAME_WORDS]
    assert found(now, standing, earlier=(other, said(5, "two posts open as of 3 May"))) == []
    assert found(now, standing, earlier=(said(5, "two posts open as of"), said(6, "two posts open as of"))) == []
    assert found(now, standing, again=True, earlier=(same, said(5, "two posts open as of"))) == []


def test_words_are_folded_to_what_they_say() -> None:
    assert folded("Two  posts, OPEN (since 12/03/2026)") == folded("two posts open since\n3 April")
    assert folded("two posts") != folded("two posters")


def test_only_new_words_are_asked_about() -> None:
    before = an_update(id=7, status=Status.AMBER, narrative="child A waits", path_to_green="try harder")
    standing = Standing(ref="1.1.1", update=before)

    assert found(an_update(status=Status.RED, narrative="child A waits", path_to_green="try harder"), standing) == []
    assert found(an_update(narrative="child B waits"), standing) == [DoubtKind.CHILD_LETTER]


@pytest.mark.parametrize(
    ("link", "warned"),
    [
        ("https://x.sharepoint.com/sites/send/a.docx", []),
        ("https://x-my.sharepoint.com/personal/k_x/a.docx", ["personal_drive"]),
        ("https://x.sharepoint.com/:x:/g/abc", ["anyone"]),
        ("https://x.sharepoint.com/guestaccess.aspx?a=1", ["anyone"]),
        ("https://drive.google.com/file/d/1?usp=sharing", ["personal_drive", "anyone"]),
        ("https://www.dropbox.com/scl/fi/1/a.pdf?rlkey=2&dl=0", ["personal_drive", "anyone"]),
        ("https://1drv.ms/w/1", ["personal_drive"]),
        ("https://www.icloud.com/pages/1", ["personal_drive"]),
        ("https://store.blob.core.windows.net/a?sv=1&sig=abc", ["anyone"]),
        ("https://lancashire.gov.uk/a.pdf?dl=1", []),
        ("https://[bad", []),
    ],
)
def test_links_open_to_too_many_are_warned_of(link: str, warned: list[str]) -> None:
    assert [risk.value for risk in risks(link)] == warned


TEXT = st.one_of(st.text(max_size=60), st.sampled_from(("child A", "pupil Amy Jones", "PR1 8XJ", "by June", "Head of SEND", "a@gmail.com")))
DAY = st.one_of(st.none(), st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1)))


@tried(500)
@given(status=st.sampled_from(Status), words=st.tuples(TEXT, TEXT, TEXT), forecast=DAY, due=DAY, again=st.booleans())
def test_the_guard_never_alters_what_was_declared_and_asks_in_one_order(
    status: Status, words: tuple[str, str, str], forecast: date | None, due: date | None, again: bool
) -> None:
    narrative, path, reason = words
    update = an_update(status=status, narrative=narrative, path_to_green=path or "p", no_evidence_reason=reason or "r", forecast=forecast)
    before = update.model_dump_json()
    kinds = found(update, Standing(ref="1.1.1", update=update if again else None), due, again=again)

    assert update.model_dump_json() == before
    assert kinds == sorted(set(kinds), key=list(DoubtKind).index)
    assert found(update, Standing(ref="1.1.1", update=update if again else None), due, again=again) == kinds
