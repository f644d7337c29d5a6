"""TeX to outlines."""
