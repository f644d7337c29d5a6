"""Read, check, render and bind PDF files, our own and other people's."""
