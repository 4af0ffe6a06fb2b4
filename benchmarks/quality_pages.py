"""How exactly saved pages are read: their paragraphs and subheads against what other parsers give.

White space is made one, and paragraphs are matched as often as they stand. The standfirst (the gold's
"summary") opens our text as a subhead; figures are printed with it in the gold and without, where it counts
as one line too many a page.
"""

from __future__ import annotations

import datetime as dt
import json
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

PAGES = Path(__file__).resolve().parent.parent.parent / "shared" / "fixtures" / "html"
#: What is asked of pages whose outlet has layouts, over the set.
PRECISION, RECALL = 0.97, 0.99


@dataclass
class Match:
    """Paragraphs of one page or of several, as multisets."""

    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    both: int = 0

    def __post_init__(self) -> None:
        self.both = self.both or sum((self.found & self.gold).values())

    def __add__(self, other: Match) -> Match:
        return Match(self.found + other.found, self.gold + other.gold, self.both + other.both)

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}"

    @property
    def precision(self) -> float:
        return self.both / sum(self.found.values()) if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.both / sum(self.gold.values()) if self.gold else 1.0


def plain(line: str) -> str:
    """Return a line with its white space made one."""
    return " ".join(line.split())


def pages(simulations: int = 0, seed: int = 0) -> bool | None:
    """Print the rows; return whether the aims are met over the set, None where there are no pages."""
    golds = sorted(PAGES.glob("*.json"))
    if not golds:
        print("   no pages beside the project (../shared); skipped")
        return None
    whole, bare, others = Match(), Match(), Match()
    known = True
    for gold in golds:
        page = next(path for path in PAGES.glob(f"{gold.stem}.html*"))
        said = json.loads(gold.read_text("utf8"))
        row = _read(page)
        match, without = _match(row["text"], said, summary=True), _match(row["text"], said, summary=False)
        general = _match("\n\n".join(_general(page)), said, summary=False)
        whole, bare, others = whole + match, bare + without, others + general
        print(
            f"\n   {page.name}: {match} (standfirst not in the gold: {without}; any page's rules: {general})"
        )
        for name, lines in (("extra", match.found - match.gold), ("missing", match.gold - match.found)):
            for line in lines.elements():
                print(f"      {name:8} {line[:100]}")
        known &= _about(row, said)
    print(f"\n   over {len(golds)} pages: {whole}; aims P {PRECISION}, R {RECALL}")
    print(f"   standfirst not in the gold: {bare}; by the rules for any page, as if of no outlet: {others}")
    return whole.precision >= PRECISION and whole.recall >= RECALL and known


def _read(page: Path) -> dict[str, object]:
    import framing as fr

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", fr.FramingWarning)
        return fr.load(page, progress=False).articles.iloc[0].to_dict()


def _general(page: Path) -> list[str]:
    """Return the paragraphs that are found when nothing is known of the site, after the rules for lines."""
    import gzip

    from framing.corpus import encoding
    from framing.corpus.clean import clean
    from framing.corpus.html import fallback as fallback
    from framing.corpus.html.page import Page
    from framing.corpus.outlets import Outlet
    from framing.corpus.rules import RuleSet, general

    raw = gzip.decompress(page.read_bytes()) if page.suffix == ".gz" else page.read_bytes()
    parsed = Page(encoding.decode(raw)[0])
    pieces = fallback.body(parsed.tree, parsed.source, parsed.about.stated.text)
    texts, letters = [text for text, _ in pieces], "".join(letter for _, letter in pieces)
    title = parsed.about.heading
    return clean(texts, title, Outlet("x", "X"), RuleSet(general()), page=False, blocks=letters).paragraphs


def _match(text: object, said: dict, *, summary: bool) -> Match:
    body = said["body"]
    gold = [line for part in body["sections"] for line in (*part["headline"], *part["paragraphs"])]
    gold += body["summary"] if summary else []
    return Match(Counter(map(plain, str(text).split("\n\n"))), Counter(map(plain, gold)))


def _about(row: dict, said: dict) -> bool:
    """Print title, authors and time beside the gold's; return whether all are the same.

    The gold's own title may end in the site's name, and its time may be a day.
    """
    title = plain(said["title"])
    same_title = row["title"] == title or title.startswith(f"{row['title']}--")
    authors = row["authors"].split("; ") if isinstance(row["authors"], str) else []
    written = dt.datetime.fromisoformat(said["published"])
    published = row["published"].to_pydatetime()
    if written.tzinfo is None:
        from framing.corpus.outlets import outlets

        zone = ZoneInfo(outlets()[row["outlet"]].zone or "UTC")
        same_time = published.astimezone(zone).date() == written.date()
    else:
        same_time = published == written.replace(second=0, microsecond=0)
    for name, same, mine, theirs in (
        ("title", same_title, row["title"], title),
        ("authors", authors == said["authors"], authors, said["authors"]),
        ("published", same_time, published.isoformat(), said["published"]),
    ):
        print(f"      {name:10} {'same' if same else 'OTHER'}  {mine}" + ("" if same else f"  ({theirs})"))
    return same_title and authors == said["authors"] and same_time
