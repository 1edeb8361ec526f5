"""What becomes of a generated project: its state, updates to it, promotions of it."""
