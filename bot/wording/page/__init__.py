"""The page in words."""
