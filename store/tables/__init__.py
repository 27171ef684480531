"""The rows, one subject a file. Who imports one has them all: a migration compares every table."""

from store.tables import letters, people, plans, rounds, talk, updates

__all__ = ["letters", "people", "plans", "rounds", "talk", "updates"]
