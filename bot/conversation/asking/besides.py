"""The measures and risks that somebody answers for beside milestones, named in `mine` and on their Home."""

from __future__ import annotations

from bot.model.letters.message import Actions, Block, Button, Paragraph
from bot.model.letters.talk import Asker
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules.holders import answers_for
from bot.wording.commands import Measures, Risks
from bot.wording.sentences import line, words
from bot.wording.summary_lines import named

MOST_NAMED = 12


def besides(view: View, snapshot: Snapshot, asker: Asker) -> tuple[Block, ...]:
    """Name the measures and the risks of the roles that somebody holds or acts for, with a button that lists them all."""
    roles = answers_for(snapshot.people, asker.person.id, snapshot.today)
    measures, risks = view.measures.all(snapshot.short), view.risks.all(snapshot.short)
    theirs = {
        "measures": [one.handle for one in measures if not one.is_closed and one.terms.owner in roles],
        "risks": [one.handle for one in risks if not one.is_closed and one.terms.owner in roles],
    }
    lists = {"measures": Measures(plan=asker.plan_named), "risks": Risks(plan=asker.plan_named)}
    told = [name for name, handles in theirs.items() if handles]
    buttons = tuple(Button(label=words(f"replies.besides.{name}_button"), command=str(lists[name]), apart=True) for name in told)
    facts = {name: {"handles": named(theirs[name], MOST_NAMED), "first": theirs[name][0]} for name in told}
    said = [Paragraph(spans=line(f"replies.besides.{name}", facts[name])) for name in told]
    return (*said, Actions(buttons=buttons)) if told else ()
