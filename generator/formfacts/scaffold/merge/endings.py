"""Line endings: whichever the user's file has, the template's lines get them too."""

from __future__ import annotations


def only_crlf(content: bytes) -> bool:
    """Whether every line of the content ends in CR LF."""
    return b"\r\n" in content and content.count(b"\n") == content.count(b"\r\n")


def only_lf(content: bytes) -> bool:
    """Whether no line of the content ends in CR LF."""
    return b"\r" not in content


def as_in(ours: bytes, other: bytes) -> bytes:
    """Return the other content with the line endings of ours, where ours are all of one kind."""
    if only_crlf(ours) and only_lf(other):
        return other.replace(b"\n", b"\r\n")
    if only_lf(ours) and b"\n" in ours and only_crlf(other):
        return other.replace(b"\r\n", b"\n")
    return other
