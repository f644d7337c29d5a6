"""What is wrong, where, and what to write instead; how findings are written for people and for build servers."""
