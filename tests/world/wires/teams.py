"""Teams: signed activities to the adapter's route, and the stand-in of `tests.world.teams` behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from adapters.teams.channel import Teams as Adapter
from bot.ports.channel import Handle, Heed
from bot.ports.clock import Clock
from tests.world.listening import Listening, milepost
from tests.world.plan import BOARD, PEOPLE, STRANGER
from tests.world.teams import HOME, TeamsPlatform, cards
from tests.world.teams import Seat as Client
from tests.world.teams.client import CARD, Shown
from tests.world.teams.directory import Json, Posted
from tests.world.wires import Seat, Wire

HASTE = 1000.0  # the stand-in takes more than the published limits
EVERYONE = dict.fromkeys((*PEOPLE, STRANGER), HOME)


class TeamsWire(Wire):
    """Teams with Milepost in it: who is in which tenant, and which region a tenant is in if it is not the usual."""

    platform = "teams"
    calendar = True

    def __init__(self, clock: Clock, people: Mapping[str, str] = EVERYONE, regions: Mapping[str, str] | None = None) -> None:
        self.clock = clock
        self.people = people
        self.regions = regions or {}
        self.teams = TeamsPlatform()
        self.taken: dict[str, dict[str, bytes]] = {}  # by name: the files that came into somebody's own
        self.channel: Adapter
        self.served: Listening | None = None

    async def open(self) -> None:
        await self.teams.start()
        made = [self.teams.person(name, tenant, region=self.regions.get(tenant, "emea")) for name, tenant in self.people.items()]
        self.teams.directory.channel(BOARD, [person for person in made if person.tenant == HOME])
        settings = self.teams.settings(*dict.fromkeys(self.people.values())).model_copy(update={"reads_files": True, "sends_files": True})
        self.channel = Adapter(settings, self.clock, HASTE)
        await self.channel.start()

    async def serve(self, handle: Handle, heed: Heed) -> None:
        self.served = await milepost(self.channel, handle, heed)
        self.teams.milepost = self.served.url

    async def arrive(self) -> None:
        """Everyone has the app, and was welcomed."""
        await asyncio.gather(*(self.teams.user(name).installs() for name in self.people if name != STRANGER))

    async def refresh(self) -> None:
        return

    async def close(self) -> None:
        if self.served is not None:
            await self.served.close()
        await self.channel.close()
        await self.teams.close()
        wrong = [call for call in self.teams.connector.calls if call.status in (400, 401, 413)]
        assert not wrong, wrong

    def parsed(self) -> list[str]:
        """All words in all that was posted that a client reads as markup."""
        posts = [post for there in self.teams.directory.conversations.values() for post in there.bot_posts()]
        return [words for post in posts for card in _cards(post) for words in cards.parsed(card)]

    def seat(self, name: str) -> TeamsSeat:
        return TeamsSeat(self, name, self.teams.user(name))


class TeamsSeat(Seat):
    """One person."""

    def __init__(self, wire: TeamsWire, name: str, client: Client) -> None:
        self.wire = wire
        self.name = name
        self.client = client
        self.taken = wire.taken.setdefault(name, {})

    def at(self, room: str) -> TeamsSeat:
        return TeamsSeat(self.wire, self.name, self.client.at(room))

    # ---- the screen

    def count(self) -> int:
        return len(self.client.posts())

    def messages(self) -> list[str]:
        reads = self.client.screen.reads
        return [reads(post) for post in self.client.posts()]

    def notices(self) -> list[str]:
        dialog = self.client.screen.dialog
        told = [dialog.drawn.text] if dialog and not dialog.drawn.inputs else []
        return [*self.client.screen.notices, *told]

    def form(self) -> str | None:
        card = self._form_card()
        return card.drawn.text if card else None

    def _form_card(self) -> Shown | None:
        screen = self.client.screen
        if screen.dialog is not None and screen.dialog.drawn.inputs:
            return screen.dialog
        shown = (one for post in reversed(self.client.posts()) for one in screen.cards(post))
        return next((one for one in shown if one.drawn.inputs), None)

    def holds(self, question: str) -> str:
        asked = self._question(question)
        held = str(asked.get("value") or "")
        choices = asked.get("choices")
        offered = choices if isinstance(choices, list) else []
        return next((str(choice["title"]) for choice in offered if choice["value"] == held), held)

    def offers(self, question: str) -> list[str]:
        choices = self._question(question)["choices"]
        assert isinstance(choices, list)
        return [str(choice["title"]) for choice in choices]

    def _question(self, name: str) -> Json:
        card = self._form_card()
        assert card is not None, "no form is open"
        asked = card.drawn.inputs
        found = [one for one in asked if name == one["id"]] or [one for one in asked if str(one["label"]).startswith(name)]
        assert found, f"no question {name!r} among {[one['label'] for one in asked]}"
        return found[0]

    def buttons(self) -> list[str]:
        return [str(action["title"]) for one in self.client.shown() for action in one.drawn.actions]

    async def files(self) -> dict[str, bytes]:
        for name in list(self.client.offers()):
            held = await self.client.accepts(name)
            if held is not None:
                self.taken[name] = held
        return dict(self.taken)

    # ---- deeds

    async def _say(self, text: str) -> None:
        await self.client.says(text)

    async def _press(self, label: str, times: int) -> None:
        same = [self.client.card(label) for _ in range(times - 1)]
        await self.client.presses(label)
        for card in same:
            await self.client.presses(label, on=card)

    async def _bring(self, name: str, held: bytes) -> None:
        await self.client.sends_file(name, held)

    async def _again(self) -> None:
        for answered in await self.client.again():
            assert answered.status == 200, answered

    async def fills(self, answers: Mapping[str, str]) -> None:
        self.client.fills(dict(answers))

    async def closes(self) -> None:
        self.client.closes_dialog()

    # ---- the account

    async def installs(self) -> str:
        before = self._screen()
        await self.client.installs(answered=not before)
        return self._new(before)

    async def leaves(self) -> None:
        await self.client.uninstalls()

    async def vanishes(self) -> None:
        self.client.person.blocked = True


def _cards(post: Posted) -> list[Json]:
    found = post.activity.get("attachments")
    return [one["content"] for one in found if one["contentType"] == CARD] if isinstance(found, list) else []
