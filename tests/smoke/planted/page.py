"""The faults as a page of the docs: `python -m tests.smoke.planted.page > docs/smoke-faults.md`."""

from __future__ import annotations

import sys

from tests.conftest import ROOT
from tests.smoke.planted.fault import Fault
from tests.smoke.planted.faults import FAULTS

PAGE = ROOT / "docs/smoke-faults.md"
INTRO = """\
# Planted faults

Each line is a fault that was planted in a copy of our template, on which `formfacts smoke` was then
run. "Found in" are the repos in which the check was red; in the others that were tried it was
green, and so was every check that ran beside it. Where ten repos were tried, that is the whole
pairwise matrix.

The tests plant every one of them, and fail if a check finds less than this page says, or more:
`tests/smoke/planted/`. Write the page again with `python -m tests.smoke.planted.page`.

| Fault | Planted as | Found by | Found in | Reported as |
|---|---|---|---|---|
"""


def page() -> str:
    """Return the page."""
    return INTRO + "".join(map(line, FAULTS))


def line(fault: Fault) -> str:
    """Return the line of one fault."""
    found_by = " ".join(f"`{name}`" for name in fault.names or (fault.check,))
    repos = " ".join(f"`{name}`" for name in fault.found_in)
    count = f"{len(fault.found_in)} of {fault.tried}: {repos}"
    return f"| {' | '.join((fault.name, fault.where, found_by, count, reported(fault)))} |\n"


def reported(fault: Fault) -> str:
    """Return a part of the report as code, whatever signs it has."""
    return f"`` {fault.says} ``" if "`" in fault.says else f"`{fault.says}`"


if __name__ == "__main__":
    sys.stdout.write(page())
