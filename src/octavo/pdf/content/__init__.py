"""What pages paint, as plain records."""
