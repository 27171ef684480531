"""What the web side of several platforms shares: the application, and work that outlives a request."""
