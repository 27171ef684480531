"""The board's part of a round: its summaries, freezes, what is carried, and papers issued again."""
