"""The proof: how an entry is hashed, and how the entries of a plan are chained, so that a change after the fact shows.

Every field of the content has a random salt of its own. A field that is taken out for good leaves its leaf behind, from which
nobody can guess what it said, and the chain still holds. `docs/data.md` tells how to verify a chain without this program.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256

from bot.model.record.entry import Head, Header, Link, Proof, canonical

SALT = 16  # bytes
START = bytes(32)  # what stands for the digest before the first entry
FIRST = Head()  # the place before it
MARK = "milepost entry"


def framed(text: str) -> bytes:
    """Return a text as UTF-8 after its length, as four bytes, the greatest first: no two lists of texts look alike."""
    raw = text.encode()
    return len(raw).to_bytes(4) + raw


@lru_cache(4096)
def _name(field: str) -> bytes:
    """Return the name of a field framed. There are few names, each told in thousands of entries."""
    return framed(field)


def leaf(field: str, value: str, salt: bytes) -> bytes:
    """Return the hash of one field."""
    return sha256(salt + _name(field) + value.encode()).digest()


def content(leaves: Mapping[str, bytes]) -> bytes:
    """Return the hash of a content, from the leaves of its fields. Texts are in the order of their bytes in UTF-8."""
    return sha256(b"".join([_name(field) + leaves[field] for field in sorted(leaves)])).digest()


def digest(before: bytes, header: Header, content_hash: bytes) -> bytes:
    """Return the digest of an entry: it holds the digest of the one before it, and so of all before it."""
    parts = (MARK, str(header.version), header.plan, str(header.number), canonical(header.at) or "", header.kind.value)
    return sha256(before + b"".join(framed(part) for part in parts) + content_hash).digest()


def proven(fields: Mapping[str, str]) -> dict[str, Proof]:
    """Return a proof for each field, with fresh salts."""
    salts = {field: secrets.token_bytes(SALT) for field in fields}
    return {field: Proof(salt=salts[field], leaf=leaf(field, value, salts[field])) for field, value in fields.items()}


def whole(link: Link) -> bool:
    """Say if the rows of an entry are what was hashed. A field may be missing only if an erasure says so."""
    said = link.fields.get
    for field, (salt, hashed) in link.proofs.items():
        value = said(field)
        if salt is None:
            if value is not None or field not in link.removed:
                return False
        elif value is None or leaf(field, value, salt) != hashed:
            return False
    return link.fields.keys() <= link.proofs.keys()


def walked(plan: str, links: Iterable[Link], after: Head = FIRST) -> Iterator[tuple[int, bool]]:
    """Walk a plan's entries in their order, or those after a head that was verified before.

    Give each one's number and say if it holds; stop at the first that does not. One that can't be read raises ValueError
    when its turn comes, and does not hold.
    """
    before, number, at = bytes.fromhex(after.digest) or START, after.entry, None
    try:
        for link in links:
            header = link.header
            placed = header.plan == plan and header.number == number + 1 and (at is None or header.at >= at)
            leaves = {field: proof.leaf for field, proof in link.proofs.items()}
            holds = placed and whole(link) and digest(before, header, content(leaves)) == link.digest
            yield (header.number if placed else number + 1), holds
            if not holds:
                return
            before, number, at = link.digest, header.number, header.at
    except ValueError:
        yield number + 1, False
