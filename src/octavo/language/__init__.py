"""Languages, and what depends on them: translations, dates, names, sort order, scripts and directions."""
