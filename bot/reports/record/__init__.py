"""The record told: the past, its proof, and what was taken out."""
