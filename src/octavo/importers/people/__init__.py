"""People from spreadsheets, CSV files and vCards into a workshop that exists."""
