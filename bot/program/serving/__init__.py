"""The server: what it is made of, how it runs, and the place of its record."""
