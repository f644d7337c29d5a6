"""Judge a PDF before it is printed or handed out: a file and a profile in, what was found on which page out."""
