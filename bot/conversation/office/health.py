"""The health of a plan, told to its admins, and to whoever leads a priority of it what is wrong there."""

from __future__ import annotations

from bot.model.letters.message import Message
from bot.model.letters.talk import Asker
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.health import findings
from bot.reports.snapshot import take
from bot.rules.health import of_priorities
from bot.wording.health import health_message


def health(view: View, asker: Asker) -> Message:
    """List what is wrong. Raises Refusal if that is nothing of the asker's."""
    snapshot, person = take(view, asker.short, asker.now), asker.person
    led = [one.number for one in snapshot.plan.priorities if person.leads(one.number)]
    if not (person.is_admin or led):
        raise Refusal("health_whose")
    found = findings(view, snapshot)
    mine = found if person.is_admin else of_priorities(found, snapshot, led)
    return health_message(mine, snapshot.plan.title, asker.plan_named, person.is_admin)
