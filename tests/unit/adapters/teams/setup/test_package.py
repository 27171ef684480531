"""The app package: valid by Microsoft's own published schema, with icons of the sizes Teams wants and commands that work."""

from __future__ import annotations

import json
import struct
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import jsonschema
import pytest

from adapters.teams.setup.package import manifest, package
from adapters.web.pages import pages
from bot.wording.commands import Unknown
from bot.wording.parse import parse

APP = "b0707b07-0000-4000-8000-000000000001"
URL = "https://milepost.example.org"
SCHEMAS = Path(__file__).parent / "schema"
VERSIONS = {"1.1.0": "bd4d2372bd8ce28e"}  # of the package, each with the digest of what was in it


def faults(made: dict[str, object], schema: dict[str, object]) -> list[str]:
    return [fault.message for fault in jsonschema.Draft4Validator(schema).iter_errors(made)]


def unpacked(slash: bool = False) -> dict[str, bytes]:
    with ZipFile(BytesIO(package(APP, URL, slash))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("slash", [False, True])
@pytest.mark.parametrize("url", [URL, ""])
def test_the_manifest_is_valid_by_the_published_schema_it_names(slash: bool, url: str) -> None:
    made = manifest(APP, url, slash)
    schema = json.loads((SCHEMAS / f"v{made['manifestVersion']}.json").read_text())

    assert faults(made, schema) == []
    assert str(made["$schema"]).split("/")[-2] == f"v{made['manifestVersion']}"


def test_the_schema_really_judges() -> None:
    schema = json.loads((SCHEMAS / "v1.25.json").read_text())

    assert faults({**manifest(APP, URL), "flavour": "plum"}, schema)
    assert faults(manifest("not a guid", URL), schema)


def test_the_package_holds_the_manifest_and_both_icons_and_nothing_else() -> None:
    assert sorted(unpacked()) == ["color.png", "manifest.json", "outline.png"]
    assert package(APP, URL) == package(APP, URL)


@pytest.mark.parametrize(("icon", "size"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_are_square_and_of_teams_sizes(icon: str, size: int) -> None:
    png = unpacked()[icon]

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (size, size)


def test_the_outline_may_be_seen_through_and_the_colour_icon_may_not() -> None:
    colour_type = {name: content[25] for name, content in unpacked().items() if name.endswith(".png")}

    assert colour_type == {"color.png": 2, "outline.png": 6}


def test_the_bot_is_offered_to_people_teams_and_group_chats() -> None:
    (bot,) = json.loads(unpacked()["manifest.json"])["bots"]

    assert bot["botId"] == APP
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert "supportsTargetedMessages" not in bot


def test_every_command_of_the_menu_is_one_that_milepost_understands() -> None:
    (bot,) = json.loads(unpacked()["manifest.json"])["bots"]
    for menu in bot["commandLists"]:
        assert 0 < len(menu["commands"]) <= 12
        for command in menu["commands"]:
            assert 0 < len(command["title"]) <= 32
            assert 0 < len(command["description"]) <= 128
            said = command["title"]
            ways = (said, f"{said} 2.1.3", f"{said} 2.1.3 https://example.org/minutes")
            assert any(not isinstance(parse(way, date(2025, 3, 18)), Unknown) for way in ways), said


def test_slash_commands_are_offered_only_where_asked_for() -> None:
    (plain,) = json.loads(unpacked()["manifest.json"])["bots"]
    (slashed,) = json.loads(unpacked(slash=True)["manifest.json"])["bots"]

    assert all("triggers" not in menu for menu in plain["commandLists"])
    assert all(menu["triggers"] == ["mention", "slash"] for menu in slashed["commandLists"])
    assert slashed["supportsTargetedMessages"] is True


def test_the_package_is_named_by_a_version_that_rises_with_what_is_in_it() -> None:
    made = [manifest(APP, URL, slash) for slash in (False, True)]
    inside = [{name: value for name, value in one.items() if name != "version"} for one in made]
    digest = sha256(json.dumps(inside, sort_keys=True).encode()).hexdigest()[:16]
    (*_, (version, known)) = VERSIONS.items()

    assert (made[0]["version"], digest) == (version, known), "the package has changed: give it a higher version, in VERSIONS too"
    numbers = [tuple(map(int, one.split("."))) for one in VERSIONS]
    assert numbers == sorted(set(numbers)) and numbers[0] >= (1, 0, 0)  # Teams takes no 0.x


def test_the_manifest_leads_to_pages_that_there_are() -> None:
    told = json.loads(unpacked()["manifest.json"])["developer"]

    assert {told["privacyUrl"], told["termsOfUseUrl"]} == {f"{URL}{route.path}" for route in pages()}


def test_every_message_can_be_used_as_evidence_and_every_kind_of_channel_is_welcome() -> None:
    made = json.loads(unpacked()["manifest.json"])
    ((action,),) = [one["commands"] for one in made["composeExtensions"]]

    assert (action["title"], action["context"], action["fetchTask"]) == ("Use as evidence", ["message"], True)
    assert made["supportsChannelFeatures"] == "tier1"
