"""The voices of a plan: how each stands, who hears of it, and what is counted in a year."""
