"""Commands about measures and readings, impact steps, risks, and the voices of families."""
