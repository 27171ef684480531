"""The page: a plan to look at in a browser, read-only, for whoever has a personal link."""
