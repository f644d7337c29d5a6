"""Read what pages paint, as plain records."""
