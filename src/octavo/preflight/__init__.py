"""Whether a finished PDF may be printed and published as it says."""
