"""The board of a plan: its period, its business, and the part that each person has in them."""
