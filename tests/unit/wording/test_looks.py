"""The looks of the statuses: each known by its colour, light or dark, and by its sign, shape and word without any."""

import re
import tomllib
from itertools import combinations
from pathlib import Path
from unicodedata import name

import pytest

from adapters.web.look.colours import status_css
from bot.model.updates.update import Face
from bot.wording.looks import LOOKS, Colours
from bot.wording.sentences import mark

PROMPTS = tomllib.loads((Path(__file__).parents[3] / "prompts" / "status.toml").read_text(encoding="utf-8"))
LIGHT = {status: look.light for status, look in LOOKS.items()}
DARK = {status: look.dark for status, look in LOOKS.items()}
SCHEMES = pytest.mark.parametrize("seen", [LIGHT, DARK], ids=["light", "dark"])
TOLD_APART = 15  # between two grounds in CIELAB; some two are just seen apart side by side, and these are seen one by one


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG 2.2."""
    darker, lighter = sorted(sum(by * part for by, part in zip((0.2126, 0.7152, 0.0722), linear(it), strict=True)) for it in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def lab(colour: str) -> tuple[float, float, float]:
    red, green, blue = linear(colour)
    across = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in across)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_each_status_has_a_look_and_each_look_is_a_statuss() -> None:
    assert set(LOOKS) == set(PROMPTS)
    assert set(Face) <= set(LOOKS)


@SCHEMES
def test_the_words_on_each_ground_have_the_contrast_of_aa(seen: dict[str, Colours]) -> None:
    assert {status: round(contrast(*one), 1) for status, one in seen.items() if contrast(*one) < 4.5} == {}


@SCHEMES
def test_no_two_statuses_have_nearly_the_same_colour(seen: dict[str, Colours]) -> None:
    apart = {
        (one, other): sum((a - b) ** 2 for a, b in zip(lab(seen[one].ground), lab(seen[other].ground), strict=True)) ** 0.5
        for one, other in combinations(seen, 2)
    }
    assert {pair: round(far) for pair, far in apart.items() if far < TOLD_APART} == {}


def test_no_two_statuses_look_alike_without_colour() -> None:
    for seen in ([look.sign for look in LOOKS.values()], [mark(it).shape for it in LOOKS], [mark(it).word for it in LOOKS]):
        assert len(set(seen)) == len(LOOKS) and all(seen)
    assert len({look.bar for look in LOOKS.values()}) == len(LOOKS)


def test_silence_is_not_grey() -> None:
    _, across, along = lab(LOOKS["not_reported"].light.ground)
    assert (across**2 + along**2) ** 0.5 > 40


def test_silence_is_purple_wherever_it_is_seen_and_nothing_else_is() -> None:
    purple = {status for status, look in LOOKS.items() if "PURPLE" in name(look.sign[0])}
    accent = {status for status, look in LOOKS.items() if look.tone == "Accent"}
    bars = {status for status, look in LOOKS.items() if re.search("purple|lavender", look.bar, re.IGNORECASE)}
    assert purple == accent == bars == {"not_reported"}


def test_the_page_has_a_class_and_both_colours_of_each_status() -> None:
    css = status_css()
    for status in LOOKS:
        assert f".s-{status} {{" in css and css.count(f"--s-{status}:") == css.count(f"--s-{status}-ink:") == 2
