"""Whether a pattern that a user writes could run for ever: found by its shape, before it meets a text.

Python's matcher tries one way after another. A pattern in which one run of
characters can be divided up in many ways is told here from one in which it
can't; no outlet, no rule and no text stands in this file.
"""

from __future__ import annotations

import math
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any

from framing.errors import FramingError, brief

# Words that a text must hold for a pattern to be found in it: a word is far cheaper to look for.

Needles = tuple[str, ...]


def needles(pattern: str) -> Needles:
    """Return words of which a text holds one wherever the pattern is found; none where nobody can say.

    Parameters
    ----------
    pattern : str
        A regular expression whose letters stand for themselves (not case-folded).

    Examples
    --------
    >>> needles(r"told (?:the )?Harbour Courier"), needles("Pic: .{2,9}|Harbour pool")
    (('Harbour Courier',), ('Pic: ', 'Harbour pool'))
    >>> needles("[a-z]+")
    ()
    """
    parser = import_module("re._parser")
    tree = parser.parse(pattern)
    return () if tree.state.flags & 2 else _best(tree)  # 2: re.IGNORECASE


def _best(items: Iterable[Any]) -> Needles:
    """Return the rarest of the words that a sequence must hold."""
    found: list[Needles] = []
    run = ""
    for op, value in items:
        name = str(op)
        if name == "LITERAL":
            run += chr(value)
            continue
        if name == "AT":
            continue
        found.append((run,))
        run = ""
        found.append(_inside(name, value))
    found.append((run,))
    useful = (words for words in found if words and all(words))
    return max(useful, key=_rarity, default=())


def _inside(name: str, value: Any) -> Needles:
    if name == "SUBPATTERN":
        return () if value[1] or value[2] else _best(value[3])
    if name == "BRANCH":
        parts = [_best(part) for part in value[1]]
        return tuple(word for part in parts for word in part) if all(parts) else ()
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0:
        return _best(value[2])
    return ()


def _rarity(words: Needles) -> float:
    """Capitals and other scripts are rarer than small letters; of several words the commonest counts."""
    return min(
        len(word) + 4 * sum(not ("a" <= letter <= "z" or letter == " ") for letter in word[:3])
        for word in words
    )


# Which characters a place of a pattern takes, on an alphabet small enough to try them all.

_BASE = "azAZ09_ \n\t-.,'\":;/()[]!?é中“—€\x00"


def alphabet(tree: Any) -> str:
    """Return characters that stand for all: those of the pattern, their neighbours, and one of each kind."""
    codes = set(map(ord, _BASE))

    def walk(value: Any) -> None:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 0x110000:
            codes.update(code for code in (value - 1, value, value + 1) if 0 <= code < 0x110000)
        elif isinstance(value, (list, tuple)) or hasattr(value, "data"):
            for part in value:
                walk(part)

    walk(tree)
    both = {
        char for code in codes for char in (chr(code), chr(code).lower(), chr(code).upper()) if len(char) == 1
    }
    return "".join(sorted(both))


def find_taken(op: str, value: Any, flags: int, letters: str) -> int:
    """Return as bits which of some letters fit one place of a pattern, as `re` itself says."""
    parser, compiler = import_module("re._parser"), import_module("re._compiler")
    state = parser.State()
    state.str, state.flags = "", flags
    one = compiler.compile(parser.SubPattern(state, [(op, value)]), flags)
    return sum(1 << bit for bit, letter in enumerate(letters) if one.fullmatch(letter))


#: Steps that the worst line may cost, a third of a second or so.
BUDGET = 20_000_000
_LONGEST_PATTERN = 6_000
_MOST_POSITIONS = 4_000
_MOST_PAIRS = 40_000
# Repeats of up to so many are written out; more are taken for a loop.
_WRITTEN_OUT = 4

Mask = int


def compile_safely(
    pattern: object, where: str, *, flags: int = 0, longest: int = 240, search: bool = False
) -> re.Pattern[str]:
    """Return a pattern compiled, or say in one line why it is refused.

    Parameters
    ----------
    pattern : str
        As the user wrote it.
    where : str
        Opens the error: the file and the place in it.
    flags : int
        As of `re.compile`.
    longest : int
        Characters of the longest text that the pattern will be tried on.
    search : bool
        It is looked for anywhere in the text, not matched against all of it.

    Raises
    ------
    FramingError
        It is no regular expression, or some line of `longest` characters could take
        more than `BUDGET` steps. Exponential shapes are those with two ways round a loop on the
        same characters, polynomial ones a chain of loops on the same characters (Weber and
        Seidl 1991, on the degree of ambiguity of finite automata).

    Examples
    --------
    >>> compile_safely("Photo: .{2,60}", "outlet x").pattern
    'Photo: .{2,60}'
    >>> compile_safely("(a+)+b", "outlet x")
    Traceback (most recent call last):
    ...
    framing.errors.FramingError: outlet x: pattern '(a+)+b' could run for ever: a repeat inside a repeat can \
divide the same characters in countless ways; let each repeat begin or end with something only it can match
    """
    if not isinstance(pattern, str):
        raise FramingError(f"{where}: {brief(pattern)} is no regular expression; give a string")
    shown = repr(pattern if len(pattern) <= 120 else pattern[:117] + "...")
    if len(pattern) > _LONGEST_PATTERN:
        raise FramingError(
            f"{where}: pattern {shown} has {len(pattern):,} characters, more than {_LONGEST_PATTERN:,}; "
            "split it into several rules"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern, flags)
            tree = import_module("re._parser").parse(pattern, flags)
    except (re.error, OverflowError, RecursionError) as error:
        said = str(error) or "too deep"
        raise FramingError(f"{where}: {shown} is no regular expression: {said}; mend it") from None
    for why in _faults(tree, compiled.flags, longest, search):
        raise FramingError(f"{where}: pattern {shown} could run for ever: {why}")
    return compiled


_NESTED = (
    "a repeat inside a repeat can divide the same characters in countless ways; "
    "let each repeat begin or end with something only it can match"
)


def _faults(tree: Any, flags: int, longest: int, search: bool) -> Iterable[str]:
    """Yield why a pattern is refused; the parts in look-arounds and atomic groups are judged alone."""
    letters = alphabet(tree)
    todo: list[tuple[Any, bool]] = [(tree, search)]
    while todo:
        part, anywhere = todo.pop()
        graph = _Graph(letters)
        try:
            whole = graph.sequence(part, flags, 1.0)
        except _Refused as refused:
            yield str(refused)
            return
        todo.extend((inner, False) for inner in graph.apart)
        if anywhere:
            start = graph.position(graph.all, math.inf)
            graph.join([start], [start])
            graph.join([start], whole.first)
        loops = graph.loops()
        if any(graph.is_ambiguous(loop) for loop in loops):
            yield _NESTED
        chain = graph.dearest(loops, longest)
        cost = _cost(chain)
        if cost > BUDGET:
            yield (
                f"{len(chain)} repeats in a row can share the same characters, which may take "
                f"{cost:.0e} steps on {longest:,} of them; bound them, as in .{{0,60}}, or let each stop at "
                "a character of its own, as in [^,]*"
            )


class _Refused(Exception):
    """A shape that is refused while it is being read."""


@dataclass
class _Piece:
    """A part of a pattern: where it can begin and end, and whether it can be empty."""

    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    empty: bool = True


class _Graph:
    """The places of a pattern that take a character, and which can follow which, in how many ways.

    This is Glushkov's automaton with the number of ways kept, since a way more is a step more.
    """

    def __init__(self, alphabet: str) -> None:
        self.alphabet = alphabet
        self.all: Mask = (1 << len(alphabet)) - 1
        self.masks: list[Mask] = []
        self.sizes: list[float] = []
        self.follow: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.apart: list[Any] = []

    def position(self, mask: Mask, size: float) -> int:
        if len(self.masks) >= _MOST_POSITIONS:
            raise _Refused("it is too large to be judged; split it into several rules")
        self.masks.append(mask)
        self.sizes.append(size)
        return len(self.masks) - 1

    def join(self, last: Iterable[int], first: Sequence[int]) -> None:
        for one in last:
            for two in first:
                self.follow[one][two] += 1

    # ---- reading ------------------------------------------------------------

    def sequence(self, items: Iterable[Any], flags: int, size: float) -> _Piece:
        piece = _Piece()
        for op, value in items:
            piece = self._after(piece, self._item(op, value, flags, size))
        return piece

    def _after(self, one: _Piece, two: _Piece) -> _Piece:
        self.join(one.last, two.first)
        return _Piece(
            one.first + two.first if one.empty else one.first,
            two.last + one.last if two.empty else two.last,
            one.empty and two.empty,
        )

    def _item(self, kind: Any, value: Any, flags: int, size: float) -> _Piece:
        op = str(kind)
        if op in ("LITERAL", "NOT_LITERAL", "ANY", "IN", "RANGE"):
            place = self.position(find_taken(kind, value, flags, self.alphabet), size)
            return _Piece([place], [place], empty=False)
        if op == "SUBPATTERN":
            _, add, drop, inner = value
            return self.sequence(inner, (flags | add) & ~drop, size)
        if op in ("BRANCH", "GROUPREF_EXISTS"):
            listed = value[1] if op == "BRANCH" else filter(None, value[1:])
            parts = [self.sequence(part, flags, size) for part in listed]
            return _Piece(
                [place for part in parts for place in part.first],
                [place for part in parts for place in part.last],
                op != "BRANCH" or any(part.empty for part in parts),
            )
        if op in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(value, flags, size)
        if op in ("POSSESSIVE_REPEAT", "ATOMIC_GROUP"):
            # Never gone back into: to the rest of the pattern it is one step, whatever it takes.
            inner = value[2] if op == "POSSESSIVE_REPEAT" else value
            self.apart.append(inner)
            alone = _Graph(self.alphabet)
            piece = alone.sequence(inner, flags, size)
            place = self.position(reduce(or_, alone.masks, 0), size)
            return _Piece([place], [place], piece.empty or (op == "POSSESSIVE_REPEAT" and value[0] == 0))
        if op in ("ASSERT", "ASSERT_NOT"):
            self.apart.append(value[1])
        return _Piece()

    def _repeat(self, value: Any, flags: int, size: float) -> _Piece:
        least, most, items = int(value[0]), int(value[1]), value[2]
        if most <= _WRITTEN_OUT:
            # Each copy that may be missing stands inside the one before: x, xx and xxx are a way each.
            piece = _Piece()
            for number in reversed(range(most)):
                piece = self._after(self.sequence(items, flags, size), piece)
                piece.empty = piece.empty or number >= least
            return piece
        endless = most >= int(import_module("re._constants").MAXREPEAT)
        piece = self.sequence(items, flags, math.inf if endless else size * most)
        if piece.empty and (least > 1 or not endless):
            raise _Refused(
                "a counted repeat can be filled with nothing in countless ways; drop the inner ? or *"
            )
        self.join(piece.last, piece.first)
        return _Piece(piece.first, piece.last, piece.empty or least == 0)

    # ---- judging ------------------------------------------------------------

    def loops(self) -> list[list[int]]:
        """Return the groups of places that lie on a way back to themselves, in order of the pattern."""
        found = _components({place: self.follow.get(place, {}) for place in range(len(self.masks))})
        return [group for group in found if len(group) > 1 or group[0] in self.follow.get(group[0], {})]

    def is_ambiguous(self, loop: list[int]) -> bool:
        """Say whether the same characters lead round a loop in two ways: steps then double each round."""
        inside = set(loop)
        if any(ways > 1 for one in loop for two, ways in self.follow[one].items() if two in inside):
            return True
        if len(loop) == 1:
            return False
        after: dict[tuple[int, int], list[tuple[int, int]]] = {}
        todo = [(place, place) for place in loop]
        while todo:
            pair = todo.pop()
            if pair in after:
                continue
            if len(after) > _MOST_PAIRS:
                return True
            one, two = (list(inside.intersection(self.follow[place])) for place in pair)
            after[pair] = [(a, b) for a in one for b in two if self.masks[a] & self.masks[b]]
            todo.extend(after[pair])
        # From two places to one, and back to two: what is read meanwhile can be read in two ways.
        return any(len({a == b for a, b in group}) > 1 for group in _components(after))

    def dearest(self, loops: list[list[int]], longest: int) -> list[float]:
        """Return the sizes of the chain of loops on the same characters that costs most."""
        masks = [reduce(or_, (self.masks[place] for place in loop)) for loop in loops]
        sizes = [min(max(self.sizes[place] for place in loop), float(longest)) for loop in loops]
        known: dict[int, list[float]] = {}

        def best(index: int) -> list[float]:
            if index not in known:
                known[index] = max(
                    (
                        [sizes[index], *best(other)]
                        for other in range(len(loops))
                        if self._shares(index, other, loops, masks)
                    ),
                    key=_cost,
                    default=[sizes[index]],
                )
            return known[index]

        chains = [best(index) for index in range(len(loops))]
        return max(chains, key=_cost, default=[])

    def _shares(self, one: int, two: int, loops: list[list[int]], masks: list[Mask]) -> bool:
        """Say whether characters that keep loop one going can lead to loop two and keep that going."""
        common, aim = masks[one] & masks[two], set(loops[two])
        if one == two or not common:
            return False
        todo, seen = list(loops[one]), set(loops[one])
        while todo:
            for after in self.follow.get(todo.pop(), {}):
                if after not in seen and self.masks[after] & common:
                    if after in aim:
                        return True
                    seen.add(after)
                    todo.append(after)
        return False


def _cost(chain: Sequence[float]) -> float:
    return math.prod(chain) / math.factorial(len(chain))


def _components(after: Mapping[Any, Iterable[Any]]) -> list[list[Any]]:
    """Return the strongly connected groups of a graph, given as what follows each of its nodes."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    number = {node: place for place, node in enumerate(after)}
    edges = [(number[node], number[other]) for node, others in after.items() for other in others]
    rows, columns = zip(*edges, strict=True) if edges else ((), ())
    links = csr_array(([1] * len(edges), (rows, columns)), shape=(len(number), len(number)))
    groups: dict[int, list[Any]] = defaultdict(list)
    for node, group in zip(number, connected_components(links, connection="strong")[1], strict=True):
        groups[int(group)].append(node)
    return list(groups.values())
