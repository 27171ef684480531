"""The meaning of a document: which tables are the plan, what its columns say, and the draft that its rows make."""
