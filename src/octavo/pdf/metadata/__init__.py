"""XMP and the document information, read and written."""
