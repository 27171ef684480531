"""The owner's month in words: the card, and what is said once some of it is saved."""
