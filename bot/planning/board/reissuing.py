"""Issued papers drawn anew once words that they may hold were taken out of the record, and told of as a correction."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from functools import partial
from typing import NamedTuple

from bot.model.board.paper import Issue
from bot.model.board.wanted import Wanted
from bot.model.record.entry import By
from bot.ports.drawing import Drawing
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import Refusal
from bot.reports.board.issues import corrected, letters
from bot.reports.papers import packs
from bot.reports.papers.frame import frame
from bot.reports.papers.ground import at_freeze
from bot.wording.papers.frame import at, title_of
from bot.wording.sentences import words

log = logging.getLogger("milepost.papers")


class Anew(NamedTuple):
    """An issue to be drawn anew, the papers for it, and how its letter names them."""

    issue: Issue
    pack: packs.Pack
    title: str
    at: str


async def reissue(store: Store, drawing: Drawing, now: datetime) -> int:
    """Issue anew what was forgotten, of all plans. Returns how many were. One that can't be drawn now stays for the next time."""
    done = 0
    for short in await store.read(lambda view: tuple(one for one in view.plans.all() if view.papers.forgotten(one))):
        found = await store.read(partial(_found, short=short, now=now))
        for anew in found:
            try:
                handed = await asyncio.to_thread(packs.hand_over, anew.pack, drawing)
            except Refusal as refusal:
                log.warning("an issue of papers waits to be drawn anew: %s", refusal.prompt_key)
                return done
            if handed.files and not handed.left_out:
                done += await store.transact(partial(_issued, anew=anew, handed=handed, now=now), plans=(short,))
    return done


def _found(view: View, short: str, now: datetime) -> tuple[Anew, ...]:
    """Make the papers of each issue that was forgotten, as at the very entry that it told of. Papers whose freeze was taken
    back count no longer, and stay forgotten. An ended plan is left as it is: its texts went because its time was over."""
    if view.plans.closed(short) is not None:
        return ()
    freezes = {one.id: one for one in view.periods.freezes(short)}
    made = []
    for issue in view.papers.forgotten(short):
        freeze = freezes.get(issue.freeze or 0)
        if freeze is None or freeze.void or view.plans.policy(short).audience(issue.audience) is None:
            continue
        why = words("deliver.issue.taken_out")
        ground = corrected(at_freeze(view, short, issue.audience, now, freeze), issue, why)
        pack = packs.pack(ground, Wanted(kinds=ground.audience.files))
        made.append(Anew(issue, pack, title_of(frame(ground)), at(frame(ground), ground.as_at)))
    return tuple(made)


def _issued(tx: Tx, anew: Anew, handed: packs.Handed, now: datetime) -> int:
    """Issue them in the place of those that were forgotten, once, and let their audience know."""
    before = anew.issue
    if all(one.id != before.id for one in tx.papers.forgotten(before.plan)):
        return 0
    tx.acting(By(at=now, capacity=words("deliver.issue.by_itself")))
    told = {"id": 0, "replaces": before.id, "why": words("deliver.issue.taken_out"), "by": None, "by_name": "", "at": now}
    kept = tx.papers.issue(before.model_copy(update={**told, "capacity": ""}), handed.files)
    tx.letters.put(letters(tx, kept, anew.title, anew.at, now))
    tx.rounds.wake(before.plan)
    return 1
