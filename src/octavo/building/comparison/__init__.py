"""What differs between two editions."""
