"""What the outcome of a check depends on, as a key: another key, and it has to be run again."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict
from hashlib import sha256

from formfacts import __version__
from formfacts.smoke.config import Check, as_data
from formfacts.smoke.environment.environment import Environment
from formfacts.smoke.run.making import Made
from formfacts.smoke.run.setting import Setting


def key(setting: Setting, made: Made, check: Check, environment: Environment | None) -> str:
    """Return what changes with whatever the outcome of a check may depend on.

    `environment` is None where each repo gets a fresh one, or none is needed.
    """
    config, subject = setting.config, setting.subject
    again = getattr(check.task, "again", ())
    return key_of(
        *(__version__, platform.python_version()),
        *([str(environment.folder), environment.lock] if environment else ["fresh"]),
        *(as_data(check), [as_data(c) for c in config.checks if c.name in again]),
        *(dict(config.env), asdict(config.environment), config.trust),
        {name: os.environ.get(name) for name in config.passed},
        *(made.fingerprint, dict(made.answers)),
        {name: asdict(target) | {"folder": ""} for name, target in made.targets.items()},
        *(subject.origin.version, subject.origin.commit, subject.previous),
    )


def key_of(*parts: object) -> str:
    """Return a key for all of these."""
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
