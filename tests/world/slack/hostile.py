"""Payloads as no Slack would send them: every field of a real one dropped, or put to something it must not be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy

from tests.world.slack.delivery import Delivery, encoded
from tests.world.slack.office import Office
from tests.world.slack.world import Json

DROPPED = object()
LONG = "x" * 20_000
VALUES: dict[str, object] = {
    "dropped": DROPPED,
    "null": None,
    "a number": 7,
    "a list": [{"type": "x"}, None, 3],
    "an object": {"id": {"id": 1}},
    "true": True,
    "empty": "",
    "long": LONG,
    "emoji": "\U0001f9e8\u200d\U0001f468\U0001f3fd",
    "right to left": "\u202edrowssap\u2066\u200b",
    "NUL": "a\x00b",
    "half a character": "\ud83d",
    "markup": "<!channel> *bold* <http://evil.example|bank>",
}


def paths(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where every field of a payload is."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield (*at, name)
        yield from paths(one, (*at, name))


def changed(payload: Json, path: tuple[str | int, ...], value: object) -> Json:
    """The payload with one field dropped or put to something else."""
    made = deepcopy(payload)
    inside: object = made
    for name in path[:-1]:
        inside = inside[name]  # type: ignore[index]
    if value is DROPPED:
        del inside[path[-1]]  # type: ignore[attr-defined]
    else:
        inside[path[-1]] = value  # type: ignore[index]
    return made


Mutant = tuple[Delivery, tuple[str | int, ...], str]


def mutants(real: list[Delivery]) -> list[Mutant]:
    """Every mutant of some deliveries, not made yet: of which, where, and what is put there."""
    return [(made, path, name) for made in real for path in paths(made.payload) for name in VALUES]


def made_of(mutant: Mutant) -> tuple[str, bytes, str]:
    """A mutant, made: what it is, its body and its content type."""
    real, path, name = mutant
    what = f"{real.payload.get('type', real.kind)} {'.'.join(map(str, path))} {name}"
    return (what, *encoded(real.kind, changed(real.payload, path, VALUES[name])))


async def captured(office: Office) -> list[Delivery]:
    """One of each kind of delivery, as it really came in a day's work."""
    keira, gwen = office.person("keira"), office.person("gwen")
    await office.round()
    await keira.types("/milepost status 1.1")
    await keira.types("help")
    await keira.types("@Milepost status", channel="board")
    await keira.opens_home()
    await keira.until(lambda s: s.home is not None)
    await keira.presses("Update 1.1.1")
    await keira.until(lambda s: s.modal is not None)
    await keira.fills({"Status": "Amber", "Path to green": "Keira hires by June", "Forecast": "2025-05-12", "Evidence link": "http://x.org"}).submits()
    await keira.closes()
    await keira.types("/milepost 1.1.2 green agreed")
    await keira.presses("Save")
    await gwen.types("The minutes", channel="board")
    await keira.uses("use_as_evidence", "The minutes")
    await office.slack.deactivates("leo")
    await office.slack.quiet()
    kinds: dict[str, Delivery] = {}
    for made in office.slack.sent:
        event = made.payload.get("event")
        kind = event.get("type") if isinstance(event, dict) else made.payload.get("type", "command")
        container = made.payload.get("container")
        where = container.get("type") if isinstance(container, dict) else ""
        own = isinstance(event, dict) and "bot_id" in event
        kinds[f"{kind} {where} {own}"] = made
    return list(kinds.values())


def garbage() -> Iterator[tuple[str, bytes, str]]:
    """Bodies that are no payload at all, with their content types."""
    form, plain = "application/x-www-form-urlencoded", "application/json"
    yield "nothing", b"", plain
    yield "nothing in a form", b"", form
    for name, text in (("a list", "[1]"), ("a number", "3"), ("a text", '"x"'), ("null", "null"), ("half", '{"a":'), ("NaN", '{"event_id": NaN}')):
        yield name, text.encode(), plain
        yield f"{name} in a form", f"payload={text}".encode(), form
    yield "no UTF-8", b"\xff\xfe\x00", plain
    yield "no UTF-8 in a form", b"payload=%ff%fe", form
    yield "deep", b'{"a":' * 50_000 + b"1" + b"}" * 50_000, plain
    yield "deep in a form", b"payload=" + b"[" * 50_000, form
    yield "many fields", b"&".join(b"a%d=1" % n for n in range(5000)), form
    yield "a huge number", b'{"type": ' + b"9" * 10_000 + b"}", plain
    yield "two payloads", b"payload=%7B%7D&payload=%7B%7D", form
    yield "a command without anything", b"command=%2Fmilepost", form
    yield "the wrong type", json.dumps({"type": "event_callback"}).encode(), "text/plain"
    yield "no type", json.dumps({"type": "event_callback"}).encode(), ""
    yield "more than is read", b"x" * (1024 * 1024 + 10), form

