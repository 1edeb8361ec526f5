"""The projects that tests start from."""

from tests.scaffold.lifecycle.shelf import shelf

__all__ = ["shelf"]
