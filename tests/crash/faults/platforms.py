"""A platform is down for a day, its name is known to nobody, or its certificate is a stranger's."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.crash.faults.place import Place, place
from tests.crash.faults.postgres import Missing
from tests.crash.faults.program import machine_has
from tests.world.teams.keys import private_key
from tests.world.teams.tls import certificate

DAWN = datetime(2025, 3, 24, 8, 56, 30, tzinfo=UTC)
HOURS = (10, 13, 16, 17, 20)  # of the day, at which it is still down
SETTLES = 8.0
FORGOTTEN = 11.0  # seconds after which a name is looked up anew
MANY = 10**9
ASKED = 3
Way = Callable[[Place], Awaitable[Callable[[], Awaitable[None]]]]


async def answers_503(at: Place) -> Callable[[], Awaitable[None]]:
    """It answers every call with a page that says 503."""
    return await _ordered(at, "html", status=503)


async def hangs(at: Place) -> Callable[[], Awaitable[None]]:
    """It takes every call and answers none in time."""
    return await _ordered(at, "slow", seconds=45.0)


async def _ordered(at: Place, kind: str, **more: object) -> Callable[[], Awaitable[None]]:
    order = at.slack.order("*", kind, times=MANY, **more)

    async def back() -> None:
        order.times = 0

    return back


async def refuses(at: Place) -> Callable[[], Awaitable[None]]:
    """Nothing listens at its address."""
    port = urlsplit(at.slack.server.url).port
    await at.slack.server.stop()

    async def back() -> None:
        await at.slack.server.start(port or 0)

    return back


async def _day(folder: Path, name: str, way: Way) -> list[str]:
    async with place(folder, f"sqlite:///{folder}/record.db", DAWN) as at:
        await at.serve()
        for one in ("ben", "cleo", "dan"):
            await at.saves(one, f"{one} before")
        back = await way(at)
        for hour in HOURS:
            at.clock.set(DAWN.replace(hour=hour, minute=10))
            await asyncio.sleep(SETTLES)
        said, _ = await at.ready(200)
        await at.alive()
        early = dict(at.letters())
        at.clock.set(DAWN + timedelta(days=1, minutes=-10))
        await back()
        await asyncio.sleep(SETTLES)
        at.clock.set(DAWN + timedelta(days=1, minutes=8))
        came = await at.until(lambda: len(at.asked()) >= ASKED, 120)
        await asyncio.sleep(SETTLES)
        keys = sorted(at.letters())
        admin = [key for key in keys if not key.startswith(("nudge:", "digest:"))]
        print(f"{name}: /readyz meanwhile {said!r}; the day after everybody is asked once, {came:.1f} s after nine: {keys}")
        print(f"{name}: an admin heard {admin or 'nothing'}; the log holds {at.milepost.told().count(chr(10))} lines, {at.milepost.told().count('Traceback')} tracebacks")
        late = [key for key in keys if key.startswith("nudge:") and key.endswith("2025-03-24") and key not in early]
        at.wrong += [f"came past its meaning: {late}"] if late else []
        at.wrong += [f"more than one a person: {keys}"] if len(at.asked()) != ASKED else []
        return await at.judge()


async def day_of_503(folder: Path) -> list[str]:
    """Slack answers 503 for a simulated day."""
    return await _day(folder, "day_of_503", answers_503)


async def day_of_refusing(folder: Path) -> list[str]:
    """Slack cannot be connected to for a simulated day."""
    return await _day(folder, "day_of_refusing", refuses)


async def day_of_hanging(folder: Path) -> list[str]:
    """Slack takes calls for a simulated day and does not answer them in time."""
    return await _day(folder, "day_of_hanging", hangs)


async def _cannot_be_reached(at: Place, name: str, breaks: Callable[[], Awaitable[None]], mends: Callable[[], Awaitable[None]]) -> list[str]:
    """Slack reaches Milepost and not the other way round, while the day's letters become due."""
    for one in ("ben", "cleo", "dan"):
        await at.saves(one, f"{one} before")
    if not await at.opens("eve"):
        at.wrong.append("no form opened before anything was broken")
    await breaks()
    at.clock.jump(timedelta(minutes=4))
    sent = await at.sends("eve", "meanwhile")
    ready, text, took = await at.milepost.asked("/readyz")
    await asyncio.sleep(20.0)
    await at.alive()
    print(f"{name}: a form sent in meanwhile: {'saved' if sent.saved else sent.heard!r} in {sent.seconds:.1f} s; /readyz {ready} {text.splitlines()[:1]} in {took:.1f} s")
    at.wrong += [f"/readyz: {ready} {text!r}"] if ready != 200 else []
    logged = [line for line in at.milepost.told().splitlines() if "WARNING" in line or "ERROR" in line]
    print(f"{name}: the log says in {len(logged)} lines {sorted({line[24:200] for line in logged})[:4]}")
    await mends()
    came = await at.until(lambda: len(at.asked()) >= ASKED - 1, 120)
    print(f"{name}: the day's letters came {came:.1f} s after it could be reached again")
    return await at.judge()


async def no_dns(folder: Path) -> list[str]:
    """The names of the network are known to nobody, and whoever is asked for them does not answer."""
    if not machine_has("unshare"):
        raise Missing("to take names away needs root and unshare")
    hosts, servers = folder / "hosts", folder / "resolv.conf"
    hosts.write_text("127.0.0.1 localhost slack.test\n")
    servers.write_text("nameserver 192.0.2.1\n")
    mounts = f"mount --bind {hosts} /etc/hosts && mount --bind {servers} /etc/resolv.conf && exec \"$@\""
    async with place(folder, f"sqlite:///{folder}/record.db", DAWN) as at:
        at.slack.server.url = at.slack.server.url.replace("127.0.0.1", "slack.test")
        await at.serve(("unshare", "-m", "sh", "-c", mounts, "sh"))

        async def breaks() -> None:
            hosts.write_text("127.0.0.1 localhost\n")
            address = at.slack.server.url
            await (await refuses(at))()  # what was connected is no more
            at.slack.server.url = address
            await asyncio.sleep(FORGOTTEN)

        async def mends() -> None:
            hosts.write_text("127.0.0.1 localhost slack.test\n")

        return await _cannot_be_reached(at, "no_dns", breaks, mends)


class Front:
    """What stands before Slack and ends TLS, with one certificate or another."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._server: asyncio.Server | None = None
        self._open: list[asyncio.StreamWriter] = []
        self.port = 0

    async def start(self, tls: ssl.SSLContext) -> None:
        """Listen, on the same port as before."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, ssl=tls)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Listen no longer, and cut what is open."""
        if self._server is not None:
            self._server.close()
        for one in self._open:
            one.transport.abort()
        self._open.clear()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.append(writer)
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        await asyncio.gather(_carry(reader, back), _carry(there, writer))


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, ssl.SSLError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


def _strangers(folder: Path) -> ssl.SSLContext:
    """A certificate that vouches for itself."""
    key, name = private_key("stranger"), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a stranger")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, DAWN - timedelta(days=9), now + timedelta(days=9)).sign(key, SHA256())
    chain = folder / "stranger.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    chain.write_bytes(private + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context


async def wrong_certificate(folder: Path) -> list[str]:
    """The platform's certificate is a stranger's."""
    right, bundle = certificate(folder, since=DAWN)
    async with place(folder, f"sqlite:///{folder}/record.db", DAWN) as at:
        front = Front(urlsplit(at.slack.server.url).port or 0)
        await front.start(right)
        at.slack.server.url = f"https://127.0.0.1:{front.port}"
        at.more |= {"SSL_CERT_FILE": str(bundle)}
        await at.serve()

        async def breaks() -> None:
            await front.stop()
            await front.start(_strangers(folder))

        async def mends() -> None:
            await front.stop()
            await front.start(right)

        try:
            return await _cannot_be_reached(at, "wrong_certificate", breaks, mends)
        finally:
            await front.stop()


