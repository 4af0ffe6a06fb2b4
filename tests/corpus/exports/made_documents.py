"""Documents written byte by byte for the tests: DOCX of a few paragraphs, ZIP archives of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def packed(members: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP archive, the same bytes whenever it is made."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2026, 1, 15, 12, 0, 0))
            archive.writestr(info, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return held.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """Return a paragraph as Word has it; one that begins with * is bold, a label bold up to its colon."""
    bold = text.startswith("*")
    label, colon, rest = text.partition(":\u00a0")
    runs = [(text.lstrip("*"), bold)]
    if colon and not bold and len(label) < 30:
        runs = [(f"{label}:", True), (f"\u00a0{rest}", False)]
    properties = f"<w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>" if style else ""
    written = "".join(
        f'<w:r>{"<w:rPr><w:b/></w:rPr>" * strong}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part, strong in runs
    )
    return f"<w:p>{properties}{written}</w:p>"


def docx(
    paragraphs: str | Iterable[str | tuple[str, str]],
    *,
    raw: str = "",
    space: str = W,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Return a Word document of some lines, or of (text, style); `raw` is put behind them as it is."""
    lines = paragraphs.split("\n") if isinstance(paragraphs, str) else paragraphs
    body = "".join(paragraph(*((line,) if isinstance(line, str) else line)) for line in lines)
    document = f'<w:document xmlns:w="{space}"><w:body>{body}{raw}<w:sectPr/></w:body></w:document>'
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(more or {})})


CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>Tide</dc:title><dc:creator>A. Student</dc:creator>"
    "<dcterms:created>2026-01-20T10:00:00Z</dcterms:created></cp:coreProperties>"
)


def joined(articles: Sequence[str], *, cover: str = "", end: str = "End of Document") -> str:
    """Return the lines of an export of some articles, each with the mark below it unless that is empty."""
    mark = f"\n\n*{end}\n" if end else "\n"
    return (f"{cover}\n\n" if cover else "") + "".join(f"{article}{mark}\n" for article in articles)
