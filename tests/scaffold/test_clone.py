"""What belongs to a version besides its own files: submodules."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.scaffold.template import open_template
from tests.scaffold.repos import contents, make_repo, run_git

ALLOW_FILE = ("-c", "protocol.file.allow=always")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A template with a submodule that has a submodule of its own."""
    inner = make_repo(tmp_path / "inner", {"v1": {"inner.txt": "inner"}})
    middle = make_repo(tmp_path / "middle", {"v1": {"middle.txt": "middle"}})
    repo = make_repo(tmp_path / "repo", {"v1": {"copier.yml": "{}"}})
    for outer, module in ((middle, inner), (repo, middle)):
        run_git(
            outer, *ALLOW_FILE, "submodule", "--quiet", "add", str(module), f"sub/{module.name}"
        )
        run_git(outer, "commit", "--quiet", "--message=module")
    run_git(repo, "tag", "v2")
    return repo


def test_submodules_belong_to_a_version(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Copier fetches them, at any depth, and without git's own files."""
    config = tmp_path / "gitconfig"
    config.write_text("[protocol.file]\nallow = always\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    with open_template(str(repo)) as template:
        before = contents(template.checkout(template.resolve("v1")))
        files = contents(template.checkout(template.resolve("v2")))

    texts = {"sub/middle/middle.txt": "middle", "sub/middle/sub/inner/inner.txt": "inner"}
    assert {"copier.yml": "{}"} == before
    assert texts == {path: text for path, text in files.items() if path.endswith(".txt")}
    assert not [path for path in files if path.endswith(".git")]


def test_a_submodule_on_this_machine_is_refused(repo: Path) -> None:
    """A template must not make copies of repos that its user has, unless the user allows it."""
    with open_template(str(repo)) as template, pytest.raises(TemplateError) as caught:
        template.checkout(template.resolve("v2"))

    assert f"cannot read the template {repo}: git submodule failed: " in str(caught.value)
