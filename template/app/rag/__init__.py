"""Retrieval: load documents, cut them into passages, index them, find what bears on a question."""
