"""Measures: how each stands, what of its readings may be shown, and when it is read."""
"""Rules of measures: how each stands, what of it may be shown, and which actions are delivered without effect."""
