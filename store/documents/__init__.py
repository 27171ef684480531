"""Editions and settings in rows."""
