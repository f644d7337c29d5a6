"""Tables of strangers: rows as text, columns by their headings, and findings about rows; for people and programmes."""
