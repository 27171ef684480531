"""The nouns of the record itself: entries, erasures, and trouble with it; and what is kept beside it in memory."""
