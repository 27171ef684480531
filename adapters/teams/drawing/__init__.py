"""The drawing of what Teams shows: pure, no network and no clock."""
