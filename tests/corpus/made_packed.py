"""Archives, documents and articles that pack badly, made for tests of what is cut or too long."""

from __future__ import annotations

import io
import zipfile

import pytest

WORDS = (
    "The harbour board of the town met on Monday and put off the new quay for a year. "
    "Its chair said that the money was there and the plan was not, and that the fishing boats could wait.\n\n"
)


def text(number: int) -> bytes:
    """An article as one types it in, which packs badly."""
    told = " ".join(f"Ship {number * 1000 + n} of berth {n * n * 7919 % 10007} sailed." for n in range(400))
    top = f"Title: Quay {number} is put off\nOutlet: Harbour Courier\nDate: 2026-01-15\n\n"
    return f"{top}{WORDS}{told}\n".encode()


def page(number: int) -> bytes:
    told = "".join(
        f"<p>{WORDS}Ship {number}{n} of berth {n * n * 7919 % 10007} sailed.</p>" for n in range(300)
    )
    return f"<!DOCTYPE html><html><head><title>Quay {number}</title></head><body><article>{told}".encode()


def archived(members: dict[str, bytes], *, told_before: bool = True) -> bytes:
    """A ZIP archive; with the sizes behind each member where its writer could not go back."""
    made = io.BytesIO()
    with zipfile.ZipFile(made if told_before else _Onwards(made), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


class _Onwards(io.RawIOBase):
    """A file that can only be written on."""

    def __init__(self, into: io.BytesIO) -> None:
        self._into = into

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self._into.write(data)


def document() -> bytes:
    body = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text(1).decode().splitlines() if line
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return archived({
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode(),
        "word/styles.xml": f'<w:styles xmlns:w="{space}"/>'.encode(),
    })  # fmt: skip


def workbook() -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["title", "outlet", "date", "text"])
    book.active.append(["Quay is put off", "Harbour Courier", "2026-01-15", WORDS])
    book.save(made)
    return made.getvalue()
