"""The owner's month: one card of all that somebody answers for, chosen line by line or kept as it was."""
