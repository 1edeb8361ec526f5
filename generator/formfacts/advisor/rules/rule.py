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


def wanted(rules: Iterable[Rule], need: Need, situation: Situation, total: int = 0) -> bool:
    """Whether a need is real and nothing forbids it, by as few of the rules as settle it.

    `total` is what other rules have come to. Those that can settle it come first: a veto, then the
    strongest vote. So no more facts are read than have to be, which is what lets an interview be
    short. A situation of which only a part is known judges for itself (still_open.py).
    """
    if judge := getattr(situation, "judge", None):
        return bool(judge(rules, need, total))
    mine = [r for r in rules if need in r.needs]
    if any(r.applies(situation) for r in mine if r.veto):
        return False
    votes = sorted((r for r in mine if not r.veto), key=lambda r: -abs(r.strength))
    for n, vote in enumerate(votes):
        left = [r.strength for r in votes[n:]]
        if total + sum(s for s in left if s > 0) < THRESHOLD:
            return False
        if total + sum(s for s in left if s < 0) >= THRESHOLD:
            return True
        total += vote.strength if vote.applies(situation) else 0
    return total >= THRESHOLD
