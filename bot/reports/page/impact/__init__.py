"""What the page says of impact: measures, what was delivered without any, risks, and the voices of families."""
