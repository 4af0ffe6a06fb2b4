"""Where a word ends and where a sentence ends: every rule of English stands here, with its examples.

The rules work on a *piece*, a stretch of text between white space
(``"win-win,"``, ``U.S.``, ``visit—which``). :func:`analyse` says what one
piece holds. The engine in `pieces` asks it once for each distinct piece and
works on arrays from then on; no rule may need more than the piece and the
one that follows it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "ABBREVIATIONS",
    "CLOSERS",
    "CONTRACTIONS",
    "NEEDS",
    "OPENERS",
    "STARTERS",
    "TITLES",
    "Analysis",
    "Ends",
    "Gap",
    "Starts",
    "analyse",
]

#: Marks that can stand before the first and after the last word of a piece.
OPENERS = "\"“”„‘’'`([{«‹「『"
CLOSERS = "\"”“’‘'`)]}»›」』"

#: Written with a full stop and followed by a name: never the end of a sentence.
TITLES = frozenset(
    "mr mrs ms mx dr prof rev hon messrs mme mlle gen col maj capt cmdr lt sgt cpl pvt adm brig "
    "sen rep gov sens reps govs pres supt det insp amb fr vs v nos vol fig art sec para p pp ch approx ca cf "
    "e.g i.e viz".split()
)

#: Written with a full stop: the end of a sentence only where the next word plainly begins one.
ABBREVIATIONS = TITLES | frozenset(
    "st sr jr no al co corp inc ltd llc plc bros dept univ assn assoc intl natl govt est etc dist "
    "ave blvd rd "
    "mt ft "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev "
    "okla ore pa tenn tex va vt wash wis wyo alta ont que sask man b.c n.s n.b p.e.i "
    "ph.d m.d b.a m.a ll.b a.m p.m u.s u.k u.n e.u u.s.a d.c l.a n.y".split()
)

#: Words that look like an abbreviation but mostly end a sentence when a full stop follows.
_PLAIN_WORDS = frozenset(
    "no art del fig ill ind la man mar mass miss mo mon mont ore pa sat sec sun v wash wed fr".split()
)

#: Capitalised words that begin a sentence and rarely a name: they decide after ``U.S.`` or ``Co.``.
STARTERS = frozenset(
    "The A An He She It They We I You This That These Those There Here In On At By For From With Without "
    "But And Or So Yet Also As If When While Where Who What Which Why How After Before Since Until During "
    "Under Over Between Among Its His Her Their Our My Your Some Many Most Several Both Each Every All Any "
    "No Not One Two Three However Meanwhile Still Although Though Because According Last Next Now Then "
    "Later Earlier Instead Indeed Moreover Nevertheless Despite Unlike Once Asked Even Only Such Just To "
    "Of".split()
)

#: ``'s`` is a verb after these, so it stays with the word; after others it is the possessive.
CONTRACTIONS = frozenset(
    "it's he's she's that's there's here's what's who's where's when's how's why's let's this's "
    "one's everyone's".split()
) - {"one's", "everyone's"}


class Gap:
    """What parts a word from the one before it in its piece."""

    NONE, BREAK, SENTENCE = 0, 1, 2


class Ends:
    """Whether a piece can end a sentence, which what follows it decides."""

    NEVER, IF_STARTER, IF_CAPITAL, IF_ANY = 0, 1, 2, 3


class Starts:
    """Whether a piece can begin a sentence: with a figure, a capital, or a word of `STARTERS`."""

    NO, FIGURE, CAPITAL, STARTER = 0, 1, 2, 3


#: What must follow each of `Ends` for the sentence to end there.
NEEDS = (Starts.STARTER + 1, Starts.STARTER, Starts.CAPITAL, Starts.FIGURE)


class Analysis(NamedTuple):
    """What a piece holds.

    `words` are (start, end, gap) in code points, `gap` saying whether
    punctuation, or the end of a sentence whose space was lost, parts the word
    from the one before it; `before` and `after` say that punctuation stands at
    the piece's own edges.
    """

    words: tuple[tuple[int, int, int], ...]
    before: bool
    after: bool
    ends: int
    starts: int


#: A letter or digit, with the accents that stand behind it as characters of their own.
_CHAR = r"[^\W_][\u0300-\u036f]*"
#: Zero-width characters: nothing is seen, so nothing is parted.
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
#: Addresses have bounds, or words that stops join without spaces would be searched for one to the end each.
_WORD = re.compile(
    rf"""
    (?:https?://|www\.)[^\s"“”<>]*[^\s"“”<>.,;:!?')\]]            # an address stays whole
  | [^\W_][\w.+-]{{0,99}}@[^\W_][\w-]{{0,99}}(?:\.[^\W_]+)+           # so does a mail address
  | [^\W_][\w-]{{0,99}}(?:\.[^\W_][\w-]{{0,99}}){{0,9}}
    \.(?:com|org|net|gov|edu|cn|ca|uk|eu|io)\b(?:/[\w/.-]*[\w/])?
  | \d[\d:.]*[ap]\.m\b\.?                                           # 5p.m.
  | (?: (?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![^\W_]))?                 # U.S.  p.m.  U.S.A
      | [^\W\d_]\.[^\W\d_](?![^\W_]) | (?:Ph|LL)\.[A-Z]\b\.?        # U.S  Ph.D.
    ) (?: [-'’‑][^\W_]+ )*                                          # U.S.-based  U.S.'s
  | (?:{_CHAR})+ (?: (?:(?<=\d)[.,:](?=\d) | [-'’‑&](?=[^\W_])) (?:{_CHAR})+ )*  # 118.7  win-win  AT&T
    (?: (?<=[^\W\d_])-(?=$|["”’),;]) )?                              # low- and middle-income
    """,
    re.VERBOSE,
)
_INNER_QUOTES = frozenset("\"“”‘’'`«»‹›")
#: Marks that stand at a word and part it from nothing.
_JOINED = "".join(sorted(_INNER_QUOTES)) + "%$€£¥&#@+*°" + _UNSEEN
_END = re.compile(rf"[.?!…。？！][{re.escape(CLOSERS + _UNSEEN)}]*$")
_AFTER = re.compile(rf"[^\w\s{re.escape(_JOINED)}][{re.escape(''.join(sorted(_INNER_QUOTES)) + _UNSEEN)}]*$")
#: A stop between two words of a piece: a space was lost. After "!" alone a name goes on ("Yahoo!News").
_LOST_SPACE = re.compile(rf"[)\]%]?(?:[.?]|[.?!][{re.escape(CLOSERS)}]+)[{re.escape(OPENERS)}]*")
_SENTENCE_CASE = re.compile(r"(?:[A-Z][a-z]|[AI]\b)")


@lru_cache(1 << 16)
def analyse(piece: str) -> Analysis:
    """Say which words a piece holds, and how it stands to its neighbours.

    Parameters
    ----------
    piece : str
        Text without white space.

    Returns
    -------
    Analysis

    Examples
    --------
    >>> def words(piece):
    ...     return [piece[start:end] for start, end, broken in analyse(piece).words]
    >>> words('"win-win,"'), words("visit—which"), words("and/or"), words("$118.7")
    (['win-win'], ['visit', 'which'], ['and', 'or'], ['118.7'])
    >>> words("Carney’s"), words("U.S."), words("Ltd.,"), words("said."), words("—")
    (['Carney’s'], ['U.S.'], ['Ltd.'], ['said'], [])
    >>> analyse("said.").ends == Ends.IF_ANY, analyse("U.S.").ends == Ends.IF_STARTER
    (True, True)
    >>> analyse("Mr.").ends == Ends.NEVER, analyse("He").starts == Starts.STARTER
    (True, True)
    """
    words: list[tuple[int, int, int]] = []
    last = 0
    for match in _WORD.finditer(piece):
        start, end = match.span()
        if piece[end : end + 1] == "." and _abbreviates(piece[start:end], piece[end + 1 :]):
            end += 1
        words.append((start, end, _gap(piece, last, start) if words else Gap.NONE))
        last = end
    if not words:
        parts = any(mark not in _JOINED for mark in piece)
        return Analysis((), parts, parts, _ends(piece, words), _starts(piece, words))
    before = any(mark in "([{—–" for mark in piece[: words[0][0]])
    after = bool(_AFTER.search(piece[last:]))
    return Analysis(tuple(words), before, after, _ends(piece, words), _starts(piece, words))


def _gap(piece: str, last: int, start: int) -> int:
    """Say what parts two words of a piece, the first of which ends at `last`.

    >>> _gap("and/or", 3, 4), _gap("it.”He", 2, 4), _gap("end.Next", 3, 4), _gap("site.php", 4, 5)
    (1, 2, 2, 1)
    """
    between, tail = piece[last:start], piece[max(last - 2, 0) : last]
    if (
        _LOST_SPACE.fullmatch(between)
        and _SENTENCE_CASE.match(piece, start)
        and (tail.islower() or tail.isdigit())
    ):
        return Gap.SENTENCE
    return Gap.BREAK if any(mark not in _INNER_QUOTES for mark in between) else Gap.NONE


def _abbreviates(word: str, rest: str) -> bool:
    """Whether a full stop after the word belongs to it; `rest` is what follows in the piece.

    >>> _abbreviates("Mr", ""), _abbreviates("said", ""), _abbreviates("J", ""), _abbreviates("Wash", "")
    (True, False, True, True)
    """
    fold = word.casefold()
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    if fold in _PLAIN_WORDS:
        # "no." and "sat." end sentences; "No. 3" and "Wash." don't.
        return word[0].isupper()
    return fold in ABBREVIATIONS


def _ends(piece: str, words: list[tuple[int, int, int]]) -> int:
    if not _END.search(piece):
        return Ends.NEVER
    if not words:
        # Dots alone mark a pause or a cut more often than an end.
        return Ends.IF_STARTER if piece in ("...", "…", "....") else Ends.IF_ANY
    start, end, _ = words[-1]
    word = piece[start:end]
    if word == "I" and piece[end:].startswith("."):
        return Ends.IF_STARTER  # "J. I. Case" or "so do I. He left"
    if not word.endswith(".") or any(mark in ".?!…" for mark in piece[end:]):
        return Ends.IF_ANY
    bare = word[:-1].casefold()
    if bare == "no":
        return Ends.IF_CAPITAL  # "No. 3" is a number, "No. Duties rose" an answer
    return Ends.NEVER if bare in TITLES else Ends.IF_STARTER


def _starts(piece: str, words: list[tuple[int, int, int]]) -> int:
    if not words:
        # A mark alone can open a sentence ('" We' with a stray space), a dash can't.
        return Starts.CAPITAL if piece and piece[0] in OPENERS else Starts.NO
    start, end, _ = words[0]
    if any(mark not in OPENERS + "$€£¥#@…." + _UNSEEN for mark in piece[:start]):
        return Starts.NO
    word = piece[start:end]
    initial = len(word) == 1 and piece[end : end + 1] == "."
    if re.split("['’-]", word)[0] in STARTERS and not initial:
        return Starts.STARTER
    return Starts.CAPITAL if word[0].isupper() else Starts.FIGURE if word[0].isdecimal() else Starts.NO
