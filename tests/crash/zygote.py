"""A process that has imported all of Milepost and forks a fresh one whenever asked: one start costs a tenth of a second.

It is asked on its standard input, one line of JSON each: {"args": [...], "env": {...}, "log": path} starts one and prints
its process id; {"wait": pid} prints its exit code once it has ended.
"""

from __future__ import annotations

import asyncio
import faulthandler
import importlib
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import FrameType

WHERE = signal.SIGUSR1  # asks one that stands still to print where
TOLD = "-- that is where it stands"


def main() -> None:
    """Fork and wait as asked, until the input ends."""
    program = importlib.import_module("bot.program.app")
    for platform in sys.argv[1:]:
        importlib.import_module(f"adapters.{platform}" if "." in platform else f"adapters.{platform}.channel")
    print("ready", flush=True)
    running: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            _, status = os.waitpid(asked["wait"], 0)
            running.discard(asked["wait"])
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            _become(program.main, asked["args"], asked["env"], asked["log"])
        running.add(pid)
        print(pid, flush=True)
    for pid in running:  # whoever asked has failed: nobody is left behind
        os.kill(pid, signal.SIGKILL)


def _become(run: object, args: Sequence[str], env: Mapping[str, str], log: str) -> None:
    """Be a `milepost` of one's own, with its own files, and end with its exit code."""
    code = 1
    try:
        nothing, written = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(nothing, 0)
        os.dup2(written, 1)
        os.dup2(written, 2)
        os.environ.update(env)
        sys.argv = ["milepost", *args]
        signal.signal(WHERE, _tell)
        faulthandler.register(WHERE, chain=True)  # tells of the threads even if none of them ever comes to `_tell`
        assert callable(run)
        run()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _tell(_signal: int, _frame: FrameType | None) -> None:
    """Print where every task stands."""
    for task in asyncio.all_tasks():
        print(f"{task.get_name()} waits", *_awaiting(task.get_coro()), sep="\n  ", file=sys.stderr)
    print(TOLD, file=sys.stderr, flush=True)


def _awaiting(waits: object) -> Iterator[str]:
    """The places in which one awaits the next, the innermost last. A task's own stack names the outermost alone."""
    while (frame := getattr(waits, "cr_frame", None) or getattr(waits, "gi_frame", None)) is not None:
        yield f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_qualname}"
        waits = getattr(waits, "cr_await", None) or getattr(waits, "gi_yieldfrom", None)
    yield repr(waits)


if __name__ == "__main__":
    main()
