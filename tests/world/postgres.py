"""A private PostgreSQL cluster for the tests, made with the installed server and removed at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import records
from tests.world.tools import REQUIRED


@contextmanager
def cluster(durable: bool = False) -> Iterator[str]:
    """The address of the cluster's server, without a database's name. Skips if no server is installed, fails with CI=true.

    A durable one lies on the disk and waits for it at each commit, as one in earnest does.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        reason = "no PostgreSQL server is installed under /usr/lib/postgresql"
        if REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)
    programs = found[-1].parent
    root = os.geteuid() == 0
    home = Path(tempfile.mkdtemp(prefix="milepost-pg-", dir="/tmp" if durable else records.memory() or "/tmp"))
    if root:
        shutil.chown(home, "postgres", "postgres")

    def run(program: str, *arguments: str) -> None:
        prefix = ["runuser", "-u", "postgres", "--"] if root else []
        with (home.parent / f"{home.name}.log").open("a") as log:
            done = subprocess.run(
                [*prefix, str(programs / program), *arguments], cwd=home, stdout=log, stderr=log, check=False
            )
        assert done.returncode == 0, (home.parent / f"{home.name}.log").read_text()

    data = str(home / "data")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c timezone=Asia/Tokyo"
        options += "" if durable else " -c fsync=off"
        run("pg_ctl", "-D", data, "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
        (home.parent / f"{home.name}.log").unlink(missing_ok=True)
