"""What became of changed words: another figure, name or negation, only another form, or other words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple, overload

import numpy as np
import pyarrow.compute as pc

from framing.plugins import toml
from framing.text.overlap.shingles import Ints
from framing.text.tokens import Tokens
from framing.text.voices.words import known

#: Lists of `known` whose words are of closed classes.
_CLOSED = (
    "pronoun", "object", "possessive", "subordinator", "coordinator", "article", "auxiliary", "preposition",
)  # fmt: skip


@dataclass(frozen=True)
class Lists:
    """The word lists of ``forms.toml``, in lower case.

    Attributes
    ----------
    figures : dict of str to str
        Words of numbers, magnitudes, units, months and days, each to the one way in which it is compared.
    time, negators : frozenset of str
    spelling : dict of str to str
        Each spelling, to the one that stands for all.
    function : frozenset of str
        Words of closed classes.
    """

    figures: dict[str, str]
    time: frozenset[str]
    negators: frozenset[str]
    spelling: dict[str, str]
    function: frozenset[str]


@cache
def lists() -> Lists:
    """Return the lists.

    >>> lists().figures["sept"], lists().figures["billion"], lists().spelling["programme"]
    ('sep', 'bn', 'program')
    """
    raw = toml("framing.comparison.reuse", "forms")
    pairs = [entry.split("|") for entry in raw["spelling"]["pairs"].split()]
    return Lists(
        figures={word: one for one, said in raw["figures"].items() for word in (one, *said.split())},
        time=frozenset(raw["words"]["time"].split()),
        negators=frozenset(raw["words"]["negators"].split()),
        spelling={form: forms[0] for forms in pairs for form in forms},
        function=frozenset(word for name in _CLOSED for word in known()[name]),
    )


# Whether two words are one word in two spellings: British and American, hyphens, abbreviations.

#: Endings and letters that differ by country, the American form last.
_RULES = (
    (re.compile(r"is(e[sdr]?|ers|ing|ations?|able)$"), r"iz\1"),
    (re.compile(r"ys(e[sdr]?|ers|ing)$"), r"yz\1"),
    (re.compile(r"(?<=[bcdlmntv])our"), "or"),
    (re.compile(r"(?<=[bt])re(s?)$"), r"er\1"),
    (re.compile(r"ogue(s?)$"), r"og\1"),
    (re.compile(r"([aeiou])ll(ed|ing|er|ers|or|ors)$"), r"\1l\2"),
    (re.compile(r"enc(e[sd]?)$"), r"ens\1"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"xion(s?)$"), r"ction\1"),
)
_CONTRACTED: dict[str, str] = toml(__package__, "lists")["classing"]["contracted"]
_MARKS = re.compile(r"[^\w%$€£¥]+")


def plain(word: str) -> str:
    """Return a spelling that those of one word share.

    >>> [plain(word) for word in ("organisation", "labour", "centre", "travelled", "co-operate", "U.S.")]
    ['organization', 'labor', 'center', 'traveled', 'cooperate', 'us']
    """
    lower = re.sub("[’‘]", "'", word.lower())
    for short, long in _CONTRACTED.items():
        if lower.endswith(short):
            lower = lower[: -len(short)] + long
            break
    lower = _MARKS.sub("", re.sub("'s?$", "", lower))
    lower = lists().spelling.get(lower, lower)
    for pattern, american in _RULES:
        lower = pattern.sub(american, lower)
    return lower


def same(a: Sequence[str], b: Sequence[str]) -> bool:
    """Say whether two runs of words are the same in other spellings.

    >>> same(["did", "not"], ["didn't"]), same(["win", "win"], ["win-win"]), same(["Sen."], ["Senator"])
    (True, True, True)
    >>> same(["U.S."], ["United", "States"]), same(["rose"], ["fell"])
    (True, False)
    """
    if "".join(map(plain, a)) == "".join(map(plain, b)) or {" ".join(a), " ".join(b)} == {"&", "and"}:
        return True
    short, long = sorted((a, b), key=lambda words: len(" ".join(words)))
    if len(short) != 1:
        return False
    letters = _MARKS.sub("", re.sub("['’]s?$", "", short[0]))
    if len(long) == 1:
        # Sen., Calif., Gov.
        return short[0].endswith(".") and len(letters) > 1 and long[0].lower().startswith(letters.lower())
    first = "".join(word[0] for word in long if word[:1].isupper())
    return len(letters) > 1 and letters.isupper() and letters == first


# The words of articles as two prints are laid side by side: each with the signs printed on it, and its key.

_BEFORE = "$€£¥₹"
_AFTER = "%‰"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as printed, with the sign of money before it or of per cent behind it.

    `starts` says that it is the first of a sentence, whose capital says nothing.
    """

    text: str
    key: str
    start: int
    end: int
    starts: bool


class Words(Sequence[Word]):
    """The words of a page, each made when it is asked for: of most only the key is ever needed."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self._page.keys)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Word]: ...
    def __getitem__(self, at: int | slice) -> Word | Sequence[Word]:
        """Return a word, or a list of some."""
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        page = self._page
        start, end = int(page.starts[at]), int(page.ends[at])
        return Word(page.text[start:end], page.keys[at], start, end, bool(page.opens[at]))

    def __iter__(self) -> Iterator[Word]:
        """Yield the words in order."""
        return (self[n] for n in range(len(self)))


@dataclass(frozen=True)
class Page:
    """The words of one text: its text, where words begin and end in it, their keys, which open a sentence."""

    text: str
    starts: Ints
    ends: Ints
    keys: list[str]
    opens: np.ndarray

    @property
    def words(self) -> Sequence[Word]:
        """The words."""
        return Words(self)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that stand here in small letters."""
        rows = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        return frozenset(self.text[s:e] for s, e in rows if self.text[s].islower())


def pages(tokens: Tokens, texts: Sequence[str], docs: Sequence[int]) -> list[Page]:
    """Return the words of some of the texts of tokens.

    Parameters
    ----------
    tokens : Tokens
    texts : sequence of str
        One for each of `docs`.
    docs : sequence of int
        Indices of texts in `tokens`.
    """
    opens = np.zeros(len(tokens.ids) + 1, bool)
    opens[tokens.sentences] = True
    keys, of_token = tokens.vocabulary.keys, tokens.vocabulary.of_token
    figure = pc.match_substring_regex(tokens.forms, r"\d").to_numpy(zero_copy_only=False)
    found = []
    for text, doc in zip(texts, docs, strict=True):
        first, last = int(tokens.docs[doc]), int(tokens.docs[doc + 1])
        starts, ends = tokens.spans(np.arange(first, last))
        page = Page(text, starts, ends, [keys[n] for n in of_token[first:last].tolist()], opens[first:last])
        for at in np.flatnonzero(figure[tokens.ids[first:last]]).tolist():
            _sign(page, at)
        found.append(page)
    return found


def _sign(page: Page, at: int) -> None:
    """Take the signs at a figure into it."""
    start, end = int(page.starts[at]), int(page.ends[at])
    if start and page.text[start - 1] in _BEFORE:
        page.starts[at] -= 1
        page.keys[at] = page.text[start - 1] + page.keys[at]
    if end < len(page.text) and page.text[end] in _AFTER:
        page.ends[at] += 1
        page.keys[at] += page.text[end]


# What a change is: by the figures, names and negators of either side.

#: Signs and words that a figure is made of: digits with their decimals, letters, and each sign by itself.
_PIECES = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|[$€£¥₹%‰]")
#: Scales that only sums of money have in news: a bare figure beside one may have lost its sign.
_SCALES = frozenset(("mn", "bn", "tn"))
_CURRENCIES = frozenset("$€£¥₹") | {"yuan"}
#: Words that a figure or date may stand with or without.
_LOOSE = frozenset(("us", "u", "s", "the", "of", "on", "and", "st", "nd", "rd", "th"))


class Run(NamedTuple):
    """Some words of a text: those of `words` from `start` to before `end`."""

    words: Sequence[Word]
    start: int
    end: int

    def own(self) -> Sequence[Word]:
        """The words of the run alone."""
        return self.words[self.start : self.end]


class Change(NamedTuple):
    """A run of each side that took each other's place, and its class."""

    a: Run
    b: Run
    cls: str


def read_figures(words: Sequence[str]) -> Counter[str]:
    """Return what figures and dates are made of, each piece in one form, in whatever order.

    >>> read_figures(["$118.7", "billion"]) == read_figures(["118.7bn", "US", "dollars"])
    True
    >>> read_figures(["January", "14"]) == read_figures(["14", "Jan."])
    True
    >>> read_figures(["Twenty-five", "thousand"]) == read_figures(["25,000"])
    True
    """
    text = re.sub(r"(?<=\d),(?=\d{3})", "", " ".join(words).casefold()).replace("per cent", "%")
    found: list[str] = []
    for piece in _PIECES.findall(text):
        one = lists().figures.get(piece, piece)
        last = found[-1] if found and found[-1].isdigit() else ""
        if last and one in ("100", "1000"):
            found[-1] = str(int(last) * int(one))
        elif last and not piece[0].isdigit() and one.isdigit() and 20 <= int(last) <= 90 and int(one) < 10:
            found[-1] = str(int(last) + int(one))
        elif piece not in _LOOSE:
            found.append(one)
    return Counter(found)


def is_figure(word: Word) -> bool:
    """Say whether a word is a number, its unit, or a part of a date; "may" in small letters is none."""
    if any(sign.isdigit() for sign in word.key) or word.key in lists().time:
        return True
    key = word.key.rstrip(".").partition("-")[0]
    dated = key in lists().figures and lists().figures[key].isalpha() and len(lists().figures[key]) == 3
    return key in lists().figures and (not dated or word.text[:1].isupper())


def class_change(a: Run, b: Run, small: frozenset[str] = frozenset()) -> Change:
    """Return the change that two runs make: the class is of the first thing in which they differ.

    Parameters
    ----------
    a, b : Run
        What stands in the place of each other; one of them may be empty.
    small : frozenset of str
        Words that are known to stand in small letters elsewhere: at the head of a sentence they are no names.
    """
    if is_same(a, b):
        return Change(a, b, "form")
    tests: dict[str, Callable[[Word], bool]] = {
        "negation": lambda word: (
            word.text != "No."
            and (word.key in lists().negators or word.key.replace("’", "'").endswith("n't"))
        ),
        "figure": is_figure,
        "name": lambda word: (
            word.text[:1].isupper()
            and word.key != "i"
            and not is_figure(word)
            and not (word.starts and (word.text.lower() in small or word.key in lists().function))
        ),
    }
    for name, test in tests.items():
        old, new = ([word.key for word in run.own() if test(word)] for run in (a, b))
        if (len(old) != len(new)) if name == "negation" else (old != new):
            return Change(a, b, name)
    return Change(a, b, "other")


def is_same(a: Run, b: Run) -> bool:
    """Say whether two runs say the same in other spellings, or give the same figure or date."""
    left, right = ([word.text for word in run.own()] for run in (a, b))
    if any(is_figure(word) for run in (a, b) for word in run.own()):
        one, other = read_figures(left), read_figures(right)
        if any(_SCALES & pieces.keys() for pieces in (one, other)) and not all(
            _CURRENCIES & pieces.keys() for pieces in (one, other)
        ):
            one, other = (
                Counter({key: n for key, n in pieces.items() if key not in _CURRENCIES})
                for pieces in (one, other)
            )
        return one == other
    if not (left and right):
        # US$5 and $5.
        run = a if left else b
        after = run.words[run.end : run.end + 1]
        return bool(after) and after[0].key.startswith("$") and after[0].start == run.own()[-1].end
    return same(left, right)
