"""A docutils tree to a Word document."""
