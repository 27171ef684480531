"""What every benchmark shares: how a figure is printed, and the shipped plan."""

from __future__ import annotations

from pathlib import Path

from bot.model.plan import Plan
from seed.roles import RolesFile
from seed.text import read

PLANS = Path(__file__).parents[2] / "seed" / "plans"
NAME = "lancashire_send_priority_action_plan"


def row(what: str, figure: float, bare: float, unit: str, baseline: str) -> None:
    """One line: the figure, its baseline, and how many times the baseline it is."""
    print(f"{what:<44} {figure:>10.3f} {unit:<3} {bare:>10.3f} {unit:<3} {figure / bare:>9.2f}x  {baseline}", flush=True)


def shipped() -> Plan:
    """The shipped plan, read with its roles file."""
    text = (PLANS / f"{NAME}.txt").read_text(encoding="utf-8-sig")
    roles = RolesFile.parse((PLANS / f"{NAME}.roles.toml").read_text(encoding="utf-8-sig"))
    return read(text, "p", roles).plan
