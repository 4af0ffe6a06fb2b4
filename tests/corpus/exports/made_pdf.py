"""PDFs put together by hand: lines at places, in type of one width, so that every row's end is known."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

#: A letter of Courier is six tenths of its size wide.
WIDE = 0.6
PAGE = (595, 842)
FONTS = {"F1": "Courier", "F2": "Courier-Bold"}


class Line(NamedTuple):
    x: float
    y: float
    text: str
    size: float = 10
    font: str = "F1"


def joined(objects: Sequence[bytes], extra: bytes = b"") -> bytes:
    """Return a file of some objects, the first of which is the root."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (len(objects) + 1, extra))
    out.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()


def stream(data: bytes, said: bytes = b"") -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (said, len(data), data)


def page(content: bytes, font: bytes = b"", more: Sequence[bytes] = (), resources: bytes = b"") -> bytes:
    """Return a file of one page from its parts; objects of `more` are numbered from 6."""
    font = font or b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"
    named = b"/Resources << /Font << /F1 5 0 R >> %b >>" % resources
    return joined(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %b >>" % named,
            content,
            font,
            *more,
        ]
    )


def shown(lines: Sequence[Line]) -> bytes:
    """Return the commands that draw some lines."""
    parts = [b"BT"]
    for x, y, text, size, font in lines:
        escaped = (
            text.encode("cp1252", "replace")
            .replace(b"\\", b"\\\\")
            .replace(b"(", b"\\(")
            .replace(b")", b"\\)")
        )
        parts.append(b"/%b %g Tf 1 0 0 1 %g %g Tm (%b) Tj" % (font.encode(), size, x, y, escaped))
    return b"\n".join([*parts, b"ET"])


def pdf(
    pages: Sequence[Sequence[Line] | bytes], said: bytes = b"", resources: bytes = b"", last: bytes = b""
) -> bytes:
    """Return a file of pages, each of lines or of commands; `said` is what it says of itself."""
    fonts = b" ".join(
        b"/%b << /Type /Font /Subtype /Type1 /BaseFont /%b /Encoding /WinAnsiEncoding >>"
        % (name.encode(), base.encode())
        for name, base in FONTS.items()
    )
    named = b"/Resources << /Font << %b >> %b >>" % (fonts, resources)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages))), len(pages)),
        b"<< %b >>" % said,
    ]
    for i, content in enumerate(pages):
        drawn = content if isinstance(content, bytes) else shown(content)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R %b >>"
            % (*PAGE, 5 + 2 * i, named)
        )
        objects.append(stream(drawn))
    objects += [last] if last else []
    return joined(objects, b"/Info 3 0 R" if said else b"")


def wrapped(paragraph: str, width: float, size: float = 10, indent: int = 0) -> list[str]:
    """Return the rows of a paragraph in a column of some width."""
    return textwrap.wrap(
        paragraph, int(width / (WIDE * size)), initial_indent=" " * indent, break_on_hyphens=False
    )


def columns(
    paragraphs: Sequence[str],
    lefts: Sequence[float],
    width: float,
    top: float = 720,
    *,
    size: float = 10,
    indent: int = 0,
    gap: float = 6,
    foot: float = 60,
) -> list[Line]:
    """Return paragraphs set in columns of one page, one below the other and then in the next column."""
    found: list[Line] = []
    place, y = 0, top
    for paragraph in paragraphs:
        for row in wrapped(paragraph, width, size, indent):
            if y < foot:
                place, y = place + 1, top
            blank = len(row) - len(row.lstrip())
            found.append(Line(lefts[place] + blank * WIDE * size, y, row.strip(), size))
            y -= 1.2 * size
        y -= gap
    return found
