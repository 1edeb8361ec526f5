"""How well the generated repos retrieve, beside what a popular starter's defaults reach.

    python benchmarks/retrieval.py --data ../shared/data [--every N]

Runs on XQuAD, English (google-deepmind/xquad, CC BY-SA 4.0; the file xquad/xquad.en.json below
--data): 48 articles and 1,190 questions whose answers are spans of them. Every article becomes one
document. A passage is relevant when it holds the answer's span. Three figures:

- nDCG@10: is the answer near the top? Long passages do well here, because there are few of them.
- in 4,000 characters: is the answer in the first 4,000 characters that were retrieved? That is what
  a prompt of bounded length sees.
- for refusals: of questions whose article is indexed, how many are answered from passages that hold
  the answer; of questions whose article is not, how many are refused. Only questions that the
  weights in template/app/rag/support.py were not fitted on.

It needs what a generated repo with the MiniLM embedder needs (see partials/embedder-minilm), and
exports that model once into --cache. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
XQUAD = "xquad/xquad.en.json"
DEPTH = 10
BUDGET = 4000
CHUNK_TOKENS = 200
PARTS = {"embedder": "minilm", "vector_store": "sqlite"}
# What LangChain's recursive character splitter does by default: a size, an overlap, and where to
# cut, most wanted first.
CHARACTERS, OVERLAP, SEPARATORS = 1000, 200, ("\n\n", "\n", " ")

Search = Callable[[str], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the span of the document that answers it."""

    text: str
    path: str
    start: int
    end: int

    def answered_by(self, passage: Any) -> bool:  # noqa: ANN401  the template's Passage
        """Tell whether the passage holds the answer's span."""
        inside = passage.start <= self.start and self.end <= passage.end
        return bool(passage.path == self.path and inside)


def load_xquad(path: Path) -> tuple[dict[str, str], list[Question]]:
    """Return the articles as Markdown without headings, and the questions."""
    documents, questions = {}, []
    for number, article in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        name, text = f"{number:02}.md", ""
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                start = len(text) + asked["answers"][0]["answer_start"]
                end = start + len(asked["answers"][0]["text"])
                questions.append(Question(asked["question"], name, start, end))
            text += paragraph["context"] + "\n\n"
        documents[name] = text
    return documents, questions


def import_template(folder: Path, cache: Path) -> Any:  # noqa: ANN401  modules found at run time
    """Make the template's package importable and return its MiniLM embedder."""
    shutil.copytree(ROOT / "template/app", folder / "app")
    parts = (folder / "app/rag/parts.py.jinja").read_text(encoding="utf-8")
    for question, answer in PARTS.items():
        parts = parts.replace("{{ " + question + " }}", answer)
    (folder / "app/rag/parts.py").write_text(parts, encoding="utf-8")
    sys.path.insert(0, str(folder))
    minilm = import_module("app.rag.embedders.minilm")
    if not minilm.is_exported(cache):
        minilm.export(cache, folder)
    return minilm.load(cache)


def make_retriever(folder: Path, documents: dict[str, str], embedder: Any) -> Any:  # noqa: ANN401
    """Ingest the documents as a generated repo does; without an embedder, for words alone."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    for name, text in documents.items():
        (docs / name).write_text(text, encoding="utf-8")
    store = import_module("app.rag.stores.sqlite").SqliteStore(folder / "index.sqlite")
    import_module("app.rag.ingest").ingest(docs, store, embedder, CHUNK_TOKENS, lambda *_: None)
    settings = import_module("app.settings").RetrievalSettings()
    return import_module("app.rag.retrieve").PassageRetriever(store, embedder, settings)


def dense_only(retriever: Any) -> Search:  # noqa: ANN401
    """Search by vectors alone."""

    def search(question: str) -> list[Any]:
        vector = retriever.embedder.embed([question])[0]
        return [passage for passage, _ in retriever.store.search_dense(vector, DEPTH)]

    return search


def starter(folder: Path, documents: dict[str, str], embedder: Any) -> Any:  # noqa: ANN401
    """Index the documents cut by characters, as many starters do."""
    passage_type = import_module("app.types").Passage
    store = import_module("app.rag.stores.sqlite").SqliteStore(folder / "starter.sqlite")
    for name, text in documents.items():
        spans = cut_by_characters(text)
        passages = [passage_type(name, "", start, end, text[start:end]) for start, end in spans]
        store.replace(name, "", passages, embedder.embed([one.text for one in passages]))
    settings = import_module("app.settings").RetrievalSettings()
    return import_module("app.rag.retrieve").PassageRetriever(store, embedder, settings)


def cut_by_characters(text: str) -> Iterator[tuple[int, int]]:
    """Yield spans of at most 1,000 characters that overlap by at most 200.

    Each ends at the last blank line inside the limit; where there is none, at the last line end,
    and then at the last space.
    """
    start = 0
    while start < len(text.rstrip()):
        limit = start + CHARACTERS
        end = len(text) if limit >= len(text) else last_cut(text, start, limit)
        yield start, end
        if end >= len(text):
            return
        back = text.find(" ", max(start + 1, end - OVERLAP), end)
        start = back + 1 if back >= 0 else end


def last_cut(text: str, start: int, limit: int) -> int:
    """Return where to cut before the limit."""
    for separator in SEPARATORS:
        cut = text.rfind(separator, start + OVERLAP + 1, limit)
        if cut > 0:
            return cut
    return limit


def ndcg(question: Question, found: Sequence[Any], relevant: int) -> float:
    """Return the normalised discounted cumulative gain of the first ten."""
    gains = [1 / math.log2(2 + i) for i, p in enumerate(found[:DEPTH]) if question.answered_by(p)]
    ideal = sum(1 / math.log2(2 + i) for i in range(min(relevant, DEPTH)))
    return sum(gains) / ideal if ideal else 0.0


def in_budget(question: Question, found: Sequence[Any]) -> bool:
    """Tell whether the answer is within the first characters that were retrieved."""
    used = 0
    for passage in found:
        room = BUDGET - used
        seen = passage.start <= question.start and question.end <= passage.start + room
        if question.answered_by(passage) and seen:
            return True
        used += len(passage.text)
    return False


def row(name: str, search: Search, every: Sequence[Any], questions: Sequence[Question]) -> str:
    """Measure one way of searching."""
    gain = reached = 0.0
    for question in questions:
        found = search(question.text)
        gain += ndcg(question, found, sum(map(question.answered_by, every)))
        reached += in_budget(question, found)
    return f"| {name} | {gain / len(questions):.3f} | {reached / len(questions):.3f} |"


def passages_of(retriever: Any, embedder: Any) -> list[Any]:  # noqa: ANN401
    """Return all passages of an index."""
    vector = embedder.embed(["any"])[0]
    return [passage for passage, _ in retriever.store.search_dense(vector, 1_000_000)]


def refusal_row(name: str, retriever: Any, questions: Sequence[Question], known: set[str]) -> str:  # noqa: ANN401
    """Measure what is answered and what is refused."""
    kept = refused = 0
    inside = [question for question in questions if question.path in known]
    outside = [question for question in questions if question.path not in known]
    for question in inside:
        result = retriever.retrieve(question.text)
        kept += result.supported and any(map(question.answered_by, result.passages))
    for question in outside:
        refused += not retriever.retrieve(question.text).supported
    return f"| {name} | {kept / len(inside):.3f} | {refused / len(outside):.3f} |"


def report(folder: Path, cache: Path, data: Path, every: int) -> None:
    """Print both tables, from every so many questions."""
    documents, all_questions = load_xquad(data)
    questions, unseen = all_questions[::every], all_questions[1::2][::every]
    embedder = import_template(folder, cache)
    ours = make_retriever(folder / "both", documents, embedder)
    words = make_retriever(folder / "words", documents, None)
    theirs = starter(folder, documents, embedder)
    all_ours, all_theirs = passages_of(ours, embedder), passages_of(theirs, embedder)
    print(f"XQuAD, {len(documents)} articles, {len(questions)} questions\n")
    print(f"| | nDCG@{DEPTH} | in {BUDGET:,} characters |\n|---|---|---|")
    print(row("1000/200 characters, dense only", dense_only(theirs), all_theirs, questions))
    print(row("this template, dense only", dense_only(ours), all_ours, questions))
    print(row("this template, words alone (BM25)", words.search, all_ours, questions))
    print(row("this template, fused", ours.search, all_ours, questions))

    known = {name for number, name in enumerate(documents) if number % 2}
    half = {name: documents[name] for name in known}
    with_vectors = make_retriever(folder / "half-both", half, embedder)
    by_words = make_retriever(folder / "half-words", half, None)
    print("\n| refusals | answer is in the passages | not indexed: refused |\n|---|---|---|")
    print(refusal_row("fused, MiniLM", with_vectors, unseen, known))
    print(refusal_row("words alone", by_words, unseen, known))


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache/minilm")
    parser.add_argument("--every", type=int, default=1, help="only every N-th question")
    options = parser.parse_args()
    if not (options.data / XQUAD).is_file():
        print(f"skipped: {options.data / XQUAD} is not here (google-deepmind/xquad)")
        return
    with tempfile.TemporaryDirectory() as folder:
        report(Path(folder), options.cache.resolve(), options.data / XQUAD, max(1, options.every))


if __name__ == "__main__":
    main()
