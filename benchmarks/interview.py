"""How many questions an interview takes, and whether it ends where the whole situation does.

    python benchmarks/interview.py [--situations N] [--seed N]

Each of N random situations (every fact has any of its values, "don't know" among them, all equally
likely) is interviewed: the next question, its answer out of the situation, until nothing that is
left could change the approach. Prints the distribution as a Markdown table; 1 if any interview
ended at another approach than all facts together, or if the median is above seven.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "generator"))

from formfacts.advisor.next_question import next_question
from formfacts.advisor.situation import FACTS
from formfacts.advisor.still_open import Value, situation_of, values_to_try
from formfacts.advisor.verdict import decide, weigh

MOST = 7


def main() -> int:
    """Interview, print the distribution; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--situations", type=int, default=10_000, help="how many (10,000)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    pick = Random(given.seed)  # noqa: S311  no secret: the same each time
    numbers: Counter[int] = Counter()
    wrong = 0
    # The first answers are few, and their next questions are worked out once.
    asked: dict[tuple[tuple[str, Value], ...], str | None] = {}
    for _ in range(given.situations):
        full = {fact: pick.choice(values_to_try(fact)) for fact in FACTS}
        known = interviewed(full, asked)
        numbers[len(known)] += 1
        wrong += decide(weigh(situation_of(full))) is not decide(weigh(situation_of(known)))
    middle = median(numbers.elements())
    print(f"{given.situations:,} situations, seed {given.seed}: median {middle:g}, {wrong} wrong\n")
    print("| questions | interviews | share |\n|---:|---:|---:|")
    for number, count in sorted(numbers.items()):
        print(f"| {number} | {count:,} | {count / given.situations:.1%} |")
    return 1 if wrong or middle > MOST else 0


def interviewed(
    full: Mapping[str, Value], asked: dict[tuple[tuple[str, Value], ...], str | None]
) -> dict[str, Value]:
    """Return the facts that the interview asks for, with their answers."""
    known: dict[str, Value] = {}
    while True:
        key = tuple(known.items())
        if key not in asked:
            question = next_question(known)
            asked[key] = None if question is None else question.fact
        fact = asked[key]
        if fact is None:
            return known
        known[fact] = full[fact]


if __name__ == "__main__":
    sys.exit(main())
