"""The nouns of Milepost, as the plan office says them: frozen, checked when made, free of any platform."""
