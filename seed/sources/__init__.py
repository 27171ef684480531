"""The readers, one for each format. Each knows its library, and nothing of plans."""
