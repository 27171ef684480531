"""Planning: decides to write unasked. What is due at a moment becomes letters, a plan at a time."""
