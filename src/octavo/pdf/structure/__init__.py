"""Read the structure tree, marked content and link destinations of any PDF."""
