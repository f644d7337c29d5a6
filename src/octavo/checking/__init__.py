"""What one field says of another, and what may be shown."""
