"""Sources, versions and repos that were made to do harm, or are broken."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.scaffold import clone
from formfacts.scaffold.source import PUBLIC_SOURCE
from formfacts.scaffold.template import open_template
from tests.scaffold.repos import contents, make_bundle, make_repo, run_git


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A template with one version."""
    return make_repo(tmp_path / "repo", {"v1": {"copier.yml": "{}", "a.txt": "a\r\n" * 1000}})


def use(source: str | Path, ref: str = "v1") -> dict[str, str]:
    """Return the files of a version, having asked all that there is to ask."""
    with open_template(str(source)) as template:
        template.latest()
        return contents(template.checkout(template.resolve(ref)))


@pytest.mark.parametrize(
    "source",
    [
        "ext::sh -c touch\\ x",
        "--upload-pack=touch x",
        "-u touch x",
        "ssh://-oProxyCommand=touch x/y",
        "ssh://x@-oProxyCommand=touch/y",
        "git@-oProxyCommand=touch:x",
        "file:///none --upload-pack=touch x",
        "https://127.0.0.1:1/x.git",
        "git://127.0.0.1:1/-x",
    ],
)
def test_no_source_runs_a_program(
    folder: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """Each is refused, by us or by git, even if the user allows git every protocol."""
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ext:fd:file:git:http:https:ssh")

    with pytest.raises(TemplateError):
        use(source)

    assert [] == list(folder.iterdir())


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "-x",
        "--output=x",
        "--git-dir=/tmp",
        "v1:a.txt",
        "v1^{tree}",
        "v1^{/a}",
        ":/a",
        "@{u}",
        "main@{1}",
        "v1..main",
        "../HEAD",
        "/etc/passwd",
        "a b",
        "a\nb",
        "\x1b[31m",
        "é" * 10_000,
        "*",
    ],
)
def test_no_version_is_more_than_a_name(repo: Path, folder: Path, ref: str) -> None:
    """Options, searches and paths are no versions; control characters in them are not shown."""
    before = set(folder.rglob("*"))

    with pytest.raises(TemplateError, match="there is no version ") as caught:
        use(repo, ref)

    assert str(caught.value).isprintable()
    assert before == set(folder.rglob("*"))


@pytest.mark.parametrize("bytes_kept", [0, 10, 60, 400, -30])
def test_a_truncated_bundle_is_said(repo: Path, tmp_path: Path, bytes_kept: int) -> None:
    """Wherever it ends, one line says which file it is."""
    bundle = make_bundle(repo, tmp_path / "template.bundle")
    bundle.write_bytes(bundle.read_bytes()[:bytes_kept])

    with pytest.raises(TemplateError, match=r"template\.bundle"):
        use(bundle)


def test_a_damaged_bundle_is_said(repo: Path, tmp_path: Path) -> None:
    """Git checks what it unpacks."""
    bundle = make_bundle(repo, tmp_path / "template.bundle")
    content = bytearray(bundle.read_bytes())
    content[-50] ^= 255
    bundle.write_bytes(content)

    with pytest.raises(TemplateError, match=r"cannot read the template .*template\.bundle: git cl"):
        use(bundle)


def test_a_bundle_that_lacks_commits_is_said(repo: Path, tmp_path: Path) -> None:
    """One that continues another bundle has no whole version in it."""
    run_git(repo, "commit", "--allow-empty", "--quiet", "--message=more")
    run_git(repo, "tag", "v2")
    run_git(repo, "bundle", "create", "--quiet", str(tmp_path / "part"), "v1..v2")

    with pytest.raises(TemplateError, match=r"cannot read the template .*part: git clone failed"):
        use(tmp_path / "part", "v2")


def test_a_repo_that_is_broken_is_said(tmp_path: Path) -> None:
    """A folder that only looks like a repo."""
    (tmp_path / "repo/.git/objects").mkdir(parents=True)

    with pytest.raises(
        TemplateError, match=r"repo: git ls-remote failed: fatal: .*--template WHERE"
    ):
        use(tmp_path / "repo")


def test_an_empty_repo_has_nothing(tmp_path: Path) -> None:
    """No commit, no version."""
    make_repo(tmp_path / "repo", {})

    with pytest.raises(TemplateError, match=r"there is no version 'HEAD' .* has no versions, only"):
        use(tmp_path / "repo", "HEAD")


@pytest.mark.parametrize("target", ["/etc/passwd", "../../outside", "a/../../../outside"])
def test_links_that_lead_out_are_refused(tmp_path: Path, repo: Path, target: str) -> None:
    """Copier would render what they point at, such as a key, into the project."""
    (repo / "sub").mkdir()
    (repo / "sub/link").symlink_to(target)
    run_git(repo, "add", "sub")
    run_git(repo, "commit", "--quiet", "--message=link")

    with pytest.raises(TemplateError, match="the template's link 'sub/link' leads out: refused"):
        use(repo, "HEAD")


def test_links_within_the_template_stay(repo: Path) -> None:
    """Also those that go round in a circle or lead nowhere."""
    for name, target in {"good": "a.txt", "circle": "circle", "dangling": "none"}.items():
        (repo / name).symlink_to(target)
    run_git(repo, "add", "--all")
    run_git(repo, "commit", "--quiet", "--message=links")
    with open_template(str(repo)) as template:
        folder = template.checkout(template.resolve("HEAD"))
        names = {path.name for path in folder.iterdir() if path.is_symlink()}

    assert {"good", "circle", "dangling"} == names


def test_configuration_of_the_user_does_not_change_files(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line ends, attributes, hooks and templates of repos are the user's own affair."""
    marker, hooks = tmp_path / "marker", tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "post-checkout").write_text(f"#!/bin/sh\ntouch {marker}\n", encoding="utf-8")
    (hooks / "post-checkout").chmod(0o755)
    (tmp_path / "attributes").write_text("* text eol=crlf ident\n", encoding="utf-8")
    (tmp_path / "gitconfig").write_text(
        f"[core]\nautocrlf = true\neol = crlf\nhooksPath = {hooks}\n"
        f"attributesFile = {tmp_path}/attributes\n[init]\ntemplateDir = {tmp_path}\n"
        "[safe]\nbareRepository = explicit\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))

    files = use(repo)

    assert {"copier.yml": "{}", "a.txt": "a\r\n" * 1000} == files
    assert not marker.exists()


def test_the_variables_of_a_hook_do_not_lead_astray(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run from a hook of another repo, the template is still the template."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(tmp_path / "other"))

    files = use(repo)

    assert "{}" == files["copier.yml"]
    assert not (tmp_path / "other").exists()


def test_protocols_that_the_user_forbids_are_not_used(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But our own releases are a file of the package, which is always read."""
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "https:ssh")

    with pytest.raises(TemplateError, match="transport 'file' not allowed; --template WHERE names"):
        use(repo)
    assert "copier.yml" in use(PUBLIC_SOURCE, "HEAD")


def test_no_place_for_temporary_files_is_said(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, with what to do."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))

    with pytest.raises(TemplateError, match="no folder for temporary files: No such file or dir"):
        use(repo)


@pytest.fixture
def silent_server() -> Iterator[int]:
    """The port of a server that takes every call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("scheme", ["git", "http"])
def test_a_silent_server_is_not_waited_for(
    silent_server: int, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """After the time limit the error says where it was."""
    monkeypatch.setattr(clone, "LONGEST_WAIT_S", 0.5)
    source = f"{scheme}://127.0.0.1:{silent_server}/x.git"

    with pytest.raises(
        TemplateError, match=rf"cannot read the template {source}: git ls-remote too"
    ):
        use(source)
