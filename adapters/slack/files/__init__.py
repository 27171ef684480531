"""Files in Slack: those that people send, and those that they are handed."""
