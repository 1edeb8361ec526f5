"""Where packages come from: pip's configuration, for both installers, and without passwords."""

from __future__ import annotations

from formfacts.smoke.environment.sources import read_configuration, uv_variables

LISTED = """\
:env:.index-url='https://me:secret@example.com/simple'
global.extra-index-url='\\nhttps://a.example\\nhttps://b.example'
global.find-links='/w /x'
global.index-url='https://other.example'
install.find-links='/wheels /more'
download.find-links='/not-this'
WARNING: something
"""


def test_configuration() -> None:
    """Several values on one line; variables go before sections, and `install` before `global`."""
    assert {
        "index-url": "https://me:secret@example.com/simple",
        "extra-index-url": "https://a.example https://b.example",
        "find-links": "/wheels /more",
    } == read_configuration(LISTED)


def test_for_uv() -> None:
    """Uv takes the same from variables of its own."""
    assert {
        "UV_DEFAULT_INDEX": "https://me:secret@example.com/simple",
        "UV_INDEX": "https://a.example https://b.example",
        "UV_FIND_LINKS": "/wheels,/more",
    } == uv_variables(read_configuration(LISTED))
