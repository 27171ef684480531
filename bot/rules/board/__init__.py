"""What follows from the board's settings and business, given a moment."""
