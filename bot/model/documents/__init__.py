"""The nouns of a plan's document: read, in draft, as an edition, and as a workbook."""
