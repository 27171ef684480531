"""Risks in words: a line, a card, an answer, a question in a nudge."""
