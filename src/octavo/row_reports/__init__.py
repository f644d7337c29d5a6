"""One report for each row of a table: fields of a workshop by dotted key, one job a row, a table of outcomes."""
