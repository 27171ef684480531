"""The room of the board: its summary, freezes, business carried on, and papers issued again, all unasked."""
