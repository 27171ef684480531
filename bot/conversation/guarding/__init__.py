"""The guard at every door: what stops words before anything is written, and the one question about what does not fit."""
