"""Impact as the page says it: measures, what was delivered without any, risks, and the voices of families."""
