"""The words for a plan's document, its editions and its refs."""
