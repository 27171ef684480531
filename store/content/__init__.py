"""The content of entries: fields, and words that were taken out."""
