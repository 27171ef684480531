"""The start of `serve` with Slack alone, to its first healthy answer, beside importing the very libraries that it imports."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from tests.bench import databases
from tests.bench.delivery import slack
from tests.bench.load import free_port
from tests.bench.measure import at_most, by_turns, head, row, worked
from tests.bench.slack import SECRET, TOKEN
from tests.bench.subjects import Subject

IMPORTING = """
import contextlib, importlib, sys, time
for name in sys.argv[1:]:
    with contextlib.suppress(ImportError):  # some only try whether they are there
        importlib.import_module(name)
print(time.process_time())
print(next(one for one in open("/proc/self/status") if one.startswith("VmHWM")))
"""


class Started(NamedTuple):
    """What a start took: time and CPU in seconds, and the memory at its peak, in MiB."""

    wall: float
    cpu: float
    peak: float


def peak(status: str) -> float:
    """Return the peak of memory in what /proc tells of a process, in MiB."""
    found = re.search(r"VmHWM:\s+(\d+)", status)
    assert found
    return int(found[1]) / 1024


@contextmanager
def serving(environment: Mapping[str, str], log: int, *options: str) -> Iterator[tuple[int, float]]:
    """Start `serve` and wait until /healthz answers. Gives its process and the seconds that passed."""
    port, began = free_port(), time.perf_counter()
    command = [sys.executable, *options, "-m", "bot", "serve"]
    given = {**os.environ, **environment, "PORT": str(port)}
    with subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=log) as serve:
        try:
            while not healthy(port):
                assert serve.poll() is None and time.perf_counter() - began < 120, "serve did not start"
                time.sleep(0.005)
            yield serve.pid, time.perf_counter() - began
        finally:
            serve.terminate()


def healthy(port: int) -> bool:
    """Say whether /healthz answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
            return True
    except (URLError, OSError):
        return False


def ours(environment: Mapping[str, str]) -> Started:
    """Start `serve` on a database that it has used before."""
    with serving(environment, subprocess.DEVNULL) as (process, took):
        with open(f"/proc/{process}/status", encoding="utf-8") as status:
            return Started(took, worked(process), peak(status.read()))


def libraries(environment: Mapping[str, str]) -> list[str]:
    """Return the modules of other people's packages that a start imports."""
    with open(os.path.join(environment["FOLDER"], "imports"), "w+", encoding="utf-8") as log:
        with serving(environment, log.fileno(), "-X", "importtime"):
            pass
        log.seek(0)
        names = re.findall(r"^import time:.*\|\s*(\S+)$", log.read(), re.MULTILINE)
    return [name for name in names if of_others(name.partition(".")[0])]


def of_others(package: str) -> bool:
    """Say whether a package is somebody else's."""
    found = find_spec(package)
    return found is not None and "site-packages" in (found.origin or "")


def imported(names: Sequence[str]) -> Started:
    """Import modules in a process of its own."""
    began = time.perf_counter()
    told = subprocess.run([sys.executable, "-c", IMPORTING, *names], capture_output=True, text=True, check=True)
    cpu, status = told.stdout.split("\n", 1)
    return Started(time.perf_counter() - began, float(cpu), peak(status))


async def measure() -> None:
    """Print what a start takes."""
    async with slack(0) as hook:
        with databases.sqlite() as url:
            folder = os.path.dirname(url.removeprefix("sqlite:///"))
            environment = {
                "DATABASE_URL": url, "FOLDER": folder, "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": hook,
            }  # fmt: skip
            await asyncio.to_thread(ours, environment)  # the database is made, which takes libraries of its own
            names = await asyncio.to_thread(libraries, environment)
            found, bare = await asyncio.to_thread(by_turns, lambda: ours(environment), lambda: imported(names))
    packages = len({name.partition(".")[0] for name in names})
    beside, cpu = f"import its {packages} libraries", {"cpu": found.cpu * 1e3, "bare_cpu": bare.cpu * 1e3}
    row(
        "Slack-only `serve` to its first healthy answer, CPU", found.cpu, bare.cpu, "s", beside,
        subject=Subject.START, wanted=at_most(times=1.3), **cpu,
    )  # fmt: skip
    row("Slack-only `serve` to its first healthy answer", found.wall, bare.wall, "s", beside, **cpu)
    row("Slack-only `serve`, peak memory", found.peak, bare.peak, "MiB", beside)


def main() -> None:
    """Measure on a database of its own."""
    head()
    asyncio.run(measure())


if __name__ == "__main__":
    main()
