"""Risks: what may go wrong, how likely and how bad, and what is done about it."""
