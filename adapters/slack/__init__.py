"""Slack: from it (heard), to it (drawing, api), for the operator (setup). No file but these knows its SDK."""
