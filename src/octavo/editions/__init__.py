"""Compare two editions of a document: two PDFs in; words, pages and recommendations that differ out."""
