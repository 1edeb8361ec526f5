"""What a process prints, kept within bounds: a flood of output must not fill memory or reports."""

from __future__ import annotations

from collections.abc import Callable

LONGEST_OUTPUT = 512 * 1024
CHUNK = 64 * 1024


class Output:
    """The beginning and the end of what a process prints, within `LONGEST_OUTPUT` bytes."""

    def __init__(self, on_output: Callable[[bytes], object] | None = None) -> None:
        """Take `on_output` to be told of each part as it comes."""
        self._on_output = on_output
        self._head = bytearray()
        self._tail = bytearray()
        self._dropped = 0

    def add(self, data: bytes) -> None:
        """Take in what was printed next."""
        if data and self._on_output is not None:
            self._on_output(data)
        half = LONGEST_OUTPUT // 2
        room = half - len(self._head)
        self._head += data[:room] if room > 0 else b""
        self._tail += data[max(room, 0) :]
        if len(self._tail) > half + CHUNK:
            self._drop(len(self._tail) - half)

    def text(self) -> str:
        """Return it, with a line where something was left out."""
        self._drop(max(0, len(self._tail) - LONGEST_OUTPUT // 2))
        middle = f"\n[... {self._dropped:,} bytes left out ...]\n" if self._dropped else ""
        return (bytes(self._head) + middle.encode() + bytes(self._tail)).decode("utf-8", "replace")

    def _drop(self, count: int) -> None:
        self._dropped += count
        del self._tail[:count]
