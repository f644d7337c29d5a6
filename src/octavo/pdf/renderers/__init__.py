"""Render pages and extract text with other programs: pdfium and Ghostscript."""
