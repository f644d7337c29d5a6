"""Make each product from a loaded workshop."""
