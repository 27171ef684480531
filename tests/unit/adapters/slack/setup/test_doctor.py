"""The doctor's findings in a workspace, and what people read when Slack itself fails them."""

from bot.ports.channel import Finding
from tests.world.slack.office import Office

pytest_plugins = ["tests.world.slack.fixtures"]


async def findings(office: Office) -> tuple[Finding, ...]:
    boards = await office.store.read(lambda view: view.plans.board("small"))
    return await office.adapter.examine(boards)


def wrong(found: tuple[Finding, ...]) -> list[str]:
    return [finding.sentence for finding in found if finding.ok is False]


async def test_a_workspace_in_order_is_all_good_and_says_where_events_go(office: Office) -> None:
    await office.person("gwen").types("/milepost board here", channel="board")
    await office.slack.quiet()
    found = await findings(office)

    assert wrong(found) == []
    assert any("/slack/events" in finding.sentence for finding in found)
    assert any(office.board.id in finding.sentence for finding in found)


async def test_a_board_channel_it_was_taken_out_of_is_named_with_what_to_do(office: Office) -> None:
    await office.person("gwen").types("/milepost board here", channel="board")
    await office.slack.quiet()
    office.slack.removes_bot(office.board)
    (sentence,) = wrong(await findings(office))

    assert office.board.id in sentence and "/invite" in sentence


async def test_what_cannot_be_looked_at_is_not_called_good(office: Office) -> None:
    await office.person("gwen").types("/milepost board here", channel="board")
    await office.slack.quiet()
    office.slack.order("conversations.info", "html", status=503)
    unchecked = " ".join(finding.sentence for finding in await findings(office) if finding.ok is None)

    assert "signing secret" in unchecked and f"board channel {office.board.id}" in unchecked


async def test_each_missing_scope_is_named_with_what_it_is_for(office: Office) -> None:
    office.token.scopes = tuple(scope for scope in office.token.scopes if scope not in ("im:history", "users:read.email"))
    found = wrong(await findings(office))

    assert [name for name in ("im:history", "users:read.email") if any(name in sentence for sentence in found)] == [
        "im:history",
        "users:read.email",
    ]


async def test_a_dead_token_and_a_dead_app_token_are_told_apart(closed_office: Office) -> None:
    await closed_office.open(app_token="xapp-wrong")
    closed_office.token.revoked = True
    told = " ".join(wrong(await findings(closed_office)))
    closed_office.slack.world.offences.clear()

    assert "token_revoked" in told and "connections:write" in told


async def test_a_form_that_did_not_open_is_offered_with_a_button(office: Office) -> None:
    keira = office.person("keira")
    office.slack.order("views.open", "error", error="expired_trigger_id")
    await keira.types("/milepost update 1.1.1")
    assert "Nothing is lost" in keira.sees().last
    await keira.presses("Open the form")

    assert keira.modal is not None


async def test_somebody_slack_does_not_name_is_told_so_and_nothing_is_done(office: Office) -> None:
    keira = office.person("keira")
    office.slack.order("users.info", "html", status=503)
    await keira.types("/milepost mine")

    assert "does not say who you are" in keira.sees().last
