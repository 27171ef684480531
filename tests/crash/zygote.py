"""A process that has imported all of Milepost and forks a fresh one whenever asked: one start costs a tenth of a second.

It is asked on its standard input, one line of JSON each: {"args": [...], "env": {...}, "log": path} starts one and prints
its process id; {"wait": pid} prints its exit code once it has ended.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence


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
        assert callable(run)
        run()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
