"""The rules: pure functions of nouns and a moment. No words, no record, no clock."""
