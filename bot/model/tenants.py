"""The tenants that are served, and the e-mail for which each may vouch: one rule for every door."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Annotated

from pydantic import BeforeValidator

from bot.model.noun import Noun

ANY = "*"  # every platform, if nothing is listed: a test's, or a record looked at on this machine alone
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")


class Tenant(Noun):
    """A workspace or tenant that is served. `domains` are the e-mail domains for which it may introduce people."""

    id: str
    domains: tuple[str, ...] = ()


def tenant(item: str) -> Tenant:
    """Read one item of a list: `id`, or `id=domain|domain`. Spaces do not matter. Raises ValueError for anything else."""
    id_, equals, rest = "".join(item.casefold().split()).partition("=")
    domains = tuple(dict.fromkeys(rest.split("|"))) if equals else ()
    if not id_ or "|" in id_ or not all(_DOMAIN.fullmatch(domain) for domain in domains):
        raise ValueError(item)
    return Tenant(id=id_, domains=domains)


def tenants_in(listed: str) -> tuple[tuple[Tenant, ...], tuple[str, ...]]:
    """Read a list with commas between. Returns its tenants, and the items that are wrong: unreadable, or named before."""
    found: dict[str, Tenant] = {}
    wrong: list[str] = []
    for item in (item.strip() for item in listed.split(",")):
        try:
            one = tenant(item) if item else None
        except ValueError:
            one = None
            wrong.append(item)
        if one is not None and found.setdefault(one.id, one) is not one:
            wrong.append(item)
    return tuple(found.values()), tuple(wrong)


Listed = Annotated[Tenant, BeforeValidator(lambda given: tenant(given) if isinstance(given, str) else given)]


class Served(Noun):
    """Every tenant that is served, by platform. `open` names platforms of which any tenant is served and believed.

    A tenant whose id is empty is one that its platform has not named yet: it counts, and matches nobody.
    """

    tenants: tuple[tuple[str, Tenant], ...] = ()
    open: frozenset[str] = frozenset()

    def uses(self, platform: str) -> bool:
        """Say if anybody at all is served on that platform."""
        return self._opens(platform) or any(one == platform for one, _ in self.tenants)

    def serves(self, platform: str, tenant: str, home: str = "") -> bool:
        """Say if people who speak in that tenant are served. `home` is the tenant or installation of their account."""
        return self._opens(platform) or self._listed(platform, tenant, home) is not None

    def introduces(self, platform: str, tenant: str, email: str, home: str = "") -> bool:
        """Say if that tenant may vouch for an e-mail: for those of its own domains, or for any while it stands alone."""
        if self._opens(platform):
            return True
        listed = self._listed(platform, home, tenant)
        if listed is None or not listed.domains:
            return listed is not None and self._is_alone
        return _is_of(email, listed.domains)

    def tells_domains(self, platform: str, tenant: str, home: str = "") -> bool:
        """Say if the domains of that tenant's people are listed."""
        listed = None if self._opens(platform) else self._listed(platform, tenant, home)
        return listed is not None and listed.domains != ()

    def of_domains(self, platform: str, tenant: str, email: str, home: str = "") -> bool:
        """Say if an e-mail is of a domain that is listed for that tenant."""
        listed = self._listed(platform, tenant, home)
        return listed is not None and _is_of(email, listed.domains)

    def unsure(self, platform: str) -> bool:
        """Say if one of that platform's tenants has not been named yet."""
        return any(where == platform and not one.id for where, one in self.tenants)

    @property
    def silent(self) -> tuple[tuple[str, Tenant], ...]:
        """Return those that may introduce nobody, because others are served too and no domains are listed for them."""
        return () if self._is_alone else tuple((platform, one) for platform, one in self.tenants if not one.domains)

    @property
    def _is_alone(self) -> bool:
        return len(self.tenants) == 1 and not self.open

    def _opens(self, platform: str) -> bool:
        return platform in self.open or ANY in self.open

    def _listed(self, platform: str, *ids: str) -> Tenant | None:
        return next((one for id_ in ids if (one := self._by_id.get((platform, id_.casefold()))) is not None), None)

    @cached_property
    def _by_id(self) -> Mapping[tuple[str, str], Tenant]:
        return {(platform, one.id): one for platform, one in self.tenants if one.id}


def _is_of(email: str, domains: tuple[str, ...]) -> bool:
    name, _, domain = email.strip().casefold().rpartition("@")
    return name != "" and domain in domains


Serving = Callable[[], Served]  # asked anew each time: Slack tells only later of which workspace a bot's token is


def everywhere() -> Served:
    """Serve and believe everyone: for places that nobody from outside can speak in."""
    return Served(open=frozenset({ANY}))


@lru_cache(maxsize=32)  # asked for everything that is said
def together(*parts: Served) -> Served:
    """Return what is served on all platforms."""
    return Served(
        tenants=tuple(one for part in parts for one in part.tenants),
        open=frozenset(platform for part in parts for platform in part.open),
    )


@lru_cache(maxsize=32)
def besides(platform: str, listed: tuple[Tenant, ...], own: str) -> Served:
    """Return what is listed on a platform, and its own tenant, which is empty as long as nobody knows it."""
    known = own.casefold() in {one.id for one in listed}
    return Served(tenants=tuple((platform, one) for one in (listed if known else (*listed, Tenant(id=own.casefold())))))


def of_platform(platform: str, tenants: Iterable[Tenant]) -> Served:
    """Return what is served on one platform: any tenant of it if none is listed."""
    listed = tuple((platform, one) for one in tenants)
    return Served(tenants=listed, open=frozenset() if listed else frozenset({platform}))
