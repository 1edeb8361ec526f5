"""All rules, in reading order: facts (K), behaviour (B), cost (C)."""

from __future__ import annotations

from formfacts.advisor.rules import cost, facts, form
from formfacts.advisor.rules.rule import THRESHOLD, Need, Rule

RULES: tuple[Rule, ...] = (*facts.RULES, *form.RULES, *cost.RULES)

__all__ = ["RULES", "THRESHOLD", "Need", "Rule"]
