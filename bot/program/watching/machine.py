"""This machine: the disk on which the record lies, and its last copy. What is wrong with them is told beside all other faults."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bot.model.fault import Fault
from bot.model.watching import Noted
from bot.planning.faults import Faults
from bot.planning.secrets import Secrets
from bot.ports.clock import Clock
from bot.ports.record import Store
from bot.program.serving.checkup import last_copy
from bot.rules import faults
from bot.wording.letters.faults import size


def of_disk(file: Path | None, now: datetime) -> tuple[Fault, ...]:
    """Return that the disk is nearly full, if it is. PostgreSQL's is looked at where it runs."""
    if file is None:
        return ()
    disk = shutil.disk_usage(file.absolute().parent)
    return tuple(faults.of_disk(disk.free, disk.total, size(disk.free), now))


async def of_this_machine(store: Store, file: Path | None, now: datetime) -> tuple[Fault, ...]:
    """Return what is wrong with this machine, and with the copies that are made of its record."""
    noted = await store.read(lambda view: view.watching.noted(Noted.COPY))
    return (*of_disk(file, now), *faults.of_copies(last_copy(file, noted), now))


class Alarms:
    """Has the admins told what is wrong, after each round."""

    def __init__(self, store: Store, file: Path | None, clock: Clock, secrets: Secrets) -> None:
        self._store, self._file, self._clock, self._secrets = store, file, clock, secrets
        self._faults = Faults(store)
        self._shut: tuple[Fault, ...] = ()  # what was known of secrets at the last look

    async def tell(self, waited: Mapping[str, datetime]) -> tuple[str, ...]:
        """Tell what is wrong, and of plans that had `waited` for their round. Returns the keys of the letters that do."""
        now = self._clock()
        late = await self._faults.late(waited, now)
        shut = self._secrets.found()
        if not self._faults.is_time(now) and shut == self._shut:
            return late
        self._shut = shut
        others = (*await of_this_machine(self._store, self._file, now), *shut)
        return (*late, *await self._faults.look(now, others, self._secrets.is_unsure))
