"""PDF files, our own and those of others: read safely, looked at, described and bound."""
