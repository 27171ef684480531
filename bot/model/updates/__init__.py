"""The nouns of what is said of milestones: updates, evidence, doubts, verdicts, dates asked for."""
