"""What is said of measures and readings, impact steps, risks, and the voices of families."""
