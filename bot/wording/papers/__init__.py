"""The words of papers."""
