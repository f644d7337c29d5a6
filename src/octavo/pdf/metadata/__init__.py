"""Read and write XMP metadata and the Info dictionary."""
