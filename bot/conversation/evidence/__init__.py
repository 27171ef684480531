"""Evidence: a link is added, until when it is good is said, and which milestone it is for is asked."""
