"""The process that drafts a plan of a long document: `python -m bot.program.documents.reading.drafter`. A line that says what is
settled and the document come in, a draft goes out. It has the limits of the process that reads a file, which loads nothing of
plans.
"""

from __future__ import annotations

from bot.program.documents.reading.child import run
from bot.program.documents.reading.drafting import Task, draft_of


def drafted(held: bytes) -> bytes:
    """Return the draft of a document as JSON. Raises NotAPlan if there is none."""
    settled, document = held.split(b"\n", 1)
    task = Task.model_validate_json(settled)
    return draft_of(document, task.short, task.settled).model_dump_json().encode()


if __name__ == "__main__":
    run(drafted)
