"""Other programs look at pages: pdfium and Ghostscript."""
