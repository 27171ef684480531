"""Papers that are made unasked."""
