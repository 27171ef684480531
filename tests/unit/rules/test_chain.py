"""The proof: what was recorded verifies, and whatever is changed afterwards shows, at the first entry that it touches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from bot.model.record.entry import EntryKind, Header, Link, Proof, canonical
from bot.rules import chain

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
CONTENT = st.dictionaries(TEXT.filter(bool), TEXT.filter(bool), max_size=5)


def made(contents: list[dict[str, str]]) -> list[Link]:
    """A plan's chain of entries with these contents."""
    links, before = [], chain.START
    for number, fields in enumerate(contents, 1):
        header = Header(plan="kent", number=number, at=NOW + timedelta(hours=number // 3), kind=EntryKind.UPDATE)
        proofs = chain.proven(fields)
        before = chain.digest(before, header, chain.content({field: proof.leaf for field, proof in proofs.items()}))
        links.append(Link(header=header, fields=fields, proofs=proofs, digest=before))
    return links


def first_break(links: list[Link]) -> int | None:
    return next((number for number, holds in chain.walked("kent", links) if not holds), None)


@given(st.lists(CONTENT, max_size=8))
def test_what_was_recorded_verifies(contents: list[dict[str, str]]) -> None:
    links = made(contents)

    assert [number for number, holds in chain.walked("kent", links) if holds] == list(range(1, len(links) + 1))


@given(st.lists(CONTENT, min_size=1, max_size=8), st.data())
def test_a_changed_field_is_named(contents: list[dict[str, str]], data: st.DataObject) -> None:
    links = made(contents)
    at = data.draw(st.integers(0, len(links) - 1))
    field = data.draw(st.sampled_from([*links[at].fields, "one more"]))
    value = data.draw(TEXT.filter(lambda text: text != links[at].fields.get(field)))
    links[at] = links[at]._replace(fields={**links[at].fields, field: value})

    assert first_break(links) == at + 1


@given(st.lists(CONTENT, min_size=2, max_size=8), st.data())
def test_an_entry_taken_out_or_put_elsewhere_is_named(contents: list[dict[str, str]], data: st.DataObject) -> None:
    links = made(contents)
    at = data.draw(st.integers(0, len(links) - 2))

    assert first_break(links[:at] + links[at + 1 :]) == at + 1
    assert first_break([*links[:at], links[at + 1], links[at], *links[at + 2 :]]) == at + 1


@given(st.lists(CONTENT.filter(bool), min_size=1, max_size=6), st.data())
def test_a_field_that_an_erasure_accounts_for_may_be_gone_and_no_other(
    contents: list[dict[str, str]], data: st.DataObject
) -> None:
    links = made(contents)
    at = data.draw(st.integers(0, len(links) - 1))
    field = data.draw(st.sampled_from(sorted(links[at].fields)))
    left = {name: value for name, value in links[at].fields.items() if name != field}
    proofs = {**links[at].proofs, field: Proof(salt=None, leaf=links[at].proofs[field].leaf)}

    links[at] = links[at]._replace(fields=left, proofs=proofs, removed=frozenset({field}))
    assert first_break(links) is None
    links[at] = links[at]._replace(removed=frozenset())
    assert first_break(links) == at + 1


def test_the_header_is_part_of_the_proof() -> None:
    links = made([{"status": "green"}, {"status": "red"}])
    for change in ({"kind": EntryKind.CORRECTION}, {"at": NOW + timedelta(minutes=5)}, {"plan": "essex"}, {"version": 2}):
        header = links[1].header.model_copy(update=change)
        assert first_break([links[0], links[1]._replace(header=header)]) == 2


def test_a_time_that_runs_backwards_is_named() -> None:
    links = made([{}, {}])
    header = links[1].header.model_copy(update={"at": links[0].header.at - timedelta(seconds=1)})
    earlier = chain.digest(links[0].digest, header, chain.content({}))

    assert first_break([links[0], links[1]._replace(header=header, digest=earlier)]) == 2


def test_the_bytes_are_those_that_docs_data_md_names() -> None:
    """Worked out here without the product's own code: a chain must be verifiable for ever, by anybody."""

    def framed(text: str) -> bytes:
        return len(text.encode()).to_bytes(4, "big") + text.encode()

    salt = bytes(range(16))
    leaf = sha256(salt + framed("narrative") + "Ż is well".encode()).digest()
    content = sha256(framed("narrative") + leaf).digest()
    placed = b"".join(map(framed, ("milepost entry", "1", "kent", "1", "2026-03-02T09:00:00.000000+00:00", "update")))
    header = Header(plan="kent", number=1, at=NOW, kind=EntryKind.UPDATE)

    assert chain.leaf("narrative", "Ż is well", salt) == leaf
    assert chain.digest(bytes(32), header, chain.content({"narrative": leaf})) == sha256(bytes(32) + placed + content).digest()


def test_values_have_one_text_each() -> None:
    assert canonical(datetime(2026, 3, 2, 10, tzinfo=UTC)) == "2026-03-02T10:00:00.000000+00:00"
    assert [canonical(value) for value in (True, False, 12, NOW.date(), None, "")] == [
        "true",
        "false",
        "12",
        "2026-03-02",
        None,
        None,
    ]
