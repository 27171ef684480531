"""A platform is down for a day or takes too little, its name is known to nobody, or its certificate is a stranger's."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.crash.faults.place import NAMES, Place, Scenario, place
from tests.crash.faults.postgres import Missing
from tests.crash.faults.program import machine_has
from tests.crash.faults.sides import InSlack, InTeams, Side
from tests.crash.front import PAUSE, Front, Way
from tests.world.teams.keys import private_key
from tests.world.teams.tls import certificate

DAWN = datetime(2025, 3, 24, 8, 56, 30, tzinfo=UTC)
HOURS = (10, 13, 16, 17, 20)  # of the day, at which it is still down
SETTLES = 8.0
FORGOTTEN = 11.0  # seconds after which a name is looked up anew
HOLDS = 45.0  # seconds for which it takes too little
SPEAK = ("ben", "cleo", "dan")  # whoever answers before anything is broken
REST = len(NAMES) - len(SPEAK)
Break = Callable[[Sequence[Front]], Awaitable[None]]


def _url(folder: Path) -> str:
    return f"sqlite:///{folder}/record.db"


def answering(way: Way) -> Break:
    """Return what has all of a platform answer in one way."""

    async def breaks(fronts: Sequence[Front]) -> None:
        for front in fronts:
            await front.answers(way)

    return breaks


async def refusing(fronts: Sequence[Front]) -> None:
    """Have nobody listen at its addresses."""
    for front in fronts:
        await front.stop()


async def well(fronts: Sequence[Front]) -> None:
    """Have it answer as ever."""
    for front in fronts:
        await front.answers(Way.WELL)


async def listening(fronts: Sequence[Front]) -> None:
    """Have it listen as ever."""
    for front in fronts:
        await front.start()


async def _begins(at: Place) -> None:
    """Have some people answer, and one have a form open, before anything is broken."""
    for one in SPEAK:
        if not await at.saves(one, f"{one} before"):
            at.wrong.append(f"{one} could not save before anything was broken")
    for one in ("eve", "finn") if at.side.answers_by_itself else ("eve",):
        if not await at.opens(one):
            at.wrong.append("no form opened before anything was broken")


# ---- a day --------------------------------------------------------------------------------------


async def _day(folder: Path, side: Side, name: str, breaks: Break, mends: Break, settles: float = SETTLES) -> list[str]:
    async with place(folder, _url(folder), DAWN, side) as at:
        await at.serve()
        await _begins(at)
        await breaks(side.fronts)
        saved = await _lives(at, name, settles)
        early = at.letters()
        at.clock.set(DAWN + timedelta(days=1, minutes=-10))
        await mends(side.fronts)
        await asyncio.sleep(SETTLES)
        at.clock.set(DAWN + timedelta(days=1, minutes=8))
        asked = REST - saved
        came = await at.until(lambda: sum(key.endswith("2025-03-25") for key in at.asked()) >= asked, 120)
        await asyncio.sleep(SETTLES)
        _judge_day(at, name, dict(early), came, asked)
        return await at.judge()


async def _lives(at: Place, name: str, settles: float) -> int:
    """Live through the day, on which people save what they can. How many did."""
    sent = await at.sends("eve", "meanwhile")
    print(f"{name}: a form sent in meanwhile: {'saved' if sent.saved else sent.heard!r} in {sent.seconds:.1f} s")
    saved = int(sent.saved)
    if at.side.answers_by_itself:
        saved += await at.opens("finn") and await at.saves("finn", "opened meanwhile", 15.0)
    await asyncio.sleep(settles)  # an answer is tried for some seconds more: the hours must not run away under it
    for hour in HOURS:
        at.clock.set(DAWN.replace(hour=hour, minute=10))
        await asyncio.sleep(settles)
    at.wrong += [] if saved == 1 + at.side.answers_by_itself else [f"{saved} forms were saved meanwhile"]
    said, _ = await at.ready(200)
    await at.alive()
    print(f"{name}: {saved} forms were saved meanwhile; /readyz says {said!r}")
    return saved


def _judge_day(at: Place, name: str, early: dict[str, int], came: float, asked: int) -> None:
    letters = at.letters()
    keys = sorted(letters)
    admin = [key for key in keys if key.startswith(("fault:", "alarm:"))]
    print(f"{name}: {sum(early.values())} messages on the day itself; the day after all are asked {came:.1f} s after nine: {dict(sorted(letters.items()))}")
    print(f"{name}: an admin heard {admin or 'nothing'}; the log holds {at.milepost.told().count(chr(10))} lines, {at.milepost.told().count('Traceback')} tracebacks")
    late = [key for key in keys if key.startswith("nudge:") and key.endswith("2025-03-24") and letters[key] > early.get(key, 0)]
    today = [key for key in keys if key.startswith("nudge:") and key.endswith("2025-03-25")]
    at.wrong += [f"came past its meaning: {late}"] if late else []
    at.wrong += [f"not one a person: {today}"] if len(today) != asked else []
    at.wrong += [] if admin else ["no admin was told that letters waited all day"]
    # Teams can't be asked if a summary came: it is held then, and an admin is told.
    is_held = not at.side.can_tell and any(key.startswith("alarm:") for key in keys)
    at.wrong += [] if is_held or any(key.startswith("digest:") for key in keys) else ["the board was told nothing"]
    at.wrong += ["a traceback is in the log"] if "Traceback" in at.milepost.told() else []


async def day_of_503(folder: Path, side: Side, name: str) -> list[str]:
    """It answers 503 for a simulated day."""
    return await _day(folder, side, name, answering(Way.DOWN), well)


async def day_of_refusing(folder: Path, side: Side, name: str) -> list[str]:
    """It cannot be connected to for a simulated day."""
    return await _day(folder, side, name, refusing, listening)


async def day_of_hanging(folder: Path, side: Side, name: str) -> list[str]:
    """It takes calls for a simulated day, does nothing, and never answers."""
    return await _day(folder, side, name, answering(Way.SWALLOWS), well, settles=24.0)


async def day_of_lost_answers(folder: Path, side: Side, name: str) -> list[str]:
    """It does what it is asked for a simulated day, and its answers never come."""
    return await _day(folder, side, name, answering(Way.KEEPS), well, settles=24.0)


async def too_much(folder: Path, side: Side, name: str) -> list[str]:
    """It says that it is asked too much while the day's letters are due, and when it may be asked again."""
    async with place(folder, _url(folder), DAWN, side) as at:
        await at.serve()
        await _begins(at)
        await answering(Way.TOO_MUCH)(side.fronts)
        at.clock.jump(timedelta(minutes=4))
        sent = await at.sends("eve", "meanwhile")
        at.wrong += [] if sent.saved else [f"a form that was sent in meanwhile was not saved: {sent.heard}"]
        await asyncio.sleep(HOLDS)
        calls = sum(front.calls[Way.TOO_MUCH] for front in side.fronts)
        await well(side.fronts)
        came = await at.until(lambda: len(at.asked()) >= REST - 1 and any(key.startswith("digest:") for key in at.letters()), 60)
        print(f"{name}: {calls} calls in {HOLDS:.0f} s were refused with 'again in {PAUSE} s'; all letters came {came:.1f} s after")
        most = (REST + 3) * (HOLDS / PAUSE + 1)  # each letter, the board's, and whatever is asked beside
        at.wrong += [f"it was asked {calls} times"] if calls > most else []
        at.wrong += [f"letters came {came:.1f} s after it took them again"] if came > 2 * PAUSE else []
        return await at.judge()


# ---- it cannot be reached ----------------------------------------------------------------------


async def _cannot_be_reached(at: Place, name: str, breaks: Callable[[], Awaitable[None]], mends: Callable[[], Awaitable[None]]) -> list[str]:
    """It reaches Milepost and not the other way round, while the day's letters become due."""
    await _begins(at)
    await breaks()
    at.clock.jump(timedelta(minutes=4))
    sent = await at.sends("eve", "meanwhile")
    ready, text, took = await at.milepost.asked("/readyz")
    await asyncio.sleep(20.0)
    await at.alive()
    print(f"{name}: a form sent in meanwhile: {'saved' if sent.saved else sent.heard!r} in {sent.seconds:.1f} s; /readyz {ready} {text.splitlines()[:1]} in {took:.1f} s")
    at.wrong += [] if sent.saved else ["a form that was sent in meanwhile was not saved"]
    at.wrong += [f"/readyz: {ready} {text!r}"] if ready != 200 else []
    logged = [line for line in at.milepost.told().splitlines() if "WARNING" in line or "ERROR" in line]
    print(f"{name}: the log says in {len(logged)} lines {sorted({line[24:200] for line in logged})[:4]}")
    print(f"{name}: letters wait because {at.reasons()}")
    at.wrong += ["a traceback is in the log"] if "Traceback" in at.milepost.told() else []
    await mends()
    came = await at.until(lambda: len(at.asked()) >= REST - 1, 120)
    print(f"{name}: the day's letters came {came:.1f} s after it could be reached again")
    return await at.judge()


async def no_dns(folder: Path, side: Side, name: str) -> list[str]:
    """The names of the network are known to nobody, and whoever is asked for them does not answer."""
    if not machine_has("unshare"):
        raise Missing("to take names away needs root and unshare")
    host = f"{side.name.lower()}.test"
    hosts, servers = folder / "hosts", folder / "resolv.conf"
    hosts.write_text(f"127.0.0.1 localhost {host}\n")
    servers.write_text("nameserver 192.0.2.1\n")
    mounts = f"mount --bind {hosts} /etc/hosts && mount --bind {servers} /etc/resolv.conf && exec \"$@\""
    right, bundle = certificate(folder, DAWN, [host])
    async with place(folder, _url(folder), DAWN, side, right, host) as at:
        at.more |= {"SSL_CERT_FILE": str(bundle)}
        await at.serve(("unshare", "-m", "sh", "-c", mounts, "sh"))

        async def breaks() -> None:
            hosts.write_text("127.0.0.1 localhost\n")
            await refusing(side.fronts)  # what was connected is no more
            await asyncio.sleep(FORGOTTEN)

        async def mends() -> None:
            for front in side.fronts:
                await front.start(right)
            hosts.write_text(f"127.0.0.1 localhost {host}\n")

        return await _cannot_be_reached(at, name, breaks, mends)


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


async def _false(folder: Path, side: Side, name: str, which: slice) -> list[str]:
    right, bundle = certificate(folder, DAWN)
    async with place(folder, _url(folder), DAWN, side, right) as at:
        at.more |= {"SSL_CERT_FILE": str(bundle)}
        await at.serve()

        async def shows(tls: ssl.SSLContext) -> None:
            for front in side.fronts[which]:
                await front.stop()
                await front.start(tls)

        async def breaks() -> None:
            await shows(_strangers(folder))

        wrong = await _cannot_be_reached(at, name, breaks, lambda: shows(right))
        told = [] if any("certificate" in reason for reason in at.told) else [f"no letter says that the certificate is false: {at.told}"]
        return wrong + told


async def wrong_certificate(folder: Path, side: Side, name: str) -> list[str]:
    """Its certificate is a stranger's."""
    return await _false(folder, side, name, slice(0, 1))


async def wrong_certificate_at_login(folder: Path, side: Side, name: str) -> list[str]:
    """The certificate of its login server is a stranger's, and tokens last for seconds."""
    assert isinstance(side, InTeams)
    side.teams.login.lifetime = 3
    return await _false(folder, side, name, slice(1, 2))


def _of(side: type[Side], run: Callable[[Path, Side, str], Awaitable[list[str]]]) -> tuple[str, Scenario]:
    prefix = "" if side is InSlack else f"{side.name.lower()}_"
    name = f"{prefix}{run.__name__}"

    async def scenario(folder: Path) -> list[str]:
        return await run(folder, side(), name)

    scenario.__doc__ = f"{side.name}: {run.__doc__}"
    return name, scenario


BOTH = (day_of_503, day_of_refusing, day_of_hanging, day_of_lost_answers, too_much, no_dns, wrong_certificate)
ALL: dict[str, Scenario] = dict([*(_of(side, run) for side in (InSlack, InTeams) for run in BOTH), _of(InTeams, wrong_certificate_at_login)])
