"""Letters on their way: put in, taken, settled, and what they asked."""
