"""Risks of one plan: how each stands, for every door that tells of them."""
