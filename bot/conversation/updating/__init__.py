"""Updating: what an owner says of a milestone, by form or in a typed line, until it is on the record."""
