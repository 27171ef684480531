"""Hard stops: words that tell who a child is. Nobody may override one, and nothing of such words is ever kept."""

from __future__ import annotations

import re

from bot.model.updates.guard import Stop
from bot.rules.guard.birth_date import holds_birth_date
from bot.rules.guard.nhs_number import holds_nhs_number
from bot.rules.guard.seen import readings
from bot.rules.guard.upn import holds_upn

_HOST = re.compile(r"(https?://)[^\s/?#]{1,300}", re.IGNORECASE)  # that a link leads to the NHS says nothing of a number in it
_DRAWN = re.compile(r" #[\w-]{1,2000}\Z")  # what a button or form of ours was drawn from: nobody types it


def stops(text: str) -> tuple[Stop, ...]:
    """Return what is in a text that may never be kept. Empty if there is nothing."""
    if not any(map(str.isdigit, text)):
        return ()
    told = [_HOST.sub(r"\1", one) for one in readings(_DRAWN.sub("", text))]
    rules = ((Stop.NHS_NUMBER, holds_nhs_number), (Stop.UPN, holds_upn), (Stop.BIRTH_DATE, holds_birth_date))
    return tuple(stop for stop, holds in rules if any(map(holds, told)))
