# What the rendered wiring.py offers, so that the template type-checks in place.
# It is not rendered into any project.
from pathlib import Path

from app.assistant import Assistant
from app.interfaces import Retriever
from app.settings import Settings

PARTS: list[str]

def make_assistant(settings: Settings, root: Path) -> Assistant: ...
def make_retriever(settings: Settings, root: Path) -> Retriever: ...
def describe_model(settings: Settings) -> str: ...
def describe_retriever(settings: Settings) -> str: ...
