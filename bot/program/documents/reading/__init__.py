"""The door through which files come in: they are read in a process of their own, which has limits and knows no secrets."""
