"""Write a tiny PDF by hand, so that no library is needed to make one."""

from __future__ import annotations

from collections.abc import Sequence

Line = tuple[int, str]


def make_pdf(*pages: Sequence[Line]) -> bytes:
    """Return a PDF; each page is its lines from the top down, each with its type size."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, lines in enumerate(pages):
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * index} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        stream = "\n".join(
            f"BT /F {size} Tf 50 {750 - 20 * row} Td ({text}) Tj ET"
            for row, (size, text) in enumerate(lines)
        )
        objects += [
            page.encode(),
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream".encode("latin-1"),
        ]
    return assemble(objects)


def assemble(objects: Sequence[bytes]) -> bytes:
    """Number the objects and write the table of their offsets."""
    out = b"%PDF-1.4\n"
    table = [b"0000000000 65535 f "]
    for number, body in enumerate(objects, start=1):
        table.append(f"{len(out):010} 00000 n ".encode())
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = b"xref\n0 %d\n%s\n" % (len(table), b"\n".join(table))
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % len(table)
    return out + xref + trailer + b"startxref\n%d\n%%%%EOF\n" % len(out)
