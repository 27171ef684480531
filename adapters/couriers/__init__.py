"""Couriers carry letters: in one process on a file, or in many over PostgreSQL."""
