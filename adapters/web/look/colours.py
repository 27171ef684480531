"""The colours of each status as a style sheet: custom properties, and one class a status that uses them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.wording.looks import LOOKS, Colours


def status_css() -> str:
    """Return the style sheet. `.s-STATUS` is the ground and ink of a mark, light or dark as the reader prefers. A line around
    it shows where it ends on a page of the same colour. `.f-STATUS` and `.i-STATUS` are the same in a drawing."""
    light = _properties({status: look.light for status, look in LOOKS.items()})
    dark = _properties({status: look.dark for status, look in LOOKS.items()})
    classes = "".join(
        f".s-{it} {{ background: var(--s-{it}); color: var(--s-{it}-ink);"
        f" box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--s-{it}-ink) 40%, var(--s-{it})); }}\n"
        for it in LOOKS
    )
    classes += "".join(f".f-{it} {{ fill: var(--s-{it}); }} .i-{it} {{ fill: var(--s-{it}-ink); }}\n" for it in LOOKS)
    return f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{classes}"


def _properties(seen: Mapping[str, Colours]) -> str:
    return " ".join(f"--s-{status}: {one.ground}; --s-{status}-ink: {one.ink};" for status, one in seen.items())
