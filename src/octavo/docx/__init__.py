"""Write a docutils tree as a Word document."""
