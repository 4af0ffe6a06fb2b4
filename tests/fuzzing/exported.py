"""Exports of databases, documents and archives, from which damaged ones are made."""

from __future__ import annotations

import gzip
import html
from collections.abc import Callable, Sequence

from tests.corpus import made
from tests.corpus.exports import (
    made_documents,
    made_europresse,
    made_factiva,
    made_nexis_com,
    made_pdf,
    made_proquest,
    test_excel,
    test_nexis_uni,
)

__all__ = ["EXPORTED"]

_STORY = f"Ministers meet\n\n{made.LONG}\n\n{made.MORE}"
_THREE = (made_proquest.FIRST, made_proquest.SECOND, made_proquest.BARE)
_FONTS = "\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Courier;}}"


def _uni() -> str:
    articles = [test_nexis_uni.FIRST, test_nexis_uni.SECOND]
    titles = ["Tide turns at the harbour gates and nobody saw it", "Council goes home early"]
    return made_documents.joined(articles, cover=test_nexis_uni.cover(*titles))


def _forms() -> dict[str, str]:
    """Return the lines of an export of each database, by its name; a star in front is bold type."""
    return {
        "uni": _uni(),
        "com": made_nexis_com.text(made_nexis_com.ARTICLES, cover="1-4").replace("\r\n", "\n"),
        "factiva": "\n".join(made_factiva.lines_plain(made_factiva.ARTICLES)),
        "coded": "\n".join(made_factiva.lines_coded(made_factiva.ARTICLES)),
        "proquest": made_proquest.text(*_THREE),
        "hand": _STORY,
    }


def _docx() -> list[tuple[str, bytes]]:
    more = {"docProps/core.xml": made_documents.CORE}
    return [(f"{name}.docx", made_documents.docx(lines, more=more)) for name, lines in _forms().items()]


def _sign(character: str) -> str:
    if character in "\\{}":
        return "\\" + character
    return character if ord(character) < 128 else f"\\u{ord(character)}?"


def _rtf() -> list[tuple[str, bytes]]:
    written = [("com.rtf", made_nexis_com.rtf(made_nexis_com.ARTICLES))]
    for name, lines in _forms().items():
        shown = [
            ("{\\b %s}" if line.startswith("*") else "%s") % "".join(map(_sign, line.lstrip("*")))
            for line in lines.split("\n")
        ]
        body = "\\par\n".join(shown)
        written.append((f"{name}_lines.rtf", f"{{\\rtf1{_FONTS} {body}}}".encode("ascii")))
    return written


def _text() -> list[tuple[str, bytes]]:
    forms = {
        **_forms(),
        "numbered": made_proquest.numbered(*_THREE),
        "printed": made_proquest.document(*_THREE),
    }
    return [(f"{name}.txt", lines.encode()) for name, lines in forms.items()]


def _printed(lines: Sequence[str]) -> bytes:
    """Return a PDF of some lines, as a printer sets them."""
    pages = [lines[at : at + 60] for at in range(0, len(lines), 60)]
    return made_pdf.pdf(
        [[made_pdf.Line(40, 800 - 12 * at, row) for at, row in enumerate(page) if row] for page in pages]
    )


def _pdf() -> list[tuple[str, bytes]]:
    rows = made_pdf.columns([made.LONG, made.MORE] * 4, [50, 320], 240, top=680)
    title = [made_pdf.Line(50, 760, "Ministers meet", 18, "F2"), made_pdf.Line(50, 735, "By Ana Ruiz")]
    packed = [("hand.pdf", made_pdf.pdf([[*title, *rows], rows], b"/Title (Ministers meet)"))]
    lines = _forms()["factiva"].split("\n")
    wide = [part for line in lines for part in made_pdf.wrapped(line, 520) or [""]]
    return [*packed, ("factiva.pdf", _printed(wide))]


def _factiva_html() -> list[tuple[str, bytes]]:
    return [
        ("coded.html", made_factiva.html_coded(made_factiva.ARTICLES).encode()),
        ("plain.html", made_factiva.html_plain(made_factiva.ARTICLES).encode()),
    ]


def _europresse() -> list[tuple[str, bytes]]:
    text = "".join(f"<p>{html.escape(part)}</p>" for part in (made.LONG, made.MORE))
    old = made_europresse.older(
        "Le Courrier du Port", ("Économie, ", "jeudi ", "4 octobre 2012", ", p. 03"), "Le quai", text,
        "news·20121004·CDP·1",
    )  # fmt: skip
    new = made_europresse.newer(
        "Le Courrier du Port", "Économie, jeudi 11 mars 2021 856 mots, p. 14", "Le port", text,
        "news·20210311·CDP·1",
    )  # fmt: skip
    return [
        ("older.html", made_europresse.page(old, old.replace("CDP·1", "CDP·2")).encode()),
        ("newer.html", made_europresse.page(new, new.replace("CDP·1", "CDP·2")).encode()),
    ]


def _excel() -> list[tuple[str, bytes]]:
    rows = [["Port", "Harbour Courier", "2026-01-15", made.LONG], ["Ferry", None, 46038, made.MORE]]
    return [
        ("a.xlsx", test_excel.sheet(["Coverage"], test_excel.HEADER, *rows)),
        ("old.xls", test_excel.XLS),
    ]


def _zip() -> list[tuple[str, bytes]]:
    inner = made_documents.packed({"deep/four.docx": made_documents.docx("Some words.")})
    members = {
        "a.txt": _STORY,
        "b/two.docx": made_documents.docx(_uni()),
        "c.txt.gz": gzip.compress(_STORY.encode()),
        "inner.zip": inner,
        "pages/p.html": made.page(2),
        "d.jsonl": made.lines(made.record(1), made.record(2)),
    }
    stories = {
        f"{n}.DOCX": made_documents.docx(made_documents.joined([test_nexis_uni.SECOND])) for n in (1, 2)
    }
    return [("all.zip", made_documents.packed(members)), ("uni.zip", made_documents.packed(stories))]


EXPORTED: dict[str, Callable[[], list[tuple[str, bytes]]]] = {
    "docx": _docx,
    "rtf": _rtf,
    "text": _text,
    "pdf": _pdf,
    "factiva_html": _factiva_html,
    "factiva_xml": lambda: [("a.xml", made_factiva.xml(made_factiva.ARTICLES).encode())],
    "nexis_html": lambda: [("a.html", made_nexis_com.page(made_nexis_com.ARTICLES).encode())],
    "europresse": _europresse,
    "excel": _excel,
    "zip": _zip,
}
