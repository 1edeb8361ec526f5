"""`python -m app VERB`; see `python -m app --help`."""

from app.cli import main

main()
