"""The board's business, as it is spoken of: what is raised, answered, decided and withdrawn, and the log of it all."""
