"""A docutils tree to HTML."""
