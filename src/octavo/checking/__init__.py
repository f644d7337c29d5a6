"""Check what one field says about another, and decide what may be shown."""
