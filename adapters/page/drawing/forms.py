"""Forms of a sheet: questions that are asked by GET, so that what is looked for stands in the address and can be kept."""

from __future__ import annotations

from adapters.page.addresses import Addresses
from adapters.page.drawing.tags import Element, tag
from bot.model.page.place import MOST
from bot.model.page.sheet import Ask, Filters


def form(filters: Filters, name: str, addresses: Addresses) -> Element:
    """Return a form. `name` begins the ids in it, so it must be no other's on the same page."""
    asked = {"leaf", *(one.field for one in filters.asks)}
    kept = [tag("input", type_="hidden", name=key, value=said) for key, said in filters.keep.fields if key not in asked]
    clear = filters.clear
    cleared = tag("a", clear[0], href=addresses.of(clear[1]), class_="clear") if clear is not None else None
    return tag(
        "form",
        *kept,
        *(_question(one, f"{name}-{one.field}") for one in filters.asks),
        tag("p", tag("button", filters.button, class_="primary"), cleared, class_="actions"),
        method="get",
        action=addresses.bare(filters.keep),
        aria_label=filters.caption,
        class_="filters",
    )


def is_used(filters: Filters) -> bool:
    """Say if somebody looks for something already."""
    return any(one.value for one in filters.asks)


def _question(ask: Ask, id_: str) -> Element:
    hint = tag("span", ask.hint, class_="hint", id=f"{id_}-hint") if ask.hint else None
    described = f"{id_}-hint" if ask.hint else None
    return tag("p", tag("label", ask.label, for_=id_), hint, _field(ask, id_, described), class_="question")


def _field(ask: Ask, id_: str, described: str | None) -> Element:
    if not ask.choices:
        kind = "search" if ask.field == "search" else "text"
        return tag(
            "input", type_=kind, id=id_, name=ask.field, value=ask.value, maxlength=str(MOST), aria_describedby=described,
            autocomplete="off",
        )  # fmt: skip
    options = [
        tag("option", one.label, value=one.value, selected="" if one.value == ask.value else None) for one in ask.choices
    ]
    return tag("select", *options, id=id_, name=ask.field, aria_describedby=described)
