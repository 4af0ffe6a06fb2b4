"""What became of changed words: another figure, name or verb, a negation, or only another form.

Words come in with those around them, since "4" is a share where "percent" follows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from importlib import resources
from typing import NamedTuple, overload

import numpy as np
import pyarrow.compute as pc

from framing.text.overlap.shingles import Ints
from framing.text.tokens import Tokens
from framing.text.voices.words import cues, known

# The word lists of ``forms.toml``, read once and ready to be looked up; no rule stands here.


@dataclass(frozen=True)
class Lists:
    """Words that classing looks up, all in lower case.

    Attributes
    ----------
    numbers, magnitudes : dict of str to Fraction
    units : dict of str to str
        What stands behind a number, to its sign.
    months, days : dict of str to int
    time, negators, before_verb, before_noun, modal, auxiliary, no_verb : frozenset of str
    irregular : dict of str to str
        Each form of a verb without a rule, to its base.
    spelling : dict of str to str
        Each spelling, to the one that stands for all.
    function : frozenset of str
        Words of closed classes.
    """

    numbers: dict[str, Fraction]
    magnitudes: dict[str, Fraction]
    units: dict[str, str]
    months: dict[str, int]
    days: dict[str, int]
    time: frozenset[str]
    negators: frozenset[str]
    before_verb: frozenset[str]
    before_noun: frozenset[str]
    modal: frozenset[str]
    auxiliary: frozenset[str]
    no_verb: frozenset[str]
    irregular: dict[str, str]
    spelling: dict[str, str]
    function: frozenset[str]


#: Lists of `known` whose words are of closed classes.
_CLOSED = (
    "pronoun",
    "object",
    "possessive",
    "subordinator",
    "coordinator",
    "article",
    "auxiliary",
    "preposition",
)


@cache
def lists() -> Lists:
    """Return the lists.

    >>> lists().months["sept"], lists().irregular["rose"], lists().spelling["programme"]
    (9, 'rise', 'program')
    """
    raw = tomllib.loads((resources.files("framing.comparison.reuse") / "forms.toml").read_text("utf8"))
    words = {
        name: frozenset(str(value).split()) for name, value in raw["words"].items() if name != "irregular"
    }
    verbs = [entry.split("|") for entry in raw["words"]["irregular"].split()]
    pairs = [entry.split("|") for entry in raw["spelling"]["pairs"].split()]
    return Lists(
        numbers={word: Fraction(str(value)) for word, value in raw["numbers"].items()},
        magnitudes={word: Fraction(value) for word, value in raw["magnitudes"].items()},
        units=raw["units"],
        months=raw["months"],
        days=raw["days"],
        irregular={form: forms[0] for forms in verbs for form in forms},
        spelling={form: forms[0] for forms in pairs for form in forms},
        function=frozenset(word for name in _CLOSED for word in known()[name]),
        **words,
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
_CONTRACTED = {
    "can't": "cannot",
    "won't": "willnot",
    "shan't": "shallnot",
    "n't": "not",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'m": "am",
}
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
    if "".join(map(plain, a)) == "".join(map(plain, b)) or _respelled(a, b):
        return bool(a and b)
    if len(a) == len(b):
        return all(
            plain(x) == plain(y) or abbreviates(x, y) or abbreviates(y, x) for x, y in zip(a, b, strict=True)
        )
    return _initials(a, b) or _initials(b, a)


def _respelled(a: Sequence[str], b: Sequence[str]) -> bool:
    return {" ".join(a).lower(), " ".join(b).lower()} == {"&", "and"}


def abbreviates(short: str, long: str) -> bool:
    """Say whether a word with a full stop stands for a longer one: Sen., Calif., Gov., Pa.

    >>> abbreviates("Calif.", "California"), abbreviates("Pa.", "Pennsylvania")
    (True, True)
    >>> abbreviates("Sen.", "Secretary")
    False
    """
    bare = short.lower().rstrip(".")
    other = long.lower()
    if not short.endswith(".") or len(bare) < 2 or len(bare) >= len(other) or not bare.isalpha():
        return False
    if other.startswith(bare):
        return True
    rest = iter(other)
    return other[0] == bare[0] and other[-1] == bare[-1] and all(letter in rest for letter in bare)


def _initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Say whether one word is the initials of several with capitals: U.N., United Nations."""
    if len(short) != 1 or len(long) < 2:
        return False
    letters = re.sub(r"[^\w]", "", re.sub("['’]s?$", "", short[0]))
    first = "".join(word[0] for word in long if word[:1].isupper())
    return len(letters) >= 2 and letters.isupper() and letters == first


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


# What a figure or a date says, whatever its form: "$118.7 billion" is "$118.7bn", "Jan. 14" is "January 14".

_NUMBER = re.compile(
    r"(?P<sign>[$€£¥₹]?)(?P<digits>\d+(?:,\d{3})+|\d+)(?P<rest>\.\d+)?(?:-(?=[a-z]))?(?P<tail>[a-z]*|[%‰])",
    re.ASCII,
)
_ORDINAL = frozenset(("st", "nd", "rd", "th", "s"))
_COUNTRIES = {"us": "US", "u.s": "US", "c": "C", "ca": "C", "a": "A", "au": "A", "nz": "NZ", "hk": "HK"}
_MONEY = frozenset(("€", "£", "¥", "₹", "yuan"))
#: From here on a bare figure may be a sum whose sign was left off: 118.7bn.
_LARGE = 1_000_000


class Quantity(NamedTuple):
    """A figure: its value, its unit ("" for a bare number), and the words that give it, half open."""

    value: Fraction
    unit: str
    start: int
    end: int


def quantities(words: Sequence[Word]) -> list[Quantity]:
    """Return the figures of a run of words, in order.

    >>> def said(*texts):
    ...     return [Word(t, t.lower(), 0, 0, False) for t in texts]
    >>> [q[:2] == (Fraction("118.7e9"), "$") for q in quantities(said("$118.7", "billion"))]
    [True]
    >>> quantities(said("$118.7bn"))[0][:2] == quantities(said("$118.7", "billion"))[0][:2]
    True
    >>> [(str(q.value), q.unit) for q in quantities(said("twelve", "percent", "of", "1,000"))]
    [('12', '%'), ('1000', '')]
    """
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        one = _from(words, at)
        if one is None:
            at += 1
        else:
            found.append(one)
            at = one.end
    return found


def fits(a: Quantity, b: Quantity) -> bool:
    """Say whether two figures are the same.

    A dollar without a country fits every dollar, a million or more without a sign every sum.
    """
    units = {a.unit, b.unit}
    if a.value != b.value:
        return False
    if len(units) == 1 or ("$" in units and all(unit.endswith("$") for unit in units)):
        return True
    return "" in units and a.value >= _LARGE and all(_money(unit) for unit in units if unit)


def is_country(words: Sequence[Word], at: int) -> bool:
    """Say whether a word is the country of the dollars printed right behind it: US$5."""
    if words[at].key.rstrip(".") not in _COUNTRIES or at + 1 >= len(words):
        return False
    return words[at + 1].start == words[at].end and words[at + 1].key.startswith("$")


def _money(unit: str) -> bool:
    return unit.endswith("$") or unit in _MONEY


def is_number(word: Word) -> bool:
    """Say whether a word alone is a figure, in digits or letters."""
    return _digits(word.key) is not None or word.key in lists().numbers or word.key in lists().magnitudes


def _digits(key: str) -> tuple[Fraction, str] | None:
    """Return value and unit of a number in digits, its magnitude taken in."""
    match = _NUMBER.fullmatch(key)
    if not match:
        return None
    value = Fraction(match["digits"].replace(",", "") + (match["rest"] or ""))
    tail, unit = match["tail"], match["sign"]
    if tail in lists().magnitudes:
        value *= lists().magnitudes[tail]
    elif tail in lists().units:
        unit = lists().units[tail]
    elif tail and tail not in _ORDINAL:
        return None
    return value, unit


def _from(words: Sequence[Word], at: int) -> Quantity | None:
    """Return the figure that begins at a word, if one does."""
    keys = [word.key for word in words[at : at + 6]]
    given = _digits(keys[0])
    end = 1
    if given:
        value, unit = given
    elif (lettered := _lettered(keys)) is not None:
        value, end = lettered
        unit = ""
    else:
        return None
    while end < len(keys) and keys[end] in lists().magnitudes:
        value *= lists().magnitudes[keys[end]]
        end += 1
    for size in (2, 1):
        behind = " ".join(key.rstrip(".") for key in keys[end : end + size])
        if behind in lists().units:
            unit, end = lists().units[behind], end + size
            break
    if unit == "$" and at and is_country(words, at - 1):
        unit = _COUNTRIES[words[at - 1].key.rstrip(".")] + unit
    return Quantity(value, unit, at, at + end)


def _lettered(keys: Sequence[str]) -> tuple[Fraction, int] | None:
    """Return a number written in letters, and how many words it takes: twenty-five, a million, three."""
    numbers, magnitudes = lists().numbers, lists().magnitudes
    if keys[0] in ("a", "an") and len(keys) > 1 and keys[1] in magnitudes and len(keys[1]) > 3:
        return Fraction(1), 1
    tens, dash, ones = keys[0].partition("-")
    if tens in numbers and not dash:
        return numbers[tens], 1
    if dash and 20 <= numbers.get(tens, 0) <= 90 and 0 < numbers.get(ones, 0) < 10:
        return numbers[tens] + numbers[ones], 1
    return (Fraction(1), 0) if keys[0] in magnitudes and len(keys[0]) > 3 else None


# Whether a word is a verb where it stands, and how the stance of a reporting verb moves.


def is_verb(words: Sequence[Word], at: int) -> bool:
    """Say whether a word is a verb, by its form and the word before it.

    >>> def said(text):
    ...     return [Word(t, t.lower(), 0, 0, False) for t in text.split()]
    >>> is_verb(said("the minister claimed victory"), 2), is_verb(said("the claimed victory"), 1)
    (True, False)
    """
    word = words[at]
    key = word.key
    if not key.replace("'", "").isalpha() or (word.text[:1].isupper() and not word.starts):
        return False
    if key in lists().modal or key in lists().auxiliary:
        return True
    if key in lists().no_verb or key in lists().function:
        return False
    before = words[at - 1].key if at else ""
    if before in lists().before_noun:
        return False
    cue = cues().get(key)
    shape = cue.shape if cue else ""
    if before in lists().before_verb and (shape == "base" or lists().irregular.get(key) == key):
        return True
    if shape in ("ed", "ing", "s") or key in known()["verb"]:
        return True
    if key in lists().irregular and lists().irregular[key] != key:
        return True
    return len(key) > 4 and key.endswith("ed")


def moved(old: str, new: str) -> str:
    """Return how the stance moves from one verb to another, both keys.

    >>> moved("said", "claimed"), moved("said", "says"), moved("will", "may"), moved("rose", "fell")
    ('neutral to distancing', 'tense', 'modal', '')
    """
    a, b = cues().get(old), cues().get(new)
    if old in lists().modal and new in lists().modal:
        return "modal"
    if (a and b and a.base == b.base) or (
        old in lists().irregular and lists().irregular[old] == lists().irregular.get(new)
    ):
        return "tense"
    if a and b and a.stance != b.stance:
        return f"{a.stance} to {b.stance}"
    return ""


#: So many words beside a change belong to its figure or date.
_BESIDE = 3
#: Above so many words on a side a change is a passage of its own, which no one class fits.
_LONG = 6


class Run(NamedTuple):
    """Some words of a text: those of `words` from `start` to before `end`."""

    words: Sequence[Word]
    start: int
    end: int

    def own(self) -> Sequence[Word]:
        """The words of the run alone."""
        return self.words[self.start : self.end]


class Change(NamedTuple):
    """A run of each side that took each other's place, its class, and more on it."""

    a: Run
    b: Run
    cls: str
    detail: str = ""


def classed(a: Run, b: Run, small: frozenset[str] = frozenset()) -> list[Change]:
    """Return the changes that two runs make, each of one class.

    Parameters
    ----------
    a, b : Run
        What stands in the place of each other; one of them may be empty.
    small : frozenset of str
        Words that are known to stand in small letters elsewhere: at the head of a sentence they are no names.
    """
    form = form_of(a, b)
    if form:
        return [Change(a, b, "form", form)]
    pairs = _paired(a, b)
    if pairs is None:
        return [Change(a, b, *_class(a, b, small))]
    found: list[Change] = []
    for one, other in pairs:
        for change in classed(one, other, small):
            found = _joined(found, change)
    return found


def _joined(found: list[Change], change: Change) -> list[Change]:
    """Add a change; those beside each other of one class become one."""
    last = found[-1] if found else None
    if last and last.cls == change.cls and last.a.end == change.a.start and last.b.end == change.b.start:
        a, b = Run(last.a.words, last.a.start, change.a.end), Run(last.b.words, last.b.start, change.b.end)
        detail = last.detail or change.detail
        return [*found[:-1], Change(a, b, change.cls, detail)]
    return [*found, change]


def _paired(a: Run, b: Run) -> list[tuple[Run, Run]] | None:
    """Return runs of as many words word by word, where some of the pairs are of one kind; else None."""
    size = a.end - a.start
    if size < 2 or size != b.end - b.start or size > _LONG:
        return None
    kinds = [(_kind(a.words, a.start + i), _kind(b.words, b.start + i)) for i in range(size)]
    if not any(x == y and x for x, y in kinds):
        return None
    return [
        (Run(a.words, a.start + i, a.start + i + 1), Run(b.words, b.start + i, b.start + i + 1))
        for i in range(size)
    ]


def _kind(words: Sequence[Word], at: int) -> str:
    if is_number(words[at]):
        return "number"
    if is_verb(words, at):
        return "verb"
    if words[at].text[:1].isupper() and not words[at].starts:
        return "number" if _is_date(words, at) else "name"
    return "function" if words[at].key in lists().function else ""


def form_of(a: Run, b: Run) -> str:
    """Return in what way two runs say the same; empty where they don't."""
    wide_a, wide_b = _widened(a), _widened(b)
    first, second = quantities(wide_a.own()), quantities(wide_b.own())
    if first and len(first) == len(second) and all(map(fits, first, second)):
        rest = (_rest(wide_a, first), _rest(wide_b, second))
        figured = any(_belongs(run.words, at) for run in (a, b) for at in range(run.start, run.end))
        if figured and (rest[0] == rest[1] or same(*rest)):
            dated = any(word.key in lists().months for word in wide_a.own())
            return "same date, other form" if dated else "same figure, other form"
    if a.start == a.end or b.start == b.end:
        return ""
    if _dates(wide_a) and _dates(wide_a) == _dates(wide_b):
        return "same date, other form"
    return "same word, other spelling" if same(*_texts(a, b)) else ""


def _texts(a: Run, b: Run) -> tuple[list[str], list[str]]:
    return [word.text for word in a.own()], [word.text for word in b.own()]


def _rest(run: Run, found: Sequence[Quantity]) -> list[str]:
    inside = {at for one in found for at in range(one.start, one.end)}
    return [
        str(lists().months.get(word.key, plain(word.text)))
        for at, word in enumerate(run.own())
        if at not in inside and not is_country(run.own(), at)
    ]


def _dates(run: Run) -> list[tuple[str, int]]:
    """Return months, days of the week and numbers of a run that is a date and nothing else; else nothing."""
    found = []
    for at, word in enumerate(run.own(), run.start):
        if _is_date(run.words, at) and (word.key.rstrip(".") in lists().months):
            found.append(("month", lists().months[word.key.rstrip(".")]))
        elif _is_date(run.words, at) and word.key.rstrip(".") in lists().days:
            found.append(("day", lists().days[word.key.rstrip(".")]))
        elif (value := quantities([word])) and not value[0].unit:
            found.append(("number", int(value[0].value)))
        elif word.key not in ("the", "of", "on"):
            return []
    return sorted(found) if any(kind != "number" for kind, _ in found) else []


def _is_date(words: Sequence[Word], at: int) -> bool:
    """Say whether a word is a month, a day of the week, or today: "may" and "sat" are none."""
    word = words[at]
    key = word.key.rstrip(".")
    if key in lists().time:
        return True
    return word.text[:1].isupper() and (key in lists().months or key in lists().days)


def _widened(run: Run) -> Run:
    """Return a run with the words beside it that belong to its figure or date."""
    start, end = run.start, run.end
    while start > max(0, run.start - _BESIDE) and _belongs(run.words, start - 1):
        start -= 1
    while end < min(len(run.words), run.end + _BESIDE) and _belongs(run.words, end):
        end += 1
    return Run(run.words, start, end)


def _belongs(words: Sequence[Word], at: int) -> bool:
    key = words[at].key
    if key in lists().units or key in lists().magnitudes or is_number(words[at]) or is_country(words, at):
        return True
    if key.rstrip(".") in ("us", "u.s", "canadian", "australian") and at + 1 < len(words):
        return words[at + 1].key == "dollars"
    if key == "per" and at + 1 < len(words):
        return words[at + 1].key == "cent"
    if key == "cent" and at:
        return words[at - 1].key == "per"
    return _is_date(words, at) and key not in lists().time


def _class(a: Run, b: Run, small: frozenset[str]) -> tuple[str, str]:
    """Return the class of a change, and more on it."""
    if max(a.end - a.start, b.end - b.start) > _LONG and not _replaces_a_fact(a, b):
        return "other", ""
    if _negations(a) != _negations(b):
        return "negation", "added" if _negations(b) > _negations(a) else "dropped"
    for kind in _KINDS:
        old, new = _which(a, kind, small), _which(b, kind, small)
        if old != new and (kind != "verb" or (old and new)):
            return kind, moved(old[0], new[0]) if kind == "verb" and old and new else ""
    return "other", ""


def _replaces_a_fact(a: Run, b: Run) -> bool:
    """Say whether both runs, long as they are, differ in one figure."""
    size = (a.end - a.start, b.end - b.start)
    return (
        min(size) > 0 and max(size) <= 2 * _LONG and len(quantities(a.own())) == len(quantities(b.own())) == 1
    )


def _negations(run: Run) -> int:
    """Count the negators of a run; "No. 3" is none."""
    return sum(
        word.key in lists().negators or word.key.replace("’", "'").endswith("n't")
        for word in run.own()
        if word.text != "No."
    )


def _which(run: Run, kind: str, small: frozenset[str]) -> list[str]:
    """Return what a run holds of one kind, as keys in order."""
    test = _KINDS[kind]
    return [
        run.words[at].key
        for at in range(run.start, run.end)
        if test(run.words, at) and not _small(run, at, kind, small)
    ]


def _small(run: Run, at: int, kind: str, small: frozenset[str]) -> bool:
    word = run.words[at]
    return kind == "name" and word.starts and (word.text.lower() in small or word.key in lists().function)


def _is_name(words: Sequence[Word], at: int) -> bool:
    text = words[at].text
    return (
        text[:1].isupper() and words[at].key != "i" and not _is_date(words, at) and not is_number(words[at])
    )


def _is_figure(words: Sequence[Word], at: int) -> bool:
    """Say whether a word is a number, its unit, or a part of a date."""
    if words[at].key in lists().units and len(words[at].key) > 1:
        return True
    return is_number(words[at]) or _is_date(words, at)


_KINDS: dict[str, Callable[[Sequence[Word], int], bool]] = {
    "figure": _is_figure,
    "name": _is_name,
    "verb": is_verb,
}
