"""Where the template is: beside `generator/` in a checkout, inside the package in a wheel."""

from __future__ import annotations

from pathlib import Path

from formfacts import __version__
from formfacts.errors import TemplateError

# What a generated repo's answers file names, so that plain `copier update` and Renovate find it.
PUBLIC_SOURCE = "gh:formfacts/formfacts"
TEMPLATE_VERSION = f"v{__version__}"

QUESTIONS_FILE = "copier.yml"


def template_root() -> Path:
    """Return the folder that holds copier.yml, template/, partials/ and examples/."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parents[1]
    for root in (package / "_template", checkout):
        if (root / QUESTIONS_FILE).is_file():
            return root
    raise TemplateError(
        f"the template is missing: {package} was not installed whole; reinstall formfacts"
    )
