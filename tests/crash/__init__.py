"""Milepost killed at every step of hearing and of telling: no update lost, none doubled, no letter sent twice."""
