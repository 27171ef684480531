"""Which tenants are served, and for whose e-mail each may vouch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.tenants import Served, Tenant, besides, everywhere, of_platform, tenant, tenants_in, together

IDS = st.text("abcdefT0-", min_size=1, max_size=8)
DOMAINS = st.lists(st.sampled_from(["example.org", "nhs.example", "a-b.example", "x.y.example"]), unique=True, max_size=3)
COUNCIL, HEALTH = Tenant(id="council", domains=("council.example",)), Tenant(id="health", domains=("nhs.example",))


def served(*tenants: Tenant, platform: str = "teams") -> Served:
    return of_platform(platform, tenants)


@given(IDS, DOMAINS, st.sampled_from(["", " ", "  "]))
@settings(deadline=None)
def test_an_item_reads_as_it_was_written_whatever_its_spaces_and_letter_case(id_: str, domains: list[str], space: str) -> None:
    written = f"{space}{id_}{space}"
    written += f"={space}" + f"{space}|{space}".join(domains) if domains else ""
    read = Tenant(id=id_.casefold(), domains=tuple(domains))

    assert tenant(written) == tenant(written.upper()) == read
    assert tenants_in(f"{written},") == ((read,), ())


@given(st.text(max_size=40))
@settings(deadline=None)
def test_no_list_breaks_the_reader_and_each_item_is_read_or_named(listed: str) -> None:
    found, wrong = tenants_in(listed)
    items = [item for item in listed.split(",") if item.strip()]

    assert len(found) + len(wrong) == len(items)
    assert all(item in listed for item in wrong)


def test_only_a_tenant_that_is_listed_is_served() -> None:
    both = served(COUNCIL, HEALTH)

    assert both.serves("teams", "COUNCIL") and both.serves("teams", "health")
    assert not any(both.serves(*one) for one in (("teams", "other"), ("teams", ""), ("slack", "council")))


def test_a_tenant_introduces_its_own_domains_exactly() -> None:
    both = served(COUNCIL, HEALTH)

    assert both.introduces("teams", "council", "Ann@Council.Example")
    for email in ("ann@nhs.example", "ann@sub.council.example", "ann@council.example.evil", "council.example", "ann@xcouncil.example"):
        assert not both.introduces("teams", "council", email)


@pytest.mark.parametrize("email", ["ann@council.example", "ben@nhs.example", "eve@anywhere.example"])
def test_a_tenant_without_domains_introduces_anybody_while_it_stands_alone_on_all_platforms(email: str) -> None:
    alone, other = served(Tenant(id="one")), served(Tenant(id="two"), platform="slack")
    two = together(alone, other)

    assert alone.introduces("teams", "one", email) and alone.silent == ()
    assert not two.introduces("teams", "one", email) and not two.introduces("slack", "two", email)
    assert [one.id for _, one in two.silent] == ["one", "two"]


def test_one_that_is_not_named_yet_counts_and_matches_nobody() -> None:
    two = together(served(Tenant(id="one")), besides("slack", (), ""))

    assert two.unsure("slack") and not two.unsure("teams")
    assert not two.serves("slack", "") and not two.introduces("teams", "one", "ann@council.example")


def test_whose_account_it_is_says_whose_e_mail_it_has() -> None:
    both = served(COUNCIL, HEALTH)

    assert both.introduces("teams", "council", "ben@nhs.example", home="health")
    assert not both.introduces("teams", "council", "ann@council.example", home="health")


def test_where_nothing_is_listed_everyone_is_served_and_believed() -> None:
    for open_ in (everywhere(), of_platform("teams", ())):
        assert open_.serves("teams", "any") and open_.introduces("teams", "any", "x@y.example") and open_.silent == ()
    assert not of_platform("teams", ()).serves("slack", "any")


def test_a_platforms_own_tenant_is_served_as_if_it_were_listed() -> None:
    own, listed = besides("slack", (), "T0OWN"), besides("slack", (Tenant(id="t0own", domains=("forum.example",)),), "T0OWN")

    assert own.serves("slack", "T0OWN") and own.introduces("slack", "T0OWN", "ann@any.example")
    assert listed.tenants == (("slack", Tenant(id="t0own", domains=("forum.example",))),)
