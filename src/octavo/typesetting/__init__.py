"""HTML to one tagged PDF part."""
