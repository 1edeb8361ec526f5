"""Rules on the second bit: does the model's behaviour have to be trained?"""

from __future__ import annotations

from formfacts.advisor import sources as src
from formfacts.advisor.rules.rule import Need, rule, veto
from formfacts.advisor.situation import (
    Answer,
    Changes,
    Gap,
    Hosting,
    Level,
    Lifetime,
    Maintainer,
    Situation,
    Tried,
)
from formfacts.advisor.sources import article

# Below the first, training rows are too few to tell a rule from a coincidence; from the second on,
# a narrow behaviour is commonly learnt ("a few hundred").
TOO_FEW_EXAMPLES = 50
ENOUGH_EXAMPLES = 200


# As often as this, a retrained model is out of date by the time it is released.
OFTEN = frozenset({Changes.MONTHLY, Changes.WEEKLY, Changes.DAILY, Changes.LIVE})


def has_gap(s: Situation) -> bool:
    """Whether a fault of behaviour is known that no schema removes."""
    return s.behaviour_gap not in {Gap.NONE, Gap.UNKNOWN} and not schema_removes_it(s)


def schema_removes_it(s: Situation) -> bool:
    """Whether the fault is one of format that constrained decoding takes away."""
    return s.behaviour_gap is Gap.FORMAT and s.schema_would_do is Answer.YES


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
    return s.behaviour_gap is Gap.FORMAT and not schema_removes_it(s)


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

    A fault of format that a schema with constrained decoding removes is none. A tuned model has to
    be kept, tested and tuned again when its base is retired. Without a fault that it mends, that is
    all cost.
    """
    return s.behaviour_gap is Gap.NONE or schema_removes_it(s)


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
    excluded = s.behaviour_gap is Gap.FORMAT and s.schema_would_do is Answer.NO
    return s.behaviour_gap in {Gap.FORMAT, Gap.SKILL} and untested and has_gap(s) and not excluded


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


@veto(
    "B14",
    (Need.FORM, Need.COST),
    src.MEMORIZING,
    src.UNLEARNING,
    src.ERASURE,
)
def data_must_not_be_trained_in(s: Situation) -> bool:
    """Access rules or duties of deletion forbid to train on these data.

    A model gives its training data back to whoever asks well, whatever they may read, and nobody
    can delete one person's rows from its weights. Train on rows that nobody can ask to have deleted
    (public, written for it, or with the persons taken out), or not at all.
    """
    duty = s.access_rules is Answer.YES or s.deletion_duty is Answer.YES
    return duty and s.private_data is not Answer.NO


@veto("B15", Need.FORM, src.FEW_GOOD_EXAMPLES, article("001", "practical starting point"))
def examples_show_something_else(s: Situation) -> bool:
    """The examples that there are do not show the wanted behaviour, so training would copy another.

    Past outputs are examples of what was done, not of what should have been. Have an expert mend a
    few hundred of them first.
    """
    return has_gap(s) and s.examples_show_behaviour is Answer.NO


@veto(
    "B16",
    (Need.FORM, Need.COST),
    article("001", "what fine-tuning does not do well"),
    article("003", "framework line 1"),
)
def rules_move_too_fast(s: Situation) -> bool:
    """The rules or labels change every month or faster; what is trained in would be out of date.

    A rule in the prompt is changed in a minute, a trained one by new rows, a new run and new tests.
    """
    return s.rules_change in OFTEN


@veto("B17", (Need.FORM, Need.COST), src.OPENAI_TUNING, src.COHERE_TUNING)
def nobody_can_train_it(s: Situation) -> bool:
    """There is no way to train a model here: no GPU of yours, and no provider that may be used.

    Self-serve tuning at OpenAI is closed to newcomers and ends for all in January 2027; Cohere's
    ended in 2025. Open weights that you host, or a provider that tunes them, would be the way.
    """
    return s.tuning_available is Answer.NO


@rule("B18", Need.FORM, 1, src.KNOWLEDGE_INJECTION, article("002", "ordered question 4"))
def it_fails_with_the_passage(s: Situation) -> bool:
    """It fails with the right passage in the prompt: that is a gap of behaviour, seen in a test.

    Nothing was missing, and the answer was wrong or ill-formed all the same.
    """
    return has_gap(s) and s.fails_with_passage is Answer.YES


@rule("B19", Need.FORM, -3, src.KNOWLEDGE_INJECTION)
def the_passage_mends_the_form(s: Situation) -> bool:
    """With the right passage in the prompt nothing is wrong any more, so there is nothing to train.

    What looked like bad behaviour was guessing for want of facts.
    """
    tried = s.prompting_tried is Tried.INSUFFICIENT
    return has_gap(s) and s.fails_with_passage is Answer.NO and not tried


@rule("B20", (Need.FORM, Need.COST), -1, src.TECHNICAL_DEBT, article("004", "practical note"))
def nothing_to_judge_it_by(s: Situation) -> bool:
    """There is no test set, or no baseline, so nobody could tell whether training has helped.

    Thirty cases and the score of the best prompt on them are what a trained model has to beat.
    """
    return s.test_set is Answer.NO or s.baseline_measured is Answer.NO


@rule("B21", (Need.FORM, Need.COST), -2, src.TECHNICAL_DEBT)
def nobody_keeps_it(s: Situation) -> bool:
    """Nobody is there to keep a trained model, or the job is done once and over.

    Its base is retired, its rows age, its tests have to be run again. Without somebody for that,
    or for a single run over a pile of documents, a prompt is what lasts.
    """
    return s.maintainer is Maintainer.NOBODY or s.lifetime is Lifetime.ONE_OFF


@rule("B22", Need.FORM, -1, src.MEDPROMPT, src.FEW_SHOT)
def a_stronger_prompt_may_reason(s: Situation) -> bool:
    """Shallow reasoning is often mended by a stronger model and worked reasoning in the prompt.

    A general model with chosen examples and several attempts has outdone models that were tuned for
    medicine. That is tried first where it is settled whether facts are missing: until then, poor
    reasoning may be no more than their lack, and nothing is to be read from it.
    """
    settled = s.knowledge_gap is not Answer.UNKNOWN
    untested = s.prompting_tried is Tried.UNKNOWN
    return s.behaviour_gap is Gap.DOMAIN_REASONING and settled and untested


def training_is_ruled_out(s: Situation) -> bool:
    """Whether training is forbidden by something that more work would not mend."""
    lasting = (data_must_not_be_trained_in, rules_move_too_fast, nobody_can_train_it)
    return any(veto.applies(s) for veto in lasting)


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
    data_must_not_be_trained_in,
    examples_show_something_else,
    rules_move_too_fast,
    nobody_can_train_it,
    it_fails_with_the_passage,
    the_passage_mends_the_form,
    nothing_to_judge_it_by,
    nobody_keeps_it,
    a_stronger_prompt_may_reason,
)
