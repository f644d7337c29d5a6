"""Everything that commands print: progress, findings and summaries."""
