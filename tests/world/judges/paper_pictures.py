"""Draws the papers of the real plan after a simulated quarter, and their pages as pictures: `make papers`.

The files go into a folder of build/, the pages that the README and the guides show into docs/pictures. LibreOffice lays the pages
out, and poppler makes pictures of them. Word itself is not tried: it runs on no machine of ours.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from adapters.papers.drawing import Drawer
from bot.model.board.paper import Drawn
from bot.model.board.wanted import Want, Wanted
from bot.ports.record import View
from bot.reports.papers.ground import ground
from bot.reports.papers.packs import Handed, hand_over, pack
from tests.world import paper_samples, quarter
from tests.world.judges import papers as judges
from tests.world.year import Year

ROOT = Path(__file__).parents[3]
SHARP, FEW, MOST = 80, 128, 200_000  # dots an inch, colours, bytes of a picture
SIDES = {"highlight": 2, "exception": 1}
SHOWN = (  # by audience or want, the file, and its page
    ("board", "highlight", 1), ("board", "highlight", 2), ("priority", "highlight", 1), ("exception", "exception", 1), ("families", "highlight", 1),
    ("stocktake", "1-summary", 1), ("stocktake", "2-not-on-track", 1), ("stocktake", "date-changes", 1), ("stocktake", "evidence-index", 1),
    ("stocktake", "business", 1), ("stocktake", "compliance", 1), ("samples", "highlight", 1), ("samples", "highlight", 2), ("samples", "samples", 4),
    ("samples", "charts", 1), ("priority", "highlight", 2), ("stocktake", "score-card", 1),
)  # fmt: skip


def asked() -> Iterator[tuple[str, str, Wanted]]:
    """What is drawn: a name for it, the audience, and what is wanted."""
    yield "board", "board", Wanted()
    yield "families", "families", Wanted()
    yield "priority", "board", Wanted(want=Want.PRIORITY, priority=2)
    yield "exception", "board", Wanted(want=Want.EXCEPTION, ref=quarter.LATE)
    yield "stocktake", "board", Wanted(want=Want.STOCKTAKE)


def made(year: Year, view: View) -> dict[str, Handed]:
    """Every paper of the plan as it stands."""
    now = year.story.clock()
    return {
        name: hand_over(pack(ground(view, year.plan.short, audience, now), wanted), Drawer())
        for name, audience, wanted in asked()
    }


def pages(file: Path, into: Path) -> list[Path]:
    """The pages of a file as pictures."""
    profile = f"-env:UserInstallation={(into / 'profile').resolve().as_uri()}"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", into, file], check=True, capture_output=True)
    pdf = into / f"{file.stem}.pdf"
    subprocess.run(["pdftoppm", "-r", str(SHARP), "-png", pdf, into / file.stem], check=True)
    return sorted(into.glob(f"{file.stem}-*.png"))


def small(page: Path, out: Path) -> None:
    """Keep a page in few colours, so that it is small."""
    Image.open(page).convert("RGB").quantize(FEW, dither=Image.Dither.NONE).save(out, optimize=True)
    assert out.stat().st_size < MOST, f"{out.name} has {out.stat().st_size} bytes"


def draw(name: str, drawn: Drawn, folder: Path, pictures: Path) -> None:
    """Write a file, and pictures of all its pages beside it; those that are shown go into the documentation too."""
    into = folder / name
    into.mkdir(parents=True, exist_ok=True)
    (into / drawn.name).write_bytes(drawn.held)
    if not drawn.name.endswith((".docx", ".xlsx")):
        return
    found = judges.of_word(drawn.held) if drawn.name.endswith(".docx") else judges.of_excel(drawn.held)
    assert not found, f"{name}/{drawn.name}: {found}"
    print(f"{name}/{drawn.name}: {len(drawn.held)} bytes, in order")
    drawn_pages = pages(into / drawn.name, into)
    most = SIDES.get(drawn.name.partition("-")[0], len(drawn_pages)) if name != "samples" else len(drawn_pages)
    assert len(drawn_pages) <= most, f"{drawn.name} has {len(drawn_pages)} sides"
    for group, start, number in SHOWN:
        if group == name and drawn.name.startswith(start) and number <= len(drawn_pages):
            small(drawn_pages[number - 1], pictures / f"papers-{name}-{start}-{number}.png")


async def _main(folder: Path, pictures: Path, only_samples: bool) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    pictures.mkdir(parents=True, exist_ok=True)
    for paper in (paper_samples.paper(), paper_samples.charts(), paper_samples.book()):
        draw("samples", Drawer().draw(paper), folder, pictures)
    if only_samples:
        return
    with tempfile.TemporaryDirectory() as home:
        async with quarter.lived(Path(home)) as year:
            for name, handed in (await year.story.store.read(lambda view: made(year, view))).items():
                assert not handed.left_out, f"{name}: {handed.left_out} could not be made"
                for one in handed.files:
                    draw(name, one, folder, pictures)


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--folder", type=Path, default=ROOT / "build" / "papers")
    given.add_argument("--pictures", type=Path, default=ROOT / "docs" / "pictures")
    given.add_argument("--samples", action="store_true", help="draw the sample papers alone")
    told = given.parse_args()
    asyncio.run(_main(told.folder, told.pictures, told.samples))
