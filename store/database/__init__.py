"""The database below the record: engines, statements, turns, and readings that share a trip."""
