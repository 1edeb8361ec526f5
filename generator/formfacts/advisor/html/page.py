"""One self-contained HTML page: of one piece of advice, or of several situations compared."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from formfacts.advisor.approach import Approach
from formfacts.advisor.comparison import COMPARISON
from formfacts.advisor.html.path_picture import path_picture
from formfacts.advisor.html.votes_picture import votes_picture
from formfacts.advisor.measures import measure
from formfacts.advisor.page import IN_WORDS, STAGES

if TYPE_CHECKING:
    from formfacts.advisor.compare import Comparison
    from formfacts.advisor.costs.estimate import Costs
    from formfacts.advisor.recommendation import Advice

PACKAGE = "formfacts.advisor.html"


def advice_page(advice: Advice, costs: Costs | None = None) -> str:
    """Return the page about one piece of advice."""
    from markupsafe import Markup  # Jinja's own, loaded where pages are made

    known = advice.situation.facts()
    return fill(
        "advice.html",
        costs is not None,
        advice=advice,
        facts=known,
        path=Markup(path_picture(advice)),  # noqa: S704  it escapes what it is given
        votes=Markup(votes_picture(advice)),  # noqa: S704  likewise
        rows=[(r, [(a, r.of(a)) for a in Approach]) for r in COMPARISON],
        changes=sorted(advice.would_change, key=lambda c: c.fact not in known),
        open_facts=[t for t in advice.to_do if t.could_become],
        other_facts=[t.fact for t in advice.to_do if not t.could_become],
        measure=measure,
        costs=None if costs is None else shown_costs(costs),
    )


def comparison_page(found: Comparison) -> str:
    """Return the page about several situations."""
    return fill("comparison.html", False, found=found, count=len(found.names))  # noqa: FBT003


def shown_costs(costs: Costs) -> dict[str, Any]:
    """Return what the page shows of the costs: bills, sums, break-evens, and what they rest on."""
    from markupsafe import Markup

    from formfacts.advisor.costs.break_even import break_evens
    from formfacts.advisor.costs.data import to_data
    from formfacts.advisor.costs.figure import ROUNDING, shown
    from formfacts.advisor.costs.plot import plot_svg
    from formfacts.advisor.costs.totals import KINDS, total

    totals = {a: [total(costs, a, kind) for kind in KINDS] for a in Approach}
    data = to_data(costs)
    return {
        "plot": Markup(plot_svg(costs)),  # noqa: S704  it escapes what it is given
        "lines": costs.lines,
        "totals": totals,
        "break_evens": [b for b in break_evens(costs) if b.horizon],
        "source": costs.prices.source,
        "prices": data["prices"],
        "usage": data["usage"],
        "rounding": ROUNDING,
        "shown": shown,
    }


def fill(template: str, with_plot: bool, **values: Any) -> str:  # noqa: ANN401, FBT001  for Jinja
    """Return a template filled in; its style is named in the policy by its hash."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    css = asset("page.css")
    styles = [css]
    if with_plot:
        from formfacts.advisor.costs.plot import STYLE

        styles.append(STYLE)
    return environment.get_template(template).render(
        css=css,
        style_hashes=" ".join(f"'sha256-{digest(style)}'" for style in styles),
        approaches=tuple(Approach),
        in_words=IN_WORDS,
        stages=STAGES,
        **values,
    )


def digest(text: str) -> str:
    """Return the hash of a style as a content security policy names it."""
    return b64encode(sha256(text.encode()).digest()).decode()


def asset(name: str) -> str:
    """Return the text of a file beside this one, with the newlines that an HTML parser sees."""
    return files(PACKAGE).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")
