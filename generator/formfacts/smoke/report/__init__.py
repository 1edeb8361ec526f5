"""What came of a run, for a terminal, for machines and as a page."""
