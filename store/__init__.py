"""The record: rows, one transaction at a time, and the outbox."""
