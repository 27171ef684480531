"""What Teams shows: pure, no network and no clock."""
