"""Charts of the workshop and of authors' own data, one module for each kind."""
