"""Reads a formula as it is shown and works it out, as a person with a pocket calculator does."""

# ruff: noqa: RUF001 - formulas have the signs of arithmetic

from __future__ import annotations

import re
from fractions import Fraction

# Words are units and are skipped, those after a price with its stroke: `$2/GPU-hour`.
SCALES = {"%": Fraction(1, 100), "/M": Fraction(1, 10**6)}
WORDS = {" billion": Fraction(10**9), " trillion": Fraction(10**12)}
TOKEN = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?(?:%|/M\b| billion| trillion)?)|(?P<sign>[()×÷+−])|(?P<word>\S)"
)


def evaluate(formula: str) -> Fraction:
    """Return what the part before the last `=` comes to."""
    text = formula.rsplit(" = ", 1)[0]
    tokens = [m[0] for m in TOKEN.finditer(_without_units(text)) if not m["word"]]
    value = _sum(tokens)
    assert [] == tokens
    return value


def result(formula: str) -> Fraction:
    """Return the number after the last `=`."""
    found = re.search(r"[\d,]+(?:\.\d+)?", formula.rsplit(" = ", 1)[1])
    assert found is not None
    return Fraction(found[0].replace(",", ""))


def right(formula: str) -> bool:
    """Whether the result is the formula's value, rounded as the page says: cents, or 3 digits."""
    exact, said = evaluate(formula), result(formula)
    cents = "= $" in formula and exact >= 1
    slack = exact / 10**8  # terms are shown with ten digits
    return abs(exact - said) <= slack + (Fraction(1, 200) if cents else exact / 200)


def _without_units(text: str) -> str:
    text = re.sub(r"/(?!M\b)[A-Za-z][\w-]*", "", text)
    return re.sub(r"\b(?!billion|trillion|M\b)[A-Za-z][\w-]*", "", text)


def _sum(tokens: list[str]) -> Fraction:
    value = _product(tokens)
    while tokens and tokens[0] in "+−":
        sign = 1 if tokens.pop(0) == "+" else -1
        value += sign * _product(tokens)
    return value


def _product(tokens: list[str]) -> Fraction:
    value = _one(tokens)
    while tokens and tokens[0] in "×÷":
        value = value * _one(tokens) if tokens.pop(0) == "×" else value / _one(tokens)
    return value


def _one(tokens: list[str]) -> Fraction:
    first = tokens.pop(0)
    if first == "(":
        value = _sum(tokens)
        assert tokens.pop(0) == ")"
        return value
    for ending, scale in (SCALES | WORDS).items():
        if first.endswith(ending):
            return Fraction(first.removesuffix(ending).replace(",", "")) * scale
    return Fraction(first.replace(",", ""))
