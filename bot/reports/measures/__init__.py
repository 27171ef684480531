"""Measures of one plan as they are told at every door."""
"""Measures and impact of a plan: how each measure stands, and what each action has come to."""
