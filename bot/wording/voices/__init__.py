"""Voices of families in words: in chat, in the message of the day, and on papers."""
