"""Bind typeset parts into one PDF."""
