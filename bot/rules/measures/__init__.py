"""Rules of measures: how each stands, what of it may be shown, and which actions are delivered without effect."""
