"""Languages, and what is written in them: words, dates, names, order, scripts and directions."""
