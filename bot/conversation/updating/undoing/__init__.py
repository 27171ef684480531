"""Undoing: the last save of whoever speaks is taken back, in the room of its subject, or a statement is withdrawn."""
