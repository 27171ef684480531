"""The real nginx and Caddy, each run from the example in docs/running with this trial's names, ports and certificate put in."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.shipped.locks import ROOT

EXAMPLES = ROOT / "docs" / "running"
NAME = "milepost.example.org"
UPSTREAM = "127.0.0.1:8080"
STARTS = 20.0  # seconds


@dataclass(frozen=True)
class Where:
    """What stands in the place of the example's name, ports and files. Nobody listens at the dead port: that process was killed."""

    folder: Path
    upstream: int
    dead: int
    plain: int
    secure: int

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.secure}"


def put_in(text: str, instead: Mapping[str, str]) -> str:
    """Return an example with other words in some places, each of which it must have."""
    for was, now in instead.items():
        assert was in text, f"the example has no {was!r} any more"
        text = text.replace(was, now)
    return text


def nginx(where: Where) -> list[str]:
    """Write nginx's files. Returns the command that runs it."""
    site = put_in(
        (EXAMPLES / "nginx.conf").read_text(),
        {
            "server 127.0.0.1:8080;": f"server 127.0.0.1:{where.upstream};\n    server 127.0.0.1:{where.dead};",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "listen 80;": f"listen 127.0.0.1:{where.plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{where.secure} ssl http2;",
            f"https://{NAME}$request_uri": f"{where.address}$request_uri",
            NAME: "127.0.0.1",
            "/etc/milepost/tls/fullchain.pem": f"{where.folder}/server.pem",
            "/etc/milepost/tls/privkey.pem": f"{where.folder}/server.pem",
            "/var/log/nginx/": f"{where.folder}/",
        },
    )
    (where.folder / "milepost.conf").write_text(site)
    temporary = "".join(f"    {kind}_temp_path {where.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    around = f"daemon off;\nuser root;\npid {where.folder}/nginx.pid;\nevents {{}}\nhttp {{\n{temporary}    include {where.folder}/milepost.conf;\n}}\n"
    (where.folder / "nginx.conf").write_text(around)
    return ["nginx", "-e", f"{where.folder}/start.log", "-c", f"{where.folder}/nginx.conf"]


def caddy(where: Where) -> list[str]:
    """Write Caddy's file. Returns the command that runs it."""
    text = put_in(
        (EXAMPLES / "Caddyfile").read_text(),
        {
            f"{NAME} {{\n": f"{where.address} {{\n\ttls {where.folder}/server.pem {where.folder}/server.pem\n",
            UPSTREAM: f"127.0.0.1:{where.upstream} 127.0.0.1:{where.dead}",
            "{\n\t# Whole": f"{{\n\tadmin off\n\thttp_port {where.plain}\n\thttps_port {where.secure}\n\tskip_install_trust\n\t# Whole",
        },
    )
    (where.folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--config", f"{where.folder}/Caddyfile", "--adapter", "caddyfile"]


FRONTS: Mapping[str, Callable[[Where], list[str]]] = {"nginx": nginx, "caddy": caddy}


def free() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


async def version(name: str) -> str:
    """Return which version is installed, or nothing if none is."""
    if shutil.which(name) is None:
        return ""
    asked = await asyncio.create_subprocess_exec(
        name, *(("-v",) if name == "nginx" else ("version",)), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    told, _ = await asked.communicate()
    found = re.search(r"\d+(\.\d+)+", told.decode())
    return f"{name} {found[0] if found else '?'}"


@asynccontextmanager
async def before(name: str, folder: Path, upstream: int) -> AsyncIterator[Where]:
    """Run nginx or Caddy before a port of this machine. Yields where it listens, once it does."""
    where = Where(folder, upstream, free(), free(), free())
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / f"{name}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*FRONTS[name](where), env=environment, stdout=log, stderr=log)
    try:
        async with asyncio.timeout(STARTS):
            while not await _listens(where.secure):
                assert process.returncode is None, (folder / f"{name}.log").read_text()
                await asyncio.sleep(0.05)
        yield where
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
