"""Advice from evidence: what a generated repo's own evaluation says about the two bits.

Read in this order: `project` and `report` (what is read), `interval` and `judge` (how sure it is),
`facts_steps`, `form_steps` and `verdict` (what follows), `facts` (what it says of a situation).
"""

from formfacts.advisor.evidence.as_data import to_data
from formfacts.advisor.evidence.as_lines import as_lines
from formfacts.advisor.evidence.facts import facts_from, with_evidence
from formfacts.advisor.evidence.judge import parse_targets
from formfacts.advisor.evidence.verdict import Verdict, advise_from

__all__ = [
    "Verdict",
    "advise_from",
    "as_lines",
    "facts_from",
    "parse_targets",
    "to_data",
    "with_evidence",
]
