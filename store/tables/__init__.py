"""The rows, one subject a file. Who imports one has them all: a migration compares every table."""

from store.tables import editions, entries, letters, members, office, people, plans, rounds, statements, talk

__all__ = ["editions", "entries", "letters", "members", "office", "people", "plans", "rounds", "statements", "talk"]
