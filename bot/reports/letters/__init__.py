"""The letters of a plan's people: news, reminders, and the cards as they stand."""
