"""Measures of one plan as they are told at every door."""
