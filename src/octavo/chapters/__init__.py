"""Typeset a chapter written in reStructuredText."""
