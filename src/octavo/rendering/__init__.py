"""From a workshop to HTML: graphics, formulas, citations, templates and reStructuredText."""
