"""Commands of impact: measures and their readings, impact steps, risks, and voices."""
