"""`formfacts advise`: its options and what it prints. The work is in `formfacts.advisor`."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Annotated, Any

import typer

from formfacts.advisor.questions import QUESTIONS, Question
from formfacts.advisor.situation import values_of


def advise_command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILES]...", help="The situations, for --compare."),
    ] = None,
    *,
    situation: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Facts from a YAML file; the flags below add to it."),
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Count the text files below it: the corpus size."),
    ] = None,
    from_repo: Annotated[
        Path | None,
        typer.Option("--from", metavar="REPO", help="Advise by a generated repo's evaluation."),
    ] = None,
    targets: Annotated[
        list[str] | None,
        typer.Option("--target", metavar="AXIS=SHARE", help="What it has to reach: facts=0.9."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the advice as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the advice as one HTML page.")
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the decision record, as Markdown."),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the advice for `formfacts new --advice FILE`."),
    ] = None,
    explain: Annotated[
        str | None, typer.Option(metavar="RULE", help="Explain one rule, such as K12.")
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Compare situations: --compare a.yaml b.yaml.")
    ] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of a situation file.")
    ] = False,
    costs: Annotated[
        bool, typer.Option("--costs", help="Add what each approach costs, with each formula.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(metavar="PROVIDER:MODEL", help="Count with the prices of this model."),
    ] = None,
    tuned_model: Annotated[
        str | None, typer.Option(metavar="PROVIDER:MODEL", help="The one that would be tuned.")
    ] = None,
    embedding_model: Annotated[
        str | None, typer.Option(metavar="PROVIDER:MODEL", help="The one for the index.")
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Set a price.… or a usage.… of yours."),
    ] = None,
    **facts: str | None,
) -> None:
    """Recommend an approach, with the reasons: asks questions, or takes a file or flags.

    With no file and no flag it asks in the terminal. Every fact may be `unknown`, and is where
    nothing is said.
    """
    from formfacts.advisor.command import run
    from formfacts.advisor.costing import CostFlags
    from formfacts.advisor.wanted import Wanted

    wanted = Wanted(
        situation=situation,
        facts={name: word for name, word in facts.items() if word is not None},
        corpus=corpus,
        from_repo=from_repo,
        targets=tuple(targets or ()),
        as_json=as_json,
        html=html,
        record=record,
        save=save,
        costs=CostFlags(costs, model, tuned_model, embedding_model, tuple(sets or ())),
        explain=explain,
        compare=compare,
        files=tuple(files or ()),
        schema=schema,
    )
    run(wanted)


def fact_flag(question: Question) -> inspect.Parameter:
    """Return the option of one fact: its question as help, its values as placeholder."""
    name = question.fact
    values = "|".join(values_of(name)) or "AMOUNT"
    option: Any = typer.Option(f"--{name.replace('_', '-')}", help=question.ask, metavar=values)
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[str | None, option],
    )


def add_fact_flags(command: Any) -> None:  # noqa: ANN401  a function, whose signature is replaced
    """Let a command take a flag for every fact that there is a question for."""
    own = inspect.signature(command, eval_str=True)
    kept = [p for p in own.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    parameters = [*kept, *(fact_flag(question) for question in QUESTIONS)]
    command.__signature__ = own.replace(parameters=parameters)
    command.__annotations__ = {p.name: p.annotation for p in parameters}


add_fact_flags(advise_command)
