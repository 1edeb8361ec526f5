"""Where the template is found."""

from __future__ import annotations

from formfacts import __version__
from formfacts.scaffold import source
from tests.conftest import ROOT


def test_checkout_is_its_own_source() -> None:
    """In a checkout the template is the one beside `generator/`."""
    assert ROOT == source.template_root()


def test_template_has_the_version_of_the_package() -> None:
    """The answers file names the tag that the package's release carries."""
    assert f"v{__version__}" == source.TEMPLATE_VERSION
