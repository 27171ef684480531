"""A new account for somebody Milepost knows: it waits until they, or an admin, say that it is theirs. Over every wire.

The new account speaks on no wire of the story's: what it is told is what the desk says to it (tests/wire has it for each
platform). Everything that the person known before sees and does is on their own wire.
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count

import pytest

from bot.conversation.desk import Desk
from bot.model.letters.talk import Chat, Inbound, Notice, Reply, Say, Sender
from bot.model.people import PersonRow
from bot.model.tenants import Served, Tenant
from tests.world.plan import email
from tests.world.story import Story

NUMBERS = count()
CODE = re.compile(r"confirm ([A-Z2-9]{6})\b")


class Account:
    """An account that nobody has met, on a platform of its own."""

    def __init__(
        self, story: Story, name: str, platform: str = "teams", tenant: str = "new", id_: str = "", desk: Desk | None = None
    ) -> None:
        self.story = story
        self.desk = desk or story.desk
        self.sender = Sender(platform=platform, tenant=tenant, id=id_ or f"new-{name}", email=email(name), name=f"{name} anew")

    async def says(self, text: str) -> str:
        return _read(await self.desk.handle(self._inbound(text)))

    async def sends(self, text: str, answers: dict[str, str]) -> str:
        return _read(await self.desk.handle(self._inbound(text).model_copy(update={"answers": answers})))

    def _inbound(self, text: str) -> Inbound:
        return Inbound(id=f"new:{next(NUMBERS)}", sender=self.sender, chat=Chat(id=self.sender.id), said=text)

    async def installs(self) -> str:
        return _read(await self.desk.heed(Notice(sender=self.sender, route="r")))

    def with_email(self, name: str) -> Account:
        other = Account(self.story, name)
        other.sender = self.sender.model_copy(update={"email": email(name)})
        return other


def _read(reply: Reply) -> str:
    assert isinstance(reply, Say)
    return reply.message.plain()


async def known(story: Story, name: str) -> None:
    """Somebody has spoken, so that Milepost knows them where they are."""
    await story.person(name).says("mine")


async def joins(story: Story, platform: str | None = None) -> None:
    """Nina comes to the plan, and has spoken nowhere yet."""
    nina = PersonRow(role="Chief Nursing Officer", name="Nina", email=email("nina"), platform=platform)
    await story.store.transact(lambda tx: tx.people.save("small", [nina]))


async def letter(story: Story, name: str) -> str:
    """The letter that tells somebody of a new account."""
    await story.round()
    found = [one for one in story.letters[name] if "Is this new account yours?" in one]
    assert found, story.letters[name]
    return found[-1]


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found, text
    return found[1]


async def test_a_new_account_waits_until_its_person_says_it_is_theirs(story: Story) -> None:
    await known(story, "keira")
    new = Account(story, "keira")
    for said in ("mine", "status", "1.1.1 green all well", "yes", "home", "board here", "history 1.1.1"):
        told = await new.says(said)
        assert "waiting to be confirmed" in told and "1.1.1" not in told and "small plan" not in told
    assert "waiting to be confirmed" in await new.sends("update 1.1.1", {"status:1.1.1": "green"})
    assert "waiting to be confirmed" in await new.installs()
    assert await story.said_of("1.1.1") == []

    told = await letter(story, "keira")
    assert "keira anew" in told and "Microsoft Teams" in told and email("keira") in told
    assert {"It is me", "It is not me"} <= set(story.person("keira").buttons())
    assert (await story.person("keira").presses("It is me")).startswith("Confirmed")

    assert "1.1.1" in await new.says("mine")


async def test_a_code_may_be_typed_and_works_once(story: Story) -> None:
    await known(story, "keira")
    new = Account(story, "keira")
    await new.says("mine")
    code = code_in(await letter(story, "keira"))
    keira = story.person("keira")

    assert (await keira.says(f"Confirm {code.lower()}")).startswith("Confirmed")
    assert "No account is waiting" not in await keira.again()
    assert "No account is waiting" in await keira.says(f"confirm {code}")
    assert "No account is waiting" in await keira.says(f"refuse {code}")
    assert "1.1.1" in await new.says("mine")


async def test_an_account_that_is_refused_gets_nothing_until_an_admin_says_otherwise(story: Story) -> None:
    await known(story, "keira")
    new = Account(story, "keira")
    await new.says("mine")
    await letter(story, "keira")
    assert (await story.person("keira").presses("It is not me")).startswith("Refused")

    told = await new.says("mine")
    assert "was refused" in told and "1.1.1" not in told
    gwen = story.person("gwen")
    shown = await gwen.says(f"confirm {email('keira')} on teams")
    assert "refused before" in shown and "keira anew, account new-keira" in shown and "It last wrote on" in shown
    assert "was refused" in await new.says("mine")
    (label,) = [one for one in gwen.buttons() if one.startswith("Confirm ")]
    assert "No account is waiting" in await story.person("keira").says(label)
    assert (await gwen.presses(label)).startswith("Confirmed")
    assert "1.1.1" in await new.says("mine")


async def test_a_refused_account_that_has_not_written_for_a_week_is_not_confirmed_by_the_old_button(story: Story) -> None:
    await known(story, "keira")
    new = Account(story, "keira")
    await new.says("mine")
    await letter(story, "keira")
    await story.person("keira").presses("It is not me")
    gwen = story.person("gwen")
    await gwen.says(f"confirm {email('keira')} on teams")
    (label,) = [one for one in gwen.buttons() if one.startswith("Confirm ")]
    story.clock.moment += timedelta(days=8)
    assert "No account is waiting" in await gwen.says(label)
    assert "was refused" in await new.says("mine")


@pytest.mark.parametrize("said", ["confirm ABC234", "holder Head of Inclusion ben@example.org", "history 9.9.9"])
async def test_an_account_that_is_told_no_is_still_the_one_that_spoke_first(story: Story, said: str) -> None:
    await joins(story)
    first, second = Account(story, "nina", id_="first"), Account(story, "nina", id_="second")
    assert "waiting to be confirmed" not in await first.says(said)
    assert "waiting to be confirmed" in await second.says("mine")
    assert "1.1.2" in await first.says("mine")


async def test_a_stranger_is_told_no_and_not_noted(story: Story) -> None:
    eve = Account(story, "eve")
    told = await eve.says("confirm ABC234")
    assert "No account is waiting" not in told and "waiting to be confirmed" not in told


async def test_an_admin_may_confirm_and_the_person_is_told_where_they_were_known(story: Story) -> None:
    await known(story, "keira")
    new = Account(story, "keira")
    await new.says("mine")
    await letter(story, "keira")
    assert (await story.person("gwen").says(f"confirm {email('keira')} on teams")).startswith("Confirmed")
    assert "1.1.1" in await new.says("mine")

    story.clock.moment += timedelta(days=1)
    await story.round()
    assert any("A new account was confirmed for you" in one and "Gwen" in one for one in story.letters["keira"])


async def test_only_an_admin_may_confirm_for_somebody_else(story: Story) -> None:
    await known(story, "keira")
    new = Account(story, "keira")
    await new.says("mine")
    code = code_in(await letter(story, "keira"))

    assert "Only an admin" in await story.person("ben").says(f"confirm {email('keira')} on teams")
    assert "No account is waiting" in await story.person("ben").says(f"confirm {code}")
    assert "waiting to be confirmed" in await new.says(f"confirm {code}")
    assert "waiting to be confirmed" in await new.says("mine")
    assert (await story.person("gwen").says(f"confirm {code}")).startswith("Confirmed")


async def test_an_admin_who_confirms_nobody_is_told_so(story: Story) -> None:
    assert "No account on Slack is waiting" in await story.person("gwen").says(f"confirm {email('ben')} on slack")
    assert "Nobody with the e-mail" in await story.person("gwen").says("confirm eve@example.org on slack")


async def test_an_account_that_has_not_written_for_a_week_is_not_confirmed_by_an_admin(story: Story) -> None:
    await known(story, "keira")
    new = Account(story, "keira")
    await new.says("mine")
    story.clock.moment += timedelta(days=7, seconds=1)
    assert "need to write to Milepost there first" in await story.person("gwen").says(f"confirm {email('keira')} on teams")

    await new.says("mine")
    assert (await story.person("gwen").says(f"confirm {email('keira')} on teams")).startswith("Confirmed")


async def test_an_admins_own_new_account_waits_like_any_other(story: Story) -> None:
    await known(story, "gwen")
    new = Account(story, "gwen")
    assert "waiting to be confirmed" in await new.says(f"confirm {email('gwen')} on teams")
    assert "waiting to be confirmed" in await new.says("seed roles")


async def test_a_code_ends_after_a_day_and_the_next_one_is_written_when_the_account_speaks_again(story: Story) -> None:
    await known(story, "keira")
    new = Account(story, "keira")
    await new.says("mine")
    code = code_in(await letter(story, "keira"))
    story.clock.moment += timedelta(hours=24, seconds=1)
    assert "No account is waiting" in await story.person("keira").says(f"confirm {code}")

    await new.says("mine")
    fresh = code_in(await letter(story, "keira"))
    assert fresh != code
    assert (await story.person("keira").says(f"confirm {fresh}")).startswith("Confirmed")


async def test_however_many_accounts_say_to_be_somebody_they_are_told_once_a_day(story: Story) -> None:
    await known(story, "keira")
    told = [await Account(story, "keira", id_=f"new-{n}").says("mine") for n in range(4)]
    assert all("waiting to be confirmed" in one for one in told)
    assert "next tomorrow" in told[1] and "cannot ask there again today" in told[2]

    await story.round()
    assert len([one for one in story.letters["keira"] if "Is this new account yours?" in one]) == 1
    story.clock.moment += timedelta(days=1)
    await story.round()
    assert len([one for one in story.letters["keira"] if "Is this new account yours?" in one]) == 2


async def test_of_several_accounts_an_admin_says_which(story: Story) -> None:
    await known(story, "keira")
    right, wrong = Account(story, "keira", id_="right"), Account(story, "keira", id_="wrong")
    await right.says("mine")
    await wrong.says("mine")
    told = await story.person("gwen").says(f"confirm {email('keira')} on teams")
    assert "right" in told and "wrong" in told
    buttons = [one for one in story.person("gwen").buttons() if one.startswith("Confirm ")]
    assert len(buttons) == 2
    lines = [line for line in told.splitlines() if "account right" in line]
    label = next((one for one in buttons if lines and one.removeprefix("Confirm ") in lines[0]), buttons[0])
    await story.person("gwen").presses(label)

    assert sorted(["1.1.1" in await right.says("mine"), "1.1.1" in await wrong.says("mine")]) == [False, True]


async def test_an_account_whose_e_mail_changes_stays_who_it_was(story: Story) -> None:
    await joins(story)
    nina = Account(story, "nina")
    assert "1.1.2" in await nina.says("mine")

    changed = nina.with_email("gwen")
    assert "Only an admin" in await changed.says("seed roles")
    assert "1.1.2" in await changed.says("mine")


async def test_an_account_that_waits_and_changes_its_e_mail_is_not_confirmed_for_whom_it_was(story: Story) -> None:
    await known(story, "keira")
    new = Account(story, "keira")
    await new.says("mine")
    code = code_in(await letter(story, "keira"))
    await joins(story)
    assert "1.1.2" in await new.with_email("nina").says("mine")  # nobody's yet, and Nina has no account: so it is hers

    assert "No account is waiting" in await story.person("keira").says(f"confirm {code}")
    assert "1.1.1" not in await new.with_email("keira").says("mine")


async def test_somebody_never_met_is_introduced_by_their_e_mail(story: Story) -> None:
    await joins(story)
    served = Served(tenants=(("teams", Tenant(id="new", domains=("example.org",))), ("slack", Tenant(id="other"))))
    desk = Desk(story.store, story.clock, served=lambda: served)
    assert "1.1.2" in await Account(story, "nina", desk=desk).says("mine")
    assert "does not know you" in await Account(story, "keira", "slack", "other", desk=desk).says("mine")

    third = Account(story, "keira", "slack", "third", desk=desk)
    assert await third.says("mine") == await third.installs() == "Milepost is not served in this place."


async def test_the_platform_in_the_people_file_holds_for_speaking_too(story: Story) -> None:
    await joins(story, platform="slack")
    told = await Account(story, "nina").says("mine")

    assert "you use Milepost on Slack" in told and "1.1.2" not in told
    assert "1.1.2" in await Account(story, "nina", "slack").says("mine")


async def test_a_letter_about_a_new_account_comes_though_the_plan_is_paused_and_after_hours(story: Story) -> None:
    await known(story, "keira")
    await story.person("gwen").says("pause all")
    await story.person("gwen").says("yes")
    story.clock.moment = story.clock.moment.replace(hour=22)
    await Account(story, "keira").says("mine")

    await letter(story, "keira")


async def test_an_account_that_speaks_in_another_place_of_its_organisation_is_the_same(story: Story) -> None:
    await joins(story)
    nina = Account(story, "nina", tenant="first")
    nina.sender = nina.sender.model_copy(update={"home": "organisation"})
    assert "1.1.2" in await nina.says("mine")

    nina.sender = nina.sender.model_copy(update={"tenant": "second"})
    assert "1.1.2" in await nina.says("mine")
    twin = Account(story, "nina", tenant="second", id_="another")
    assert "waiting to be confirmed" in await twin.says("mine")
