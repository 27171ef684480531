"""Who carries letters: one process on a file, or many over PostgreSQL."""
