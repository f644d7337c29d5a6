"""Check the rules of PDF/UA (ISO 14289-1, Matterhorn Protocol)."""
