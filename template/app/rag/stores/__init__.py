"""Vector stores, one file per kind; parts.py says which one is used."""
