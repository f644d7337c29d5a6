"""The structure tree of our own PDFs."""
