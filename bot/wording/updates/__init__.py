"""The words for what was said of milestones, their dates and evidence."""
