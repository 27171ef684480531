"""Absence: who is away and back, what somebody is not asked for a while, and what is another's."""
