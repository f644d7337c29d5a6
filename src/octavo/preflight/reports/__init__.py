"""Write the results of preflight as text, JSON, JUnit and HTML."""
