"""Measures in conversation: what is asked of them, who sets and reads them, and what each hears back."""
