"""A simulated month of a Milepost of many processes, on both platforms at once, killed at random all the time."""
