"""The settings of every platform share this: if it is switched on, and a fault in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.model.tenants import tenants_in
from bot.wording.sentences import words

FILES = "MILEPOST_FILES"


class Files(StrEnum):
    """The ways in which files may pass: read if an admin sends a plan, sent if somebody asks for a paper."""

    READ = "read"
    SEND = "send"


def files_in(environment: Mapping[str, str]) -> frozenset[Files]:
    """Return how files may pass. Unknown words are left out: `files_faults` names them."""
    known = {one.value: one for one in Files}
    return frozenset(known[word] for word in _listed(environment) if word in known)


def files_faults(environment: Mapping[str, str]) -> list[str]:
    """Name the variable if it holds anything but the ways there are."""
    wrong = [word for word in _listed(environment) if word not in set(Files)]
    return [fault("files", FILES)] if wrong else []


def _listed(environment: Mapping[str, str]) -> list[str]:
    return [word for part in environment.get(FILES, "").split(",") if (word := part.strip().lower())]


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
