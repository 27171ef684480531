"""A load of one request over many connections, light enough that the server is what is measured."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median
from typing import IO, NamedTuple

from bot.wording.sentences import words
from tests.bench.measure import Wanted, awaited_by_turns, row, worked
from tests.bench.subjects import Subject


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def request(port: int, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """A whole POST as it goes over the wire."""
    head = {"Host": f"127.0.0.1:{port}", "Content-Length": str(len(body)), **headers}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    return "\r\n".join(lines).encode() + body


async def answered(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """One answer: its status and its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0] or b"0")
    return int(head[9:12]), await reader.readexactly(length) if length else b""


REFUSED = tuple(words(f"replies.trouble.{cause}").encode() for cause in ("busy", "asking", "doubt"))  # as a slash command is told
Load = bytes | Callable[[], bytes]  # one request again and again, or each of its own


class Asked(NamedTuple):
    """How long every request took, sorted, how many were answered a second, and how many in all.

    Whoever is told that the record is away has waited, and was not answered.
    """

    took: list[float]
    rate: float
    answered: int


async def latencies(port: int, whole: Load, connections: int, each: int) -> tuple[list[float], float]:
    """Return how long every request took, sorted, and how many were answered a second."""
    took, rate, _ = await asked(port, whole, connections, each)
    return took, rate


async def asked(port: int, whole: Load, connections: int, each: int) -> Asked:
    """Ask so often on so many connections. Every answer must be a 200."""
    refused = 0

    async def one() -> list[float]:
        nonlocal refused
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        took = []
        for _ in range(each):
            sent = whole if isinstance(whole, bytes) else whole()
            began = time.perf_counter()
            writer.write(sent)
            status, body = await answered(reader)
            assert status == 200, (status, body)
            took.append(time.perf_counter() - began)
            refused += any(told in body for told in REFUSED)
        writer.close()
        return took

    began = time.perf_counter()
    took = sorted(chain.from_iterable(await asyncio.gather(*(one() for _ in range(connections)))))
    passed, served = time.perf_counter() - began, len(took) - refused
    if refused:
        print(f"    {refused} of {len(took)} were refused, for the record was away", flush=True)
    return Asked(took, served / passed, served)


class Answers(NamedTuple):
    """What a load met: answers a second, the median and the 99th percentile of the wait, and the server's CPU an answer, in seconds."""

    rate: float
    p50: float
    p99: float
    cpu: float


async def answers(port: int, processes: Sequence[int], load: Load, connections: int, each: int) -> Answers:
    """Ask so often on so many connections. The CPU is that of the server's processes."""
    began = worked(*processes)
    took, rate, answered = await asked(port, load, connections, each)
    return Answers(rate, median(took), took[int(len(took) * 0.99)], (worked(*processes) - began) / max(answered, 1))


async def once(port: int, whole: bytes) -> bytes:
    """The body of one answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(whole)
    _, body = await answered(reader)
    writer.close()
    return body


def tail(log: IO[str]) -> str:
    """Return the last lines of a log."""
    log.seek(0)
    return "".join(log.readlines()[-20:])


@asynccontextmanager
async def running(
    command: Sequence[str], environment: Mapping[str, str], port: int, place: Path | None = None
) -> AsyncIterator[int]:
    """A server in a process of its own, listening before this returns; the number of the process. Its log is shown if it ends."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as log,
        subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=log, cwd=place) as server,
    ):
        try:
            until = time.monotonic() + 60
            while True:
                assert server.poll() is None and time.monotonic() < until, f"the server did not start: {tail(log)}"
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                await asyncio.sleep(0.02)
            yield server.pid
            assert server.poll() is None, f"the server ended: {tail(log)}"
        finally:
            server.terminate()


class Side(NamedTuple):
    """A server under load: its port, its processes, and what it is asked."""

    port: int
    processes: Sequence[int]
    load: Load

    async def answers(self, connections: int, each: int) -> Answers:
        """Ask it so often on so many connections."""
        return await answers(self.port, self.processes, self.load, connections, each)


async def compared(*sides: Side, connections: int, each: int) -> list[Answers]:
    """Ask each side by turns, three times over. Returns the medians of each."""
    return await awaited_by_turns(*(partial(side.answers, connections, each) for side in sides))


def compare(
    what: str, at_many: Sequence[Answers], at_one: Sequence[Answers], baseline: str, *,
    subject: Subject | None = None, at_many_wanted: Wanted | None = None, at_one_wanted: Wanted | None = None,
) -> None:  # fmt: skip
    """Print how long one waits alone, and how many are answered a second at many connections, of ours beside the bare one."""
    rows = (at_one, "median at one", "ms", at_one_wanted), (at_many, "at 64 connections", "/s", at_many_wanted)
    for (ours, bare), about, unit, wanted in rows:
        figures = (ours.p50 * 1e3, bare.p50 * 1e3) if unit == "ms" else (ours.rate, bare.rate)
        cpu = {"cpu": ours.cpu * 1e3, "bare_cpu": bare.cpu * 1e3}
        row(f"{what}, {about}", *figures, unit, baseline, subject=subject, wanted=wanted, **cpu)
