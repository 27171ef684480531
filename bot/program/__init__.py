"""The program: chooses store, channels and courier, reads the clock, prints. Knows everyone, and nobody knows it."""
