"""A chapter in reStructuredText, from its manuscript to a typeset part."""
