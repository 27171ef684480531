"""The rules of documents: editions, drafts, people files, and what people decided since."""
