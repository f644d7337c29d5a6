"""Typeset HTML as one tagged PDF part."""
