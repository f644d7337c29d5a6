"""Documents in other markups (Word, HTML, Markdown) to reStructuredText: pandoc reads them, and this writes them."""
