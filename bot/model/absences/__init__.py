"""The nouns of not being asked: absences, snoozes, hand-overs and pauses."""
