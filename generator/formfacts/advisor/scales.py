"""How each fact that is an amount is read: its units and its words, in the unit of the rules."""

from __future__ import annotations

from formfacts.advisor.amounts import Scale

# Rules of thumb for turning what people know (pages, documents) into tokens: a page of prose is
# about 400 (200,000 tokens are given as about 500 pages), a help-centre article about 1,000.
TOKENS_PER_PAGE = 400
TOKENS_PER_DOCUMENT = 1_000

CORPUS = Scale(
    units={
        "document": TOKENS_PER_DOCUMENT,
        "doc": TOKENS_PER_DOCUMENT,
        "file": TOKENS_PER_DOCUMENT,
        "article": TOKENS_PER_DOCUMENT,
        "page": TOKENS_PER_PAGE,
        "word": 1.35,
        "token": 1,
    },
    words={
        "none": 0,
        "tiny": 5_000,
        "small": 30_000,
        "fits prompt": 50_000,
        "fits in the prompt": 50_000,
        "fits": 50_000,
        "few": 5_000,
        "tens": 30_000,
        "dozens": 36_000,
        "medium": 300_000,
        "hundreds": 300_000,
        "large": 3_000_000,
        "thousands": 3_000_000,
        "huge": 30_000_000,
        "millions": 3_000_000_000,
    },
    example="a number of documents, '30 pages', '200k tokens', tiny, dozens, hundreds or thousands",
)
EXAMPLES = Scale(
    units={"example": 1},
    words={
        "few": 20,
        "some": 100,
        "dozens": 36,
        "hundreds": 300,
        "enough": 300,
        "many": 1_000,
        "plenty": 1_000,
        "thousands": 3_000,
        "millions": 3_000_000,
    },
    example="a number, none, few, dozens, hundreds or thousands",
    free_text=True,
)
REQUESTS = Scale(
    units={
        "day": 1,
        "request": 1,
        "daily": 1,
        "hour": 24,
        "minute": 1_440,
        "second": 86_400,
        "week": 1 / 7,
        "month": 1 / 30,
    },
    words={
        "none": 0,
        "very low": 20,
        "low": 100,
        "few": 100,
        "medium": 3_000,
        "moderate": 3_000,
        "hundreds": 300,
        "thousands": 3_000,
        "high": 30_000,
        "very high": 300_000,
        "millions": 3_000_000,
    },
    example="a number, low, medium, high or very high",
)
LATENCY = Scale(
    units={"ms": 1, "millisecond": 1, "second": 1_000, "s": 1_000, "sec": 1_000, "minute": 60_000},
    words={"tight": 300, "fast": 300, "normal": 3_000, "relaxed": 10_000, "none": 60_000},
    example="milliseconds, '2 seconds', tight, normal or relaxed",
)

TOKENS = Scale(
    units={"token": 1, "word": 1.35, "page": TOKENS_PER_PAGE},
    words={"short": 500, "medium": 2_000, "long": 10_000, "very long": 50_000},
    example="a number of tokens, '2 pages', short, medium, long or very long",
)

SCALES = {
    "corpus_size": CORPUS,
    "labelled_examples": EXAMPLES,
    "requests_per_day": REQUESTS,
    "latency_budget_ms": LATENCY,
    "tokens_per_request": TOKENS,
}
