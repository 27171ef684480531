"""The words of cards and letters."""
