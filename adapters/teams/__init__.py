"""Microsoft Teams: from it (heard), to it (drawing, api), for the operator (setup)."""
