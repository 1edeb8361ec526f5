"""The advice as one HTML page: no script, no network, and what users wrote is only ever text."""
