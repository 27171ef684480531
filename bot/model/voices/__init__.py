"""Voices: what families said, what was done about it, and what changed."""
