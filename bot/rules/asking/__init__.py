"""The rules of asking: who is asked about what, on which day, and why not."""
