"""Measures and impact, as they are spoken of: readings that are given, and steps that are set."""
