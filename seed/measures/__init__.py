"""Measures: those that a plan's own sentences propose, and files of measures and of readings."""
