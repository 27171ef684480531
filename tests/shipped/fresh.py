"""`python -m tests.shipped.fresh`: the built wheel in a fresh environment and an empty folder, and what somebody does there first.

It installs what the lock of what runs holds, with hashes, and takes a minute or two. Every step is printed with how it ended.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from playwright.async_api import expect

from tests.shipped.locks import ROOT, RUNNING
from tests.shipped.wheel import built
from tests.world.console_demo import HANGS, be, demo, reader


def environment() -> dict[str, str]:
    """Return this process's environment without what Milepost reads, and without this folder's own Python."""
    ours = ("SLACK_", "MICROSOFT_", "MILEPOST_", "PYTHON", "VIRTUAL_ENV", "DATABASE_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {"PYTHONDONTWRITEBYTECODE": "1"}


def told(*arguments: str | Path, at: Path, code: int = 0) -> str:
    """Run something in the empty folder. Returns what it printed."""
    done = subprocess.run(arguments, cwd=at, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout or done.stderr


def installed(folder: Path) -> Path:
    """Make an environment as an operator does. Returns its folder of programs."""
    told(sys.executable, "-m", "venv", folder / "venv", at=folder)
    programs = folder / "venv" / "bin"
    pip = (programs / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
    told(*pip, "install", "--require-hashes", "-r", RUNNING, at=folder)
    told(*pip, "install", "--no-deps", built("wheel", folder), at=folder)
    told(*pip, "check", at=folder)
    return programs


async def nudge_answered(folder: Path, milepost: Path) -> None:
    """Answer the first nudge of the demo in Chromium. Raises if the page has complained of anything."""
    wrong: list[str] = []
    async with demo(folder, milepost) as running, reader(running.address, (1280, 900), wrong) as page:
        await be(page, "Head of Inclusion")
        await page.get_by_role("button", name="Next event").click()
        await page.get_by_text("Update 1.3.1", exact=True).click()
        form = page.locator("#form")
        await form.get_by_role("radio", name="Green").check()
        await form.get_by_label("What has happened").fill("All staff are trained.")
        await form.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("log").get_by_text("Saved").first).to_be_visible()
        letters = await page.evaluate("document.fonts.load('16px Letters').then(found => found.length)")
        assert letters, "the page's letters were not in the wheel"
    assert wrong == [], wrong


def commands(at: Path, milepost: Path) -> Mapping[str, str]:
    """Try what needs no chat platform. Returns the version, and what doctor says of an empty folder and of a loaded plan."""
    version = told(milepost, "--version", at=at).strip()
    empty = told(milepost, "doctor", at=at, code=1).splitlines()[0]
    shipped = told(milepost.with_name("python"), "-c", "import seed; print(list(seed.__path__)[0])", at=at).strip()
    assert "site-packages" in shipped, shipped
    example = Path(shipped) / "plans" / "example.txt"
    told(milepost, "seed", "load", example, "--yes", at=at)
    told(milepost, "record", "verify", at=at)
    status = json.loads(told(milepost, "status", "--json", at=at))
    return {"version": version, "doctor in an empty folder": empty, "milestones of the example": str(len(status["milestones"]))}


def served(at: Path, milepost: Path) -> None:
    """Start `serve` with both platforms, of which neither can be reached, and ask it to stop."""
    nowhere = "http://127.0.0.1:9"
    chosen = {
        "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "0" * 32, "SLACK_API_URL": f"{nowhere}/", "PORT": "0",
        "MICROSOFT_APP_ID": str(UUID(int=1)), "MICROSOFT_APP_TENANT_ID": str(UUID(int=2)), "MICROSOFT_APP_PASSWORD": "x", "MICROSOFT_LOGIN_URL": nowhere,
    }
    with subprocess.Popen([milepost, "serve"], cwd=at, env=environment() | chosen, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        said = ""
        while "listening on" not in said and (line := process.stdout.readline()):
            said += line
        process.terminate()
        said += process.stdout.read()
    assert process.returncode == 0 and "Nothing is lost" in said, said


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="milepost-fresh-") as made:
        folder = Path(made)
        milepost = installed(folder) / "milepost"
        say = sys.stdout.write
        size = sum(file.stat().st_size for file in (folder / "venv").rglob("*") if file.is_file() and not file.is_symlink())
        say(f"installed from {RUNNING.relative_to(ROOT)} and the wheel: {size / 2**20:,.0f} MiB; pip check: fine\n")
        (folder / "empty").mkdir()
        for what, found in commands(folder / "empty", milepost).items():
            say(f"{what}: {found}\n")
        served(folder / "empty", milepost)
        say("serve: started with Slack and Teams, and stopped\n")
        (folder / "demo").mkdir()
        asyncio.run(nudge_answered(folder / "demo", milepost))
        say("demo: started, its console opened in Chromium, a nudge answered and saved\n")


if __name__ == "__main__":
    expect.set_options(timeout=HANGS * 1000)
    main()
