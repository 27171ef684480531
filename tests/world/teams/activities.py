"""Activities as Teams sends them."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from uuid import uuid4

from tests.world.teams.directory import Conversation, Json, Person

BOT = "Milepost"


class Sheet:
    """Writes the activities of one person in one conversation."""

    def __init__(self, app_id: str, base: str, person: Person, there: Conversation, thread: str | None = None) -> None:
        self._bot: Json = {"id": f"28:{app_id}", "name": BOT}
        self._person = person
        self._there = there
        self._thread = thread
        self.service_url = f"{base}/{there.region}/"

    def message(self, number: str, text: str, mention: bool) -> Json:
        """Something typed, the bot mentioned first if asked for."""
        said = f"<at>{BOT}</at>\u00a0{text}\n" if mention else text
        mentioned = [{"type": "mention", "mentioned": self._bot, "text": f"<at>{BOT}</at>"}] if mention else []
        html = {"contentType": "text/html", "content": f"<div><p>{said}</p></div>"}
        activity = self._activity("message", number, text=said, textFormat="plain", attachments=[html])
        entities = activity["entities"]
        assert isinstance(entities, list)
        return {**activity, "entities": [*mentioned, *entities]}

    def with_file(self, number: str, text: str, name: str, url: str) -> Json:
        """A file sent with or without words, kept in SharePoint."""
        said = self.message(number, text, False)
        content = {"downloadUrl": url, "uniqueId": str(uuid4()), "fileType": name.rpartition(".")[2]}
        file = {"contentType": "application/vnd.microsoft.teams.file.download.info", "contentUrl": url, "content": content, "name": name}
        html = said["attachments"] if text else []
        assert isinstance(html, list)
        return {**said, "attachments": [*html, file]}

    def quoting(self, number: str, text: str, quoted: str, preview: str, form: str) -> Json:
        """Something typed as a reply that quotes a message: as clients of today do ("entity"), and as older ones did."""
        said = self.message(number, text, False)
        if form == "entity":
            entity = {"type": "quotedReply", "quotedReply": {"messageId": quoted, "preview": preview, "senderName": BOT}}
            entities = said["entities"]
            assert isinstance(entities, list)
            return {**said, "text": f'<quoted messageId="{quoted}"/> {text}', "entities": [entity, *entities]}
        block = (
            f'<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="{quoted}">\n'
            f'<strong itemprop="mri" itemid="{self._bot["id"]}">{BOT}</strong><span itemprop="time" itemid="{quoted}"></span>\n'
            f'<p itemprop="preview">{escape(preview)}</p>\n</blockquote>'
        )
        html = {"contentType": "text/html", "content": f"{block}\n<p>{escape(text)}</p>"}
        return {**said, "text": f"{BOT} {preview}\n\n{text}", "attachments": [html]}

    def submitted(self, number: str, value: Json, card: str) -> Json:
        """An Action.Submit pressed on a message's card."""
        return self._activity("message", number, value=value, replyToId=card)

    def invoke(self, name: str, value: Json, card: str | None) -> Json:
        """A call that is answered in the same response."""
        activity = self._activity("invoke", f"f:{uuid4()}", name=name, value=value)
        return {**activity, "replyToId": card} if card else activity

    def edited(self, number: str, text: str) -> Json:
        """A message changed after it was sent."""
        activity = self.message(number, text, self._there.kind != "personal")
        return self._with_event({**activity, "type": "messageUpdate"}, "editMessage")

    def deleted(self, number: str) -> Json:
        """A message taken back."""
        return self._with_event(self._activity("messageDelete", number), "softDeleteMessage")

    def reaction(self, to: str, kind: str, added: bool = True) -> Json:
        """A reaction to a message, put there or taken away."""
        return self._activity(
            "messageReaction", f"f:{uuid4()}", replyToId=to, **{f"reactions{'Added' if added else 'Removed'}": [{"type": kind}]}
        )

    def installation(self, action: str) -> Json:
        """The app put in or taken out: action `add`, `remove`, or with `-upgrade`."""
        return self._activity("installationUpdate", f"f:{uuid4()}", action=action)

    def members(self, change: str, who: list[Json]) -> Json:
        """Members added or removed; `change` is `Added` or `Removed`."""
        return self._activity("conversationUpdate", f"f:{uuid4()}", **{f"members{change}": who})

    def bot_added(self) -> Json:
        """The update that goes with putting the app in."""
        return self.members("Added", [{"id": self._bot["id"]}])

    def _activity(self, kind: str, number: str, **more: object) -> Json:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        return {
            "type": kind,
            "id": number,
            "channelId": "msteams",
            "timestamp": moment.replace("+00:00", "Z"),
            "localTimestamp": moment,
            "localTimezone": "Europe/London",
            "serviceUrl": self.service_url,
            "from": self._person.account(),
            "recipient": self._bot,
            "conversation": self._conversation(),
            "channelData": self._channel_data(),
            "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web", "timezone": "Europe/London"}],
            "locale": "en-GB",
            **more,
        }

    def _conversation(self) -> Json:
        there = self._there
        thread = f";messageid={self._thread}" if self._thread else ""
        whole: Json = {"id": f"{there.id}{thread}", "conversationType": there.kind, "tenantId": self._person.tenant}
        return whole if there.kind == "personal" else {**whole, "isGroup": True, "name": there.name}

    def _channel_data(self) -> Json:
        there = self._there
        tenant: Json = {"tenant": {"id": self._person.tenant}}
        if there.kind != "channel":
            return tenant
        channel: Json = {"teamsChannelId": there.id, "teamsTeamId": there.team, "channel": {"id": there.id}, "team": {"id": there.team}}
        return tenant | channel

    def _with_event(self, activity: Json, event: str) -> Json:
        data = activity["channelData"]
        assert isinstance(data, dict)
        return {**activity, "channelData": {**data, "eventType": event}}
