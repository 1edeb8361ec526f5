"""`braces`: no file shows the template's own signs, as one does whose `.jinja` was forgotten."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from formfacts.smoke.checks.content import named_files, patterns, read_text

# `${{ }}` is GitHub's; an f-string doubles its braces, and so do LaTeX and other templates: only a
# name that the template's answers hold, or a word of Jinja's own, tells that it was meant for it.
EXPRESSION = re.compile(r"(?<![$\\{])\{\{[-+]?\s*([A-Za-z_]\w*)")
STATEMENT = re.compile(
    r"(?<![\\{])\{%[-+]?\s*(if|elif|else|endif|for|endfor|set|endset|include|raw|endraw|macro|"
    r"endmacro|block|endblock|call|filter|import|from|yield|endyield)\b"
)
OF_COPIER = re.compile(r"_copier_\w+|_folder_name")


def left_braces(
    repo: Path, names: Collection[str], suffix: str, ignore: Sequence[str] = ()
) -> list[str]:
    """Return a line per place where something of the template's was left.

    `names` are those that its answers go by, `suffix` what its files to render end in.
    """
    passed_over = patterns(ignore)
    faults = []
    for name, path in sorted(named_files(repo)):
        if passed_over(name):
            continue
        if suffix and name.endswith(suffix):
            faults.append(f"{name}: was not rendered, or is to be called otherwise")
        texts = [(0, name), *enumerate((read_text(path) or "").splitlines(), start=1)]
        for number, line in texts:
            faults += [f"{name}:{number}: {found}" for found in signs(line, names)]
    return faults


def signs(line: str, names: Collection[str]) -> Iterator[str]:
    """Yield what in a line was meant for the template engine."""
    for found in EXPRESSION.finditer(line):
        if found[1] in names or OF_COPIER.fullmatch(found[1]):
            yield line[found.start() :][:60]
    for found in STATEMENT.finditer(line):
        yield line[found.start() :][:60]
