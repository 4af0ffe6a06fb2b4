"""What on a page is not its story: what is named as something else; captions, forms, teasers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from framing.corpus.lines import fold
from framing.corpus.pages import fallback_lines as lines
from framing.corpus.pages import fallback_marks as marks
from framing.corpus.pages.fallback_blocks import Block, Node, Sheet

__all__ = ["bury", "signatures", "sums"]

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


def bury(sheet: Sheet, titles: frozenset[str]) -> str:
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
    if back:
        for number, node in enumerate(nodes):
            if number in back:
                node.junk = ""
            above_why = nodes[node.parent].why if node.parent >= 0 else ""
            node.why = above_why or (node.junk if node.why else "")
        for block in blocks:
            block.dead = _left_out(nodes, block)


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
            block.dead = block.dead or not lines.is_sentence(block)
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
        if block.kind == "h" and not block.dead and lines.is_linked(block):
            number = block.node
            while (parent := nodes[number].parent) > 0 and every[parent] <= _CARD and not alike[parent]:
                number = parent
            found.append(number)
    if found:
        _bury_within(nodes, blocks, found, "card")
