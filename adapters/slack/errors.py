"""Every way in which Slack says no to a message, classed: try later, can never be reached so, or nobody's doing there. Pure."""

from __future__ import annotations

from typing import assert_never

from adapters.slack.api import Lost, NotSent, Refused
from adapters.web.outgoing import DISTRUSTED
from bot.model.letters.letter import Standstill
from bot.ports.refusals import DeliveryFailed, DeliveryUncertain
from bot.wording.sentences import words

SOON = 5.0  # seconds
LATER = 30.0
REPAIRED = 600.0  # a token or a scope that is put right loses nobody meanwhile
# Slack's documentation: some part of the operation may have succeeded before these were raised.
MAYBE_SENT = ("fatal_error", "internal_error")
TRY_LATER = {
    "ratelimited": LATER,
    "rate_limited": LATER,
    "message_limit_exceeded": LATER,
    "service_unavailable": LATER,
    "request_timeout": SOON,
    "internal_error": SOON,
    "fatal_error": SOON,
    "accesslimited": LATER,
    "team_added_to_org": 300.0,
    "org_login_required": 300.0,
    "external_channel_migrating": 300.0,
    "duplicate_message_not_found": SOON,
    "update_failed": SOON,
}
GONE = {  # Slack's word -> the sentence of [reach]; whoever is meant cannot be reached this way
    "channel_not_found": "channel_not_found",
    "is_inactive": "archived",
    "not_in_channel": "not_in_channel",
    "is_archived": "archived",
    "user_not_found": "no_user",
    "users_not_found": "no_user",
    "user_not_visible": "no_user",
    "user_disabled": "deactivated",
    "user_is_deleted": "deactivated",
    "cannot_dm_bot": "is_bot",
    "user_is_bot": "is_bot",
    "method_not_supported_for_channel_type": "channel_kind",
    "channel_type_not_supported": "channel_kind",
    "restricted_action": "restricted",
    "restricted_action_non_threadable_channel": "restricted",
    "restricted_action_read_only_channel": "restricted",
    "restricted_action_thread_only_channel": "restricted",
    "restricted_action_thread_locked": "restricted",
    "messages_tab_disabled": "no_messages_tab",
    "is_external": "external",
    "slack_connect_file_link_sharing_blocked": "external",
    "team_access_not_granted": "not_granted",
    "not_allowed_token_type": "token",
    "token_revoked": "token",
    "token_expired": "token",
    "invalid_auth": "token",
    "not_authed": "token",
    "account_inactive": "token",
    "no_permission": "permission",
    "missing_scope": "scope",
    "access_denied": "permission",
    "ekm_access_denied": "permission",
    "enterprise_is_restricted": "permission",
    "two_factor_setup_required": "permission",
    "team_not_found": "not_installed",
}

WORKSPACE = {  # Slack's word -> seconds until one letter is tried again, None for the next working day: all of it is meant
    "token_revoked": REPAIRED,
    "token_expired": REPAIRED,
    "invalid_auth": REPAIRED,
    "not_authed": REPAIRED,
    "account_inactive": REPAIRED,
    "not_allowed_token_type": REPAIRED,
    "team_not_found": REPAIRED,
    "team_access_not_granted": None,
    "access_denied": None,
    "ekm_access_denied": None,
    "enterprise_is_restricted": None,
    "two_factor_setup_required": None,
}
NOBODYS = ("messages_tab_disabled", "no_permission")  # the app's settings, not whoever is written to


def delivery_failed(why: NotSent | Lost | Refused) -> DeliveryFailed:
    """Read a failed call that may be repeated at will as a failed delivery."""
    match why:
        case Refused():
            return delivery_refused(why)
        case NotSent():
            key = "certificate" if str(why) in DISTRUSTED else "no_connection"
            return DeliveryFailed(words(f"slack.reach.{key}"), SOON)
        case Lost():
            return DeliveryFailed(words("slack.reach.no_answer"), SOON)
        case _:
            assert_never(why)


def is_operators(why: Refused) -> bool:
    """Say if whoever runs Milepost must put it right, and nobody's address is to blame."""
    return GONE.get(why.error) in ("token", "scope")


def delivery_refused(why: Refused) -> DeliveryFailed:
    """Read Slack's no to a message as a failed delivery: when to try again, or why never, in words for an admin."""
    if why.status == 429 or why.error in TRY_LATER:
        wait = why.retry_after if why.retry_after is not None else TRY_LATER.get(why.error, LATER)
        key = "busy" if why.status == 429 or "limit" in why.error else "trouble"
        return DeliveryFailed(words(f"slack.reach.{key}", {"error": why.error}), wait)
    if why.status >= 500:
        return DeliveryFailed(words("slack.reach.trouble", {"error": why.error}), why.retry_after or SOON)
    if why.error in WORKSPACE:
        return DeliveryFailed(reason(why.error), WORKSPACE[why.error], Standstill.TENANT)
    if is_operators(why):
        return DeliveryFailed(reason(why.error), REPAIRED)
    if why.error in GONE and why.error not in NOBODYS:
        return DeliveryFailed(reason(why.error), None)
    return DeliveryFailed(reason(why.error), None, Standstill.ADDRESS)


def not_installed() -> DeliveryFailed:
    """Say of a workspace that it is without Milepost: all in it wait until it is installed there again."""
    return delivery_refused(Refused("team_not_found"))


def reason(error: str) -> str:
    """Say why somebody cannot be reached, and what to do about it."""
    return words(f"slack.reach.{GONE[error]}", {"error": error}) if error in GONE else words("slack.reach.ours", {"error": error})


def is_ours(why: Refused) -> bool:
    """Say if it was Milepost that asked for something impossible: a fault to report."""
    return why.error not in GONE and why.error not in TRY_LATER and why.status < 429


def may_have_gone(why: Refused) -> bool:
    """Say if the message may stand in Slack although Slack said no."""
    return why.status >= 500 or why.error in MAYBE_SENT


def delivery_uncertain(why: Lost) -> DeliveryUncertain:
    """Read a message that was sent and not answered as an uncertain delivery."""
    return DeliveryUncertain(words("slack.reach.no_answer"))
