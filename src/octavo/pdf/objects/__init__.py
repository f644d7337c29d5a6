"""Any PDF's objects, read safely."""
