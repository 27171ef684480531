"""Measures and impact in words: what each says, and how far each action has got."""
