"""What checks read and return."""
