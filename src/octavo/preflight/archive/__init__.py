"""Rules of PDF/A that the validator does not check."""
