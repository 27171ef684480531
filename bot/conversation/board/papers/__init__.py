"""Papers: handed over to whoever asks for them, and issued to an audience."""
