"""The methods of the Web API that are used, as strict as Slack's."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from tests.world.slack.blocks import MOST_CHARACTERS, MOST_VIEW_BYTES, characters, faults_of, view_faults
from tests.world.slack.world import Conversation, Json, Posted, SlackError, Team, Token, Upload, User, View, World

MOST_TEXT = 40_000
MOST_ALT = 1_000
MOST_METADATA = 8_000
OUR_BUGS = {
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_arguments",
    "invalid_arg_name",
    "invalid_json",
    "invalid_form_data",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
    "view_too_large",
    "invalid_metadata_format",
    "metadata_too_large",
    "missing_argument",
    "missing_scope",
    "not_allowed_token_type",
    "not_authed",
    "unknown_method",
    "exchanged_trigger_id",
    "invalid_trigger_id",
}


@dataclass
class Asked:
    """One call, authorised: the token, the arguments, the world."""

    world: World
    token: Token
    args: Json

    def text(self, name: str) -> str:
        """Return a string argument, empty if it is not given."""
        value = self.args.get(name)
        return str(value) if value is not None else ""

    def needs(self, *names: str) -> None:
        """Refuse a call without these arguments."""
        for name in names:
            if self.args.get(name) in (None, ""):
                said = [f"[ERROR] missing required field: {name}"]
                raise SlackError("invalid_arguments", response_metadata={"messages": said})

    def thing(self, name: str, broken: str) -> object:
        """A structured argument: JSON in a form, itself in a JSON body."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(broken) from None

    def flag(self, name: str) -> bool:
        """A boolean argument."""
        return str(self.args.get(name, "")).lower() in ("true", "1")

    def conversation(self, writes: bool = True) -> Conversation:
        """The conversation named, for a bot that must be in it."""
        self.needs("channel")
        found = self.world.conversations.get(self.text("channel"))
        if found is None or found.deleted or not self.world.serves(self.token, found.team):
            raise SlackError("channel_not_found")
        if self.team(found).bot not in found.members:
            raise SlackError("channel_not_found" if found.kind == "group" else "not_in_channel")
        if writes and found.archived:
            raise SlackError("is_archived")
        return found

    def team(self, conversation: Conversation) -> Team:
        """The workspace of a conversation."""
        return self.world.teams[conversation.team]

    def user(self, name: str = "user") -> User:
        """The user named, of a workspace that the token reaches or sees through a shared channel."""
        self.needs(name)
        found = self.world.users.get(self.text(name))
        if found is None or not (self.world.serves(self.token, found.team) or self._shares(found)):
            raise SlackError("user_not_found")
        return found

    def _shares(self, user: User) -> bool:
        return any(
            user.id in one.members and self.world.serves(self.token, one.team) for one in self.world.conversations.values()
        )


# ---- messages --------------------------------------------------------------------------------


def auth_test(asked: Asked) -> Json:
    """auth.test"""
    token = asked.token
    if token.team is None:
        enterprise = token.enterprise
        some = next(team for team in asked.world.teams.values() if team.enterprise == enterprise)
        return {
            "url": "https://org.enterprise.example.org/",
            "team": "Organisation",
            "user": "milepost",
            "team_id": enterprise,
            "user_id": some.bot,
            "bot_id": some.bot_id,
            "enterprise_id": enterprise,
            "is_enterprise_install": True,
        }
    team = asked.world.teams[token.team]
    found: Json = {
        "url": f"https://{team.domain}.example.org/",
        "team": team.name,
        "user": "milepost",
        "team_id": team.id,
        "user_id": team.bot,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }
    return {**found, "enterprise_id": team.enterprise} if team.enterprise else found


def body_of(asked: Asked, team: Team) -> tuple[str, list[Json]]:
    """The text and blocks of a message, judged."""
    return judged_body(asked.args.get("text"), asked.thing("blocks", "invalid_blocks_format"), team)


def judged_body(text: object, blocks: object, team: Team) -> tuple[str, list[Json]]:
    """A text and blocks that Slack takes; SlackError for others."""
    words = text if isinstance(text, str) else ""
    if blocks is not None and not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if not words and not blocks:
        raise SlackError("no_text")
    if len(words) > MOST_TEXT:
        raise SlackError("msg_too_long")
    faults = faults_of(blocks or [], "message", frozenset(team.refuses))
    if faults:
        raise SlackError("invalid_blocks", errors=faults, response_metadata={"messages": faults})
    if characters(blocks or []) > MOST_CHARACTERS:
        raise SlackError("msg_blocks_too_long")
    return words, stored(blocks or [])


def stored(blocks: list[Json]) -> list[Json]:
    """Blocks as Slack keeps them: with the ids that were left out."""
    kept = deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements(block):
            if element.get("type") != "image" and "elements" not in element:
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return kept


def elements(block: Json) -> list[Json]:
    """The interactive elements of a block."""
    if block.get("type") == "actions":
        inner = block["elements"]
        assert isinstance(inner, list)
        return inner
    name = {"section": "accessory", "input": "element"}.get(str(block.get("type")))
    one = block.get(name) if name else None
    return [one] if isinstance(one, dict) else []


def metadata_of(asked: Asked) -> Json | None:
    """The metadata of a message, judged."""
    given = asked.thing("metadata", "invalid_metadata_format")
    if given is None or given == {}:
        return None
    if not isinstance(given, dict) or set(given) - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_format")
    if not isinstance(given.get("event_type"), str) or not isinstance(given.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(given)) > MOST_METADATA:
        raise SlackError("metadata_too_large")
    return given


def post_message(asked: Asked) -> Json:
    """chat.postMessage"""
    world = asked.world
    there = world.users.get(asked.text("channel"))
    if there is not None:
        asked.args["channel"] = open_dm(asked, there).id
    conversation = asked.conversation()
    _alive(world, conversation)
    team = asked.team(conversation)
    for harmful in ("link_names", "parse"):
        if asked.text(harmful) not in ("", "none", "False", "false", "0"):
            world.offences.append(f"chat.postMessage with {harmful}={asked.args[harmful]}")
    text, blocks = body_of(asked, team)
    thread = asked.text("thread_ts") or None
    if thread is not None and world.post(conversation.id, thread) is None:
        raise SlackError("thread_not_found")
    made = Posted(
        conversation.id, world.ts(), team.bot, text, blocks, team.bot_id, metadata_of(asked), thread_ts=thread
    )
    world.posts.append(made)
    return {"channel": conversation.id, "ts": made.ts, "message": message_json(world, made)}


def _alive(world: World, conversation: Conversation) -> None:
    if conversation.user is not None and world.users[conversation.user].deleted:
        raise SlackError("user_disabled")


def post_ephemeral(asked: Asked) -> Json:
    """chat.postEphemeral"""
    conversation = asked.conversation()
    user = asked.user()
    if user.id not in conversation.members:
        raise SlackError("user_not_in_channel")
    team = asked.team(conversation)
    text, blocks = body_of(asked, team)
    thread = asked.text("thread_ts") or None
    made = Posted(
        conversation.id, asked.world.ts(), team.bot, text, blocks, team.bot_id, thread_ts=thread, seen_by=user.id
    )
    asked.world.posts.append(made)
    return {"message_ts": made.ts}


def update(asked: Asked) -> Json:
    """chat.update"""
    conversation = asked.conversation()
    asked.needs("ts")
    found = asked.world.post(conversation.id, asked.text("ts"))
    if found is None or found.seen_by is not None:
        raise SlackError("message_not_found")
    if found.bot_id is None:
        raise SlackError("cant_update_message")
    text, blocks = body_of(asked, asked.team(conversation))
    found.versions.append((found.text, found.blocks))
    found.text, found.blocks = text, blocks
    if asked.args.get("metadata") is not None:
        found.metadata = metadata_of(asked)
    return {"channel": conversation.id, "ts": found.ts, "text": text, "message": message_json(asked.world, found)}


def delete(asked: Asked) -> Json:
    """chat.delete"""
    conversation = asked.conversation()
    found = asked.world.post(conversation.id, asked.text("ts"))
    if found is None or found.seen_by is not None:
        raise SlackError("message_not_found")
    if found.bot_id is None:
        raise SlackError("cant_delete_message")
    found.deleted = True
    return {"channel": conversation.id, "ts": found.ts}


def permalink(asked: Asked) -> Json:
    """chat.getPermalink"""
    asked.needs("channel", "message_ts")
    conversation = asked.world.conversations.get(asked.text("channel"))
    if conversation is None or conversation.deleted or not asked.world.serves(asked.token, conversation.team):
        raise SlackError("channel_not_found")
    team = asked.team(conversation)
    if conversation.kind != "channel" and team.bot not in conversation.members:
        raise SlackError("channel_not_found")
    ts = asked.text("message_ts")
    if asked.world.post(conversation.id, ts) is None:
        raise SlackError("message_not_found")
    link = f"https://{team.domain}.slack.example.org/archives/{conversation.id}/p{ts.replace('.', '')}"
    return {"channel": conversation.id, "permalink": link}


def message_json(world: World, post: Posted, metadata: bool = True) -> Json:
    """A message as Slack shows it to an app."""
    shown: Json = {"type": "message", "user": post.user, "text": post.text, "ts": post.ts}
    if post.bot_id:
        shown |= {"bot_id": post.bot_id, "app_id": world.app_id, "subtype": "bot_message"}
        del shown["subtype"]
    if post.blocks:
        shown["blocks"] = deepcopy(post.blocks)
    if post.thread_ts:
        shown |= {"thread_ts": post.thread_ts, "parent_user_id": post.user}
    if metadata and post.metadata:
        shown["metadata"] = post.metadata
    if post.versions:
        shown["edited"] = {"user": post.user, "ts": post.ts}
    return shown


# ---- files ------------------------------------------------------------------------------------


def get_upload_url(asked: Asked) -> Json:
    """files.getUploadURLExternal"""
    asked.needs("filename", "length")
    length = asked.text("length")
    if not length.isdecimal() or not int(length) or len(asked.text("alt_txt")) > MOST_ALT:
        raise SlackError("invalid_arguments")
    key = secrets.token_hex(16)
    made = Upload(asked.world.id("F"), asked.text("filename"), int(length), asked.text("alt_txt"), asked.token.value)
    asked.world.uploads[key] = made
    return {"upload_url": f"{asked.world.uploads_at}/{key}", "file_id": made.id}


def complete_upload(asked: Asked) -> Json:
    """files.completeUploadExternal: shares what was put in its place, each file once, in the one conversation named."""
    world = asked.world
    asked.needs("files")
    given = asked.thing("files", "invalid_arguments")
    if not isinstance(given, list) or not given or not all(isinstance(one, dict) and one.get("id") for one in given):
        raise SlackError("invalid_arguments")
    mine = {one.id: one for one in world.uploads.values() if one.token == asked.token.value and not one.shared}
    if any(one["id"] not in mine or mine[one["id"]].held is None for one in given):
        raise SlackError("file_not_found")
    asked.args["channel"] = asked.args.get("channel_id")
    conversation = asked.conversation()  # without one the file would be seen by nobody
    _alive(world, conversation)
    thread = asked.text("thread_ts") or None
    under = world.post(conversation.id, thread) if thread is not None else None
    if thread is not None and (under is None or under.thread_ts not in (None, thread)):
        raise SlackError("invalid_arguments")
    files = [mine[one["id"]] for one in given]
    for one, told in zip(files, given, strict=True):
        one.shared, one.title = True, str(told.get("title") or one.name)
    team = asked.team(conversation)
    text = asked.text("initial_comment")
    world.posts.append(Posted(conversation.id, world.ts(), team.bot, text, [], team.bot_id, thread_ts=thread, files=tuple(files)))
    return {"files": [{"id": one.id, "title": one.title} for one in files]}


# ---- conversations and people -------------------------------------------------------------------


def open_dm(asked: Asked, user: User) -> Conversation:
    """The direct message with a person, opened."""
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    if not asked.world.serves(asked.token, user.team):
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    return asked.world.dm(user)


def conversations_open(asked: Asked) -> Json:
    """conversations.open"""
    if asked.text("channel"):
        return {"channel": {"id": asked.conversation(writes=False).id}}
    if not asked.text("users"):
        raise SlackError("users_list_not_supplied")
    names = asked.text("users").split(",")
    if len(names) > 8:
        raise SlackError("too_many_users")
    if len(names) > 1:
        raise SlackError("missing_scope", needed="mpim:write", provided=",".join(asked.token.scopes))
    found = asked.world.users.get(names[0])
    if found is None:
        raise SlackError("user_not_found")
    known = any(one.user == found.id for one in asked.world.conversations.values())
    opened = open_dm(asked, found)
    return {"no_op": known, "already_open": known, "channel": {"id": opened.id}}


def conversations_info(asked: Asked) -> Json:
    """conversations.info"""
    asked.needs("channel")
    found = asked.world.conversations.get(asked.text("channel"))
    if found is None or found.deleted or not asked.world.serves(asked.token, found.team):
        raise SlackError("channel_not_found")
    member = asked.team(found).bot in found.members
    if found.kind == "group" and not member:
        raise SlackError("channel_not_found")
    _history_scope(asked, found, "read")
    shown: Json = {
        "id": found.id,
        "name": found.name,
        "is_channel": found.kind == "channel",
        "is_group": found.kind == "group",
        "is_im": found.kind == "im",
        "is_private": found.kind != "channel",
        "is_archived": found.archived,
        "is_ext_shared": found.shared,
        "is_member": member,
        "context_team_id": found.team,
    }
    if found.kind == "im":
        for name in ("name", "is_channel", "is_group", "is_member", "is_private"):
            del shown[name]
        assert found.user is not None
        shown |= {"user": found.user, "is_user_deleted": asked.world.users[found.user].deleted}
    return {"channel": shown}


def _history_scope(asked: Asked, conversation: Conversation, right: str) -> None:
    needed = {"im": "im", "channel": "channels", "group": "groups"}[conversation.kind] + f":{right}"
    if needed not in asked.token.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(asked.token.scopes))


def _is_listed(post: Posted, thread: str) -> bool:
    """Whether a thread has this message, or if none is meant the conversation itself."""
    return thread in (post.ts, post.thread_ts) if thread else post.thread_ts in (None, post.ts)


def history(asked: Asked) -> Json:
    """conversations.history, and conversations.replies if a message is named"""
    conversation = asked.conversation(writes=False)
    _history_scope(asked, conversation, "history")
    limit = int(asked.text("limit") or 100)
    if not 1 <= limit <= 999:
        raise SlackError("invalid_limit")
    oldest, latest = asked.text("oldest") or "0", asked.text("latest") or "9999999999"
    inclusive = asked.flag("inclusive")

    def inside(ts: str) -> bool:
        at, first, last = float(ts), float(oldest), float(latest)
        return first < at < last or (inclusive and at in (first, last))

    try:
        start = int(asked.text("cursor").removeprefix("c")) if asked.text("cursor") else 0
    except ValueError:
        raise SlackError("invalid_cursor") from None
    found = [
        post
        for post in reversed(list(asked.world.in_channel(conversation.id)))
        if post.seen_by is None and _is_listed(post, asked.text("ts")) and inside(post.ts)
    ]
    page, rest = found[start : start + limit], found[start + limit :]
    all_metadata = asked.flag("include_all_metadata")
    answer: Json = {
        "messages": [message_json(asked.world, post, all_metadata) for post in page],
        "has_more": bool(rest),
        "pin_count": 0,
    }
    if rest:
        answer["response_metadata"] = {"next_cursor": f"c{start + limit}"}
    return answer


def user_json(asked: Asked, user: User) -> Json:
    """An account as Slack shows it to a token."""
    profile: Json = {"real_name": user.real_name, "display_name": user.name, "team": user.team}
    if user.email and "users:read.email" in asked.token.scopes:
        profile["email"] = user.email
    here = asked.world.serves(asked.token, user.team)
    shown: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(asked.world.now()),
    }
    if not user.deleted:
        shown |= {
            "real_name": user.real_name,
            "tz": user.zone,
            "is_admin": False,
            "is_owner": False,
            "is_restricted": user.is_restricted,
            "is_ultra_restricted": user.is_ultra_restricted,
        }
    if user.is_email_confirmed is not None and here:
        shown["is_email_confirmed"] = user.is_email_confirmed
    org = asked.world.teams[user.team].enterprise
    if org:
        shown["enterprise_user"] = {
            "id": user.id,
            "enterprise_id": org,
            "enterprise_name": "Organisation",
            "is_admin": False,
            "is_owner": False,
            "teams": [user.team],
        }
    if not here:
        shown["is_stranger"] = True
    return shown


def users_info(asked: Asked) -> Json:
    """users.info"""
    return {"user": user_json(asked, asked.user())}


def users_list(asked: Asked) -> Json:
    """users.list"""
    limit, cursor, team = int(asked.text("limit") or 0), asked.text("cursor"), asked.token.team or asked.text("team_id")
    if not team:
        raise SlackError("missing_argument")
    if not 1 <= limit <= 1000:
        raise SlackError("limit_required" if not limit else "invalid_limit")
    if cursor and not cursor.removeprefix("u").isdigit():
        raise SlackError("invalid_cursor")
    start = int(cursor.removeprefix("u") or 0)
    everybody = [one for one in asked.world.users.values() if one.team == team and asked.world.serves(asked.token, team)]
    page, rest = everybody[start : start + limit], everybody[start + limit :]
    shown = [user_json(asked, one) for one in page]
    return {"members": shown, "response_metadata": {"next_cursor": f"u{start + limit}" if rest else ""}}


def lookup_by_email(asked: Asked) -> Json:
    """users.lookupByEmail"""
    asked.needs("email")
    wanted = asked.text("email").casefold()
    for user in asked.world.users.values():
        same = user.email is not None and user.email.casefold() == wanted
        if same and not user.deleted and asked.world.serves(asked.token, user.team):
            return {"user": user_json(asked, user)}
    raise SlackError("users_not_found")


# ---- views -----------------------------------------------------------------------------------------


def judged_view(view: object, kind: str, team: Team) -> Json:
    """A view that Slack takes; SlackError for others."""
    faults = view_faults(view, kind, frozenset(team.refuses))
    if faults:
        raise SlackError("invalid_arguments", response_metadata={"messages": faults})
    assert isinstance(view, dict)
    if len(json.dumps(view)) > MOST_VIEW_BYTES:
        raise SlackError("view_too_large")
    return {**view, "blocks": stored(view["blocks"])}


def show(world: World, body: Json, user: str, team: str, previous: View | None) -> View:
    """Put a modal on a person's screen."""
    made = View(world.id("V"), team, user, body, fresh_hash(world), root="", previous=previous.id if previous else None)
    made.root = previous.root if previous else made.id
    made.state = initial_state(body)
    world.views[made.id] = made
    return made


def fresh_hash(world: World) -> str:
    """A hash no view had before."""
    return f"{int(world.now())}.{secrets.token_hex(4)}"


def initial_state(body: Json) -> dict[str, dict[str, Json]]:
    """What a form's fields hold before anyone types."""
    state: dict[str, dict[str, Json]] = {}
    blocks = body["blocks"]
    assert isinstance(blocks, list)
    for block in blocks:
        for element in elements(block):
            if block["type"] == "input" or element["type"] not in ("button", "image", "overflow"):
                state.setdefault(str(block["block_id"]), {})[str(element["action_id"])] = initial_value(element)
    return state


def initial_value(element: Json) -> Json:
    """What one field holds before anyone types."""
    kind = str(element["type"])
    field, initial = {
        "static_select": ("selected_option", "initial_option"),
        "radio_buttons": ("selected_option", "initial_option"),
        "checkboxes": ("selected_options", "initial_options"),
        "multi_static_select": ("selected_options", "initial_options"),
        "datepicker": ("selected_date", "initial_date"),
        "users_select": ("selected_user", "initial_user"),
        "conversations_select": ("selected_conversation", "initial_conversation"),
    }.get(kind, ("value", "initial_value"))
    empty: object = [] if field == "selected_options" else None
    return {"type": kind, field: element.get(initial) or empty}


def replace(world: World, view: View, body: Json) -> None:
    """Draw a view anew: what was typed stays if the block and the field keep their ids, as in Slack's clients."""
    fresh = initial_state(body)
    for block, fields in fresh.items():
        for field in fields:
            typed = view.state.get(block, {}).get(field)
            if typed is not None and typed["type"] == fields[field]["type"]:
                fields[field] = typed
    view.body, view.state, view.hash = body, fresh, fresh_hash(world)


def views_open(asked: Asked) -> Json:
    """views.open"""
    asked.needs("trigger_id", "view")
    return _opened(asked, None)


def views_push(asked: Asked) -> Json:
    """views.push"""
    asked.needs("trigger_id", "view")
    user = asked.world.triggers.get(asked.text("trigger_id"), (0.0, "", ""))[1]
    stack = [view for view in asked.world.views.values() if view.user == user and view.open]
    if not stack:
        raise SlackError("view_not_found")
    if len(stack) >= 3:
        raise SlackError("push_limit_reached")
    return _opened(asked, stack[-1])


def _opened(asked: Asked, previous: View | None) -> Json:
    world = asked.world
    view = asked.thing("view", "invalid_arguments")
    known = world.triggers.get(asked.text("trigger_id"))
    if known is None or not world.serves(asked.token, known[2]):
        raise SlackError("invalid_trigger_id")
    body = judged_view(view, "modal", world.teams[known[2]])
    user, team = world.spend(asked.args.get("trigger_id"))
    if previous is None:
        for other in world.views.values():
            other.open = other.open and other.user != user
    return {"view": view_json(world, show(world, body, user, team, previous))}


def views_update(asked: Asked) -> Json:
    """views.update"""
    asked.needs("view")
    world = asked.world
    found = world.views.get(asked.text("view_id"))
    if found is None and asked.text("external_id"):
        found = next((v for v in world.views.values() if v.body.get("external_id") == asked.text("external_id")), None)
    if found is None or not found.open or not world.serves(asked.token, found.team):
        raise SlackError("not_found")
    if asked.text("hash") and asked.text("hash") != found.hash:
        raise SlackError("hash_conflict")
    replace(world, found, judged_view(asked.thing("view", "invalid_arguments"), "modal", world.teams[found.team]))
    return {"view": view_json(world, found)}


def views_publish(asked: Asked) -> Json:
    """views.publish"""
    asked.needs("user_id", "view")
    world = asked.world
    user = world.users.get(asked.text("user_id"))
    if user is None or not world.serves(asked.token, user.team) or user.is_bot or user.deleted:
        raise SlackError("invalid_arguments" if user is None else "user_not_found")
    team = world.teams[user.team]
    if not team.home_enabled:
        raise SlackError("not_enabled")
    body = judged_view(asked.thing("view", "invalid_arguments"), "home", team)
    known = world.homes.get((team.id, user.id))
    if known is None:
        known = View(world.id("V"), team.id, user.id, body, fresh_hash(world))
        known.root = known.id
        known.state = initial_state(body)
        world.homes[team.id, user.id] = known
        world.views[known.id] = known
    else:
        if asked.text("hash") and asked.text("hash") != known.hash:
            raise SlackError("hash_conflict")
        replace(world, known, body)
    return {"view": view_json(world, known)}


def view_json(world: World, view: View, state: bool = False) -> Json:
    """A view as Slack shows it to an app."""
    team = world.teams[view.team]
    body = deepcopy(view.body)
    shown: Json = {
        "id": view.id,
        "team_id": view.team,
        "type": body["type"],
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": deepcopy(view.state)} if state else {"values": {}},
        "hash": view.hash,
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "app_id": world.app_id,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": view.team,
        "bot_id": team.bot_id,
    }
    if body["type"] == "modal":
        shown |= {name: body.get(name) for name in ("title", "close", "submit")}
    return shown


# ---- the table ---------------------------------------------------------------------------------------

Method = Callable[[Asked], Json]
METHODS: dict[str, tuple[tuple[str, ...], Method]] = {
    "auth.test": ((), auth_test),
    "chat.postMessage": (("chat:write",), post_message),
    "chat.postEphemeral": (("chat:write",), post_ephemeral),
    "chat.update": (("chat:write",), update),
    "chat.delete": (("chat:write",), delete),
    "chat.getPermalink": ((), permalink),
    "files.getUploadURLExternal": (("files:write",), get_upload_url),
    "files.completeUploadExternal": (("files:write",), complete_upload),
    "conversations.open": (("im:write", "mpim:write", "channels:manage", "groups:write"), conversations_open),
    "conversations.info": (("channels:read", "groups:read", "im:read", "mpim:read"), conversations_info),
    "conversations.replies": (("channels:history", "groups:history", "im:history", "mpim:history"), history),
    "conversations.history": (("channels:history", "groups:history", "im:history", "mpim:history"), history),
    "users.info": (("users:read",), users_info),
    "users.list": (("users:read",), users_list),
    "users.lookupByEmail": (("users:read.email",), lookup_by_email),
    "views.open": ((), views_open),
    "views.push": ((), views_push),
    "views.update": ((), views_update),
    "views.publish": ((), views_publish),
}
FORM_ONLY = {"users.info", "users.list", "users.lookupByEmail", "chat.getPermalink", "conversations.info", "oauth.v2.access", "files.getUploadURLExternal"}
