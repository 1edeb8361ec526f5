"""What evidence says of the facts of a situation, so that advice can rest on both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach
from formfacts.advisor.evidence.facts_steps import gold, lacks_facts
from formfacts.advisor.evidence.form_steps import needs_training
from formfacts.advisor.evidence.judge import Repair, State, judge
from formfacts.advisor.situation import Gap, Situation, with_facts

if TYPE_CHECKING:
    from formfacts.advisor.evidence.report import Arm
    from formfacts.advisor.evidence.verdict import Verdict

TEST_SET = 30  # cases from which one may call them a test set


def facts_from(verdict: Verdict) -> dict[str, str]:
    """Return the facts that the evidence settles, as words; what it leaves open is not there.

    A stand-in that only quotes shows that there are cases, and nothing about a model.
    """
    evidence = verdict.evidence
    found = {"test_set": "yes"} if evidence.cases >= TEST_SET else {}
    if evidence.approach.trains and evidence.rows is not None:
        found["labelled_examples"] = str(evidence.rows)
    if evidence.as_is.stand_in:
        return found
    if untuned(verdict):
        found["baseline_measured"] = "yes"
    return found | gaps(verdict) | prompting(verdict) | passage(verdict)


def untuned(verdict: Verdict) -> list[Arm]:
    """Return the arms in which a prompt alone was scored."""
    evidence = verdict.evidence
    arms = [evidence.as_is, *evidence.arms.values()]
    return [arm for arm in arms if not arm.tuned and not arm.stand_in and arm.form.of]


def gaps(verdict: Verdict) -> dict[str, str]:
    """Tell the two gaps: what retrieval or training already closes here says nothing of them."""
    evidence = verdict.evidence
    found = knowledge(verdict)
    if evidence.approach.trains:
        return found
    if verdict.form.state is State.FINE:
        found["behaviour_gap"] = Gap.NONE.value
    elif needs_training(evidence, verdict.facts, verdict.form):
        # What cases check is structure, labels and length.
        found["behaviour_gap"] = Gap.FORMAT.value
    return found


def knowledge(verdict: Verdict) -> dict[str, str]:
    """Tell whether facts are missing where nothing is retrieved."""
    evidence, facts = verdict.evidence, verdict.facts
    if evidence.approach.retrieves:
        plain = evidence.arms.get("plain")
        knows = plain and judge("facts", plain.facts, facts.target).state is State.FINE
    elif lacks_facts(evidence, facts):
        return {"knowledge_gap": "yes"}
    else:
        knows = facts.state is State.FINE or gold(evidence, facts.target) is Repair.NOT
    return {"knowledge_gap": "no"} if knows else {}


def prompting(verdict: Verdict) -> dict[str, str]:
    """Tell whether a prompt alone does, from the arm in which it was tried."""
    evidence = verdict.evidence
    own = evidence.as_is if evidence.approach is Approach.PROMPT else None
    arm = evidence.arms.get("few_shot", own)
    if arm is None or arm.tuned:
        return {}
    facts = judge("facts", arm.facts, verdict.facts.target).state
    form = judge("form", arm.form, verdict.form.target).state
    if State.FAILING in {facts, form}:
        return {"prompting_tried": "yes_insufficient"}
    return {"prompting_tried": "yes_sufficient"} if facts is form is State.FINE else {}


def passage(verdict: Verdict) -> dict[str, str]:
    """Tell whether it fails with the right passage in the prompt."""
    arm = verdict.evidence.arms.get("gold")
    if arm is None:
        return {}
    facts = judge("facts", arm.facts, verdict.facts.target).state
    form = judge("form", arm.form, verdict.form.target).state
    if State.FAILING in {facts, form}:
        return {"fails_with_passage": "yes"}
    return {"fails_with_passage": "no"} if facts is form is State.FINE else {}


def with_evidence(situation: Situation, verdict: Verdict) -> Situation:
    """Return the situation with what the evidence settles in place of opinion.

    Cases tell that the behaviour fails and not in what: a kind of gap that is named already stays.
    """
    found = facts_from(verdict)
    named = situation.behaviour_gap not in {Gap.NONE, Gap.UNKNOWN}
    if named and found.get("behaviour_gap") == Gap.FORMAT.value:
        del found["behaviour_gap"]
    return with_facts(situation, found)
