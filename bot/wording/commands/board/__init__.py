"""The commands of the board: its cycle, its business, its papers."""
