"""Colours to ink."""
