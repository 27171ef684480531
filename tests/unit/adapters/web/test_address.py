"""The public address: what links can begin with, and nothing else."""

import pytest

from adapters.web.address import Public, public, public_faults, public_in


@pytest.mark.parametrize(
    ("url", "begins", "path", "secure", "local"),
    [
        ("https://milepost.example", "https://milepost.example", "", True, False),
        ("https://Milepost.Example:443/", "https://milepost.example", "", True, False),
        ("https://a.example:8443/plans/", "https://a.example:8443/plans", "/plans", True, False),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "", False, True),
        ("http://[::1]:8080", "http://[::1]:8080", "", False, True),
        ("http://localhost", "http://localhost", "", False, True),
        ("http://intranet/", "http://intranet", "", False, False),
    ],
)
def test_an_address_is_read_in_its_parts(url: str, begins: str, path: str, secure: bool, local: bool) -> None:
    found = public(url)
    assert found is not None
    assert (found.begins, found.path, found.is_secure, found.is_local) == (begins, path, secure, local)
    assert public_faults({"MILEPOST_URL": url}) == []


@pytest.mark.parametrize(
    "url",
    ["milepost.example", "ftp://a.example", "https://", "https://u:p@a.example", "https://a.example?x", "https://a.example/#x",
     "https://a b.example", "https://a.example:x", "https://ä.example", "https://a.example/\n", "javascript:alert(1)", "https://" + "a" * 600],
)  # fmt: skip
def test_what_no_link_can_begin_with_is_named(url: str) -> None:
    assert public(url) is None
    if url.strip() == url:
        assert "MILEPOST_URL" in public_faults({"MILEPOST_URL": url})[0]


@pytest.mark.parametrize("environment", [{}, {"MILEPOST_URL": ""}, {"MILEPOST_URL": "  "}])
def test_without_one_pages_are_off_and_that_is_no_fault(environment: dict[str, str]) -> None:
    assert public_in(environment) is None and public_faults(environment) == []


def test_blanks_around_it_are_no_part_of_it() -> None:
    assert public_in({"MILEPOST_URL": " https://a.example "}) == Public(
        begins="https://a.example", origin="https://a.example", path="", host="a.example"
    )
