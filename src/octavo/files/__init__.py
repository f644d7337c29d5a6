"""How files are opened, written and removed: safely, whole or not at all."""
