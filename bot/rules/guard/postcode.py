"""A postcode: the letters of a real area, and its two parts. It may be where a child lives, or a venue."""

from __future__ import annotations

import re

_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY"
    "|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL"
    "|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
_POSTCODE = re.compile(
    rf"(?<!\w)(?:{_AREAS})\d[\dA-Z]?(?P<blank> ?)\d(?P<last>[ABD-HJLNP-UW-Z]{{2}})(?!\w)", re.IGNORECASE | re.ASCII
)
_ORDINAL = frozenset({"st", "nd", "rd", "th"})  # "E1 2nd visit"


def holds_postcode(text: str) -> bool:
    """Say if there is a postcode in a text as it is read."""
    return any(_is_one(found) for found in _POSTCODE.finditer(text))


def _is_one(found: re.Match[str]) -> bool:
    return found["last"] not in _ORDINAL and (bool(found["blank"]) or found[0].isupper())
