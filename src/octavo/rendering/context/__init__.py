"""The variables of templates, computed from a workshop."""
