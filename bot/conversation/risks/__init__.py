"""Risks: raised, scored, said anew and closed by those who may, and told to whoever asks."""
