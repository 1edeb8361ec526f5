# What the rendered parts.py offers, so that the template type-checks in place.
from pathlib import Path

from app.interfaces import Tracker, Trainer
from app.settings import Settings

def make_trainer(settings: Settings, root: Path, tracker: Tracker) -> Trainer: ...
def make_tracker(settings: Settings, root: Path) -> Tracker: ...
