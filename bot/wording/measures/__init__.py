"""Words about measures."""
