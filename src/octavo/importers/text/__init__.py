"""Texts in Word into a workshop, as reStructuredText."""
