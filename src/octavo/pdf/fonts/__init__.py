"""Any PDF's fonts."""
