"""Read the fonts of any PDF."""
