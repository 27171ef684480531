"""The commands of impact: measures, steps, risks and voices."""
