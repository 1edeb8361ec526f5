"""From the votes of the rules to the two bits."""

from __future__ import annotations

from typing import NamedTuple

from formfacts.advisor.approach import Approach, from_bits
from formfacts.advisor.rules import RULES, THRESHOLD, Need, Rule
from formfacts.advisor.situation import Situation


class Verdict(NamedTuple):
    """Where one need stands: its votes, and whether a veto switches it off."""

    votes: int
    vetoed: bool

    @property
    def wanted(self) -> bool:
        """Whether the need is real and nothing forbids it."""
        return self.votes >= THRESHOLD and not self.vetoed

    @property
    def margin(self) -> int:
        """How many votes would have to change for it to tip; a veto is one thing that may go."""
        if self.vetoed and self.votes >= THRESHOLD:
            return 1
        return self.votes - THRESHOLD + 1 if self.wanted else THRESHOLD - self.votes


def weigh(situation: Situation) -> dict[Need, Verdict]:
    """Return where each need stands."""
    applied = [r for r in RULES if r.applies(situation)]
    vetoed = {need for r in applied if r.veto for need in r.needs}
    return {need: Verdict(votes_on(need, applied), need in vetoed) for need in Need}


def votes_on(need: Need, applied: list[Rule]) -> int:
    """Add up the votes of rules that apply."""
    return sum(r.strength for r in applied if need in r.needs)


def decide(verdicts: dict[Need, Verdict]) -> Approach:
    """Combine the needs into the two bits; training has two grounds, form and cost."""
    trains = verdicts[Need.FORM].wanted or verdicts[Need.COST].wanted
    return from_bits(retrieves=verdicts[Need.FACTS].wanted, trains=trains)
