"""Rules on the second bit: does the model's behaviour have to be trained?"""

from __future__ import annotations

from formfacts.advisor import sources as src
from formfacts.advisor.rules.rule import Need, rule, veto
from formfacts.advisor.situation import Answer, Gap, Hosting, Level, Situation, Tried
from formfacts.advisor.sources import article

# Below the first, training rows are too few to tell a rule from a coincidence; from the second on,
# a narrow behaviour is commonly learnt ("a few hundred").
TOO_FEW_EXAMPLES = 50
ENOUGH_EXAMPLES = 200


def has_gap(s: Situation) -> bool:
    """Whether a fault of behaviour is known."""
    return s.behaviour_gap not in {Gap.NONE, Gap.UNKNOWN}


@rule(
    "B01",
    Need.FORM,
    2,
    article("000", "what fine-tuning does, item 1"),
    article("002", "when fine-tuning wins, item 1; question 2"),
)
def tone_is_wrong(s: Situation) -> bool:
    """The voice is wrong, and voice is behaviour, which training changes.

    A house style is hundreds of small habits that are easier shown than told. Instructions drift
    over a long conversation; trained habits hold better.
    """
    return s.behaviour_gap is Gap.TONE


@rule(
    "B02",
    Need.FORM,
    2,
    article("000", "what fine-tuning does, item 2"),
    article("004", "key distinction, example 2; when fine-tuning, items 1-2"),
)
def format_is_wrong(s: Situation) -> bool:
    """The output breaks its structure, and structure is behaviour, which training fixes.

    A model trained on well-formed outputs keeps to the fields and labels without being told each
    time, also in the rare cases that no instruction foresaw.
    """
    return s.behaviour_gap is Gap.FORMAT


@rule(
    "B03", Need.FORM, 2, article("000", "what fine-tuning does, item 3"), article("001", "opening")
)
def skill_is_missing(s: Situation) -> bool:
    """The model does a narrow task clumsily, and a repeated task can be learnt from examples.

    The judgement that people apply in hundreds of past cases is seldom written down as rules; it is
    in the cases. Neither more facts nor longer instructions convey it.
    """
    return s.behaviour_gap is Gap.SKILL


@rule("B04", Need.FORM, 2, article("002", "when fine-tuning wins, item 3"), src.RAFT)
def domain_reasoning_is_shallow(s: Situation) -> bool:
    """The model reasons poorly in a special field, and training on the field's work helps.

    How a field argues from its facts is learnt from its worked cases. The facts themselves still
    belong in documents: with both at hand, train on rows that contain the passages.
    """
    return s.behaviour_gap is Gap.DOMAIN_REASONING


@rule(
    "B05",
    Need.FORM,
    2,
    article("001", "practical starting point"),
    article("004", "key distinction, example 2; when fine-tuning, items 1-2"),
)
def prompting_was_not_enough(s: Situation) -> bool:
    """A careful prompt with examples was tried and the fault stayed.

    The cheap remedy has been used up, so what remains is a real gap of behaviour and worth the cost
    of training.
    """
    return has_gap(s) and s.prompting_tried is Tried.INSUFFICIENT


@rule(
    "B06",
    Need.FORM,
    1,
    article("000", "FAQ 4, first half"),
    article("002", "when fine-tuning wins, item 2"),
    src.LORA,
    src.FEW_GOOD_EXAMPLES,
)
def examples_are_there(s: Situation) -> bool:
    """There are examples to learn from: a few hundred good ones teach a narrow behaviour.

    Low-rank adapters train few weights, which keeps such a run cheap. Care in choosing the rows
    counts for more than their number.
    """
    uncounted = s.labelled_examples.known and s.labelled_examples.value is None
    return has_gap(s) and (uncounted or s.labelled_examples.at_least(ENOUGH_EXAMPLES))


@rule("B07", Need.FORM, -2, article("002", "ordered question 4"))
def behaviour_is_fine(s: Situation) -> bool:
    """Nothing is wrong with the behaviour, so there is nothing to train for.

    A tuned model has to be kept, tested and tuned again when its base is retired. Without a fault
    that it mends, that is all cost.
    """
    return s.behaviour_gap is Gap.NONE


@rule(
    "B08",
    Need.FORM,
    -1,
    src.GUIDED,
    src.FEW_SHOT,
    article("000", "decision guide, item 4; order to try, item 1"),
)
def a_schema_or_examples_may_do(s: Situation) -> bool:
    """Broken structure or a clumsy task is often mended by a schema and worked examples.

    Constrained decoding admits only outputs that fit a JSON schema or a grammar, and a few worked
    examples in the prompt carry a task a long way. Until these are known to fail, such a complaint
    needs more than itself to be a case for training.
    """
    untested = s.prompting_tried is Tried.UNKNOWN
    return s.behaviour_gap in {Gap.FORMAT, Gap.SKILL} and untested


@rule(
    "B09",
    Need.FORM,
    -5,
    article("000", "decision guide, item 4; order to try, item 1"),
    src.FEW_SHOT,
)
def prompt_already_behaves(s: Situation) -> bool:
    """A prompt already gives the wanted behaviour, so training would mend what is not broken.

    A gap that instructions and a few examples close is closed. Training pays again only when those
    instructions themselves become too long, too slow or too dear.
    """
    return has_gap(s) and s.prompting_tried is Tried.SUFFICIENT


@veto(
    "B10",
    (Need.FORM, Need.COST),
    article("000", "decision guide, item 4; order to try, item 1"),
    article("004", "practical note"),
    src.FEW_SHOT,
)
def prompting_comes_first(s: Situation) -> bool:
    """Prompting has not been tried with care; that comes before any training.

    A written role, rules and a handful of examples take an afternoon and often suffice. If they do
    not, they leave behind the test cases and the baseline that training needs anyway.
    """
    at_issue = s.behaviour_gap is not Gap.NONE or s.cost_pressure is Level.HIGH
    return s.prompting_tried is Tried.NO and at_issue


@veto(
    "B11",
    Need.FORM,
    article("001", "practical starting point"),
    article("000", "FAQ 4, first half"),
)
def examples_are_missing(s: Situation) -> bool:
    """There are too few examples of the wanted behaviour to train on yet.

    Training copies what it is shown. Start without it, keep the answers that people corrected, and
    train once there are a few hundred of them.
    """
    return has_gap(s) and s.labelled_examples.below(TOO_FEW_EXAMPLES)


@rule(
    "B12",
    Need.FORM,
    -1,
    article("000", "FAQ 4, second half"),
    article("000", "FAQ 1"),
    src.NEW_KNOWLEDGE,
    src.KNOWLEDGE_INJECTION,
)
def examples_are_not_facts(s: Situation) -> bool:
    """Many question-answer pairs about missing facts are no reason to train on them.

    Models learn new facts slowly from training rows and, as they do, make up more of the others.
    Use the pairs as evaluation cases, and put the facts where they can be looked up.
    """
    many = s.labelled_examples.at_least(TOO_FEW_EXAMPLES)
    return s.knowledge_gap is Answer.YES and not has_gap(s) and many


@rule("B13", Need.FORM, -1, article("002", "start with RAG, last bullet"))
def tuning_binds(s: Situation) -> bool:
    """A tuned model binds you to whoever serves it, and you may use rented models only.

    An adapter made at one provider does not move to the next, and providers close their tuning
    services. Prompts and documents do move.
    """
    return has_gap(s) and s.hosting is Hosting.API_ONLY


RULES = (
    tone_is_wrong,
    format_is_wrong,
    skill_is_missing,
    domain_reasoning_is_shallow,
    prompting_was_not_enough,
    examples_are_there,
    behaviour_is_fine,
    a_schema_or_examples_may_do,
    prompt_already_behaves,
    prompting_comes_first,
    examples_are_missing,
    examples_are_not_facts,
    tuning_binds,
)
