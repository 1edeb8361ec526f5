"""Put a finished merge into the work tree: whole, or not at all, and never over anyone's work."""
