"""BibTeX to citations and lists of references."""
