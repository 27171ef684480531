"""Rules of the board: its periods, its business, and the days on which somebody is asked for it."""
