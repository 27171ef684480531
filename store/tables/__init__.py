"""The rows, one subject a file. Who imports one has them all: a migration compares every table."""

from store.tables import (
    absences,
    assurances,
    editions,
    entries,
    letters,
    members,
    office,
    people,
    plans,
    requests,
    rounds,
    statements,
    talk,
    watching,
)

__all__ = [
    "absences",
    "assurances",
    "editions",
    "entries",
    "letters",
    "members",
    "office",
    "people",
    "plans",
    "requests",
    "rounds",
    "statements",
    "talk",
    "watching",
]
