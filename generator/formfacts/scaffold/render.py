"""Render the template into a folder. The only module that imports Copier."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

from formfacts.errors import AnswerError, TemplateError, brief
from formfacts.scaffold.source import PUBLIC_SOURCE, TEMPLATE_VERSION

ANSWERS_FILE = ".copier-answers.yml"

# A checkout's template folder may hold what tools left there; a wheel's never does.
LEFT_BY_TOOLS = (
    "__pycache__",
    "*.py[co]",
    ".cache",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
)


def render(
    root: Path,
    folder: Path,
    answers: Mapping[str, object],
    *,
    defaults: Mapping[str, object],
    ask: bool,
) -> dict[str, object]:
    """Render the template under `root` into `folder`, new, and return the answers it used.

    `answers` are settled; `defaults` come before the template's own. With `ask`, Copier asks for
    the rest in the terminal. Raises AnswerError for an answer that the template's validators
    reject, TemplateError for whatever is the template's fault.
    """
    import copier  # 0.3 CPU seconds that --help and advise need not pay
    from plumbum import local

    try:
        # Without git in its reach Copier takes the folder as it is. With it, a checkout is rendered
        # from its latest tag, and one git process starts for each rendered file.
        with local.env(PATH=""), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            worker = copier.run_copy(
                str(root),
                folder,
                dict(answers),
                settings=copier.Settings(),
                exclude=LEFT_BY_TOOLS,
                user_defaults=dict(defaults),
                defaults=not ask,
                quiet=True,
                unsafe=False,
            )
    except (KeyboardInterrupt, OSError):
        raise
    except Exception as error:  # noqa: BLE001  the expressions in a template can raise anything
        raise fault(str(error), {**defaults, **answers}) from None
    check_paths(folder)
    settle_modes(folder)
    name_source(folder)
    asked = worker.template.questions_data
    return {name: value for name, value in worker.answers.combined.items() if name in asked}


def fault(text: str, answers: Mapping[str, object]) -> AnswerError | TemplateError:
    """Tell a rejected answer from a broken template, in our words."""
    found = re.fullmatch(r"(?s)Validation error for question '(\w+)': (.*)", text)
    if found is None:
        return TemplateError(f"the template did not render: {text}")
    name, why = found.groups()
    return AnswerError(f"{name}: {brief(answers.get(name))}: {why}")


def rendered(folder: Path) -> Iterator[Path]:
    """Yield every file and folder below `folder`, links not followed, in alphabetical order."""
    for parent, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted([*folders, *files]))


def check_paths(folder: Path) -> None:
    """Raise TemplateError if anything rendered is git's own, or a link that leads out."""
    top = folder.resolve()
    for path in rendered(folder):
        if path.name.lower() == ".git":
            raise TemplateError(f"the template wants to write {path.relative_to(folder)}: refused")
        if path.is_symlink() and not path.resolve().is_relative_to(top):
            raise TemplateError(
                f"the template's link {path.relative_to(folder)} leads out of the project: refused"
            )


def settle_modes(folder: Path) -> None:
    """Give every file the mode that `git clone` would, whatever it was where the template lies.

    A template in a read-only install must not make read-only projects.
    """
    umask = os.umask(0)
    os.umask(umask)
    for path in rendered(folder):
        if path.is_file() and not path.is_symlink():
            executable = path.stat().st_mode & 0o100
            path.chmod((0o777 if executable else 0o666) & ~umask)


def name_source(folder: Path) -> None:
    """Write where the template is public, and its version, into the answers file.

    Copier itself names the folder that it rendered from, which exists on this machine only.
    """
    path = folder / ANSWERS_FILE
    if not path.is_file():
        raise TemplateError(f"the template rendered no {ANSWERS_FILE}: later updates need it")
    text = re.sub(r"(?m)^_(?:src_path|commit):.*\n(?: .*\n)*", "", path.read_text(encoding="utf-8"))
    lines = text.splitlines(keepends=True)
    header = 0
    while header < len(lines) and lines[header].startswith("#"):
        header += 1
    source = [f"_commit: {TEMPLATE_VERSION}\n", f"_src_path: {PUBLIC_SOURCE}\n"]
    path.write_text("".join([*lines[:header], *source, *lines[header:]]), encoding="utf-8")
