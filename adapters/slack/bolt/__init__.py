"""What comes in, as Bolt has it: the door, the app with its listeners, and what stands before them. Nothing else imports Bolt."""
