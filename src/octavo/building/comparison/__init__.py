"""Compare two editions."""
