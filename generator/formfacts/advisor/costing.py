"""The costs beside the advice, loaded only where asked for: reading prices takes time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from formfacts.advisor.costs.estimate import Costs
    from formfacts.advisor.situation import Situation


class CostFlags(NamedTuple):
    """What the command line says about costs; naming a model or a price asks for them too."""

    costs: bool = False
    model: str | None = None
    tuned_model: str | None = None
    embedding_model: str | None = None
    sets: tuple[str, ...] = ()

    @property
    def wanted(self) -> bool:
        """Whether costs are asked for."""
        named = self.model or self.tuned_model or self.embedding_model
        return bool(self.costs or named or self.sets)


def costs_of(situation: Situation, flags: CostFlags) -> Costs:
    """Return the bill of every approach in a situation.

    Raises:
        UsageError: a model, a price or a quantity does not exist, or cannot have that value.
    """
    from formfacts.advisor.costs.estimate import estimate
    from formfacts.advisor.costs.overrides import parse_sets
    from formfacts.advisor.costs.prices import read_prices
    from formfacts.advisor.costs.situation_usage import usage_for

    given = parse_sets(flags.sets)
    usage = usage_for(situation, given.usage)
    prices = read_prices(flags.model, flags.tuned_model, flags.embedding_model, given.prices)
    return estimate(usage, prices)
