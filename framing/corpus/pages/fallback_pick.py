"""Which blocks of a page are its story: where the prose stands, less what is named as something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from framing.corpus.lines import fold
from framing.corpus.pages import fallback_lines as lines
from framing.corpus.pages import fallback_marks as marks
from framing.corpus.pages.fallback_blocks import Block, Node, Sheet

__all__ = ["Picked", "pick"]

# A thing named as something else that holds so much of the page's prose is the story after all.
_MOST = 0.5
# A caption, and a teaser of another story, are no longer than this.
_CAPTION = 350
_CARD = 420
# A line under a picture that is no sentence and shorter than this is its caption.
_LABEL = 160
# Paragraphs like the story's that add up to less may be a notice set like them.
_UNLIKELY = 300


@dataclass
class Picked:
    """The story's blocks, and how much of the page's prose they hold."""

    blocks: list[Block]
    share: float


def pick(sheet: Sheet, titles: frozenset[str]) -> Picked:
    """Return the blocks of a page that are its story, in order.

    Parameters
    ----------
    sheet : Sheet
    titles : frozenset of str
        Folded headlines, which are not repeated in the text.
    """
    nodes, blocks = sheet.nodes, sheet.blocks
    _bury(nodes, blocks)
    sigs = _signatures(blocks)
    if not sigs:
        return Picked(_few(blocks, titles), 0.0)
    main = sigs.most_common(1)[0][0]
    _unearth(nodes, blocks, main)
    _bury_captions(nodes, blocks, main)
    _bury_cards(nodes, blocks, main)
    live = _sums(nodes, blocks, lambda block: block.prose and not block.dead)
    place = _descend(nodes, blocks, live, main)
    inside = [block for block in blocks if place <= block.node < nodes[place].last]
    kept = lines.without(_sorted_out(nodes, _one_story(inside, titles)), titles)
    held = sum(len(block.text) for block in kept if block.prose)
    return Picked(kept, held / live[0])


def _sums(nodes: list[Node], blocks: list[Block], counts: Callable[[Block], bool]) -> list[int]:
    """Return for each element how many characters of such blocks stand in it."""
    sums = [0] * len(nodes)
    for block in blocks:
        if counts(block):
            sums[block.node] += len(block.text)
    for number in range(len(nodes) - 1, 0, -1):
        if sums[number]:
            sums[nodes[number].parent] += sums[number]
    return sums


def _signatures(blocks: list[Block]) -> Counter[str]:
    sigs: Counter[str] = Counter()
    for block in blocks:
        if block.prose and not block.dead:
            sigs[block.sig] += len(block.text)
    return sigs


def _bury(nodes: list[Node], blocks: list[Block]) -> None:
    """Mark what is not the story: in an element so named, mostly links, or a line that says so itself."""
    raw = _sums(nodes, blocks, lambda block: block.prose)
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
        above_why = nodes[node.parent].why if node.parent >= 0 else ""
        node.why = above_why or (node.junk if node.junk not in spared else "")
    for block in blocks:
        if block.word in spared or block.aside <= 0.7 * len(block.text):
            block.word = ""
        block.dead = _left_out(nodes, block)


def _left_out(nodes: list[Node], block: Block) -> bool:
    """Say whether a block's element is left out; a header is for names and dates, but has subheads too."""
    why = nodes[block.node].why
    return bool(block.word or why) and not (why == "<header>" and block.kind == "h")


def _unearth(nodes: list[Node], blocks: list[Block], main: str) -> None:
    """Take back what is named as something else, if the story's own paragraphs stand in it."""
    tag, home = main.split(".", 1)[0], main.split("<", 1)[1]
    if not home.partition(".")[2]:
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
    if back:
        for number, node in enumerate(nodes):
            if number in back:
                node.junk = ""
            above_why = nodes[node.parent].why if node.parent >= 0 else ""
            node.why = above_why or (node.junk if node.why else "")
        for block in blocks:
            block.dead = _left_out(nodes, block)


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


def _bury_within(nodes: list[Node], blocks: list[Block], numbers: list[int], why: str) -> None:
    for number in numbers:
        nodes[number].why = nodes[number].why or why
    for node in nodes:
        if node.parent >= 0 and not node.why:
            node.why = nodes[node.parent].why
    for block in blocks:
        block.dead = block.dead or _left_out(nodes, block)


def _bury_captions(nodes: list[Node], blocks: list[Block], main: str) -> None:
    """Mark small elements unlike the story that hold a picture and a line or two, and centred lines."""
    centred = sum(nodes[block.node].centred for block in blocks if block.prose and block.sig == main)
    if centred * 3 < sum(block.prose and block.sig == main for block in blocks):
        for block in blocks:
            if nodes[block.node].centred and block.kind != "h" and (block.pictured or not block.prose):
                block.dead = True
    for block in blocks:
        if block.pictured and block.kind in "pd" and block.sig != main and len(block.text) < _LABEL:
            block.dead = block.dead or not lines.is_sentence(block)
    every = _sums(nodes, blocks, lambda block: True)
    alike = _sums(nodes, blocks, lambda block: block.sig == main)
    pictures = [node.pictures for node in nodes]
    for number in range(len(nodes) - 1, 0, -1):
        pictures[nodes[number].parent] += pictures[number]
    _bury_within(
        nodes,
        blocks,
        [i for i in range(1, len(nodes)) if pictures[i] and 0 < every[i] <= _CAPTION and not alike[i]],
        "caption",
    )


def _bury_cards(nodes: list[Node], blocks: list[Block], main: str) -> None:
    """Mark teasers of other stories: a headline that is a link, with a line or two under it."""
    every = _sums(nodes, blocks, lambda block: True)
    alike = _sums(nodes, blocks, lambda block: block.sig == main and block.prose)
    found = []
    for block in blocks:
        if block.kind == "h" and not block.dead and lines.is_linked(block):
            number = block.node
            while (parent := nodes[number].parent) > 0 and every[parent] <= _CARD and not alike[parent]:
                number = parent
            found.append(number)
    if found:
        _bury_within(nodes, blocks, found, "card")


def _descend(nodes: list[Node], blocks: list[Block], live: list[int], main: str) -> int:
    """Return the number of the smallest element that holds the story."""
    alike = _sums(nodes, blocks, lambda block: block.prose and not block.dead and block.sig == main)
    told = [False] * len(nodes)
    for number, node in enumerate(nodes):
        told[number] = node.body or (node.parent >= 0 and told[node.parent])
    named = _sums(nodes, blocks, lambda block: block.prose and not block.dead and told[block.node])
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


def _sorted_out(nodes: list[Node], inside: list[Block]) -> list[Block]:
    """Return the blocks that are like the story's paragraphs, or stand between them."""
    sigs = _signatures(inside)
    whole = sum(sigs.values())
    body = {sig for sig, held in sigs.items() if held >= 0.12 * whole} | {sigs.most_common(1)[0][0]}
    homes = {nodes[b.node].parent for b in inside if b.prose and not b.dead and b.sig in body}
    homes.discard(-1)
    marked = [i for i, block in enumerate(inside) if block.prose and not block.dead and block.sig in body]
    first, last = marked[0], marked[-1]
    kept: list[Block] = []
    for index, block in enumerate(inside):
        if block.dead:
            # A heading above what is cut belongs to it, unless prose goes on below.
            if lines.is_linked(block) and kept and kept[-1].kind == "h" and inside[index - 1] is kept[-1]:
                kept.pop()
            continue
        if _stays(block, nodes, body, homes, first <= index <= last, index < first):
            kept.append(block)
        elif lines.is_linked(block) and kept and kept[-1].kind == "h" and inside[index - 1] is kept[-1]:
            kept.pop()
    return _headed(kept)


def _stays(
    block: Block, nodes: list[Node], body: set[str], homes: set[int], within: bool, before: bool
) -> bool:
    if lines.is_linked(block):
        return False
    home = nodes[block.node].parent in homes or block.node in homes
    alike = block.sig in body
    if block.kind == "h":
        return block.level != 1 and (within or (before and _opens(block, nodes, homes)))
    if before and not block.prose:
        # Above the story stand names and dates; sentences are its own.
        return (alike or home) and not lines.is_name(block)
    if alike or (home and block.kind in "pq"):
        return True
    if block.kind == "l":
        return (within or home or _grand(nodes, block, homes)) and block.links * 2 < len(block.text)
    if block.prose:
        return within or before or _grand(nodes, block, homes)
    return block.kind == "q" and within


def _opens(block: Block, nodes: list[Node], homes: set[int]) -> bool:
    """Say whether a heading above the first paragraph is the story's: beside it, or in a header beside it."""
    above = nodes[block.node].parent
    return above in homes or (nodes[above].tag == "header" and nodes[above].parent in homes)


def _grand(nodes: list[Node], block: Block, homes: set[int]) -> bool:
    """Say whether a block stands one level below where the story's paragraphs stand, as list items do."""
    above = nodes[block.node].parent
    return above >= 0 and nodes[above].parent in homes


def _headed(blocks: list[Block]) -> list[Block]:
    """Return blocks without headings that have nothing under them, and with short bold lines as headings."""
    kept: list[Block] = []
    for place, block in enumerate(blocks):
        under = blocks[place + 1] if place + 1 < len(blocks) else None
        if block.kind == "h":
            if under is None or (under.kind == "h" and under.level <= block.level):
                continue
        elif under is not None and under.kind != "h" and lines.is_bold_head(block, under):
            block.kind = "h"
        kept.append(block)
    while kept and (kept[-1].kind == "h" or (len(kept) > 3 and lines.is_signature(kept[-1]))):
        kept.pop()
    return kept


def _few(blocks: list[Block], titles: frozenset[str]) -> list[Block]:
    """Return what there is on a page without one real paragraph."""
    kept = [
        block
        for block in blocks
        if not block.dead and block.kind in "pq" and not lines.is_linked(block) and len(block.text) > 20
    ]
    return [block for block in lines.without(kept, titles) if fold(block.text) not in titles]
