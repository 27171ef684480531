"""Risks: what a score is worth, when it is looked at again, who may say so, and what the board must see."""
