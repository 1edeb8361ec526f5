"""From answers to a repo: where the template is, what it asks, how it is rendered."""
