"""The page: links to it given to whoever asks, and the door by which they look."""
