"""Whom Slack vouches for, and which installation serves whom."""

import pytest

from adapters.slack.inbound import Json
from adapters.slack.people import face_of
from adapters.slack.workspaces import Workspace, best

HERE = Workspace("T1", "", "xoxb-1")
SAM: Json = {"id": "U1", "team_id": "T1", "profile": {"email": "sam@example.org", "real_name": "Sam Lee"}}


def test_somebody_of_the_workspace_is_vouched_for_by_e_mail_and_name() -> None:
    face = face_of(SAM, HERE)

    assert (face.email, face.name, face.vouched) == ("sam@example.org", "Sam Lee", True)


@pytest.mark.parametrize("guest", ["is_restricted", "is_ultra_restricted"])
def test_a_guest_is_served_like_anyone_else(guest: str) -> None:
    assert face_of({**SAM, guest: True}, HERE).vouched


@pytest.mark.parametrize("confirmed", [True, None, "no"])
def test_only_a_plain_no_makes_an_e_mail_unverified(confirmed: object) -> None:
    assert face_of({**SAM, "is_email_confirmed": confirmed}, HERE).email == "sam@example.org"
    assert face_of({**SAM, "is_email_confirmed": False}, HERE).email is None


@pytest.mark.parametrize(
    "more", [{"deleted": True}, {"is_bot": True}, {"is_workflow_bot": True}, {"id": "USLACKBOT"}, {"is_stranger": True}, {"team_id": "T2"}]
)
def test_whoever_is_not_to_be_served_is_not_vouched_for(more: Json) -> None:
    assert not face_of({**SAM, **more}, HERE).vouched


def test_an_organisations_people_are_at_home_in_all_its_workspaces() -> None:
    org = Workspace("", "E1", "xoxb-2", org_wide=True)
    part = Workspace("T1", "E1", "xoxb-3")
    elsewhere: Json = {**SAM, "team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}

    assert face_of(elsewhere, org).vouched and face_of(elsewhere, part).vouched
    assert not face_of({**elsewhere, "enterprise_user": {"enterprise_id": "E2"}}, org).vouched


@pytest.mark.parametrize("user", [{}, {"profile": None}, {"profile": {"email": 5}}, {"enterprise_user": [], "team_id": {}}])
def test_an_entry_of_any_shape_is_read(user: Json) -> None:
    assert face_of(user, HERE).email is None


def test_a_team_is_served_by_its_own_installation_before_its_organisations() -> None:
    own, org = Workspace("T1", "E1", "a"), Workspace("", "E1", "b", org_wide=True)

    assert best((org, own), "T1", "E1") is own
    assert best((org, own), "T2", "E1") is org
    assert best((org, own), "T2", "") is org
    assert best((org, own), "T2", "E9") is None
