"""The verbs of the RAG half: `ingest` and `search`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.settings import load_settings

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Offline = Annotated[bool, typer.Option("--offline", help="Work on this machine alone.")]


def add_commands(cli: typer.Typer) -> None:
    """Give the verbs to the command line."""
    cli.command()(ingest)
    cli.command()(search)


def ingest(*, as_json: Json = False, offline: Offline = False) -> None:
    """Index the documents; only what changed since the last time is read.

    A document that cannot be read is named with its reason, and the others are indexed all the
    same: the exit code is then 1. Files of kinds that are not read are named, with exit code 0.
    """
    from app.rag.ingest import ingest_documents

    report = ingest_documents(load_settings(offline=offline), Path.cwd(), progress)
    typer.echo(json.dumps(report.to_dict(), indent=2) if as_json else report.to_text())
    raise typer.Exit(report.exit_code)


def search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    *,
    as_json: Json = False,
    offline: Offline = False,
    limit: Annotated[int, typer.Option(help="How many passages to print.", min=1)] = 10,
) -> None:
    """Print the passages that a question finds, best first, with their scores."""
    from app.rag.retrieve import make_retriever
    from app.show import place, plain, scores

    retriever = make_retriever(load_settings(offline=offline), Path.cwd())
    passages = retriever.search(question)[:limit]
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in passages], ensure_ascii=False, indent=2))
        return
    for rank, passage in enumerate(passages, start=1):
        indented = passage.text.replace("\n", "\n   ")
        typer.echo(plain(f"{rank}. {place(passage)}  {scores(passage)}\n   {indented}"))


def progress(done: int, whole: int, what: str) -> None:
    """Show one line of progress on standard error, rewritten in place on a terminal."""
    end = "\r" if sys.stderr.isatty() and done < whole else "\n"
    if sys.stderr.isatty() or done == whole:
        sys.stderr.write(f"{what} {done}/{whole}{end}")
        sys.stderr.flush()
