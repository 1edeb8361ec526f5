"""What a planted fault is: how the template is changed, and where smoke is to find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from formfacts.smoke.result import Status
from tests.smoke.planted.copy import Copy

# Cheap checks that are run beside the one that is to find the fault, and must not.
BESIDES = ("files", "braces", "parse", "paths", "format", "lint")
# Of the repos with provider=offline, those that search.
RAG = ("rag-offline-embedder_openai", "rag-offline-minilm", "rag-offline-none")


def nothing(copy: Copy) -> None:
    """Change nothing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that `plant` puts into a copy of our template.

    `where` says for people what was changed. `check` is what is to find it, and finds it as each of
    `names`, in exactly the repos `found_in` of the `tried` that `only` leaves of the pairwise
    matrix; `says` is a part of what it reports. `before` changes the release that repos are updated
    from.
    """

    name: str
    where: str
    plant: Callable[[Copy], None]
    check: str
    found_in: tuple[str, ...]
    tried: int
    says: str
    only: tuple[str, ...] = ()
    besides: tuple[str, ...] = BESIDES
    names: tuple[str, ...] = ()
    status: Status = "failed"
    before: Callable[[Copy], None] = nothing
    slow: bool = False

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks to run."""
        return tuple(dict.fromkeys((*self.besides, self.check)))

    @property
    def cells(self) -> dict[tuple[str, str], Status]:
        """Repo and check of each place in the report that is to be red."""
        return {
            (repo, name): self.status
            for repo in self.found_in
            for name in self.names or (self.check,)
        }
