"""formfacts: fine-tune the form, RAG the facts."""

from __future__ import annotations

__version__ = "0.3.0"
