"""What preflight found, as text, JSON, JUnit and HTML."""
