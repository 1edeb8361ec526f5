"""Which blocks of a page are commands, and how they are run."""

from __future__ import annotations

import pytest

from tests.docs.blocks import Block, calls, read_blocks

PAGE = """\
A `formfacts status` in a sentence.

```yaml
formfacts: no
```

<!-- run: each in a project; exits 0 4 -->
```sh
# A comment.
formfacts status    # why
cd a/b && formfacts status \\
  --exit-code > out.txt
```

<!-- not run: needs a cluster -->

```console
$ formfacts smoke --plan
```

    ```sh
    make test
    ```

```
formfacts update
```
"""


def test_blocks_that_call_formfacts_are_read() -> None:
    """With the line that each command stands on; other blocks are passed over."""
    status = ((10, "formfacts status    # why"),)
    exit_code = ((12, "cd a/b && formfacts status --exit-code > out.txt"),)
    smoke, update = ((18, "formfacts smoke --plan"),), ((26, "formfacts update"),)

    assert [
        Block("p", "sh", status + exit_code, "in a project", each=True, codes=(0, 4), skipped=""),
        Block("p", "console", smoke, "", each=False, codes=(0,), skipped="needs a cluster"),
        Block("p", "", update, "in ", each=False, codes=(0,), skipped=""),
    ] == read_blocks("p", PAGE)


def test_calls_are_the_words_after_the_program() -> None:
    """Wherever in a line it is called; what a shell makes of the rest is left out."""
    found = [call for block in read_blocks("p", PAGE) for call in calls(block)]

    assert [
        ["status"],
        ["status", "--exit-code"],
        ["smoke", "--plan"],
        ["update"],
    ] == found


@pytest.mark.parametrize("said", ["run: soon", "run: in a project; exits 0 0", "not run: "])
def test_a_comment_that_does_not_fit_is_an_error(said: str) -> None:
    """A misspelt one must not stop a block from being run as it should."""
    with pytest.raises(ValueError, match="p:3: no way of running a block of 1 lines"):
        read_blocks("p", f"<!-- {said} -->\n```sh\nformfacts status\n```\n")
