"""Papers: what the board, inspectors and families read, told from one reading of the plan."""
