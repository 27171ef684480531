"""The sheets of the page: the plan in a browser, read once, as its reader may see it."""
