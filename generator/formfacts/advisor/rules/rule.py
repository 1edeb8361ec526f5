"""What a rule is: a pure test of the situation that votes for, against, or vetoes a need."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from formfacts.advisor.situation import Situation
    from formfacts.advisor.sources import Source

# A need is real at this score: one strong reason, or two weak ones.
THRESHOLD = 2


class Need(StrEnum):
    """What a rule speaks about; FORM and COST are two grounds for the one training bit."""

    FACTS = "facts"
    FORM = "form"
    COST = "cost"


@dataclass(frozen=True)
class Rule:
    """One claim, when it applies, and what it is worth.

    `strength` is 1 (a hint), 2 (a reason), 3 or more (near enough decides); negative speaks against
    the needs. A veto switches its needs off whatever the votes are.
    """

    id: str
    needs: tuple[Need, ...]
    strength: int
    sources: tuple[Source, ...]
    veto: bool
    applies: Callable[[Situation], bool]

    @property
    def claim(self) -> str:
        """The sentence that the user reads: the first line of the docstring."""
        return (self.applies.__doc__ or "").partition("\n")[0]

    @property
    def reason(self) -> str:
        """Why the claim holds: the rest of the docstring, as one line."""
        return " ".join((self.applies.__doc__ or "").partition("\n")[2].split())


def rule(
    name: str, needs: Need | tuple[Need, ...], strength: int, *sources: Source
) -> Callable[[Callable[[Situation], bool]], Rule]:
    """Make a voting rule out of a test: its docstring is what the user reads."""
    wanted = needs if isinstance(needs, tuple) else (needs,)
    return lambda applies: Rule(name, wanted, strength, sources, veto=False, applies=applies)


def veto(
    name: str, needs: Need | tuple[Need, ...], *sources: Source
) -> Callable[[Callable[[Situation], bool]], Rule]:
    """Make a rule that switches its needs off wherever its test holds."""
    wanted = needs if isinstance(needs, tuple) else (needs,)
    return lambda applies: Rule(name, wanted, 0, sources, veto=True, applies=applies)


def score(rules: Iterable[Rule], need: Need, situation: Situation) -> int:
    """Add up the votes on a need, vetoes apart."""
    return sum(r.strength for r in rules if need in r.needs and r.applies(situation))
