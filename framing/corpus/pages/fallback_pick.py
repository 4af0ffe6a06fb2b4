"""Which blocks of a page are its story: where the prose stands, less what is named as something else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.corpus.lines import fold
from framing.corpus.pages import fallback_lines as lines
from framing.corpus.pages.fallback_blocks import Block, Node, Sheet
from framing.corpus.pages.fallback_bury import bury, signatures, sums

__all__ = ["Picked", "pick"]


# An element's kind is followed by its names, if it has any.
_NAMED = re.compile(r"\.[^<]")


@dataclass
class Picked:
    """The story's blocks, and how much of the page's prose they hold."""

    blocks: list[Block]
    share: float


def pick(sheet: Sheet, titles: frozenset[str], authors: frozenset[str]) -> Picked:
    """Return the blocks of a page that are its story, in order.

    Parameters
    ----------
    sheet : Sheet
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
    kept = lines.without(_sorted_out(nodes, _one_story(inside, titles), main, authors), titles)
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
            if lines.is_linked(block) and kept and kept[-1].kind == "h" and inside[index - 1] is kept[-1]:
                kept.pop()
            continue
        within = first <= index <= last or (index > last and _heads_more(nodes, inside, index, body, homes))
        if _stays(block, nodes, body, homes, within, index < first):
            kept.append(block)
        elif lines.is_linked(block) and kept and kept[-1].kind == "h" and inside[index - 1] is kept[-1]:
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
        if held >= 0.12 * whole and (sig not in listed or _NAMED.search(sig))
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
            if not inside[later].prose and lines.is_end(inside[later]):
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


def _heads_more(nodes: list[Node], inside: list[Block], index: int, body: set[str], homes: set[int]) -> bool:
    """Say whether a heading below the last long paragraph has short ones of the story under it."""
    if inside[index].kind != "h":
        return False
    under = next((block for block in inside[index + 1 :] if not block.dead), None)
    return (
        under is not None
        and (under.sig in body or (under.kind == "p" and nodes[under.node].parent in homes))
        and under.kind != "h"
        and not lines.is_linked(under)
        and not lines.is_notice(under)
        and lines.is_sentence(under)
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
        elif under is not None and under.kind != "h" and lines.is_bold_head(block, under):
            block.kind = "h"
        kept.append(block)
    while kept and (kept[-1].kind == "h" or (len(kept) > 3 and lines.is_signature(kept[-1], authors))):
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
