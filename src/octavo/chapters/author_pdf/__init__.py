"""A chapter that is its author's finished PDF."""
