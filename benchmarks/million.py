"""A corpus of any size, to try speed and memory on: real sentences in new articles, which say nothing true.

    python benchmarks/million.py 1000000 -o million.jsonl [--outlets 12] [--seed 10]

Articles come in events. An event has a topic and a day, and each outlet that covers it takes runs of two
to four sentences that follow each other from what it printed on that topic about the time of one real
article, so that words, names and quotation marks stand together as they do. Rare words are renewed: some
become one of the event's own few names, so that an event has words in common; the others one of a growing
stock, so that the vocabulary goes on growing with the tokens as Heaps' law has it (exponent 0.6). The
first articles of a larger corpus are those of a smaller one. No more is held than the real articles.
"""

from __future__ import annotations

import argparse
import bisect
import datetime as dt
import gzip
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"

#: Words that stand in so many real articles at most are rare, and renewed wherever they are used.
RARE = 3
#: Events that are under way at one time, and articles of one: geometric, of this mean.
OPEN, COVERAGE = 200, 8
#: Of rare words so many become one of the event's own names, of which there are so many.
OWN, NAMES = 0.35, 8
#: Heaps' law: the words of so many tokens, and the exponent by which they grow.
TOKENS, WORDS, HEAPS = 12e6, 130e3, 0.6
#: Real articles are longer than most outlets' coverage on the web is: they are shortened to 4.5 kB.
SHORTENED = 0.7

_WORD = re.compile(r"[A-Za-z]{4,}")
_SYLLABLES = [a + b for a in "b c d f g k l m n p r s t v br dr st tr pl sh".split() for b in "aeiou"]
_ENDS = [a + b for a in _SYLLABLES for b in ("", "n", "r", "l", "s", "th", "nd", "ck", "m", "x")]


@dataclass
class Run:
    """Sentences that follow each other: pieces of text, with a rare word's form after each but the last."""

    day: int
    pieces: list[str]
    titled: list[bool]
    size: int


@dataclass
class Cell:
    """What an outlet printed on a topic: runs in order of their day, headlines, names of authors."""

    days: list[int] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    titles: list[Run] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)


def word(number: int) -> str:
    """Return the word of a number; no two numbers have the same."""
    made = "qu" if number < len(_ENDS) else ""
    while number >= len(_ENDS):
        made += _SYLLABLES[number % len(_SYLLABLES)]
        number //= len(_SYLLABLES)
    return made + _ENDS[number]


def real(outlets: int) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the articles of the outlets that have most, and of each outlet's key its name."""
    from framing.corpus.outlets import book

    known = book()
    with gzip.open(ARTICLES, "rt", encoding="utf8") as stream:
        found = [json.loads(line) for line in stream]
    for row in found:
        row["key"] = known.resolve(row["outlet"]) or row["outlet"]
    most = dict(Counter(row["key"] for row in found).most_common(outlets))
    kept = [row for row in found if row["key"] in most and row["date"]]
    return kept, {row["key"]: row["outlet"] for row in kept}


def paragraphs(texts: list[str]) -> list[list[list[str]]]:
    """Return the sentences of the paragraphs of some texts."""
    from framing.text.tokens import sentence_spans, tokenize

    tokens = tokenize(texts)
    at = tokens.doc_of(tokens.sentences).tolist()
    spans = sentence_spans(tokens, [texts[n] for n in at], tokens.sentences)
    found: list[list[list[str]]] = [[[]] for _ in texts]
    ends = [0] * len(texts)
    for n, (start, end) in zip(at, spans, strict=True):
        if "\n\n" in texts[n][ends[n] : start]:
            found[n].append([])
        found[n][-1].append(" ".join(texts[n][start:end].split()))
        ends[n] = end
    return found


def cut(found: list[str], rng: random.Random) -> Iterator[str]:
    """Yield runs of two to four sentences; where quotation marks don't close, all that is left."""
    start = 0
    while start < len(found):
        stop = start + rng.randint(2, 4)
        run = " ".join(found[start:stop])
        if not _closed(run):
            stop, run = len(found), " ".join(found[start:])
        start = stop
        if 60 <= len(run) <= 2500 and _closed(run):
            yield run


def _closed(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def slotted(text: str, day: int, rare: set[str]) -> Run:
    """Return a text with places for its rare words."""
    pieces, titled, end = [], [], 0
    for hit in _WORD.finditer(text):
        if hit[0].lower() in rare:
            pieces.append(text[end : hit.start()])
            titled.append(hit[0][0].isupper())
            end = hit.end()
    return Run(day, [*pieces, text[end:]], titled, len(text))


class Press:
    """Real coverage taken apart, and new coverage put together of it."""

    def __init__(self, outlets: int, seed: int) -> None:
        rows, self.named = real(outlets)
        counts = Counter(w for row in rows for w in set(_WORD.findall(row["text"].lower())))
        rare = {w for w, n in counts.items() if n <= RARE}
        rng = random.Random(seed)
        self.cells: dict[tuple[str, str], Cell] = defaultdict(Cell)
        rows.sort(key=lambda row: (row["date"], row["id"]))
        for row, parts in zip(rows, paragraphs([row["text"] for row in rows]), strict=True):
            day = dt.date.fromisoformat(row["date"][:10]).toordinal()
            cell = self.cells[row["key"], row["topic"]]
            cell.runs += [slotted(run, day, rare) for part in parts for run in cut(part, rng)]
            cell.titles.append(slotted(row["title"], day, rare))
            cell.authors.append(row["authors"] or "")
        self.cells = {key: cell for key, cell in self.cells.items() if cell.runs}
        for cell in self.cells.values():
            cell.days = [run.day for run in cell.runs]
        #: An event is like one that a real article stands for; who covers its topic, as often as they did.
        self.seeds = [
            (row["topic"], dt.date.fromisoformat(row["date"][:10]).toordinal())
            for row in rows
            if (row["key"], row["topic"]) in self.cells
        ]
        self.who: dict[str, tuple[list[str], list[int]]] = {}
        for topic in sorted({topic for _, topic in self.cells}):
            own = sorted((key, len(cell.titles)) for (key, of), cell in self.cells.items() if of == topic)
            self.who[topic] = [key for key, _ in own], [n for _, n in own]
        self.lengths = sorted(int(len(row["text"]) * SHORTENED) for row in rows)
        self.leaning = {row["key"]: row["leaning"] for row in rows}

    def articles(self, number: int, seed: int) -> Iterator[dict[str, str]]:
        """Yield articles; the same for the same seed, and of more the first are the same."""
        rng = random.Random(seed + 1)
        draw, tokens, events = rng.random, 0.0, 0
        under_way: list[list[Any]] = []
        for count in range(number):
            while len(under_way) < OPEN:
                topic, day = rng.choice(self.seeds)
                size = 1 + int(rng.expovariate(1 / (COVERAGE - 1)))
                names = [10_000_000 + events * NAMES + n for n in range(NAMES)]
                under_way.append([size, topic, day, day + rng.randint(-60, 60), names])
                events += 1
            at = int(draw() * OPEN)
            event = under_way[at]
            event[0] -= 1
            if not event[0]:
                under_way[at] = under_way[-1]
                under_way.pop()
            _, topic, day, date, names = event
            key = rng.choices(*self.who[topic])[0]
            cell = self.cells[key, topic]
            stock = WORDS * (max(tokens, 1.0) / TOKENS) ** HEAPS
            wanted = max(500, min(self.lengths[int(draw() * len(self.lengths))], 20_000))
            middle = bisect.bisect_left(cell.days, day)
            # Some forty runs about that time: what an outlet wrote of one thing.
            low, high = max(0, min(middle - 20, len(cell.runs) - 40)), max(middle + 20, 40)
            about = range(low, min(len(cell.runs), high))
            paragraphs, length = [], 0
            for at_run in rng.sample(about, len(about)):
                run = cell.runs[at_run]
                paragraphs.append(_filled(run, draw, names, stock))
                length += run.size
                if length >= wanted:
                    break
            while length < wanted:
                run = cell.runs[int(draw() * len(cell.runs))]
                paragraphs.append(_filled(run, draw, names, stock))
                length += run.size
            tokens += length / 5.9
            lead = cell.titles[int(draw() * len(cell.titles))]
            title = f"{_filled(lead, draw, names, stock)}: {word(names[0]).title()} {word(names[1]).title()}"
            printed = dt.date.fromordinal(date + int(draw() * 3)).isoformat()
            yield {
                "id": f"m{count:07}",
                "outlet": self.named[key],
                "leaning": self.leaning[key],
                "topic": topic,
                "date": printed,
                "title": title,
                "url": f"https://{key.replace('_', '-')}.example/{printed.replace('-', '/')}/{count:07}",
                "authors": cell.authors[int(draw() * len(cell.authors))],
                "text": "\n\n".join(paragraphs),
            }


def _filled(run: Run, draw: Any, names: list[int], stock: float) -> str:
    """Return the text of a run with new words in the places of its rare ones."""
    pieces = run.pieces
    if len(pieces) == 1:
        return pieces[0]
    made = [pieces[0]]
    for titled, piece in zip(run.titled, pieces[1:], strict=True):
        luck = draw()
        if luck < OWN:
            new = word(names[int(luck / OWN * NAMES)])
        else:
            # Most often an old word, as words go; the youngest are used once or twice.
            new = word(int(stock * ((luck - OWN) / (1 - OWN)) ** 2))
        made.append(new.title() if titled else new)
        made.append(piece)
    return "".join(made)


def main() -> None:
    """Write the corpus."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("articles", type=int)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="JSON lines; - for stdout")
    parser.add_argument("--outlets", type=int, default=12)
    parser.add_argument("--seed", type=int, default=10)
    asked = parser.parse_args()
    if not ARTICLES.exists():
        sys.exit(f"{ARTICLES.name} isn't there; there is nothing to make a corpus of")
    begun, size = time.perf_counter(), 0
    press = Press(asked.outlets, asked.seed)
    ready = time.perf_counter()
    with sys.stdout if asked.output == "-" else open(asked.output, "w", encoding="utf8", newline="\n") as out:
        encode = json.JSONEncoder(ensure_ascii=False).encode
        for row in press.articles(asked.articles, asked.seed):
            size += len(row["text"])
            out.write(encode(row) + "\n")
    took = time.perf_counter() - ready
    print(
        f"{asked.articles:,} articles, {size / 1e6:,.1f} M characters ({size / asked.articles:,.0f} each): "
        f"{ready - begun:.0f} s to take apart, {took:.0f} s to write, {size / took / 1e6:.1f} M/s",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
