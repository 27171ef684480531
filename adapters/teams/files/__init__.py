"""Files in Teams: those that people send, and those that they are handed."""
