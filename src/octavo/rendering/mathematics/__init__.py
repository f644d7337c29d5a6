"""Formulas in TeX notation, converted to outlines."""
