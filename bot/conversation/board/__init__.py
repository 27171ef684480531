"""The board's work, as it is spoken of: its cycle, what leads write for it, its business, and its papers."""
