"""Charts of a user's own data, one module for each kind."""
