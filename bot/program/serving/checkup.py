"""The doctor's look at a plan and its people, at the clock, and at how old the last copy of the record is."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from adapters.web.outgoing import Outgoing
from bot.model.letters.letter import LetterState
from bot.model.people import Right
from bot.model.snapshot import Snapshot
from bot.ports.channel import Finding
from bot.ports.record import View
from bot.program.serving.settings import Settings
from bot.reports.snapshot import take
from bot.rules import faults, holders
from bot.wording.holders import to_come
from bot.wording.letters.faults import size
from bot.wording.sentences import Fact, words

FAR_OFF = timedelta(seconds=120)  # Slack refuses what differs by 5 minutes
MOST_NAMED = 5
SECONDS = 10.0
LOGIN = "https://login.microsoftonline.com/"


def plans_found(view: View, now: datetime, spoken: bool) -> list[Finding]:
    """Look at every plan: its dates, its people, who may run it, which roles are vacant, where its summary goes.

    `spoken` says that a platform is switched on, so that a channel could be bound.
    """
    shorts = view.plans.all()
    if not shorts:
        return [_finding(False, "plan", "no_plan", {})]
    return [finding for short in shorts for finding in _plan_found(view, take(view, short, now), spoken)]


def _plan_found(view: View, snapshot: Snapshot, spoken: bool) -> list[Finding]:
    plan, people = snapshot.plan, snapshot.people
    undated = [one.ref for one in plan.milestones if one.due is None and not one.open_ended]
    facts: dict[str, Fact] = {"plan": plan.short, "milestones": len(plan.milestones), "undated": len(undated)}
    found = [_finding(True, "plan", "undated" if undated else "plan", facts)]
    if not people.persons:
        return [*found, _finding(False, "people", "no_people", facts)]
    found.append(_finding(True, "people", "people", {**facts, "people": len(people.persons)}))
    admins = [one.name for one in people.persons if Right.ADMIN in one.rights]
    found.append(_finding(bool(admins), "admin", "admin" if admins else "no_admin", {**facts, "who": _named(admins)}))
    boards = len(view.plans.board(plan.short))
    found.append(_vacancies(snapshot, facts))
    if spoken:
        found.append(_finding(True, "board", "board" if boards else "no_board", {**facts, "count": boards}, advice=not boards))
    return found


def _vacancies(snapshot: Snapshot, facts: dict[str, Fact]) -> Finding:
    roles = [role.name for role in snapshot.plan.roles]
    vacant = [role for role in roles if not holders.holders(snapshot.people, role, snapshot.today)]
    coming = {role: who for role in vacant if (who := to_come(snapshot.people, role, snapshot.today))}
    names = [words("program.doctor.to_come", {"role": role, "who": coming[role]}) if role in coming else role for role in vacant]
    told: dict[str, Fact] = {**facts, "roles": len(roles), "vacant": len(vacant), "names": _named(names)}
    sentence = ("not_yet" if len(coming) == len(vacant) else "vacant") if vacant else "held"
    return _finding(True, "vacancies", sentence, told, advice=sentence == "vacant")


def _named(names: Sequence[str]) -> str:
    """Name the first few, and count the rest."""
    told = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return words("program.doctor.more", {"names": told, "count": more}) if more > 0 else told


# ---- the clock ---------------------------------------------------------------------------


async def clock_found(chosen: Settings, now: datetime) -> list[Finding]:
    """Compare this machine's clock with that of each platform that is switched on."""
    places = [("slack", chosen.slack.api_url)] if chosen.slack is not None else []
    places += [("teams", chosen.teams.login_url or LOGIN)] if chosen.teams is not None else []
    return [clock_told(platform, await their_time(address), now) for platform, address in places]


async def their_time(address: str) -> datetime | None:
    """Return what time it is where a platform answers. None if it says none."""
    outgoing = Outgoing(seconds=SECONDS)
    try:
        async with outgoing.session.head(address, allow_redirects=False) as answer:
            told = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return None
    finally:
        await outgoing.close()
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def clock_told(platform: str, theirs: datetime | None, now: datetime) -> Finding:
    """Say how far this machine's clock is from a platform's."""
    if theirs is None:
        return _finding(None, "clock", "clock_unknown", {"platform": platform.title()})
    off = round((now - theirs).total_seconds())
    side = words(f"program.doctor.{'ahead' if off > 0 else 'behind'}")
    facts: dict[str, Fact] = {"platform": platform.title(), "seconds": abs(off), "side": side}
    fine = abs(now - theirs) <= FAR_OFF
    return _finding(fine, "clock", "clock" if fine else "clock_off", facts)


# ---- letters, rounds and room ------------------------------------------------------------


def signs_found(view: View, now: datetime) -> list[Finding]:
    """Look at what waits: letters, organisations that take none, and plans for which no round comes."""
    vitals = view.watching.vitals(now)
    waits = [one for one in vitals.letters if one.state is not LetterState.FAILED]
    oldest = min((one.oldest for one in waits if one.oldest is not None), default=now)
    failed = sum(one.count for one in vitals.letters if one.state is LetterState.FAILED)
    facts: dict[str, Fact] = {
        "count": sum(one.count for one in waits),
        "failed": failed,
        "hours": int((now - oldest).total_seconds() // 3600),
        "late": int(vitals.late(now) // 60),
        "refusing": len(vitals.refusing),
    }
    old, late = now - oldest >= faults.LETTERS_AFTER, vitals.late(now) >= faults.LATE_AFTER.total_seconds()
    return [
        _finding(not old, "letters", "letters_old" if old else "letters", facts),
        _finding(True, "letters", "letters_failed" if failed else "none_failed", facts, advice=bool(failed)),
        _finding(not vitals.refusing, "letters", "refusing" if vitals.refusing else "none_refuses", facts),
        _finding(True, "rounds", "rounds_late" if late else "rounds", facts, advice=late),
    ]


def disk_found(file: Path | None, now: datetime) -> list[Finding]:
    """Say how much room is left where the record lies. PostgreSQL's is looked at where it runs."""
    if file is None:
        return []
    disk = shutil.disk_usage(file.absolute().parent)
    full = any(faults.of_disk(disk.free, disk.total, "", now))
    return [_finding(not full, "disk", "disk_full" if full else "disk", {"left": size(disk.free)})]


# ---- copies ------------------------------------------------------------------------------


def note_of(file: Path) -> Path:
    """Return the file beside a database in which the moment of its last copy is kept."""
    return file.with_name(f"{file.stem}-last-copy")


def note_copy(file: Path, now: datetime) -> None:
    """Keep when a database was copied."""
    note_of(file).write_text(now.isoformat(), encoding="utf-8")


def last_copy(file: Path | None, noted: datetime | None) -> datetime | None:
    """Return when the record was last copied: as the note beside its file says, or what was `noted` in the database itself."""
    try:
        made = datetime.fromisoformat(note_of(file).read_text(encoding="utf-8")) if file is not None else None
    except (OSError, ValueError):
        made = None
    return max((moment for moment in (made, noted) if moment is not None and moment.tzinfo is not None), default=None)


def copy_found(file: Path | None, noted: datetime | None, now: datetime) -> Finding:
    """Say how old the last copy is that Milepost knows of. None is PostgreSQL, whose copies are made elsewhere."""
    made = last_copy(file, noted)
    if made is None and file is None:
        return _finding(None, "backup", "copy_elsewhere", {})
    if made is None:
        return _finding(True, "backup", "no_copy", {}, advice=True)
    age = now - made
    old = age >= faults.COPY_AFTER
    facts: dict[str, Fact] = {"days": max(age.days, 0), "at": f"{made:%Y-%m-%d %H:%M} UTC"}
    return _finding(True, "backup", "old_copy" if old else "copy", facts, advice=old)


def _finding(ok: bool | None, name: str, sentence: str, facts: dict[str, Fact], advice: bool = False) -> Finding:
    return Finding(ok=ok, name=name, sentence=words(f"program.doctor.{sentence}", facts), advice=advice)
