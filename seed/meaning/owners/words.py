"""The words of owner cells: what a post is called, what names nobody, what says who leads and who helps."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from seed.meaning.titles import CORES, OF, STARTS
from seed.roles import role_key

_WORDS: dict[str, list[str]] = tomllib.loads((files("seed.meaning.owners") / "words.toml").read_text(encoding="utf-8"))
POSTS = CORES | frozenset(_WORDS["posts"])
_FIELDS = frozenset(_WORDS["fields"])
_NOBODY = frozenset(_WORDS["nobody"])
_ABOVE = frozenset(_WORDS["above"])
_IN_A_NAME = str.maketrans(dict.fromkeys("-'\u2019."))
_BE = r"(?:confirmed|appointed|recruited|agreed)"
_VACANT = rf"(?:currently |post |now )?(?:vacant|vacancy|tb[acd]|to be {_BE}|recruiting|unfilled|leaving|left)"
_NO_ONE_NOW = re.compile(rf"\s*(?:[(\[][\s]*{_VACANT}[^()\[\]]{{0,60}}[)\]]|\s[-\u2013\u2014,]\s*{_VACANT}\s*\Z)", re.IGNORECASE)
_NOBODY_YET = re.compile(
    r"(?:to be [a-z]{3,12}ed|not yet|none|awaiting|see (?:above|below|action|section|row|ref))\b.{0,60}", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,100}[)\]]")
_TWO_INITIALS = 2  # letters
_OF_A_NAME = frozenset({"van", "der", "den", "de", "von", "la", "le", "al", "bin", "ap", "ab", "mac", "mc"})
_NO_ONE_FIRST = re.compile(rf"{_VACANT}\s*(?:[(\[,;:\-\u2013\u2014]|post\b).*", re.IGNORECASE)


def names_nobody(words: str) -> bool:
    """Say if some words stand where an owner should, and name none."""
    folded = " ".join(words.split()).strip(" *_()[].,:;").casefold()
    if folded in _NOBODY or not any(sign.isalnum() for sign in folded):
        return True
    return (_NO_ONE_FIRST.fullmatch(folded) or _NOBODY_YET.fullmatch(folded)) is not None


def points_above(words: str) -> bool:
    """Say if some words point at the cell above instead of naming an owner. "DO" does not: two capitals are initials."""
    plain = " ".join(words.split()).strip(" .*_()")
    return plain.casefold() in _ABOVE and not (plain.isupper() and len(plain) == _TWO_INITIALS)


def bare(words: str) -> str:
    """Return some words without what stands in brackets."""
    return _BRACKETS.sub("", words).strip()


def without_vacancy(name: str) -> tuple[str, bool]:
    """Return the name of a post without the words that nobody holds it, and if there were any."""
    cut = _NO_ONE_NOW.sub("", name).strip()
    return (cut, True) if cut != name and cut else (name, False)


def is_post(words: str) -> bool:
    """Say if some words hold what a post or a body of people is called."""
    return any(word in POSTS for word in role_key(words))


def is_closed(words: str) -> bool:
    """Say if a title ends with the name of a post ("Fire Warden") and not with its field ("Head of SEND")."""
    key = role_key(words)
    return bool(key) and key[-1] in POSTS


def is_field(words: str, left: str) -> bool:
    """Say if some words may go on with the field of a title: "Midwives" after "Director of Nurses"."""
    key, before = role_key(words), role_key(left)
    return len(key) == 1 and bool(OF & set(before)) and key[0].endswith("s") and before[-1].endswith("s")


def names_field(word: str) -> bool:
    """Say if one word names a part of an organisation, such as "Finance"."""
    return word.casefold() in _FIELDS


def begins_a_title(words: str) -> bool:
    """Say if a title begins here: with a word that begins one ("Designated Nurse"), or with its post ("Matron for")."""
    key = role_key(words)
    return bool(key) and (key[0] in STARTS or (len(key) > 1 and key[0] in POSTS and key[1] in OF))


def is_like_a_person(words: str) -> bool:
    """Say if some words may be a person's name: two or three, each with a capital letter, and no post among them."""
    parts = [part for part in words.split() if part not in _OF_A_NAME]
    letters = [part.translate(_IN_A_NAME) for part in parts]
    capital = all(part[0].isupper() and plain.isalpha() for part, plain in zip(parts, letters, strict=True))
    return 2 <= len(parts) <= 3 and capital and not is_post(words) and not (OF | _FIELDS) & set(role_key(words))
