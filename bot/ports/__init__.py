"""The ports: what we promise whoever drives us, and what we need of the world."""
