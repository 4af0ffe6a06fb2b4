"""Made-up coverage that the tests of reading share: pages, records, and whole folders of them."""

from __future__ import annotations

import json
from pathlib import Path

LONG = (
    "The two sides agreed on Thursday to open the northern port to more ships, and officials of both "
    "countries said that the first of them would sail before the end of the month."
)
MORE = (
    "A second round of talks is planned for the spring, when the ministers are to meet again in the "
    "capital, and the question of fees is to be settled there at last."
)


def page(number: int, *, words: str = LONG, advertisement: str = "") -> str:
    """A saved page with its own headline and text."""
    item = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": f"Ministers meet for round {number}",
        "datePublished": f"2026-01-{number % 28 + 1:02}T09:38:00Z",
        "author": [{"@type": "Person", "name": "Ana Ruiz"}],
        "publisher": {"name": "Harbour Courier"},
    }
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Ministers meet for round {number}</title>"
        f"<script type='application/ld+json'>{json.dumps(item)}</script></head><body>"
        f"<nav>Menu</nav>{advertisement}<article><h1>Ministers meet for round {number}</h1>"
        f"<p>{words} It was round {number}.</p><p>{MORE}</p></article></body></html>"
    )


def record(number: int = 0, **more: object) -> dict[str, object]:
    """A record as a scraper writes it."""
    return {
        "outlet": "The Harbour Courier",
        "title": f"Round {number}",
        "text": f"{LONG} It was round {number}.\n\n{MORE}",
        "date": f"2026-01-{number % 28 + 1:02}",
        **more,
    }


def lines(*records: dict[str, object]) -> str:
    """Records as JSON lines."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in records)


def mixed(folder: Path, pages: int = 24) -> Path:
    """A folder with something of everything: pages, text, tables, copies, and what is broken."""
    import pandas as pd

    (folder / "deep").mkdir(parents=True)
    for number in range(pages):
        (folder / f"page{number:03}.html").write_text(page(number), "utf8")
    (folder / "again.html").write_text(page(3, advertisement="<div>Buy a boat</div>"), "utf8")
    (folder / "deep" / "harbour_courier_2026-01-15_a.txt").write_text(f"A port is no toy\n\n{LONG}\n", "utf8")
    (folder / "records.jsonl").write_text(
        lines(*(record(n) for n in range(5)), record(1)) + "{broken\n", "utf8"
    )
    (folder / "empty.html").write_text("", "utf8")
    (folder / "table.csv").write_text(f'outlet,text\nThe Harbour Courier,"{MORE}"\n', "utf8")
    pd.DataFrame([record(7, beat="ports"), record(8)]).to_parquet(folder / "table.parquet")
    return folder
