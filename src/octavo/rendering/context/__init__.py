"""What templates may print."""
