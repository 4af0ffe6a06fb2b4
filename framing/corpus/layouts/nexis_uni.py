"""Exports of Nexis Uni (Lexis Advance, Nexis since 2017), as they come in DOCX and RTF.

A cover may announce the articles and list them; it is skipped and what was
read is held against it. Articles are never matched with the list by their
place in it: the list may be in another order, or longer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from framing.corpus import lines as kinds
from framing.corpus.exports import as_record, reconcile
from framing.corpus.nexis.uni_article import Article
from framing.corpus.nexis.uni_lines import Head, Lines
from framing.corpus.nexis.uni_words import fold, words
from framing.corpus.paras import Para
from framing.corpus.records import Fault, Item, Note, Record, Source

NAME = "nexis_uni"

_WITHIN = re.compile(r"\s(?P<name>[A-Z][\w-]{2,20}(?: [A-Z][\w-]{2,20})?):\s")
_OLDER = re.compile(r"(?:do[ck]umento? )?\d+ (?:of|von|de) \d+(?: documents)?", re.IGNORECASE)
#: More words than this in front of the first article are no cover.
_COVER_WORDS = 60


def sniff(paras: Sequence[Para]) -> int:
    """Return how sure it is that some first lines are of Nexis Uni."""
    lines = Lines(paras)
    if any(_OLDER.fullmatch(text) for text in lines.texts if len(text) < 40):
        return 0
    cover = lines.announced(range(len(lines))) is not None
    labels = sum(map(lines.covers, range(len(lines))))
    if cover and labels:
        return 97
    for head in lines.heads(0, len(lines)):
        near = range(head.date + 1, min(len(lines), head.date + 40))
        labelled = [label for at in near if (label := lines.label(at)) is not None]
        named = {label.column for label in labelled}
        body = any(lines.heading(at) == "body" for at in near)
        ended = any(map(lines.ends, near))
        if body or ended or labels or len(named & {"length", "section", "authors", "load_date"}) > 1:
            return 95 if body or ended or labels else 70
        if sum(label.sure for label in labelled) > 2:
            return 90
    return 0


def read(paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
    """Yield the articles of an export, what of it is lost, and whether all it announces was there."""
    lines = Lines(_parted(paras) if carrier == "pdf" else paras)
    if not any(map(lines.ends, range(len(lines)))):
        lines.learn(lines.heads(0, len(lines)))
    titles: list[str] = []
    number, cover = 0, len(lines)
    top = next(iter(_segments(lines)), (0, 0))
    if lines.announced(range(*top)) is not None:
        lines.listed = frozenset(map(kinds.fold, filter(None, _listed(lines, range(*top)).values())))
    for start, end in _segments(lines):
        heads = lines.heads(start, end)
        bound = heads[0].start if heads else end
        if _words(lines, start, bound) and (first := _headless(lines, start, bound)) is not None:
            heads = [Head(first, -1, -1), *heads]
        if not number:
            cover = heads[0].start if heads else end
        if not heads:
            yield from _before(lines, start, end)
            continue
        if number or lines.announced(range(start, heads[0].start)) is None:
            yield from _before(lines, start, heads[0].start)
        for head, below in zip(heads, [*(head.start for head in heads[1:]), end], strict=True):
            number += 1
            item = _article(lines, head, below, number)
            titles.append(str(item.fields.get("title", "")) if not isinstance(item, Fault) else "")
            yield item
    yield from _held(lines, range(min(cover, len(lines))), titles)


def _parted(paras: Sequence[Para]) -> list[Para]:
    """Return lines with each label on its own: a PDF has no paragraphs, and rows below each other run on."""
    known, found = {**words().head, **words().tail}, list[Para]()
    for para in paras:
        text = para.text
        if fold(text.partition(":")[0]) in known:
            starts = [hit.start("name") for hit in _WITHIN.finditer(text) if fold(hit["name"]) in known]
            for start, end in pairwise([0, *starts, len(text)]):
                found.append(para._replace(text=text[start:end].strip()))
        else:
            found.append(para)
    return found


def _segments(lines: Lines) -> Iterator[tuple[int, int]]:
    """Yield first line and end of what stands between the marks below articles."""
    start = 0
    for at in range(len(lines)):
        if lines.ends(at):
            yield start, at
            start = at + 1
    if start < len(lines):
        yield start, len(lines)


def _headless(lines: Lines, start: int, end: int) -> int | None:
    """Return the first line of an article whose date line isn't known as one, or None where there is none."""
    for at in range(start, end):
        label = lines.label(at)
        if lines.heading(at) == "body" or (label and label.column and not label.tail):
            above = range(max(start, at - 12), at)
            known = [line for line in above if lines.contents(line)]
            return next((line for line in above if line > max(known, default=-1) and lines.texts[line]), at)
    return None


def _words(lines: Lines, start: int, end: int) -> int:
    return sum(len(lines.texts[at].split()) for at in range(start, end) if not lines.links(at))


def _before(lines: Lines, start: int, end: int) -> Iterator[Fault | Note]:
    """Yield what is to be told of lines above the head of an article that are no cover."""
    texts = [text for text in lines.texts[start:end] if text]
    if not texts or any(map(lines.covers, range(start, end))):
        return
    shown = " / ".join(texts)
    if (count := _words(lines, start, end)) > _COVER_WORDS:
        detail = f"{count:,} words above the head of an article have none themselves: {shown[:80]!r}"
        yield Fault("no_head", f"{detail}; export it again")
    else:
        yield Note("removed", "above_head", shown[:400])


def _listed(lines: Lines, where: range) -> dict[int, str]:
    """Return the headlines of the list of contents by number, which may stand on a line of its own."""
    found: dict[int, str] = {}
    for at in where:
        entry = lines.entry(at)
        if entry is not None and entry[0] == len(found) + 1:
            below = next((line for line in range(at + 1, min(at + 3, len(lines))) if lines.texts[line]), at)
            found[len(found) + 1] = entry[1] or (
                "" if below == at or lines.covers(below) else lines.texts[below]
            )
    return found


def _article(lines: Lines, head: Head, end: int, number: int) -> Record | Fault:
    article = Article(lines, head, end)
    fields = article.fields()
    text, letters = article.text()
    if not fields.get("title") and not text:
        shown = next((text for text in lines.texts[head.start : end] if text), "")
        return Fault("no_head", f"nothing of it reads as an article: {shown[:80]!r}; export it again", number)
    if text:
        if few := kinds.short(text, fields.get("length")):
            fields["status"] = "stub"
            article.notes.append(
                Note("guessed", "stub", f"{few}; it is kept and not scored: export it again")
            )
        return as_record({**fields, "text": text}, number, blocks=letters, notes=tuple(article.notes))
    if short := article.short():
        told = Note("guessed", "stub", "Nexis gave an abstract only; it is kept and not scored")
        kept = {**fields, "text": short, "status": "stub"}
        return as_record(kept, number, notes=(*article.notes, told))
    return as_record(fields, number, notes=tuple(article.notes), bare="Nexis gave no text")


def _held(lines: Lines, cover: range, titles: Sequence[str]) -> Iterator[Fault | Note]:
    """Yield what is to be told of the cover: whether all it announces was read, and what was searched for."""
    announced, listed = lines.announced(cover), _listed(lines, cover)
    if announced is None and len(listed) > 1:
        announced = len(listed)
    if announced is not None and announced > len(titles) and listed:
        absent = _absent(listed, titles)
        if len(absent) == announced - len(titles):
            present = set(range(1, announced + 1)) - absent.keys()
            yield from reconcile(announced, present, titles=listed)
        else:
            yield from reconcile(announced, len(titles))
    else:
        yield from reconcile(announced, len(titles))
    said = [lines.texts[at] for at in cover if lines.covers(at)]
    kept = {"searched", "saved"}
    told = dict.fromkeys(
        text for text in said if any(fold(text.partition(":")[0]) in words().marks[mark] for mark in kept)
    )
    if told:
        yield Note("checked", "cover", "; ".join(told)[:600])


def _absent(listed: Mapping[int, str], titles: Sequence[str]) -> dict[int, str]:
    """Return the entries of a list that no article has for its headline, each article counted once.

    List and article may differ in how much of a headline of several parts they have.
    """
    left = Counter(filter(None, map(kinds.fold, titles)))
    absent: dict[int, str] = {}
    for number, title in listed.items():
        whole = kinds.fold(title)
        if left[whole] > 0:
            left[whole] -= 1
        else:
            absent[number] = title
    for number, title in list(absent.items()):
        whole = kinds.fold(title)
        key = next((known for known, count in left.items() if count > 0 and _begins(known, whole)), "")
        if key:
            left[key] -= 1
            del absent[number]
    return absent


def _begins(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    return len(short) >= 10 and long.startswith(short)
