"""What `formfacts advise` was asked for, and which of its flags cannot stand together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from formfacts.advisor.costing import CostFlags
from formfacts.errors import UsageError, brief

NO_FACTS: Mapping[str, str] = MappingProxyType({})
ALONE = ("--schema", "--explain", "--compare")
GOES_WITH = {"--schema": set[str](), "--explain": {"--json"}, "--compare": {"--json", "--html"}}


class Wanted(NamedTuple):
    """The command line of `formfacts advise`."""

    situation: Path | None = None
    facts: Mapping[str, str] = NO_FACTS
    corpus: Path | None = None
    from_repo: Path | None = None
    targets: tuple[str, ...] = ()
    as_json: bool = False
    html: Path | None = None
    record: Path | None = None
    save: Path | None = None
    costs: CostFlags = CostFlags()
    explain: str | None = None
    compare: bool = False
    files: tuple[Path, ...] = ()
    schema: bool = False

    def flags(self) -> list[str]:
        """Return the names of the flags that were given."""
        given = {
            "--situation": self.situation is not None,
            **{f"--{name.replace('_', '-')}": True for name in self.facts},
            "--corpus": self.corpus is not None,
            "--from": self.from_repo is not None,
            "--target": bool(self.targets),
            "--json": self.as_json,
            "--html": self.html is not None,
            "--record": self.record is not None,
            "--save": self.save is not None,
            "--costs": self.costs.wanted,
            "--explain": self.explain is not None,
            "--compare": self.compare,
            "--schema": self.schema,
        }
        return [name for name, is_there in given.items() if is_there]

    @property
    def evidence_alone(self) -> bool:
        """Whether a repo's evaluation is to be judged, and no situation beside it."""
        others = set(self.flags()) - {"--from", "--target", "--json"}
        return self.from_repo is not None and not others

    def check(self) -> None:
        """Refuse flags that cannot stand together.

        Raises:
            UsageError: names the two, or what to write instead.
        """
        given = self.flags()
        for mode in (mode for mode in ALONE if mode in given):
            for other in given:
                if other not in {mode, *GOES_WITH[mode]}:
                    raise UsageError(f"{mode} does not go with {other}: leave one of them out")
        if self.files and not self.compare:
            raise UsageError(
                f"{brief(str(self.files[0]))} is given without a flag: write --situation FILE,"
                " or --compare FILE FILE"
            )
        if self.targets and self.from_repo is None:
            raise UsageError(
                "--target is for --from REPO: name the repo whose evaluation it is for"
            )
        if self.corpus is not None and "corpus_size" in self.facts:
            raise UsageError("--corpus counts what --corpus-size tells: leave one of them out")
        targets = [p.resolve() for p in (self.html, self.record, self.save) if p is not None]
        if len(set(targets)) < len(targets):
            raise UsageError("--html, --record and --save name one file: give each its own")
