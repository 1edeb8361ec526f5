"""Chat models, one file per provider."""
