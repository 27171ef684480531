"""The typed line: what a person types of their milestones, read into entries."""
