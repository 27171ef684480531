"""The page: the plan in a browser, opened by a personal link."""
