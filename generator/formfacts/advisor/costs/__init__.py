"""What each approach costs: one-off and by the month, low to high, every figure with its formula.

Read in this order: `usage` (how much of everything), `prices` (of what, and since when), `estimate`
(usage times prices, line by line), `volumes` and `break_even` (which approach is cheaper from which
volume on), then how it is shown: `data`, `lines`, `plot`, and `catalogue` for docs/costs.md.
"""
