"""Check whether a finished PDF is ready for print or for publication."""
