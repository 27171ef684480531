"""The settings of every platform share this: if it is switched on, and a fault in words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.tenants import tenants_in
from bot.wording.sentences import words


def is_on(environment: Mapping[str, str], names: tuple[str, ...]) -> bool:
    """Say if a platform is on: one of its variables is set, even to nothing."""
    return any(name in environment for name in names)


def fault(kind: str, name: str) -> str:
    """Say what is wrong with a variable."""
    return words(f"program.setting.{kind}", {"name": name})


def tenant_faults(environment: Mapping[str, str]) -> list[str]:
    """Name each item that is wrong in the lists of tenants."""
    listed = {name: tenants_in(environment.get(name, ""))[1] for name in ("MILEPOST_SLACK_WORKSPACES", "MILEPOST_TEAMS_TENANTS")}
    return [words("program.setting.tenant", {"name": name, "item": item}) for name, wrong in listed.items() for item in wrong]
