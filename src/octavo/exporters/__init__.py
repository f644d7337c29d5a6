"""Metadata for libraries, booksellers and registries, one file a format."""
