"""The text of a page whose outlet has no layout for it: any page of any site, nothing known beforehand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.corpus.bylines import persons
from framing.corpus.html import blocks as marks
from framing.corpus.html import trees as trees
from framing.corpus.html.blocks import Block, Node, PageBlocks, read_blocks
from framing.corpus.lines import bylined, fold, is_stamp
from framing.plugins import word_lists

if TYPE_CHECKING:
    from lxml.html import HtmlElement


# Which blocks of a page are its story: where the prose stands, less what is named as something else.

# What a line of a page says of itself: a link to another story, a headline again, a notice to the reader.

_YOU = re.compile(r"\b(?:you|your|our|us|here|sign(?:ing)? up|subscribe)\b", re.IGNORECASE)
# A label that is longer and ends as a sentence does is one.
_LABEL_FALLBACK_LINES = 30
_BOLD_END = (".", "。", ",", "，", ";", "；", ":", "：")


def is_linked(block: Block) -> bool:
    """Say whether a line is a link to something else, or mostly so."""
    size = len(block.text)
    if block.links >= 0.85 * size:
        return size < 400
    return block.links >= 0.5 * size and size < 200 and not block.prose


def is_notice(block: Block) -> bool:
    """Say whether a line speaks to the reader of the site, not of the story."""
    text = block.text
    if len(text) <= 240:
        label = marks.pattern("lines", "labels", r"(?:{})[.:…→»]*").fullmatch(text)
        if (label and not (len(text) > _LABEL_FALLBACK_LINES and text.endswith("."))) or marks.pattern(
            "lines", "pointers", r"(?:{})\s*[:：>|»].*"
        ).fullmatch(text):
            return True
    if len(text) < 420 and marks.pattern("lines", "appeals", "(?:{})").match(text):
        return True
    if len(text) > 320 or text.startswith(("“", '"', "‘")):
        return False
    # A story may be about a newsletter or a privacy policy, but does not say whose inbox it is.
    return bool(marks.pattern("lines", "inbox", r"\b(?:{})\b").search(text)) and bool(_YOU.search(text))


def is_end(block: Block) -> bool:
    """Say whether a line opens what stands below a story: readers' comments, and who wrote it."""
    return len(block.text) < 120 and bool(marks.pattern("lines", "ends", "(?:{})").fullmatch(block.text))


def is_signature(block: Block, authors: frozenset[str]) -> bool:
    """Say whether a last line is no more the story: a desk in italics, or who the author is."""
    text = block.text
    if text.startswith(("“", '"', "‘", "«")):
        return False
    known = any(name in authors for name in (fold(" ".join(text.split()[:n])) for n in (2, 3, 4)))
    if block.italic < 0.9 * len(text) and not known:
        return False
    return not block.prose or bool(marks.pattern("lines", "biographies", "(?:{})").fullmatch(text))


def is_name(block: Block) -> bool:
    """Say whether a line is a name or place as they stand above a story, and no byline or stamp."""
    text = block.text
    if not text.isascii() and not text[:1].isupper():
        return False
    return len(text.split()) <= 5 and not (is_sentence(block) or bylined(text) or is_stamp(text, None))


def is_sentence(block: Block) -> bool:
    """Say whether a line ends as a sentence does."""
    return block.text.rstrip("\"'”’»」』)） ").endswith((".", "!", "?", "…", "。", "！", "？", ":", "："))


def is_bold_head(block: Block, under: Block) -> bool:
    """Say whether a line in bold above a paragraph is a subhead."""
    text = block.text
    return (
        block.kind in "pd"
        and block.bold >= len(text) - 2
        and len(text) <= 100
        and len(text.split()) <= 14
        and not text.rstrip("\"'”’」』)） ").endswith(_BOLD_END)
        and len(under.text) > len(text)
    )


def without(blocks: Sequence[Block], titles: frozenset[str]) -> list[Block]:
    """Return blocks without notices, headlines again, and lines that stand twice."""
    kept: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        key = fold(block.text)
        if not key or is_notice(block) or (key in titles and len(kept) < 4):
            continue
        if key in seen and (len(key) > 40 or block.kind == "h"):
            continue
        seen.add(key)
        kept.append(block)
    while kept and kept[-1].kind == "h":
        kept.pop()
    return kept


# What on a page is not its story: what is named as something else; captions, forms, teasers.

# A thing named as something else that holds so much of the page's prose is the story after all.
_MOST = 0.5
# A caption, and a teaser of another story, are no longer than this.
_CAPTION = 350
_CARD = 420
# A line under a picture that is no sentence and shorter than this is its caption.
_LABEL = 160
# Paragraphs like the story's that add up to less may be a notice set like them.
_UNLIKELY = 300
# Less than this share of the page's commonest kind of paragraph is no story beside it.
_RIVAL = 0.3


def bury(sheet: PageBlocks, titles: frozenset[str]) -> str:
    """Mark the blocks that are not the story; return what the elements of its paragraphs are called."""
    nodes, blocks = sheet.nodes, sheet.blocks
    _bury_named(nodes, blocks)
    main = _main(blocks, titles)
    if not main:
        return ""
    _unearth(nodes, blocks, main)
    _bury_captions(nodes, blocks, main)
    _bury_cards(nodes, blocks, main)
    return main


def sums(nodes: list[Node], blocks: list[Block], counts: Callable[[Block], bool]) -> list[int]:
    """Return for each element how many characters of such blocks stand in it."""
    sums = [0] * len(nodes)
    for block in blocks:
        if counts(block):
            sums[block.node] += len(block.text)
    for number in range(len(nodes) - 1, 0, -1):
        if sums[number]:
            sums[nodes[number].parent] += sums[number]
    return sums


def signatures(blocks: list[Block]) -> Counter[str]:
    """Return how many characters of prose stand under each signature."""
    sigs: Counter[str] = Counter()
    for block in blocks:
        if block.prose and not block.dead:
            sigs[block.sig] += len(block.text)
    return sigs


def _main(blocks: list[Block], titles: frozenset[str]) -> str:
    """Return what most of a page's prose is called; of two not far apart, what comes first below the title.

    Readers may write more than the paper did.
    """
    found = signatures(blocks)
    if not found:
        return ""
    most = found.most_common(1)[0][1]
    heads = [i for i, block in enumerate(blocks) if block.level == 1 and fold(block.text) in titles]
    for block in blocks[heads[0] :] if heads else ():
        if block.prose and not block.dead and found[block.sig] >= _RIVAL * most:
            return block.sig
    return found.most_common(1)[0][0]


def _bury_named(nodes: list[Node], blocks: list[Block]) -> None:
    """Mark what is not the story: in an element so named, mostly links, or a line that says so itself."""
    raw = sums(nodes, blocks, lambda block: block.prose)
    headed = sums(nodes, blocks, lambda block: block.kind == "h" and block.level == 1)
    for number, node in enumerate(nodes):
        if node.junk and headed[number] and raw[number] > _MOST * raw[0]:
            node.junk = ""
    others = marks.words("names", "others")
    # By the word, not by the element: a site may call every paragraph a widget.
    words: Counter[str] = Counter()
    above: list[frozenset[str]] = []
    none: frozenset[str] = frozenset()
    for number, node in enumerate(nodes):
        names = above[node.parent] if node.parent >= 0 else none
        if node.junk and node.junk not in names:
            words[node.junk] += raw[number]
            names = names | {node.junk}
        above.append(names)
    spared = {
        word
        for word, held in words.items()
        if held > _MOST * raw[0] and (word not in others or held > 0.85 * raw[0])
    }
    for node in nodes:
        node.why = node.junk if node.junk not in spared else ""
    for block in blocks:
        if block.word in spared or block.aside <= 0.7 * len(block.text):
            block.word = ""
    _spread(nodes, blocks)


def _spread(nodes: list[Node], blocks: list[Block]) -> None:
    """Leave out what stands within an element that is left out, and the blocks there."""
    for node in nodes:
        node.why = (nodes[node.parent].why if node.parent >= 0 else "") or node.why
    for block in blocks:
        block.dead = _left_out(nodes, block)


def _left_out(nodes: list[Node], block: Block) -> bool:
    """Say whether a block's element is left out; a header is for names and dates, but has subheads too."""
    why = nodes[block.node].why
    return bool(block.word or why) and not (why == "<header>" and block.kind == "h")


def _unearth(nodes: list[Node], blocks: list[Block], main: str) -> None:
    """Take back what is named as something else, if the story's own paragraphs stand in it."""
    # What stands in the body itself has no element above it that could be named anything.
    tag, home = main.split(".", 1)[0], main.partition("<")[2]
    if not home.replace("<", ".").replace("div", "").strip("."):
        return
    others = marks.words("names", "others")
    alike = [0] * len(nodes)
    for block in blocks:
        number = block.node
        if not (block.prose and nodes[number].why) or nodes[number].why in others:
            continue
        if block.sig.endswith(f"<{home}") and block.sig.startswith(f"{tag}."):
            while number > 0 and not (
                nodes[number].junk == nodes[number].why and not nodes[nodes[number].parent].why
            ):
                number = nodes[number].parent
            alike[number] += len(block.text)
    back = {number for number, held in enumerate(alike) if held >= _UNLIKELY}
    for number, node in enumerate(nodes if back else ()):
        node.junk = "" if number in back else node.junk
        node.why = node.junk if node.why else ""
    if back:
        _spread(nodes, blocks)


def _bury_within(nodes: list[Node], blocks: list[Block], numbers: list[int], why: str) -> None:
    for number in numbers:
        nodes[number].why = nodes[number].why or why
    for node in nodes:
        if node.parent >= 0 and not node.why:
            node.why = nodes[node.parent].why
    for block in blocks:
        block.dead = block.dead or _left_out(nodes, block)


def _bury_captions(nodes: list[Node], blocks: list[Block], main: str) -> None:
    """Mark small elements unlike the story that hold a picture or form and little text, and centred lines."""
    centred = sum(nodes[block.node].centred for block in blocks if block.prose and block.sig == main)
    if centred * 3 < sum(block.prose and block.sig == main for block in blocks):
        for block in blocks:
            if nodes[block.node].centred and block.kind != "h" and (block.pictured or not block.prose):
                block.dead = True
    for block in blocks:
        if block.pictured and block.kind in "pd" and block.sig != main and len(block.text) < _LABEL:
            block.dead = block.dead or not is_sentence(block)
    every = sums(nodes, blocks, lambda block: True)
    alike = sums(nodes, blocks, lambda block: block.sig == main)
    marked = [node.pictures + node.controls for node in nodes]
    for number in range(len(nodes) - 1, 0, -1):
        marked[nodes[number].parent] += marked[number]
    _bury_within(
        nodes,
        blocks,
        [i for i in range(1, len(nodes)) if marked[i] and 0 < every[i] <= _CAPTION and not alike[i]],
        "caption",
    )


def _bury_cards(nodes: list[Node], blocks: list[Block], main: str) -> None:
    """Mark teasers of other stories: a headline that is a link, with a line or two under it."""
    every = sums(nodes, blocks, lambda block: True)
    alike = sums(nodes, blocks, lambda block: block.sig == main and block.prose)
    found = []
    for block in blocks:
        if block.kind == "h" and not block.dead and is_linked(block):
            number = block.node
            while (parent := nodes[number].parent) > 0 and every[parent] <= _CARD and not alike[parent]:
                number = parent
            found.append(number)
    if found:
        _bury_within(nodes, blocks, found, "card")


# An element's kind is followed by its names, if it has any.
_NAMED_FALLBACK_PICK = re.compile(r"\.[^<]")


@dataclass
class Picked:
    """The story's blocks, and how much of the page's prose they hold."""

    blocks: list[Block]
    share: float


def pick(sheet: PageBlocks, titles: frozenset[str], authors: frozenset[str]) -> Picked:
    """Return the blocks of a page that are its story, in order.

    Parameters
    ----------
    sheet : PageBlocks
    titles : frozenset of str
        Folded headlines, which are not repeated in the text.
    authors : frozenset of str
        Folded names: who they are is told below the story.
    """
    nodes, blocks = sheet.nodes, sheet.blocks
    main = bury(sheet, titles)
    if not main:
        return Picked(_few(blocks, titles), 0.0)
    live = sums(nodes, blocks, lambda block: block.prose and not block.dead)
    place = _descend(nodes, blocks, live, main)
    inside = [block for block in blocks if place <= block.node < nodes[place].last]
    kept = without(_sorted_out(nodes, _one_story(inside, titles), main, authors), titles)
    held = sum(len(block.text) for block in kept if block.prose)
    return Picked(kept, held / live[0])


def _one_story(inside: list[Block], titles: frozenset[str]) -> list[Block]:
    """Return the blocks of the first story, where several stand below each other with their headlines."""
    heads = [i for i, block in enumerate(inside) if block.level == 1 and block.kind == "h"]
    if len({inside[i].text for i in heads}) < 2:
        return inside
    ends = [*heads[1:], len(inside)]
    parts = [inside[start:end] for start, end in zip(heads, ends, strict=True)]
    parts[0] = inside[: ends[0]]
    told = [part for part in parts if any(block.prose and not block.dead for block in part)]
    named = [part for part in told if any(b.level == 1 and fold(b.text) in titles for b in part)]
    return (named or told or [inside])[0]


def _descend(nodes: list[Node], blocks: list[Block], live: list[int], main: str) -> int:
    """Return the number of the smallest element that holds the story."""
    alike = sums(nodes, blocks, lambda block: block.prose and not block.dead and block.sig == main)
    told = [False] * len(nodes)
    for number, node in enumerate(nodes):
        told[number] = node.body or (node.parent >= 0 and told[node.parent])
    named = sums(nodes, blocks, lambda block: block.prose and not block.dead and told[block.node])
    below: list[list[int]] = [[] for _ in nodes]
    for number in range(1, len(nodes)):
        if live[number]:
            below[nodes[number].parent].append(number)
    place = 0
    while below[place]:
        best = max(below[place], key=lambda number: (live[number], -number))
        node = nodes[best]
        share = live[best] / live[place]
        likely = node.body or node.tag in ("article", "main")
        whole = alike[best] >= 0.95 * alike[place] and share >= (0.5 if likely else 0.7)
        # The text so named, and no other part of it beside.
        only = node.body and share >= 0.6 and named[best] >= 0.95 * named[place]
        if not (whole or only):
            break
        place = best
    return place


def _sorted_out(nodes: list[Node], inside: list[Block], main: str, authors: frozenset[str]) -> list[Block]:
    """Return the blocks that are like the story's paragraphs, or stand between them."""
    body = _body(inside, main)
    homes = {nodes[b.node].parent for b in inside if b.prose and not b.dead and b.sig in body}
    homes.discard(-1)
    marked = [i for i, block in enumerate(inside) if block.prose and not block.dead and block.sig in body]
    end = _end(nodes, inside, marked)
    inside = inside[:end]
    first, last = marked[0], max(index for index in marked if index < end)
    kept: list[Block] = []
    for index, block in enumerate(inside):
        if block.dead:
            # A heading above what is cut belongs to it, unless prose goes on below.
            if is_linked(block) and kept and kept[-1].kind == "h" and inside[index - 1] is kept[-1]:
                kept.pop()
            continue
        within = first <= index <= last or (index > last and _heads_more(nodes, inside, index, body, homes))
        if _stays(block, nodes, body, homes, within, index < first):
            kept.append(block)
        elif is_linked(block) and kept and kept[-1].kind == "h" and inside[index - 1] is kept[-1]:
            kept.pop()
    return _headed(_without_boxes(nodes, inside, kept, homes), authors)


def _body(inside: list[Block], main: str) -> set[str]:
    """Return what the story's paragraphs are called: much of the prose, but no list below it."""
    sigs = signatures(inside)
    whole = sum(sigs.values())
    if main not in sigs:
        main = sigs.most_common(1)[0][0]
    last = max(index for index, block in enumerate(inside) if block.sig == main and block.prose)
    listed = {block.sig for block in inside[last:] if block.kind == "l"} - {b.sig for b in inside[:last]}
    return {main} | {
        sig
        for sig, held in sigs.items()
        if held >= 0.12 * whole and (sig not in listed or _NAMED_FALLBACK_PICK.search(sig))
    }


def _end(nodes: list[Node], inside: list[Block], marked: list[int]) -> int:
    """Return where the story ends: at a line below most of it that opens what readers say, or the end.

    A box of links within the story opens in the same words, but there the story goes on beside it.
    """
    whole = sum(len(inside[index].text) for index in marked)
    homes: set[int] = set()
    above = 0
    for place, index in enumerate(marked):
        homes.add(nodes[inside[index].node].parent)
        above += len(inside[index].text)
        below = marked[place + 1 :]
        if 2 * above < whole or any(nodes[inside[later].node].parent in homes for later in below):
            continue
        stop = below[0] if below else len(inside)
        for later in range(index + 1, stop):
            if not inside[later].prose and is_end(inside[later]):
                return later
    return len(inside)


def _without_boxes(nodes: list[Node], inside: list[Block], kept: list[Block], homes: set[int]) -> list[Block]:
    """Return blocks without the headings of boxes of which nothing else was kept."""
    held = {id(block) for block in kept}
    bare: set[int] = set()
    for index, block in enumerate(inside):
        above = nodes[block.node].parent
        if block.kind != "h" or id(block) not in held or above in homes or above < 0:
            continue
        under = [other for other in inside[index + 1 : index + 12] if other.node < nodes[above].last]
        if under and not any(id(other) in held and other.kind != "h" for other in under):
            bare.add(id(block))
    return [block for block in kept if id(block) not in bare]


def _stays(
    block: Block, nodes: list[Node], body: set[str], homes: set[int], within: bool, before: bool
) -> bool:
    if is_linked(block):
        return False
    home = nodes[block.node].parent in homes or block.node in homes
    alike = block.sig in body
    if block.kind == "h":
        return block.level != 1 and (within or (before and _opens(block, nodes, homes)))
    if before and not block.prose:
        # Above the story stand names and dates; sentences are its own.
        return (alike or home) and not is_name(block)
    if alike or (home and block.kind in "pq"):
        return True
    if block.kind == "l":
        return (within or home or _grand(nodes, block, homes)) and block.links * 2 < len(block.text)
    if block.prose:
        return within or before or _grand(nodes, block, homes)
    return block.kind == "q" and within


def _heads_more(nodes: list[Node], inside: list[Block], index: int, body: set[str], homes: set[int]) -> bool:
    """Say whether a heading below the last long paragraph has short ones of the story under it."""
    if inside[index].kind != "h":
        return False
    under = next((block for block in inside[index + 1 :] if not block.dead), None)
    return (
        under is not None
        and (under.sig in body or (under.kind == "p" and nodes[under.node].parent in homes))
        and under.kind != "h"
        and not is_linked(under)
        and not is_notice(under)
        and is_sentence(under)
    )


def _opens(block: Block, nodes: list[Node], homes: set[int]) -> bool:
    """Say whether a heading above the first paragraph is the story's: beside it, or in a header beside it."""
    above = nodes[block.node].parent
    return above in homes or (nodes[above].tag == "header" and nodes[above].parent in homes)


def _grand(nodes: list[Node], block: Block, homes: set[int]) -> bool:
    """Say whether a block stands one level below where the story's paragraphs stand, as list items do."""
    above = nodes[block.node].parent
    return above >= 0 and nodes[above].parent in homes


def _headed(blocks: list[Block], authors: frozenset[str]) -> list[Block]:
    """Return blocks without headings that have nothing under them, and with short bold lines as headings."""
    kept: list[Block] = []
    for place, block in enumerate(blocks):
        under = blocks[place + 1] if place + 1 < len(blocks) else None
        if block.kind == "h":
            if under is None or (under.kind == "h" and under.level <= block.level):
                continue
        elif under is not None and under.kind != "h" and is_bold_head(block, under):
            block.kind = "h"
        kept.append(block)
    while kept and (kept[-1].kind == "h" or (len(kept) > 3 and is_signature(kept[-1], authors))):
        kept.pop()
    return kept


def _few(blocks: list[Block], titles: frozenset[str]) -> list[Block]:
    """Return what there is on a page without one real paragraph."""
    kept = [
        block
        for block in blocks
        if not block.dead and block.kind in "pq" and not is_linked(block) and len(block.text) > 20
    ]
    return [block for block in without(kept, titles) if fold(block.text) not in titles]


# Fewer characters than this are no story, so another way to read the page may find more.
_THIN = 300
# Fewer than this may be the open part of a page whose data hold the whole.
_TEASER = 1500
# libxml2 reads no deeper than 2,048 elements and leaves out what is in there.
_DEEP = 2000
_HOLDERS = re.compile(r"</?(?:div|span|section|font|center|b|i|em|strong|table|tbody|tr|td)\b[^<>]*>", re.I)
_AUTHORS: frozenset[str] = word_lists(__package__, "lists")["fallback"]["authors"]
_NAMED = re.compile(r'"@type"\s*:\s*"Person"[^{}]{0,300}?"name"\s*:\s*"([^"\\]{3,60})"')
_BYLINE = re.compile(r"\b(?:author|byline|profile|by)s?\b|/(?:author|by|people|profile|staff)s?/", re.I)
_LETTERS = {"p": "p", "head": "h", "item": "l", "quote": "q"}

_Pieces = list[tuple[str, str]]


def body(tree: HtmlElement, source: str, stated: str | None = None) -> _Pieces:
    """Return the paragraphs of a page's article, each with its letter (p, h, q, l); none where none is found.

    The elements are read first; where they hold no more than a few lines, what
    the page's JSON-LD says, then trafilatura.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The page, parsed; it is left as it is.
    source : str
        The same page as text.
    stated : str, optional
        The text that its JSON-LD gives.
    """
    page, titles, authors = read_blocks(tree), _titles(tree), _authors(tree)
    picked = pick(page, titles, authors)
    if page.depth > _DEEP and not picked.blocks:
        picked = pick(read_blocks(_flat(source)), titles, authors)
    found = [(block.text, "p" if block.kind == "d" else block.kind) for block in picked.blocks]
    size = sum(len(text) for text, _ in found)
    ways: tuple[tuple[int, Callable[[], _Pieces]], ...]
    ways = ((_TEASER, lambda: trees.read_string(stated or "")), (_THIN, lambda: _trafilatura(source)))
    for least, read in ways:
        other = read() if size < least else []
        if sum(len(text) for text, _ in other) > max(2 * size, _THIN):
            return other
    return found


def _flat(source: str) -> HtmlElement:
    """Return a page without the elements that only hold others, where these stand in each other too deep."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return html.document_fromstring(_HOLDERS.sub("\n", source).encode("utf-8"), parser=parser)


def _titles(tree: HtmlElement) -> frozenset[str]:
    """Return the headlines that a page gives itself, folded."""
    printed = " ".join((tree.findtext(".//title") or "").split())
    names = ("og:title", "twitter:title")
    metas = [(meta.get("property") or meta.get("name") or "", meta) for meta in tree.iter("meta")]
    said = [meta.get("content") or "" for name, meta in metas if name.lower() in names]
    # "Headline - Site", "Site: Headline": which part is which does not matter, a site's name is no paragraph.
    parts = re.split(r"\s+[-|–—»·:]+\s+|:\s|[|_]|--", printed)
    said.extend([printed, *parts, " ".join(parts[:-1]), " ".join(parts[1:])])
    return frozenset(folded for title in said if (folded := fold(title)))


def _authors(tree: HtmlElement) -> frozenset[str]:
    """Return the names of those who wrote a page, as its head and its byline give them, folded."""
    said = [
        meta.get("content") or ""
        for meta in tree.iter("meta")
        if (meta.get("name") or meta.get("property") or "").lower() in _AUTHORS
    ]
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            said.extend(_NAMED.findall(script.text or "")[:6])
    for link in tree.iter("a", "address", "span"):
        if link.get("rel") == "author" or _BYLINE.search(link.get("class") or link.get("href") or ""):
            text = " ".join("".join(link.itertext()).split())
            if len(text) < 60:
                said.append(text)
    return frozenset(fold(name) for text in said[:40] for name in persons(text))


def _trafilatura(source: str) -> _Pieces:
    """Return what trafilatura finds: a second opinion, asked only where ours is that there is nothing."""
    import trafilatura
    from lxml import etree

    try:
        found = trafilatura.extract(
            source,
            output_format="xml",
            include_comments=False,
            include_tables=False,
            include_images=False,
            include_links=False,
            include_formatting=False,
            favor_recall=True,
            with_metadata=False,
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError) as error:
        trees.lacking(error)
        # Pages are broken in more ways than a library foresees; one of them must not end the whole run.
        return []
    if not found:
        return []
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False)
    pieces: _Pieces = []
    for element in etree.fromstring(found.encode("utf-8"), parser=parser).iter(*_LETTERS):
        if any(above.tag in _LETTERS for above in element.iterancestors()) and element.tag != "item":
            continue
        for part in "".join(element.itertext()).split("\n"):
            line = " ".join(part.split())
            if line:
                pieces.append((line, _LETTERS[str(element.tag)]))
    return pieces
