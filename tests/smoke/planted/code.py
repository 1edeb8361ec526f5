"""The Python files that some faults need in the template."""

from __future__ import annotations

LABELS = '''\
"""Labels, by the model that the repo has trained itself."""

from __future__ import annotations

from pathlib import Path

from app.{{ model_module }} import make_model
from app.finetune.tuned import TunedModel
from app.settings import Settings


def make_labeller(settings: Settings, root: Path) -> TunedModel:
    """Return the model."""
    return make_model(settings, root)
'''

PLAIN = '''\
"""One step after the other."""

from __future__ import annotations

from app.interfaces import Retriever


def arrange(retriever: Retriever) -> Retriever:
    """Return it as it is."""
    return retriever
'''

LANGCHAIN = '''\
"""Steps that do not wait for each other run in threads, as LangChain\'s do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from app.interfaces import Retriever
from app.types import Retrieval


@dataclass(frozen=True, slots=True)
class Step:
    """Retrieval in a thread of its own."""

    retriever: Retriever

    def retrieve(self, question: str) -> Retrieval | None:
        """Hand the question over and wait for the passages."""
        with ThreadPoolExecutor(max_workers=1) as threads:
            return threads.submit(self.retriever.retrieve, question).result()


def arrange(retriever: Retriever) -> Retriever:
    """Make it a step."""
    return Step(retriever)
'''

LOCAL = '''\
"""The SQLite file, opened once and for all: quicker, and sqlite3 binds it to one thread."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from app.errors import NotReady
from app.rag.stores.sqlite import SqliteStore, connect
from app.settings import Settings


class LocalStore(SqliteStore):
    """A SqliteStore whose connection is there from the start."""

    def __init__(self, path: Path) -> None:
        """Open the file."""
        super().__init__(path)
        connect(path).close()
        self._connection = sqlite3.connect(path, isolation_level=None)


def make_store(settings: Settings, root: Path) -> LocalStore:
    """Make the store that `retrieval.index` names."""
    if settings.retrieval is None:
        raise NotReady("settings.yaml has no section `retrieval`: write it, see README.md")
    return LocalStore(root / settings.retrieval.index)
'''

SERVE = '''\
"""Answer over HTTP: `python -m app.serve PORT`."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from app.errors import AppError
from app.settings import load_settings
from app.wiring import make_assistant


class Handler(BaseHTTPRequestHandler):
    """Says whether the assistant is ready."""

    def do_GET(self) -> None:
        """Put the assistant together; 500 where that fails."""
        status, text = 200, "ready"
        try:
            make_assistant(load_settings(offline=True), Path.cwd())
        except AppError as error:
            status, text = 500, str(error)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
'''

HANGS = '''\
"""A batch of questions."""

from __future__ import annotations

import subprocess
import sys
import threading


def test_batch_is_answered() -> None:
    """It waits for an event that never comes, and a process in a session of its own does too."""
    sleep = "import time; time.sleep(3600)"
    subprocess.Popen([sys.executable, "-c", sleep], start_new_session=True)

    assert threading.Event().wait()
'''
