"""One product, from a workshop to a document."""
