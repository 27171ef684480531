"""Language both ways: what people may say, and what we say. The one reader of `prompts/`."""
