"""Every way Slack says no, classed."""

import pytest

from adapters.slack.api import Lost, NotSent, Refused
from adapters.slack.errors import GONE, TRY_LATER, WORKSPACE, delivery_failed, delivery_refused, is_ours, may_have_gone, reason
from bot.model.letters.letter import Standstill


@pytest.mark.parametrize("error", sorted(TRY_LATER))
def test_slacks_own_trouble_is_tried_again(error: str) -> None:
    assert (delivery_refused(Refused(error)).retry_in or 0) > 0


def test_a_pause_asked_for_is_kept_to_the_second() -> None:
    assert delivery_refused(Refused("ratelimited", 429, 17.0)).retry_in == 17.0


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_is_tried_again_and_may_have_delivered(status: int) -> None:
    why = Refused(f"http_{status}", status)

    assert (delivery_refused(why).retry_in or 0) > 0
    assert may_have_gone(why)


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "is_archived", "user_disabled", "cannot_dm_bot"])
def test_who_cannot_be_reached_is_given_up_with_a_reason(error: str) -> None:
    assert delivery_refused(Refused(error)).is_permanent
    assert not is_ours(Refused(error))


@pytest.mark.parametrize("error", ["token_revoked", "invalid_auth", "missing_scope"])
def test_a_token_that_is_put_right_loses_nobody(error: str) -> None:
    assert (delivery_refused(Refused(error)).retry_in or 0) > 60
    assert not delivery_refused(Refused(error)).is_permanent


@pytest.mark.parametrize("error", sorted(WORKSPACE))
def test_what_is_the_whole_workspaces_is_laid_at_nobodys_door(error: str) -> None:
    assert delivery_refused(Refused(error)).standstill is Standstill.TENANT
    assert not is_ours(Refused(error))


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_too_long", "something_new"])
def test_what_slack_does_not_take_is_ours_to_put_right(error: str) -> None:
    assert is_ours(Refused(error))
    assert delivery_refused(Refused(error)).standstill is Standstill.ADDRESS  # tried on other days, for a release may mend it
    assert error in delivery_refused(Refused(error)).reason


def test_what_was_not_sent_or_not_answered_is_tried_again() -> None:
    assert (delivery_failed(NotSent("x")).retry_in or 0) > 0
    assert (delivery_failed(Lost("x")).retry_in or 0) > 0
    assert "certificate" in delivery_failed(NotSent("ClientConnectorCertificateError")).reason


@pytest.mark.parametrize("error", sorted(GONE))
def test_every_reason_has_its_words(error: str) -> None:
    assert len(reason(error)) > 10
