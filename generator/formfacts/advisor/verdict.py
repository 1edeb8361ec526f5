"""From the votes of the rules to the two bits."""

from __future__ import annotations

from dataclasses import dataclass

from formfacts.advisor.approach import Approach, from_bits
from formfacts.advisor.rules import RULES, THRESHOLD, Need, score
from formfacts.advisor.situation import Situation


@dataclass(frozen=True)
class Verdict:
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
    vetoed = {n for r in RULES if r.veto and r.applies(situation) for n in r.needs}
    return {n: Verdict(score(RULES, n, situation), n in vetoed) for n in Need}


def decide(verdicts: dict[Need, Verdict]) -> Approach:
    """Combine the needs into the two bits; training has two grounds, form and cost."""
    trains = verdicts[Need.FORM].wanted or verdicts[Need.COST].wanted
    return from_bits(retrieves=verdicts[Need.FACTS].wanted, trains=trains)
