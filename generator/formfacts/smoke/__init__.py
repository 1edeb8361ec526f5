"""Prove that every repo a template can generate works: which ones there are, and what to run."""
