"""Whether a Python is one that the repos can run on."""

from __future__ import annotations

import pytest

from formfacts.errors import UsageError
from formfacts.smoke.environment.environment import check_python


def test_check_python() -> None:
    """A repo for another Python is told at once."""
    check_python("")
    check_python(">=3.11,<4")
    with pytest.raises(UsageError, match=r"require Python >=99 and this is 3\."):
        check_python(">=99")
