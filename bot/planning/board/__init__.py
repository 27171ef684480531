"""The room of the board: its summary, freezes, business carried on, and papers issued again, all unasked."""
"""The board's part of a round: its summaries, freezes, what is carried, and papers issued again."""
