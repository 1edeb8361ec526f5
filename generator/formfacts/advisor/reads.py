"""Which facts a rule reads, by the names in its code."""

from __future__ import annotations

from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from formfacts.advisor.rules import Rule
from formfacts.advisor.situation import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def facts_read(rule: Rule) -> tuple[str, ...]:
    """Return the facts that a rule may read, itself or by what it calls: by the names in its code.

    One that speaks of the rules of a module may read whatever those read.
    """
    names: set[str] = set()
    waiting: list[Any] = [rule.applies]
    seen: set[int] = set()
    while waiting:
        function = waiting.pop()
        if id(function) in seen:
            continue
        seen.add(id(function))
        for code in codes(function.__code__):
            names |= set(code.co_names)
            waiting += called(code, function.__globals__)
    return tuple(fact for fact in FACTS if fact in names)


def called(code: CodeType, known: dict[str, Any]) -> Iterator[Any]:
    """Yield the functions that a piece of code names, the tests of rules among them."""
    for name in code.co_names:
        found = known.get(name)
        if isinstance(found, Rule):
            yield found.applies
        elif isinstance(found, FunctionType):
            yield found
        elif isinstance(found, ModuleType) and "RULES" in code.co_names:
            yield from (other.applies for other in found.RULES)


def codes(code: CodeType) -> Iterator[CodeType]:
    """Yield a function's code and that of the comprehensions in it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from codes(inner)
