"""Asking: what only reads. It knows View and never Tx."""
