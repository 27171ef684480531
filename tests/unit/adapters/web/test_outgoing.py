"""The way out honours what the operator says of certificates and proxies."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.web.outgoing import Outgoing, proxy_for, trusted_certificates
from tests.world.teams.tls import certificate


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://slack.com/api", "http://proxy.test:3128"),
        ("wss://wss-primary.slack.com/link", "http://proxy.test:3128"),
        ("http://slack.com", None),
        ("https://inside.test/api", None),
        ("", None),
    ],
)
def test_a_proxy_is_the_environments(monkeypatch: pytest.MonkeyPatch, url: str, proxy: str | None) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv("NO_PROXY", "inside.test")

    assert proxy_for(url) == proxy


@pytest.mark.parametrize("named", [True, False])
async def test_a_session_asks_the_environment_only_if_it_names_a_proxy(monkeypatch: pytest.MonkeyPatch, named: bool) -> None:
    if named:
        monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    out = Outgoing()
    try:
        assert out.session.trust_env is named
    finally:
        await out.close()


async def test_one_session_serves_until_it_is_closed_and_then_another() -> None:
    out = Outgoing()
    first = out.session

    assert out.session is first
    await out.close()
    await out.close()
    assert first.closed
    assert out.session is not first
    await out.close()


def test_certificates_that_the_bundle_names_are_trusted_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _, ours = certificate(tmp_path)
    before = len(trusted_certificates().get_ca_certs())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(ours))

    assert len(trusted_certificates().get_ca_certs()) == before + 1


def test_a_bundle_that_does_not_exist_is_said_at_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "nowhere.pem"))

    with pytest.raises(FileNotFoundError):
        trusted_certificates()
