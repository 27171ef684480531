"""The commands about a plan's document, its people and its settings."""
