"""Measures and impact of a plan: how each measure stands, and what each action has come to."""
