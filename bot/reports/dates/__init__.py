"""Dates: what is told of due dates that moved, that are asked for, or that are too early to be true."""
