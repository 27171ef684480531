"""You said, we did, what changed: the paper that families read, the fragment of a page with the same, and the stocktake's own."""

from __future__ import annotations

from bot.model.board.paper import Fragment, Heading, Paper, PaperBlock, PaperKind, Prose
from bot.model.letters.message import Text
from bot.reports.papers.compliance import who
from bot.reports.papers.frame import frame
from bot.reports.papers.ground import Ground
from bot.reports.papers.stocktake import fields
from bot.reports.voices.counts import counted
from bot.reports.voices.told import told
from bot.rules.calendar import local_day
from bot.wording.papers.frame import head_fields, own_fields
from bot.wording.sentences import Fact, words
from bot.wording.voices import public


def voices_paper(ground: Ground) -> Paper:
    """Return what families may read. As long as nobody has approved it, it says that it is a draft."""
    return _paper(ground, (*head_fields(frame(ground)), *own_fields(frame(ground))), public.approval(_approved_on(ground)))


def voices_for_stocktake(ground: Ground) -> Paper:
    """Return the voices that may be shared, for the stocktake pack, which is private."""
    return _paper(ground, fields(ground), Prose(spans=(Text(text=words("voices.public.private")),)))


def voices_fragment(ground: Ground) -> Fragment:
    """Return what families may read as a part of somebody's own page."""
    voices, named = told(ground.view, ground.snapshot), who(ground)
    first = public.approval(_approved_on(ground)), public.opening()
    blocks = (*first, public.table(voices, named), *public.unshown(voices, named))
    return Fragment(file=f"{PaperKind.VOICES}.html", title=words("voices.public.title"), blocks=blocks, made=ground.as_at)


def _paper(ground: Ground, head: tuple[tuple[str, str], ...], first: Prose) -> Paper:
    voices, named = told(ground.view, ground.snapshot), who(ground)
    counts = counted(voices, ground.day.year, ground.policy.zone)._asdict()
    facts = {name: value for name, value in counts.items() if name != "by_source"}
    blocks: tuple[PaperBlock, ...] = (
        first,
        public.opening(),
        Heading(text=words("voices.public.section")),
        public.table(voices, named),
        *public.unshown(voices, named),
        *public.year(facts),
    )
    title = words("voices.public.title")
    return Paper(file=f"{PaperKind.VOICES}.docx", title=title, fields=head, blocks=blocks, made=ground.as_at)


def _approved_on(ground: Ground) -> Fact:
    """Return the day on which an admin approves it. Empty as long as nobody has."""
    return local_day(ground.now, ground.policy.zone) if ground.approved else ""
