"""The web side that several platforms share: the application, and work that outlives a request."""
