"""The console: a chat platform of our own on a local web page."""
