"""Readers that turn a published plan document, and a list of people, into nouns, with a warning for every doubt."""
