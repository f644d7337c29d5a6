"""Any PDF's structure tree, marked content and link destinations."""
