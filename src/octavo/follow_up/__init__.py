"""What happens through the year: the board of recommendations, entries of their statuses, and the answers of owners."""
