"""Confirming: "no change" of one milestone or of many, from whichever door. One judge, one way to save, one way to go on."""
