"""Words about the voices of families: what was heard, what is done about it, and what changed."""
