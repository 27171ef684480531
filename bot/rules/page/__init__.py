"""The page: who may look at it."""
