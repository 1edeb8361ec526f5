"""What the template gave a new project, kept from the start: the base of every later merge.

With it, `status` tells what was edited without rendering anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from formfacts.scaffold.lifecycle.generated import read_generated
from formfacts.scaffold.lifecycle.rendered import Rendered, Wanted, keep_rendered
from formfacts.scaffold.merge.tree import Folder, add_folder
from formfacts.scaffold.repo import Repo
from formfacts.scaffold.source import Origin

if TYPE_CHECKING:
    from formfacts.scaffold.render import Rendering


def take_baseline(folder: Path) -> Folder:
    """Store the files of a new repo, before anything else is put into it."""
    git_dir = folder / ".git"
    return add_folder(Repo(folder, git_dir, git_dir, "", "", None), folder, {})


def keep_baseline(folder: Path, baseline: Folder, done: Rendering, origin: Origin) -> None:
    """Keep those files as the rendering that the project comes from; it has a commit now."""
    project = read_generated(folder)
    wanted = Wanted(origin, project.answers, project.answers_file)
    keep_rendered(project.repo, wanted.key, Rendered.of(baseline, done))
