"""What the board is told, and what is done for it unasked: its summary, freezes, business carried on, papers issued again."""
