"""Metadata for libraries, booksellers and registries: one module per format."""
