"""Compare two editions of a document: two files in; words, pages, recommendations and bytes that differ out."""
