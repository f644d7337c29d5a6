"""Convert a finished PDF to PDF/X for the press."""
