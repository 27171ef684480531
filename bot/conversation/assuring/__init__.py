"""Assurance: what assurers are shown of what was declared complete, and the verdicts that they give."""
