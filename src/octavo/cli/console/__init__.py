"""What is printed while a command works and when it ends."""
