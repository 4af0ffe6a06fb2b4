"""Speed of exports and crawls on one core: articles a second of Nexis Uni DOCX, pages a second of WARC.

    python benchmarks/speed_forms.py [--rounds 3] [--articles 500] [--pages 120]

Input is made: an export of articles of 400 words, and crawls of pages of two kinds, each page with
two pictures and a redirect. Where ``../shared/fixtures/html`` is there, a crawl of real pages of six
outlets is read too. Times are processor seconds of one process: reading alone, and with the
cleaning that makes rows of it.
"""

from __future__ import annotations

import argparse
import gzip
import random
import statistics
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT.parent / "shared" / "fixtures" / "html"
WORDS = (
    "the harbour council ministers said that ships trade port agreement talks would open northern on "
    "Thursday officials after before season workers union fees quarter growth plan vote report city and of "
    "in to for a with"
).split()
WORD_ML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=20)).capitalize() + "."


def story(rng: random.Random, paragraphs: int) -> list[str]:
    return [" ".join(sentence(rng) for _ in range(2)) for _ in range(paragraphs)]


def article(rng: random.Random, number: int) -> Iterable[tuple[str, bool]]:
    """The lines of one article as Nexis Uni exports it; True for those in bold type."""
    yield f"Talks of the council, part {number}", True
    yield "The Harbour Courier", False
    yield f"January {number % 28 + 1}, 2026 Thursday 09:38 AM EST", False
    yield "", False
    yield "Copyright 2026 The Harbour Courier All Rights Reserved", False
    yield f"Section:\u00a0NEWS; Pg. {number}", False
    yield "Length:\u00a0400 words", False
    yield "Byline:\u00a0Ana Ruiz", False
    yield "Body", True
    for line in story(rng, 10):
        yield line, False
    yield "Classification", True
    yield "Language:\u00a0ENGLISH", False
    yield "Subject:\u00a0PORTS (90%); TRADE (72%)", False
    yield "Load-Date:\u00a0January 30, 2026", False
    yield "End of Document", True


def export(path: Path, count: int) -> None:
    """Write a DOCX of so many articles."""
    rng = random.Random(1)
    body = "".join(
        f'<w:p><w:r>{"<w:rPr><w:b/></w:rPr>" * bold}<w:t xml:space="preserve">{escape(line)}</w:t>'
        "</w:r></w:p>"
        for number in range(1, count + 1)
        for line, bold in article(rng, number)
    )
    document = f'<w:document xmlns:w="{WORD_ML}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", document)


def page(rng: random.Random, number: int, *, heavy: bool) -> bytes:
    """A page with a story of twenty paragraphs: as it is, or amid all that a large site puts around it."""
    text = "".join(f"<p>{line}</p>" for line in story(rng, 20))
    menu = "".join(f'<li class="nav-item"><a href="/{n}">Section {n}</a></li>' for n in range(60 * heavy))
    cards = "".join(
        f'<div class="card teaser"><a href="/{n}"><h3>{sentence(rng)[:60]}</h3></a>'
        '<span class="time">1h</span></div>'
        for n in range(60 * heavy)
    )
    script = f"<script>window.state = '{'x' * 100_000 * heavy}'</script>"
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Talks {number} | The Harbour Courier</title>"
        f"<meta property='article:published_time' content='2026-01-{number % 28 + 1:02}T09:38:00Z'>"
        f"<meta property='og:site_name' content='The Harbour Courier'>{script}</head><body><ul>{menu}</ul>"
        f"<article class='story'><h1>Talks of the council, part {number}</h1>"
        "<p class='byline'>By Ana Ruiz</p>"
        f"<div class='story-body'>{text}</div></article><aside>{cards}</aside></body></html>"
    ).encode()


def crawl(path: Path, pages: Iterable[bytes]) -> None:
    """Write a crawl in which each record is packed by itself, with two pictures and a redirect a page."""
    with path.open("wb") as stream:
        for number, data in enumerate(pages):
            place = f"https://www.harbourcourier.example/{number}"
            for address, status, kind, body in (
                (place, "200 OK", "text/html", data),
                (f"{place}/a.png", "200 OK", "image/png", b"\x89PNG" * 500),
                (f"{place}/b.png", "200 OK", "image/png", b"\x89PNG" * 500),
                (f"{place}/old", "301 Moved", "text/html", b""),
            ):
                block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
                head = (
                    f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
                    f"WARC-Date: 2026-02-01T08:00:00Z\r\nContent-Length: {len(block)}\r\n\r\n"
                )
                stream.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 6))


def real(count: int) -> list[bytes]:
    """So many real pages, no two alike."""
    files = sorted(PAGES.glob("*.html*"))
    raw = [gzip.decompress(f.read_bytes()) if f.suffix == ".gz" else f.read_bytes() for f in files]
    return [raw[n % len(raw)] + f"<!-- {n} -->".encode() for n in range(count)] if raw else []


def seconds(call: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def measure(name: str, path: Path, rounds: int, of: str) -> None:
    """Print how many articles of a file are read in a second, without and with the making of rows."""
    from framing.corpus import files, outlets, parts
    from framing.corpus.article import RowBuilder
    from framing.corpus.records import Record

    (file,), desk = files.find(path), RowBuilder(outlets.book())
    found = [item for item in map(parts.finished, parts.records_of(file)) if isinstance(item, Record)]
    made = parts.read_file(file, desk, None)
    assert sum(entry.row is not None for entry in made.entries) == len(found) > 0
    read = seconds(lambda: sum(1 for _ in map(parts.finished, parts.records_of(file))), rounds)
    whole = seconds(lambda: parts.read_file(file, desk, None), rounds)
    size = path.stat().st_size / len(found) / 1000
    print(
        f"  {name:<44}{len(found) / read:9,.0f} {of}/s read{len(found) / whole:9,.0f} {of}/s to rows"
        f"{size:9.1f} KB on disk each"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--pages", type=int, default=120)
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        export(made / "nexis.DOCX", given.articles)
        measure("Nexis Uni DOCX, 400 words an article", made / "nexis.DOCX", given.rounds, "articles")
        for name, heavy in (("made pages, the story alone", False), ("made pages, a large site's", True)):
            rng = random.Random(2)
            crawl(made / "crawl.warc.gz", (page(rng, n, heavy=heavy) for n in range(given.pages)))
            measure(f"WARC, {name}", made / "crawl.warc.gz", given.rounds, "pages")
        pages = real(given.pages)
        if pages:
            crawl(made / "crawl.warc.gz", pages)
            measure("WARC, real pages of six outlets", made / "crawl.warc.gz", given.rounds, "pages")
        else:
            print("  real pages: ../shared/fixtures/html is not here")


if __name__ == "__main__":
    main()
