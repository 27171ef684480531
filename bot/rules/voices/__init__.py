"""Rules of voices: how each stands, who may do what with it, when somebody is asked about it, and what it may never say."""
