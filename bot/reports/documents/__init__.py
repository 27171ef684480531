"""A plan's document told: drafts, what was taken out of it, and as a workbook."""
