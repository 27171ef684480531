"""The board: its meetings and the cycle towards each, its business, and the papers it reads."""
