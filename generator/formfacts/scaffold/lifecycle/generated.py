"""A generated project, as its answers file describes it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from formfacts.errors import InputFileError, UsageError, brief
from formfacts.scaffold.repo import Repo, open_repo
from formfacts.yamlfile import load_mapping

DEFAULT_ANSWERS_FILE = ".copier-answers.yml"
PATTERNS = (DEFAULT_ANSWERS_FILE, ".copier-answers.yaml", ".copier-answers.*.yml")


@dataclass(frozen=True, slots=True)
class Generated:
    """A project made from a template.

    `answers_file` is relative to `folder`; `source` and `version` are what it says of the template,
    `answers` all else.
    """

    folder: Path
    repo: Repo
    answers_file: str
    source: str
    version: str
    answers: Mapping[str, object]


def read_generated(folder: Path, answers_file: str | None = None) -> Generated:
    """Read a project in a folder.

    Raises UsageError where no answers file is to be found, or several are; InputFileError for one
    that is malformed; GitError where there is no git repo.
    """
    folder = folder.expanduser().resolve()
    path = folder / (answers_file or find_answers_file(folder))
    name = os.path.relpath(path, folder)
    if name.startswith("..") or not path.resolve().is_relative_to(folder):
        raise UsageError(
            f"--answers-file {brief(answers_file)} is not in {folder}: name a file in it"
        )
    content = load_mapping(path)
    source, version = content.get("_src_path"), content.get("_commit")
    if not isinstance(source, str) or not source:
        raise InputFileError(f"{path} has no _src_path: it does not say where the template is")
    if not isinstance(version, str) or not version or version.startswith("-"):
        raise InputFileError(
            f"{path} has no usable _commit ({brief(version)}): set it to the version of the "
            "template that the project was made from"
        )
    answers = {str(key): value for key, value in content.items() if not str(key).startswith("_")}
    return Generated(folder, open_repo(folder), name, source, version, answers)


def find_answers_file(folder: Path) -> str:
    """Return the project's answers file; Copier's usual name comes first."""
    found = find_answers_files(folder)
    if not found:
        raise UsageError(
            f"{folder} has no {DEFAULT_ANSWERS_FILE}: name the folder of a project that Copier or "
            "formfacts made, or its answers file with --answers-file"
        )
    if DEFAULT_ANSWERS_FILE not in found and len(found) > 1:
        raise UsageError(
            f"{folder} has several answers files: choose one with --answers-file "
            f"({', '.join(found)})"
        )
    return DEFAULT_ANSWERS_FILE if DEFAULT_ANSWERS_FILE in found else found[0]


def find_answers_files(folder: Path) -> list[str]:
    """Return the names of the answers files in a folder, one for each template applied to it."""
    found = {path.name for pattern in PATTERNS for path in folder.glob(pattern) if path.is_file()}
    return sorted(found)
