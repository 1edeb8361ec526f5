"""HTML as Markdown."""

from __future__ import annotations

import time

from app.rag.from_html import html_to_markdown


def test_headings_paragraphs_and_lists_become_markdown() -> None:
    """The structure a reader sees is kept, and inline markup disappears."""
    page = "<h1>Top</h1><p>One <b>two</b>\nthree<br>four</p><ul><li>a</li><li>b</ul><h2>Sub</h2>x"

    assert html_to_markdown(page) == "# Top\n\nOne two three four\n\n- a\n\n- b\n\n## Sub\n\nx"


def test_what_no_reader_sees_is_left_out() -> None:
    """Scripts, styles, navigation and comments are no text."""
    page = (
        "<head><title>t</title><style>s</style></head><nav>menu</nav><!-- c -->"
        "<script>evil()</script><p>Seen &amp; read.</p>"
    )

    assert html_to_markdown(page) == "Seen & read."


def test_table_rows_are_kept_together() -> None:
    """Each row of data is a line; a table for layout is taken apart."""
    data = "<table><tr><th>Size</th><th>Price</th></tr><tr><td><p>S</p></td><td>4</td></tr></table>"
    layout = "<table><tr><td><h1>Top</h1><p>Text</p></td></tr></table>"

    assert html_to_markdown(data) == "| Size | Price |\n\n| S | 4 |"
    assert html_to_markdown(layout) == "# Top\n\nText"


def test_a_page_made_to_be_deep_is_read() -> None:
    """Neither the depth of a page nor what is left open in it stops the reader."""
    started = time.process_time()
    text = html_to_markdown("<div><b>" * 20_000 + "x")

    assert text == "x"
    assert time.process_time() - started < 5


def test_text_that_looks_like_a_heading_or_a_fence_is_none() -> None:
    """A comment in a script is no heading, and what is below it keeps its own."""
    page = "<pre># a comment</pre><p>``` quoted</p><h2>Real</h2><p>text</p>"

    assert html_to_markdown(page) == "\\# a comment\n\n\\``` quoted\n\n## Real\n\ntext"
