"""Templates to a docutils tree."""
