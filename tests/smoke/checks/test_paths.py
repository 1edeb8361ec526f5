"""Places that only one machine has."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.smoke.checks.paths import absolute_paths
from tests.smoke.templates import lay_out

PLACES = (Path("/tmp/smoke-x"), Path("/srv/templates/mine"), Path("/root"), Path("/app"))  # noqa: S108


@pytest.mark.parametrize(
    "line",
    [
        "path = '/tmp/smoke-x/3/repo'",
        "see /srv/templates/mine",
        "cd /srv/templates/mine/",
        "/home/jane/work",
        '"/Users/jane.doe/x"',
        r"C:\Users\jane\x",
    ],
)
def test_places_of_this_machine_are_found(tmp_path: Path, line: str) -> None:
    """And homes of anybody's."""
    lay_out(tmp_path, {"a.txt": f"\n{line}\n"})

    (fault,) = absolute_paths(tmp_path, PLACES)
    assert fault.startswith("a.txt:2: ")


@pytest.mark.parametrize(
    "line",
    [
        "/tmp/smoke-xyz",  # noqa: S108
        "/srv/templates/mine-too",
        "WORKDIR /app",
        "COPY --from=build /root/.local /root/.local",
        "/home/user/.cache and /Users/me/x",
        "/home/runner/work",
        "https://example.org/home/jane/x",
        "./home/jane/x",
        "/home/",
        r"C:\Users\Public\x",
    ],
)
def test_places_of_every_machine_are_not(tmp_path: Path, line: str) -> None:
    """What stands for anybody's home, and what containers have."""
    lay_out(tmp_path, {"a.txt": line})

    assert [] == absolute_paths(tmp_path, (*PLACES, Path("/home/runner")))


def test_links_count_unless_ignored(tmp_path: Path) -> None:
    """By where they point."""
    (tmp_path / "a").symlink_to("/etc/passwd")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "c").symlink_to("/etc")

    assert ["a: links to /etc/passwd"] == absolute_paths(tmp_path, PLACES, ["c"])
