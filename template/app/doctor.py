"""What is configured, what is missing, what would be called and sent where. It calls nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from app import wiring
from app.answers import load_form
from app.errors import AppError, NotReady
from app.evaluation.cases import load_cases
from app.prompt import system_text, worked_examples
from app.reference import make_retriever
from app.settings import Settings

State = Literal["ok", "note", "missing", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: State
    detail: str


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything that was looked at; exit code 1 when something is missing or wrong."""

    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """0 when all is in place."""
        return int(any(finding.state in {"missing", "wrong"} for finding in self.findings))

    def to_text(self) -> str:
        """Write one line per finding."""
        width = max(len(finding.what) for finding in self.findings)
        return "\n".join(f"{f.state:8}{f.what:{width}}  {f.detail}" for f in self.findings)

    def to_json(self) -> str:
        """Write the findings as JSON."""
        return json.dumps([asdict(finding) for finding in self.findings], indent=2)


def examine(settings: Settings, root: Path) -> Examination:
    """Look at everything the assistant needs."""
    return Examination((*core(settings, root), *knowledge(settings, root), *form(settings, root)))


def core(settings: Settings, root: Path) -> Iterator[Finding]:
    """Look at Python, the model, the key, the prompt files, the cases and the log."""
    yield Finding("python", "ok", sys.version.split()[0])
    yield from model(settings)
    yield check("prompt", lambda: prompt_detail(settings, root))
    yield check("answer form", lambda: form_detail(settings, root))
    cases = settings.evaluation.cases
    yield check("evaluation", lambda: f"{len(load_cases(root, cases))} cases in {', '.join(cases)}")
    log = f"on, in {settings.log.path}" if settings.log.enabled else "off"
    yield Finding("interaction log", "ok", log)


def model(settings: Settings) -> Iterator[Finding]:
    """Say which model answers, how documents reach it, and whether the key that takes is there."""
    offline = settings.model_copy(update={"offline": True})
    found = check("model", lambda: wiring.describe_model(settings))
    here = found == check("model", lambda: wiring.describe_model(offline))
    if not here and not settings.model.name:
        todo = "write model.name into settings.yaml"
        found = Finding("model", "missing", f"{found.detail}: {todo}")
    yield found
    retriever = check("retrieval", lambda: wiring.describe_retriever(settings))
    yield retriever
    found_here = retriever == check("retrieval", lambda: wiring.describe_retriever(offline))
    yield key(settings, here=here and found_here)


def key(settings: Settings, *, here: bool) -> Finding:
    """Say whether there is a key, never what it is."""
    if settings.api_key is not None and settings.api_key.get_secret_value().strip():
        return Finding("OPENAI_API_KEY", "ok", "set")
    if here:
        return Finding("OPENAI_API_KEY", "note", "not set; not needed offline")
    return Finding("OPENAI_API_KEY", "missing", "write it into .env, or use --offline")


def knowledge(settings: Settings, root: Path) -> Iterator[Finding]:
    """Look at the documents and the index."""
    if settings.reference is not None and settings.reference.folder is not None:
        yield check("reference texts", lambda: reference_detail(settings, root))
    if settings.retrieval is not None:
        documents = settings.retrieval.documents
        yield folder("documents", root / documents, documents)
        yield check("index", lambda: index_detail(settings, root))


def form(settings: Settings, root: Path) -> Iterator[Finding]:
    """Look at the training rows and the adapter."""
    if settings.finetune is not None:
        for name in (settings.finetune.train, settings.finetune.heldout):
            yield made("training rows", root / name, name, "write it, see README.md")
        yield Finding("base model", "ok", settings.finetune.base)
        yield made(
            "adapter",
            root / settings.finetune.adapter,
            settings.finetune.adapter,
            "run `make train`",
        )


def folder(what: str, path: Path, name: str) -> Finding:
    """Count the files of a folder."""
    count = sum(1 for entry in path.rglob("*") if entry.is_file()) if path.is_dir() else 0
    return Finding(what, "ok" if count else "missing", f"{count} files in {name}")


def made(what: str, path: Path, detail: str, how: str) -> Finding:
    """Say whether a file or folder is there, and how to get it."""
    return Finding(what, "ok", detail) if path.exists() else Finding(what, "missing", how)


def check(what: str, look: Callable[[], str]) -> Finding:
    """Turn an error into a finding, so that all of them are seen at once."""
    try:
        return Finding(what, "ok", look())
    except NotReady as error:
        return Finding(what, "missing", str(error))
    except AppError as error:
        return Finding(what, "wrong", str(error))


def prompt_detail(settings: Settings, root: Path) -> str:
    """Name the prompt files after reading them."""
    system_text(settings.prompt, root)
    turns = len(worked_examples(settings.prompt, root))
    return f"{', '.join(settings.prompt.system)}; {turns // 2} worked examples"


def reference_detail(settings: Settings, root: Path) -> str:
    """Count the sections of the reference texts after reading them."""
    passages = make_retriever(settings, root).passages or ()
    texts = len({passage.path for passage in passages})
    return f"{texts} texts with {len(passages)} sections"


def index_detail(settings: Settings, root: Path) -> str:
    """Name the index after opening it as `ask` does: it may be empty, damaged, or out of date."""
    index = settings.retrieval.index if settings.retrieval else ""
    if not (root / index).exists():
        raise NotReady("run `make ingest`")
    wiring.make_retriever(settings, root)
    return index


def form_detail(settings: Settings, root: Path) -> str:
    """Name the schema after reading it."""
    load_form(settings.answer, root)
    return settings.answer.schema_file or "prose"
