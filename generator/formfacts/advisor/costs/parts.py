"""The parts that costs are made of, each as a sum over one end of the range."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from formfacts.advisor.costs.figure import Figure, number, over, plus, scaled, times

if TYPE_CHECKING:
    from formfacts.advisor.approach import Approach
    from formfacts.advisor.costs.end import End
    from formfacts.advisor.costs.usage import Usage

BILLION = Decimal(1_000_000_000)
TRILLION = Decimal(1_000_000_000_000)
# Kaplan et al. 2020 (arXiv 2001.08361, section 2.1) and Hoffmann et al. 2022 (arXiv 2203.15556):
# for N weights and D tokens the forward pass takes 2·N·D operations (one multiplication and one
# addition for each weight and token) and the backward pass twice that: N·D·2 for the gradients of
# the activations and N·D·2 for those of the weights, so 6·N·D in all. LoRA (arXiv 2106.09685)
# freezes the weights: their own gradients are not computed, those of the activations still are.
# That leaves 2·N·D forward and 2·N·D backward. The adapters add under a hundredth.
LORA_FLOP = 4
SECONDS = 3_600
BYTES_PER_NUMBER = 4  # a vector is kept as 32-bit floats
BYTES_PER_TOKEN = 4  # of text: a token of English is about four characters
VECTOR = "bytes a number"


def corpus_rides_along(usage: Usage) -> bool:
    """Whether all of the corpus goes into each prompt: it is known to fit, at its high end too."""
    return 0 < usage.corpus_tokens.high <= usage.prompt_limit_tokens.low


def fixed_prompt(end: End, approach: Approach) -> Figure:
    """Return what one request pays for the text that is the same in every request."""
    if approach.trains:
        text = end.count("tuned_instruction_tokens", "tokens of instructions")
        return times(text, end.prefix_token("tuned_"))
    parts = [
        end.count("instruction_tokens", "tokens of instructions"),
        end.count("example_tokens", "of examples"),
    ]
    if not approach.retrieves and corpus_rides_along(end.usage):
        parts.append(end.count("corpus_tokens", "of corpus"))
    return times(plus(*parts), end.prefix_token(""))


def question(end: End, approach: Approach) -> Figure:
    """Return what one request pays for its own text: the question, and what was found for it."""
    parts = [end.count("question_tokens", "tokens of question")]
    if approach.retrieves:
        parts.append(end.count("passage_tokens", "of passages"))
    return times(plus(*parts), end.per_token(f"{_prefix(approach)}input"))


def answer(end: End, approach: Approach) -> Figure:
    """Return what one request pays for its answer."""
    return times(end.count("answer_tokens"), end.per_token(f"{_prefix(approach)}output"))


def question_vector(end: End, _: Approach) -> Figure:
    """Return what one request pays for turning the question into a vector."""
    return times(end.count("question_tokens"), end.per_token("embedding"))


def corpus_vectors(end: End, _: Approach) -> Figure:
    """Return what turning the whole corpus into vectors costs once."""
    return times(end.count("corpus_tokens"), end.per_token("embedding"))


def changed_vectors(end: End, approach: Approach) -> Figure:
    """Return what it costs in a month to do that again for what changed."""
    return times(end.count("corpus_changes_per_month"), corpus_vectors(end, approach))


def store(end: End, _: Approach) -> Figure:
    """Return the storage of a month: of each passage a vector and its text."""
    corpus = end.count("corpus_tokens")
    vectors = over(corpus, end.divisor("chunk_tokens", "tokens a passage"))
    numbers = times(
        vectors, end.count("vector_dimensions", "numbers"), number(BYTES_PER_NUMBER, VECTOR)
    )
    text = times(corpus, number(BYTES_PER_TOKEN, "bytes a token"))
    gigabytes = over(plus(numbers, text), scaled(Decimal(1), BILLION, "1 billion bytes", ""))
    return times(gigabytes, end.price("storage_gb_month", "GB"))


def training(end: End, approach: Approach) -> Figure:
    """Return the GPU hours of one training run: 4·N·D operations over what the GPU does."""
    weights = end.count("model_billion_parameters").value
    size = scaled(
        weights, BILLION, f"{weights.normalize():f} billion", "usage.model_billion_parameters"
    )
    row = [end.count("row_tokens", "tokens a row")]
    if approach.retrieves:
        row.append(end.count("passage_tokens", "of passages"))
    work = times(
        number(LORA_FLOP), size, end.count("training_rows"), plus(*row), end.count("epochs")
    )
    peak = end.divisor("gpu_peak_teraflops", "").value
    speed = scaled(
        peak, TRILLION, f"{peak.normalize():f} trillion a second", "usage.gpu_peak_teraflops"
    )
    share = end.divisor_share("gpu_utilisation")
    return over(work, times(speed, share, number(SECONDS, "seconds an hour")))


def first_training(end: End, approach: Approach) -> Figure:
    """Return the runs until one is kept: money where an hour has a price, else GPU hours."""
    return _hours(end, times(training(end, approach), end.count("training_runs")))


def retraining(end: End, approach: Approach) -> Figure:
    """Return the runs of a month after that, each as the first ones."""
    runs = times(end.count("training_runs"), end.count("retrainings_per_month"))
    return _hours(end, times(training(end, approach), runs))


def serving(end: End, _: Approach) -> Figure:
    """Return what keeping the tuned model ready costs in a month, besides its tokens."""
    return end.price("serving_month", "month")


def labour(end: End, approach: Approach) -> Figure:
    """Return the weeks of work up to a first version; money where a week has a price."""
    parts = {"rag": ("rag",), "finetune": ("finetune",), "hybrid": ("rag", "finetune")}
    names = parts.get(approach.value, ("prompt",))
    weeks = plus(*(end.count(f"weeks_{name}") for name in names))
    return times(weeks, end.price("week", "week")) if end.knows("week") else weeks


def _hours(end: End, hours: Figure) -> Figure:
    return times(hours, end.price("gpu_hour", "GPU-hour")) if end.knows("gpu_hour") else hours


def _prefix(approach: Approach) -> str:
    return "tuned_" if approach.trains else ""
