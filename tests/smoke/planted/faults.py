"""The faults that smoke has to find, in the order of the page."""

from __future__ import annotations

from tests.smoke.planted.in_files import IN_FILES
from tests.smoke.planted.in_runs import IN_RUNS

FAULTS = (*IN_FILES, *IN_RUNS)
