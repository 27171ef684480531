"""The plan's document in chat: brought, asked about, settled and loaded."""
