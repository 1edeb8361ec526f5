"""The verdict as data, for `--json`: every score with its counts and its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formfacts.advisor.evidence.facts import facts_from

if TYPE_CHECKING:
    from formfacts.advisor.evidence.interval import Interval, Score
    from formfacts.advisor.evidence.judge import Judged
    from formfacts.advisor.evidence.report import Arm
    from formfacts.advisor.evidence.step import Step
    from formfacts.advisor.evidence.training import Measure
    from formfacts.advisor.evidence.verdict import Verdict

VERSION = 1


def to_data(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as plain data; shares lie between 0 and 1, intervals are of 95 %."""
    evidence = verdict.evidence
    return {
        "formfacts_evidence": VERSION,
        "repo": str(evidence.repo),
        "approach": evidence.approach.value,
        "follows": verdict.approach.value,
        "cases": evidence.cases,
        "model": evidence.as_is.model,
        "axes": {axis.axis: judged(axis) for axis in (verdict.facts, verdict.form)},
        "steps": [step(one) for one in verdict.steps],
        "as_is": arm(evidence.as_is),
        "arms": {name: arm(one) for name, one in evidence.arms.items()},
        "training": [measure(m) for m in evidence.training.measures] if evidence.training else None,
        "rows": evidence.rows,
        "facts": facts_from(verdict),
        "notes": list(verdict.notes),
    }


def judged(axis: Judged) -> dict[str, Any]:
    """Return an axis held against its target."""
    state = axis.state.name.lower()
    return {"state": state, "target": axis.target, **score(axis.score), "more_cases": axis.more}


def score(found: Score) -> dict[str, Any]:
    """Return counts, share and interval; of no cases there is no share."""
    share = found.share if found.of else None
    return {
        "right": found.right,
        "of": found.of,
        "share": share,
        "interval": ends(found.interval),
    }


def ends(interval: Interval) -> list[float]:
    """Return an interval as its two ends."""
    return [interval.low, interval.high]


def arm(found: Arm) -> dict[str, Any]:
    """Return one arm."""
    return {
        "model": found.model,
        "model_failed": found.failed,
        "facts": score(found.facts),
        "form": score(found.form),
        "right_file_cited": score(found.cited),
        "unanswerable_refused": score(found.refused),
    }


def measure(found: Measure) -> dict[str, Any]:
    """Return one measure on the held-out rows."""
    return {
        "name": found.name,
        "base": score(found.base),
        "tuned": score(found.tuned),
        "gain_interval": ends(found.gain),
    }


def step(found: Step) -> dict[str, Any]:
    """Return one thing to do."""
    return {
        "kind": found.kind,
        "say": found.say,
        "command": found.command or None,
        "number": found.number,
        "to": found.to.value if found.to else None,
        "first": list(found.first),
    }
