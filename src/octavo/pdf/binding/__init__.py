"""Parts to one PDF."""
