"""Measures: what the plan is meant to change, what it reads, and how far an action has got towards it."""
