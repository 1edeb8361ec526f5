"""The commands in the docs: the fenced blocks that call formfacts, and what is written inline.

A block of `sh` that calls formfacts is run as it stands, line by line, each of which must exit with
0. A comment before the block says otherwise:

    <!-- run: in a project -->                     in a folder of its own, made by tests/docs/scenes
    <!-- run: each in a project; exits 0 0 4 -->   each line in such a folder; with these exit codes
    <!-- not run: needs a cluster -->              not at all, and why; its options must still exist

Without one, it is run in the folder of the page, where the blocks before it left what they made.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PAGES = tuple(
    sorted(
        path.relative_to(ROOT).as_posix()
        for pattern in ("README.md", "CONTRIBUTING.md", "docs/*.md", "examples/**/README.md")
        for path in ROOT.glob(pattern)
        if "content" not in path.parts
    )
)
SHELL = ("sh", "bash", "console")
FENCE = re.compile(
    r"(?:^ *<!-- (?P<said>(?:not )?run: [^\n]*?) -->\n+)?"
    r"^(?P<indent> *)```(?P<language>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
SAID = re.compile(r"run: (?P<each>each )?(?P<scene>in .*?)(?:; exits (?P<codes>\d+(?: \d+)*))?")
INLINE = re.compile(r"`((?:\S*/)?formfacts [a-z][^`\n]*)`")
CALL = re.compile(r"(?:\S*/)?formfacts\s")
OPERATORS = frozenset("();<>|&")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: `lines` are its commands, by their number in the page.

    `scene` is where it is run, as `in a project`, or `in ` for the folder of the page; with `each`,
    every line has a new one. `codes` are the lines' exit codes. `skipped` is why it is not run,
    empty if it is.
    """

    page: str
    language: str
    lines: tuple[tuple[int, str], ...]
    scene: str
    each: bool
    codes: tuple[int, ...]
    skipped: str


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page of the docs that call formfacts."""
    return read_blocks(page, (ROOT / page).read_text(encoding="utf-8"))


def read_blocks(page: str, text: str) -> list[Block]:
    """Return those of a text; `page` is what errors call it."""
    return [found for match in FENCE.finditer(text) if calls(found := read_block(page, match))]


def read_block(page: str, match: re.Match[str]) -> Block:
    """Return one block; raise ValueError where the comment before it does not fit its lines."""
    first = match.string.count("\n", 0, match.start("text")) + 1
    lines = read_lines(match["text"], first)
    said = match["said"] or "run: in "
    how = SAID.fullmatch(said)
    codes = tuple(int(code) for code in ((how and how["codes"]) or "0 " * len(lines)).split())
    skipped = said.removeprefix("not run: ") if said.startswith("not ") else ""
    if not (how or skipped) or len(codes) != len(lines):
        raise ValueError(f"{page}:{first}: no way of running a block of {len(lines)} lines: {said}")
    return Block(
        page,
        match["language"].strip(),
        lines,
        scene=how["scene"] if how else "",
        each=bool(how and how["each"]),
        codes=codes,
        skipped=skipped,
    )


def read_lines(text: str, first: int) -> tuple[tuple[int, str], ...]:
    """Return the commands of a block, prompts and comments left out; `first` is its first line."""
    joined, found = "", []
    for number, line in enumerate(text.splitlines(), first):
        joined += line.strip().removeprefix("$ ")
        if joined.endswith("\\"):
            joined = joined[:-1]
            continue
        if joined and not joined.startswith("#"):
            found.append((number, joined))
        joined = ""
    return tuple(found)


def calls(block: Block) -> list[list[str]]:
    """Return the words of each call of formfacts in a block, without the program's name.

    A block that is no shell's has one only if a line begins with it, which is a mistake: its text
    need not be fit for a shell.
    """
    if block.language in SHELL:
        return [call for _, line in block.lines for call in calls_in(line)]
    return [line.split()[1:] for _, line in block.lines if CALL.match(line)]


def calls_in(line: str) -> list[list[str]]:
    """Return the calls of formfacts in a line of shell."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    found: list[list[str]] = [[]]
    for word in lexer:
        if set(word) <= OPERATORS:
            found.append([])
        else:
            found[-1].append(word)
    return [words[1:] for words in found if words and Path(words[0]).name == "formfacts"]


def inline_calls(page: str) -> list[list[str]]:
    """Return the calls of formfacts that stand in a page's sentences and tables, as words."""
    text = FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
    return [shlex.split(call)[1:] for call in INLINE.findall(text)]
