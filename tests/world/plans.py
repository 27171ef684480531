"""`make plans FROM=folder`: how well plans of other areas are read, beside what a good reader makes of them.

The folder holds plans, and beside each FILE a FILE.gold.json: `{"file", "may_refuse", "milestones": [{"ref", "text", "due_month",
"also_ok", "owners", "owners_also_ok", "flags"}]}`. Found is a milestone if one that nothing else was matched with begins with its words
or contains them, or if the file may be refused and was. A wrong date or owner is silent if no doubt touches the milestone and no
sentence names it. A row is lost if it was not found and no sentence quotes it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from bot.model.documents.draft import MOST_ASKED, Draft, NotAPlan, Settled
from bot.model.plan import Milestone
from bot.program.documents.reading.documents import document_in
from bot.program.documents.reading.drafting import draft_of
from seed.source import Format
from seed.sources.choice import format_in
from tests.bench.measure import NAME, PLANS

ENOUGH = 8  # letters of a text that name it
QUOTED = 20  # letters with which a sentence quotes a text
OFFICE = (Format.CSV, Format.XLSX, Format.DOCX)


@dataclass
class Count:
    """How many there are of each."""

    gold: int = 0
    found: int = 0
    matched: int = 0
    due: int = 0
    owners: int = 0
    silent_due: int = 0
    silent_owners: int = 0
    lost: int = 0
    asked: int = 0
    beyond: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Count)))


@dataclass
class Judged:
    """One file: its counts, and what was wrong in words."""

    file: str
    kind: Format | None
    count: Count = field(default_factory=Count)
    notes: list[str] = field(default_factory=list)


def fold(text: str | None) -> str:
    """Words without signs and case."""
    plain = re.sub("['’‘`]", "", unicodedata.normalize("NFKC", text or "").casefold())
    return " ".join(re.findall(r"\w+", plain))


def month(milestone: Milestone) -> str | None:
    return milestone.due.isoformat()[:7] if milestone.due else None


def names(owners: Sequence[str]) -> list[str]:
    return [" ".join(unicodedata.normalize("NFKC", owner).replace("’", "'").split()) for owner in owners]


def pairs(golds: list[dict], ours: Sequence[Milestone]) -> dict[int, int]:  # type: ignore[type-arg]
    """Match each gold milestone with one of ours, the best pairs first."""
    scored = []
    for g, gold in enumerate(golds):
        want = fold(gold["text"])
        for o, one in enumerate(ours):
            have = fold(one.text)
            if want and want in have:
                same_ref = bool(gold.get("ref")) and gold["ref"] in (one.ref, one.source_ref)
                fits = (have == want, have.startswith(want), same_ref, month(one) == gold["due_month"], names(one.owners) == names(gold["owners"]))
                scored.append((tuple(not each for each in fits), abs(g - o), g, o))
    found: dict[int, int] = {}
    for _, _, g, o in sorted(scored):
        if g not in found and o not in found.values():
            found[g] = o
    return found


def told(draft: Draft, ours: Milestone, gold_text: str) -> bool:
    """Say if anybody is asked or told about a milestone."""
    starts = [fold(text)[:QUOTED] for text in (ours.text, gold_text) if len(fold(text)) >= ENOUGH]
    refs = {ref for ref in (ours.ref, ours.source_ref) if ref and not ref.isdigit()}
    for doubt in draft.doubts:
        if ours.ref in doubt.touches or any(start in fold(f"{doubt.question} {' '.join(doubt.places)}") for start in starts):
            return True
    for warning in draft.warnings:
        if any(start in fold(warning.message) for start in starts):
            return True
        if any(re.search(rf"(?<![\w.]){re.escape(ref)}(?!\w|\.\w)", warning.message) for ref in refs):
            return True
    return False


def judged(file: Path, gold: dict) -> Judged:  # type: ignore[type-arg]
    """Read a file and judge what came of it."""
    held, golds = file.read_bytes(), gold["milestones"]
    result = Judged(file.name, None, Count(gold=len(golds)))
    try:
        result.kind = format_in(file.name, held)
        draft = draft_of(document_in(file.name, held), "p", Settled())
    except NotAPlan as refused:
        result.count.found = len(golds) if gold.get("may_refuse") else 0
        result.notes.append(f"refused{' (right)' if gold.get('may_refuse') else ''}: {refused.reason}")
        return result
    ours = draft.plan.milestones
    found = pairs(golds, ours)
    result.count.found = result.count.matched = len(found)
    result.count.asked, result.count.beyond = len(draft.doubts), len(ours) - len(found)
    for g, o in found.items():
        _judge_pair(result, draft, golds[g], ours[o])
    sentences = fold(" ".join([*(one.message for one in draft.warnings), *(one.question for one in draft.doubts)]))
    for g, one in enumerate(golds):
        if g not in found:
            is_lost = fold(one["text"][:25]) not in sentences
            result.count.lost += is_lost
            result.notes.append(f"{'LOST' if is_lost else 'told'}: {one['text'][:60]}")
    result.notes += [f"beyond: {one.text[:60]}" for o, one in enumerate(ours) if o not in found.values()]
    return result


def _judge_pair(result: Judged, draft: Draft, gold: dict, ours: Milestone) -> None:  # type: ignore[type-arg]
    count, is_told = result.count, told(draft, ours, gold["text"])
    must_ask = any(str(flag).casefold().startswith("ask") for flag in gold.get("flags", []))
    is_due = month(ours) in [gold["due_month"], *gold.get("also_ok", [])]
    guessed = must_ask and ours.due is not None and month(ours) != gold["due_month"]
    is_owned = names(ours.owners) in [names(each) for each in (gold["owners"], *gold.get("owners_also_ok", []))]
    count.due += is_due
    count.owners += is_owned
    count.silent_due += (not is_due or guessed) and not is_told
    count.silent_owners += not is_owned and not is_told
    for is_right, what, was, right in ((is_due, "due", month(ours), gold["due_month"]), (is_owned, "owners", ours.owners, gold["owners"])):
        if not is_right:
            result.notes.append(f"{what}{'' if is_told else ' SILENT'}: {gold['text'][:50]}: {was}, right {right}")


def share(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({part / whole:.2f})" if whole else "")


def summary(results: Sequence[Judged]) -> Iterator[str]:
    """Put the figures into words."""
    for title, kinds in (("csv, xlsx and docx", OFFICE), ("text and others", tuple(kind for kind in Format if kind not in OFFICE))):
        total = sum((one.count for one in results if one.kind in kinds), Count())
        yield f"{title}: found {share(total.found, total.gold)}"
    total = sum((one.count for one in results), Count())
    yield f"all: found {share(total.found, total.gold)}; due right {share(total.due, total.matched)}; owners right {share(total.owners, total.matched)}"
    yield f"silent wrong dates {total.silent_due}, silent wrong owners {total.silent_owners}, rows lost and not told {total.lost}"
    worst = max((one.count.asked for one in results), default=0)
    yield f"doubts {total.asked}, the most of one plan {worst} ({min(worst, MOST_ASKED)} of them asked); milestones that nobody wanted {total.beyond}"


def main() -> None:
    """Judge a folder of plans, and count the shipped one."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    given.add_argument("--only", default="", help="only files whose name contains this")
    given.add_argument("-v", "--verbose", action="store_true", help="say what was wrong")
    asked = given.parse_args()
    shipped = PLANS / f"{NAME}.txt"
    draft = draft_of(document_in(shipped.name, shipped.read_bytes()), "p", Settled())
    dated, owned = (sum(bool(part) for part in parts) for parts in zip(*((one.due, one.owners) for one in draft.plan.milestones), strict=True))
    print(f"the shipped plan, without its roles: {len(draft.plan.milestones)} milestones, {dated} dated, {owned} owned, {len(draft.doubts)} doubts")
    results = []
    print(f"{'':26}" + "".join(f"{one.name.replace('silent_', 's.'):>9}" for one in fields(Count)))
    for folder in asked.folders:
        for gold_file in sorted(one for one in folder.glob("*.gold.json") if asked.only in one.name):
            gold = json.loads(gold_file.read_text(encoding="utf-8"))
            result = judged(gold_file.with_name(gold["file"]), gold)
            results.append(result)
            print(f"{result.file:26}" + "".join(f"{getattr(result.count, one.name):>9}" for one in fields(Count)))
            if asked.verbose:
                print(*(f"      {note}" for note in result.notes), sep="\n")
    print(*summary(results), sep="\n")
    if not results and asked.folders:
        sys.exit("There are no gold files in that folder.")


if __name__ == "__main__":
    main()
