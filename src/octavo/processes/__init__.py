"""Supervised worker processes, which know nothing of documents."""
