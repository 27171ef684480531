"""The nouns of what goes to and fro: messages, forms, talk, nudges and letters."""
