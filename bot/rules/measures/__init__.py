"""Measures: how each stands, what of its readings may be shown, and when it is read."""
