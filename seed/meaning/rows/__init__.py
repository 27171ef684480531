"""The rows of a plan's tables, and the actions and milestones that are made of them."""
