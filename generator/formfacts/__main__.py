"""`python -m formfacts`."""

from __future__ import annotations

from formfacts.cli import main

if __name__ == "__main__":
    main()
