"""What `formfacts advise` prints: pages for people, or JSON; what is said beside goes to stderr."""

from __future__ import annotations

import json
import os
import sys
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formfacts.advisor.costs.estimate import Costs
    from formfacts.advisor.evidence import Verdict
    from formfacts.advisor.recommendation import Advice


def show(advice: Advice, costs: Costs | None, verdict: Verdict | None, *, as_json: bool) -> None:
    """Print the advice, and the costs where they were asked for."""
    if as_json:
        from formfacts.advisor.document import to_dict

        print_json({**to_dict(advice), **costs_data(costs), **evidence_data(verdict)})
        return
    from formfacts.advisor.page import kept_within, render

    width = terminal_width()
    sys.stdout.write(render(advice, width, colour=wants_colour()))
    if costs is not None:
        from formfacts.advisor.costs.lines import as_lines

        lines = as_lines(costs, kept_within(width))
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


def show_evidence(verdict: Verdict, *, as_json: bool) -> None:
    """Print what a repo's evaluation says."""
    from formfacts.advisor.evidence import as_lines, to_data

    if as_json:
        print_json(to_data(verdict))
    else:
        lines = as_lines(verdict, terminal_width(), colour=wants_colour())
        sys.stdout.write("\n".join(lines) + "\n")


def costs_data(costs: Costs | None) -> dict[str, Any]:
    """Return the costs as a part of the advice's data, or no such part."""
    if costs is None:
        return {}
    from formfacts.advisor.costs.data import to_data

    return {"costs": to_data(costs)}


def evidence_data(verdict: Verdict | None) -> dict[str, Any]:
    """Return what the evaluation says as a part of the advice's data, or no such part."""
    if verdict is None:
        return {}
    from formfacts.advisor.evidence import to_data

    return {"evidence": to_data(verdict)}


def print_json(data: object) -> None:
    """Print data as JSON."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def tell(text: str) -> None:
    """Say something beside the advice."""
    sys.stderr.write(text + "\n")


def terminal_width() -> int:
    """Return the columns of the terminal; 100 where there is none."""
    return get_terminal_size((100, 24)).columns


def wants_colour() -> bool:
    """Whether stdout is a terminal that takes colour, and nobody asked for none."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain
