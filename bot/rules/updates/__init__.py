"""The rules of what was said: whose word counts, what it is shown as, and what may follow."""
