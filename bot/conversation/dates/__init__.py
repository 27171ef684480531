"""Talk of dates: asking for another due date, deciding on that, and reporting an exception."""
