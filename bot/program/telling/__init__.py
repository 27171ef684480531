"""The commands that tell how things stand."""
