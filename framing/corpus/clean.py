"""From a text with its page still around it to paragraphs, with every cut line named.

A line is cut only by a rule (``boilerplate``, the outlet's file) or for what
it is at the head of a page: the headline again, section, byline, stamp.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, groupby, takewhile

from framing.corpus import bylines, dates, genre, language
from framing.corpus import lines as kinds
from framing.corpus.dates import Stamp
from framing.corpus.outlets import Outlet
from framing.corpus.records import Note
from framing.corpus.rules import LineRule, RuleSet

# The lines of one text, and what is to become of each; no rule stands here.


class MarkedLines:
    """Lines, their letters where the format gave any, and by what rule each is cut.

    Attributes
    ----------
    texts : list of str
    blocks : str or None
    cut : list of (str or None)
        The rule that takes a line; None while it stands.
    heading : set of int
        Lines that stand above the story and are kept.
    """

    def __init__(self, texts: Sequence[str], blocks: str | None) -> None:
        self.texts = list(texts)
        self.blocks = blocks
        self.cut: list[str | None] = [None] * len(self.texts)
        self.heading: set[int] = set()

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, index: int, rule: str) -> None:
        """Cut a line, unless a rule before did."""
        if self.cut[index] is None:
            self.cut[index] = rule

    def open(self, stop: int | None = None) -> list[int]:
        """Return the lines that stand, of the first `stop`."""
        return [i for i in range(len(self) if stop is None else min(stop, len(self))) if self.cut[i] is None]


# What a page prints beside its story's lines: a line again, a passage pulled out, a word on its author.

#: So many lines at the end of a text may tell who wrote it.
_LAST = 4
#: No page is longer; what is, would be searched once for each of its lines.
_PAGE_LINES, _PAGE_LETTERS = 1_000, 2_000_000
_CAPTIONS = ("caption", "image_note", "repeated_line")
_MARKS = "\"'“”‘’«»「」 "
#: Paragraphs of so many letters that stand twice running, and so many of them, are a gallery's captions.
_CAPTION, _GALLERY = 60, 3


def twice(marked: MarkedLines) -> None:
    """Cut what a page prints twice: a caption with its alternative text, a teaser, a passage pulled out.

    Only lines of headline length go, and passages whose very words stand in a
    paragraph; a paragraph that stands twice is the story's own affair.
    """
    _again(marked)
    labels = [
        i for i in marked.open() if kinds.is_label(marked.texts[i], 40) and kinds.words(marked.texts[i]) >= 4
    ]
    seen: dict[str, int] = {}
    for index in labels:
        text, under = marked.texts[index], index + 1
        below = marked.texts[under] if under < len(marked) else ""
        key = kinds.fold(text)
        twin = kinds.fold(below) if below[:1].lower() == text[:1].lower() else ""
        if key != twin and twin.startswith(key) and marked.cut[under] in _CAPTIONS:
            marked.take(index, marked.cut[under] or "")
        elif (twin.startswith(key) and len(key) < len(twin) < len(key) + 30) or (
            index not in marked.heading and _is_description(key, below)
        ):
            marked.take(index, "caption")
            marked.take(under, "caption")
        # A line may head several paragraphs, as one question does each part of an explainer.
        elif seen.get(key) == 1 and not text.endswith(("?", ":", "：", "？")) and not kinds.is_prose(below):
            marked.take(index, "repeated_line")
        seen[key] = seen.get(key, 0) + 1
    _pulled(marked)


def _again(marked: MarkedLines) -> None:
    """Cut a line that stands twice running, as a standfirst does that is set for two widths.

    Several paragraphs that do, with few others between, are the captions of a gallery.
    """
    doubled: list[int] = []
    for _, run in groupby(marked.open(), key=lambda index: marked.texts[index]):
        first, *more = run
        text = marked.texts[first]
        # A row of more is no slip of a page, and a quotation may be said again.
        if len(more) == 1 and len(text) >= 20 and not text.startswith(('"', "“", "'", "‘")):
            marked.take(more[0], "repeated_line")
            doubled += [first] * (len(text) >= _CAPTION)
    if len(doubled) >= _GALLERY:
        within = [index for index in marked.open() if doubled[0] <= index <= doubled[-1]]
        for index in within if len(within) <= 2 * len(doubled) else ():
            marked.take(index, "caption")


def _is_description(key: str, below: str) -> bool:
    """Say whether the line below a label says the same in a few words more or less, as captions do."""
    if not below or not kinds.is_label(below, 40) or kinds.words(below) < 4 or below.endswith(("?", ":")):
        return False
    one, two = sorted((key.split(), kinds.fold(below).split()), key=len)
    rest = iter(two)
    # Every word of the shorter, in its order: items of a list differ in a word, captions by words more.
    return len(one) >= 4 and 1 <= len(two) - len(one) <= 4 and all(word in rest for word in one)


def _pulled(marked: MarkedLines) -> None:
    """Cut passages pulled out of a paragraph, and the name that stands beneath one as its source."""
    standing = marked.open()
    whole = "\n".join(marked.texts[index] for index in standing)
    if len(standing) > _PAGE_LINES or len(whole) > _PAGE_LETTERS:
        return
    for index in standing:
        text = marked.texts[index]
        # A subhead may be made of the words of a quotation below it.
        titled = index in marked.heading or (marked.blocks is not None and marked.blocks[index] == "h")
        if len(text) > 320 or titled or (text.count(" ") < 7 and kinds.words(text) < 8):
            continue
        words = text.strip(_MARKS).removesuffix("…")
        if words.endswith(("?", "!")):
            continue
        if words.endswith(".") and not words.endswith("..."):
            words = words.rstrip(_MARKS + ".")
        # A passage that is pulled out stands inside another line that is kept.
        others = (marked.texts[i] for i in marked.open() if i != index)
        if whole.count(words) < 2 or not any(len(o) > len(words) + 10 and words in o for o in others):
            continue
        marked.take(index, "repeated_line")
        under = index + 1
        source = marked.texts[under] if under < len(marked) and marked.cut[under] is None else ""
        # A name that stands on more than one line opens the turns of an interview.
        single = len(source) <= 90 and marked.texts.count(source) == 1
        if single and kinds.is_label(source, 10) and _SOURCE.fullmatch(source):
            marked.take(under, "repeated_line")


_SOURCE = re.compile(r"[-–—―]? ?[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,3}(?:,? [^.!?]{2,60})?")


# ---- authors -------------------------------------------------------------------

_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|der|bin|al|el|la|le|da|di|du)){0,4}"
_DOES = re.compile(
    rf"(?:[-–—*•]+ ?|By )?(?P<name>{_NAME})(?P<then>, .{{2,80}},)? "
    r"(?P<does>is|was|has|covers|writes|reports|works|serves|joined|teaches|can be reached|edits|hosts|runs|"
    r"contributed)\b.{3,600}",
    re.S,
)
_WORK = re.compile(
    r"\b(?:reports (?:on|for|from)|covers|writes|reporters?|editors?|correspondents?|"
    r"columnists?|writers?|journalists?|contributors?|producers?|authors?|"
    r"fellows?|professors?|lecturers?|scholars?|researchers?|analysts?|hosts?|anchors?|directors?|commentators?|"
    r"chairman|president|founders?|attorney|novelist|essayist|blogger|strategist|consultant|ambassador)\b",
    re.I,
)
_FIRST_PERSON = re.compile(
    r"I(?: am|’m|'m)(?: an?| the)? .{0,80}\b(?:reporters?|editor|correspondent|columnist|writer|journalist|"
    r"contributor|author)\b.{0,900}|I (?:cover|write about|report on) .{3,400}",
    re.S,
)


def about_authors(marked: MarkedLines, authors: str, end: int) -> None:
    """Cut what the last lines tell of the author: a line that opens with the name, or with "I am a reporter".

    Of a name that no byline has, only the last line of all counts, and only
    where it tells of such a person's work and the name stands nowhere else.
    """
    known = kinds.fold(authors)
    standing = marked.open()
    if len(standing) < 4:
        return
    within = [i for i in standing if i < end][-_LAST:] if end else standing[-_LAST:]
    for index in reversed([*within, *[i for i in standing if i >= end > 0][:_HEAD]]):
        text = marked.texts[index]
        if len(text) > 700:
            continue
        if _FIRST_PERSON.fullmatch(text) and index >= standing[-2]:
            marked.take(index, "about_author")
            continue
        found = _DOES.fullmatch(text)
        if found is None:
            continue
        name = kinds.fold(found["name"])
        unknown = (
            index == marked.open()[-1]
            and " " in name
            and len(text) < 400
            and found["does"] in ("is", "can be reached", "covers", "writes", "teaches")
            and bool(_WORK.search(text) or found["does"] == "can be reached")
        )
        # Who writes is not written about: the surname stands in no other line.
        surname = re.compile(rf"\b{re.escape(name.split()[-1])}\b", re.I)
        if (known and f" {name} " in f" {known} ") or (
            unknown and not any(surname.search(text) for i, text in enumerate(marked.texts) if i != index)
        ):
            marked.take(index, "about_author")


# Where on a page its story stands: the run of lines whose sentences outweigh what stands between them
# (maximum subsequence segmentation: Pasternack and Roth 2009, doi:10.1145/1526709.1526840).

#: What a line weighs that is no sentence, and one that a rule cuts; a sentence weighs its words, up to these.
_LABEL, _FURNITURE, _SENTENCE = -2, -8, 30
#: Words at least of a sentence that ends with a colon.
_LEADING = 12
#: What a line of credits weighs, below which hardly ever a story goes on; of a chart's source that isn't so.
_CREDIT, _CHART = -80, ("source", "(source", "来源")
#: Rules that cut what belongs to a story, and stands inside it.
_OWN = frozenset(
    "caption image_note credit byline stamp correction note page_age rule label end_mark address".split()
)
#: Lines that a box inside a story has at most.
_BOX = 40
#: A page's end is cut only where the sentences in it have no more than this share of its story's words; where
#: credits or the heading of other stories say that the story is over.
_MOST_CUT = (0.25, 0.8)


def _weigh(texts: Sequence[str], rules: RuleSet) -> list[int]:
    """Return what each line weighs; a headline that stands twice is one of a list of other stories."""
    times = Counter(map(kinds.fold, texts))
    return [_weight(text, rules.first(text), times[kinds.fold(text)] > 1) for text in texts]


def _weight(text: str, rule: LineRule | None, twice: bool) -> int:
    if rule is not None and rule.where != "head":
        if rule.name == "credit" and not text.lower().startswith(_CHART):
            return _CREDIT
        return 0 if rule.name in _OWN else _FURNITURE
    # A sentence leads to a post or a list, too, and may be the last.
    if kinds.is_said(text) or (text.endswith(":") and kinds.words(text) >= _LEADING):
        return min(kinds.words(text), _SENTENCE)
    return _FURNITURE if twice and kinds.words(text) >= _SHORTEST else _LABEL


def _extent(weights: Sequence[int]) -> tuple[int, int]:
    """Return the first line of the heaviest run and the place behind its last.

    >>> _extent([-2, 30, -2, 9, -2, -2]), _extent([-2, -2])
    ((1, 4), (0, 0))
    """
    best = total = start = begun = end = 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, begun = 0, index
        total += weight
        if total > best:
            best, start, end = total, begun, index + 1
    return start, end


def _go_on(texts: Sequence[str], weights: Sequence[int], start: int, end: int) -> int:
    """Return where a story ends that goes on, in words it had before, below a box that outweighs the rest."""
    story = _stems(" ".join(texts[start:end]))
    index = end
    while index < min(end + _BOX, len(texts)) and weights[index] != _CREDIT:
        told = weights[index] > 0 and not (_DOES.fullmatch(texts[index]) and _WORK.search(texts[index]))
        words = _stems(texts[index]) if told else set()
        if len(words & story) >= max(2, len(words) / 6):
            while index < len(texts) and weights[index] > 0:
                index += 1
            end = index
        index += 1
    return end


def _below(marked: MarkedLines, end: int, weights: Sequence[int]) -> None:
    """Cut a page's end: names that sign, and all that stands below the first line that is a page's own."""
    own = (None, "byline", "about_author", *_OWN - {"label"})
    first = next(
        (i for i in range(end, len(marked)) if marked.cut[i] not in own or _CREDIT in weights[end:i]),
        len(marked),
    )
    for index in (i for i in marked.open(first) if i >= end and bylines.persons(marked.texts[i])):
        if kinds.named(marked.texts[index]):
            marked.take(index, "byline")
    lost = sum(weights[i] for i in range(first, len(marked)) if weights[i] > 0 and marked.cut[i] is None)
    ended = _CREDIT in weights[end : first + 1] or "teaser" in marked.cut[first : first + 1]
    if lost <= _MOST_CUT[ended] * sum(weight for weight in weights[:end] if weight > 0):
        for index in range(first, len(marked)):
            marked.take(index, "below_story")


_WORDS = re.compile(r"[^\W\d_]{4,}")


def _stems(text: str) -> set[str]:
    """Return the words of a text by which two of its lines are about the same, cut to their beginnings."""
    return {word[:6] for word in _WORDS.findall(text.casefold()) if not language.is_common(word)}


#: Share of its words that a line on another story has in common with this one at most: alone, in a row.
_ALONE, _ROW = 0.125, 0.34


def _elsewhere(marked: MarkedLines, end: int, last: int) -> None:
    """Cut headlines of other stories between the paragraphs: lines of headline form that share few words.

    A row of them may share more; one of them alone, hardly any. What stands below a colon is a list.
    """
    standing = [i for i in marked.open(last) if i >= end]
    at = 0
    while at < len(standing):
        row = list(takewhile(lambda i: _is_headline(marked.texts[i]), standing[at:]))
        above = marked.texts[standing[at - 1]] if at else ""
        at += len(row) or 1
        if not row or above.endswith((":", "：")):
            continue
        story = _stems(" ".join(marked.texts[i] for i in standing if i not in row))
        stems = [_stems(marked.texts[i]) for i in row]
        shares = [len(words & story) / (len(words) or 1) for words in stems]
        if max(shares) <= (_ROW if len(row) > 1 else _ALONE) and min(map(len, stems)) >= 3:
            # A short label right above a row is the row's: a subhead has its paragraph below it.
            short = at > len(row) and kinds.words(above) < _SHORTEST and not kinds.is_said(above)
            for index in [*([standing[at - len(row) - 1]] if short else []), *row]:
                marked.take(index, "teaser")


def _is_headline(text: str) -> bool:
    """Say whether a line may be another story's headline: some words, a capital, no end, no bullet."""
    opened = text[0].isupper() or text[0].isdigit()
    plain = text[-1] not in _MARKS + ":：,;—–-?!)" and not kinds.is_bullet(text)
    return opened and plain and 5 <= kinds.words(text) <= 18 and kinds.is_label(text)


# The head of a page that is saved without its menu is over within so many lines, or never began.
_HEAD = 30
# In a longer paragraph no words are searched for.
_LONGEST_SEARCHED = 100_000
_CLOSED = re.compile(r" ([’']s\b|[,;.!?](?:\s|$))")
_QUOTES = ('"', "“", "'", "‘", "«", "「")


@dataclass
class Cleaned:
    """What came of one text."""

    paragraphs: list[str] = field(default_factory=list)
    blocks: str = ""
    title: str = ""
    section: str | None = None
    bylines: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    #: Why it is no whole article, where that shows here: nothing but captions.
    stub: str = ""


def clean(
    texts: Sequence[str],
    title: str,
    outlet: Outlet,
    rules: RuleSet,
    *,
    page: bool,
    blocks: str | None = None,
    head: bool = True,
    authors: str = "",
    named: str = "",
) -> Cleaned:
    """Return the paragraphs of a text, and the notes on what was cut and why.

    Parameters
    ----------
    texts : sequence of str
        Its lines, stripped, none empty.
    title : str
        The headline, if it is known; where it is not and `page` is true it is
        looked for in the first lines.
    outlet : Outlet
        Gives the zone of stamps and the name that bylines carry.
    rules : RuleSet
        The general rules and the outlet's.
    page : bool
        The text is what one copies from a page: its first lines are headline, section, byline, stamp.
    blocks : str, optional
        A letter for each line, where the format told them apart.
    head : bool
        Headline, byline and stamp may stand above the text. Where a layout has found the text
        they don't, and only rules for lines cut what is left.
    authors : str
        Who wrote it, as the record says: what the last lines tell of them is no part of the story.
    named : str
        What the file is called: people call a copy of a page by its headline.
    """
    called = {kinds.fold(name) for name in (outlet.name, *outlet.aliases, *outlet.domains)}
    names = called | {name.removeprefix("the ") for name in called}
    marked, result = MarkedLines(texts, blocks), Cleaned(title=_without_site(title, names))
    weights = _weigh(texts, rules) if head else []
    start, last = _extent(weights)
    last = _go_on(texts, weights, start, last) if last else 0
    end = _head_end(marked, outlet, start if page else 0) if head else 0
    _by_rule(marked, rules, end, page, start, last)
    _spans(marked, rules, result, (last or len(marked)) - 1)
    if end:
        _head(marked, end, outlet, result, page, _stems(" ".join(texts[end:last])), named, names)
    if head:
        twice(marked)
    if not result.bylines:
        _signed(marked, result)
    about_authors(marked, "; ".join([authors, *result.bylines]), last)
    if last > end:
        if blocks is None:
            _elsewhere(marked, end, last)
        _below(marked, last, weights)
    _finish(marked, result)
    return result


def _spans(marked: MarkedLines, rules: RuleSet, result: Cleaned, tail: int) -> None:
    """Cut words inside paragraphs: all that a pattern matches, or its group "cut"."""
    standing = marked.open()
    spans = rules.spans("\n".join(marked.texts[index] for index in standing))
    for index in standing if spans else ():
        before = text = marked.texts[index]
        if len(text) > _LONGEST_SEARCHED:
            continue
        for rule, pattern in spans:
            if any(map(text.__contains__, rule.cue)) and (rule.where != "tail" or index >= tail):
                text = _without(text, rule.name, pattern, result)
        if text is before:
            continue
        marked.texts[index] = text
        again = rules.first(text)
        if not text:
            marked.cut[index] = "moved"
        elif again is not None and again.where == "any":
            marked.take(index, again.name)


def _without(text: str, name: str, pattern: re.Pattern[str], result: Cleaned) -> str:
    group = "cut" if "cut" in pattern.groupindex else 0
    parts, at = [], 0
    for found in pattern.finditer(text):
        start, end = found.span(group)
        parts.append(text[at:start])
        at = end
        result.notes.append(Note("removed", name, found[group].strip()))
        if name == "credit":
            result.credits.append(found[group].strip())
    if not at:
        return text
    # What stood on both sides is parted by a space, but where a word's end follows ("MORE's").
    return _CLOSED.sub(r"\1", " ".join(" ".join([*parts, text[at:]]).split()))


def _head_end(marked: MarkedLines, outlet: Outlet, start: int) -> int:
    """Return how many lines stand above the story; a stamp or byline below a long standfirst still counts."""
    prose = (i for i in range(start, min(start + _HEAD, len(marked))) if kinds.is_prose(marked.texts[i]))
    first = next(prose, None)
    if first is None:
        first = 0 if len(marked) < 3 else min(len(marked) - 1, start + _HEAD)
    end = first
    for index in range(first, min(first + 14, len(marked) - 1)):
        text = marked.texts[index]
        if len(text) < 160 and (_signature(text, outlet) or kinds.bylined(text)):
            end = index + 1
    return end


# Desk and agency in a row, as "Harbour News Desk The Harbour Press", or in brackets.
_BODY = re.compile(
    r"(?:[A-Z][\w.’'&-]* ){0,7}(?:News|Press|Agency|Desk|Staff|Post|Times|Daily|Online|App|Reuters|AFP|AP|"
    r"Xinhua|Bloomberg|TASS|CP)"
)


def _signature(text: str, outlet: Outlet) -> tuple[list[str], Stamp] | None:
    """Return who signs and when of a line that holds nothing else: "Ana Ruiz | Harbour News | Jan. 15, 2026".

    Of a line that is a stamp, nobody signs.
    """
    both = dates.parted(text, local=outlet.zone, order=outlet.order) if len(text) <= 180 else None
    if both is None or both[0] == Stamp():
        return None
    if kinds.is_stamp(text, outlet.zone, outlet.order):
        return [], both[0]
    names = {kinds.fold(name) for name in (outlet.name, *outlet.aliases, *outlet.domains)}
    parts = [part for part in re.split(r"\s*[|·•()]\s*|\s{2,}", both[1].strip()) if dates.foreign(part)]
    who = [part.strip(" ,:;-–—()") for part in parts]
    is_who = all(
        kinds.bylined(part) or kinds.named(part) or _BODY.fullmatch(part) or kinds.fold(part) in names
        for part in who
    )
    return ([part for part in who if kinds.fold(part) not in names], both[0]) if is_who else None


def _by_rule(marked: MarkedLines, rules: RuleSet, head: int, page: bool, start: int, last: int) -> None:
    # The last third of the lines, or of the story where a page goes on below it.
    tail = min(
        len(marked) - max(3, len(marked) // 3), start + 2 * (last - start) // 3 if last else len(marked)
    )
    for index, text in enumerate(marked.texts):
        rule = rules.first(text)
        if (
            rule is None
            or (rule.where == "head" and index >= head)
            or (rule.where == "tail" and index < tail)
        ):
            continue
        marked.take(index, rule.name)
        if rule.cut == "rest":
            for below in range(index + 1, len(marked)):
                marked.take(below, rule.name)
            return
        for step, most in ((-1, rule.above), (1, rule.below)):
            # Above a page's story the neighbours of a button may be its headline.
            if rule.name in _OWN or not page or index >= head:
                _neighbours(marked, index, step, most, rule.name, rule.near)


def _neighbours(marked: MarkedLines, index: int, step: int, most: int, name: str, near: str) -> None:
    for distance in range(1, most + 1):
        at = index + step * distance
        if not 0 <= at < len(marked):
            return
        text = marked.texts[at]
        if near == "label" and not kinds.is_label(text):
            return
        if near == "line" and (len(text) > 160 or text.startswith(_QUOTES)):
            return
        under = marked.texts[at + 1] if at + 1 < len(marked) else ""
        # A short label right above a paragraph is more likely the story's own subhead than one more teaser.
        if (
            step > 0
            and most > 2
            and distance > 1
            and kinds.words(text) <= 4
            and kinds.is_prose(under)
            and not kinds.bylined(text)
        ):
            return
        marked.take(at, name)


def _head(
    marked: MarkedLines,
    end: int,
    outlet: Outlet,
    result: Cleaned,
    page: bool,
    story: set[str],
    named: str,
    names: set[str],
) -> None:
    again = _title_again(marked, min(end + 1, len(marked)), result)
    menu = [index for index in range(end) if marked.cut[index] == "navigation"]
    if page and len(menu) == 1:
        # One such word above the headline is the section; a row of them is the site's menu.
        marked.cut[menu[0]] = None
        _take_section(marked, menu[0], result)
    stamps, places = [], []
    for index in range(end):
        text, rule = marked.texts[index], marked.cut[index]
        signed = _signature(text, outlet)
        if signed is not None:
            # A date that can't be read is cut too; it is left open, and the audit says why.
            result.bylines += signed[0]
            marked.cut[index] = "stamp"
            stamps.append(index)
        elif rule is None and kinds.is_section(text):
            _take_section(marked, index, result)
        elif rule is None and (byline := kinds.bylined(text)) is not None:
            result.bylines.append(byline)
            marked.take(index, "byline")
        elif rule is None and marked.cut[index + 1 : index + 2] == ["label"] and kinds.named(text):
            # "Ana Ruiz and Bo Li" above "Harbour News" or "Opinion columnist".
            result.bylines.append(text)
            marked.take(index, "byline")
        elif rule not in ("stamp", "byline"):
            continue
        places.append(index)
    title = None
    if page and not result.title:
        title = _find_title(marked, end, places, story, named, names)
    if title is not None:
        _above(marked, title, result, names)
        _title_again(marked, end, result)
    for index in stamps:
        # Above the headline a bare date may be the day on which the page was looked at.
        if title is not None and index < title and not dates.has_label(marked.texts[index]):
            marked.cut[index] = "page_date"
    if stamps:
        near = range(max(title or 0, stamps[0] - _APART) + 1, min(end, stamps[-1] + _APART))
        # Names that stand alone between headline and story are the byline, if there is none.
        above = [] if result.bylines else [i for i in marked.open(end) if i in near]
        for index in [i for i in above if kinds.named(marked.texts[i])]:
            result.bylines.append(marked.texts[index])
            marked.take(index, "byline")
    if places:
        _beside_head(marked, title or 0, places[0], end, story)
    if places or again or (page and result.title):
        marked.heading.update(marked.open(end))
    for name in {kinds.fold(name) for line in result.bylines for name in bylines.persons(line, outlet.name)}:
        for index in marked.open():
            if len(marked.texts[index]) < 60 and kinds.fold(marked.texts[index]) == name:
                marked.take(index, "byline")


def _take_section(marked: MarkedLines, index: int, result: Cleaned) -> None:
    """The first section goes to its column, which is no loss; a second one is cut."""
    marked.take(index, "section" if result.section else "moved")
    result.section = result.section or " ".join(marked.texts[index].split())


def _title_again(marked: MarkedLines, end: int, result: Cleaned) -> int:
    """Cut the headline where it is repeated above the text, whole or split over two lines."""
    wanted = kinds.fold(result.title)
    if not wanted:
        return 0
    cut = 0
    standing = marked.open(end)
    for place, index in enumerate(standing):
        text = kinds.fold(marked.texts[index])
        under = standing[place + 1] if place + 1 < len(standing) else None
        if text == wanted or (len(wanted) > 40 and text.startswith(wanted) and len(text) < len(wanted) + 25):
            marked.take(index, "repeated_title")
            cut += 1
        elif under is not None and len(text) > 10 and wanted == f"{text} {kinds.fold(marked.texts[under])}":
            marked.take(index, "repeated_title")
            marked.take(under, "repeated_title")
            cut += 1
    return cut


def _signed(marked: MarkedLines, result: Cleaned) -> None:
    """Take the first line for the byline where it is one: agencies put it into the text.

    Names alone are one right above the place from which they write.
    """
    if len(standing := marked.open()) < 2:
        return
    first, below = (marked.texts[index] for index in standing[:2])
    byline = first if kinds.named(first) and _FROM.match(below) else kinds.bylined(first)
    if byline:
        result.bylines.append(byline)
        marked.take(standing[0], "byline")


#: A paragraph that opens with a place in capitals, as of a correspondent.
_FROM = re.compile(r"[A-Z][A-Z .,'’]{3,40}(?: \([^()]{2,20}\))? ?[-–—]")


#: Words that a headline has at least, and lines that stand between one and what signs it at most.
_SHORTEST, _APART = 4, 8


def _find_title(
    marked: MarkedLines, end: int, places: Sequence[int], story: set[str], named: str, names: set[str]
) -> int | None:
    """Return the place of the headline: what the file is called, what stands twice, what is signed below.

    Of the lines of headline length above the first byline or stamp that has such lines above it, the first
    that shares as much with the story as any is the headline, and those below it are its standfirst.
    """
    standing = [i for i in _standing(marked, end, names) if len(marked.texts[i]) <= 300]
    folded = {i: kinds.fold(marked.texts[i]) for i in standing}
    able = [i for i in standing if kinds.words(marked.texts[i]) >= _SHORTEST and folded[i] not in names]
    aged = [i - 1 for i in range(end) if marked.cut[i] == "age"]
    if len(aged) > 1:
        # One story's age may be told; where several are, each stands below another story's headline.
        able = [i for i in able if i not in aged] or able
    shares = {i: len(_stems(folded[i]) & story) / (len(_stems(folded[i])) or 1) for i in standing}
    called = _stems(named)
    for i in able:
        if len(called) >= _SHORTEST and len(called & _stems(folded[i])) >= 0.8 * len(called):
            return i
        # The browser's own title, "Headline | Site", stands above the headline.
        twin = next((j for j in able if j > i and folded[i].startswith(f"{folded[j]} ")), None)
        if twin is not None and len(folded[i]) < len(folded[twin]) + 40 and shares[twin] > _ROW:
            return twin
    groups = [_group([i for i in standing if place - _APART <= i < place], able) for place in places]
    rest = [i for i in able if not places or i > places[0]] or able or standing[:1]
    # A menu may have a name in it too: the group of the headline is about the story.
    likely = (group for group in (*groups, rest) if any(shares[i] > _ROW for i in group))
    group = next(likely, next(filter(None, groups), rest))
    most = max((shares[i] for i in group), default=0.0)
    return next((i for i in group if 2 * shares[i] >= most), None)


def _standing(marked: MarkedLines, end: int, names: set[str]) -> list[int]:
    """Return the lines that may be the headline: those that stand, and a first one that is labelled as such.

    "Opinion: Who pays" and "Who pays | Harbour News" are a teaser and a caption elsewhere on a page.
    """
    standing = marked.open(end)
    top = next((i for i in range(end) if marked.cut[i] in (None, "caption", "teaser")), end)
    if top < end and top not in standing:
        text = marked.texts[top]
        if genre.is_marked(text) or _without_site(text, names) != text:
            return [top, *standing]
    return standing


_SITE = re.compile(r"(?P<title>.*\S)\s+(?P<sign>[|–—-])\s+(?P<site>[^|]{2,40})")


def _without_site(title: str, names: set[str]) -> str:
    """Return a headline without the site's name behind it, and without the site's part behind a stroke.

    >>> for title in ("Ministers meet | Rye News", "Ministers meet - Rye", "Ministers meet - Rye reports"):
    ...     print(_without_site(title, {"rye"}))
    Ministers meet
    Ministers meet
    Ministers meet - Rye reports
    """
    found = _SITE.fullmatch(title)
    site = kinds.fold(found["site"]).removeprefix("the ") if found else ""
    own = site in names or (found and found["sign"] == "|" and site.rpartition(" ")[0] in names)
    return found["title"] if found and own else title


def _group(above: Sequence[int], able: Sequence[int]) -> list[int]:
    """Return the nearest run of lines of headline length among those above one."""
    near = list(dropwhile(lambda i: i not in able, reversed(above)))
    return list(takewhile(lambda i: i in able, near))[::-1]


def _above(marked: MarkedLines, title: int, result: Cleaned, names: set[str]) -> None:
    """Take the headline, and for its section the short line right above it; what stands higher is a menu."""
    plain = dates.without_correction(marked.texts[title].lstrip("•·▪◦*‣ "))
    result.title = _without_site(plain, names)
    marked.cut[title] = "moved"
    near = title - 1
    short = near >= 0 and kinds.words(marked.texts[near]) < _SHORTEST
    if short and not result.section and marked.cut[near] in (None, "navigation"):
        marked.cut[near] = None
        _take_section(marked, near, result)
    for index in marked.open(title):
        marked.take(index, "navigation")


def _beside_head(marked: MarkedLines, title: int, signed: int, end: int, story: set[str]) -> None:
    """Cut what stands between headline and story and has no word of it: buttons, roles, notes of the page.

    Above who signs is the standfirst's place; what stands below has to share as much as a summary does.
    """
    for index in marked.open(end):
        text = marked.texts[index]
        if index <= title or not kinds.is_label(text) or text.endswith(("-", "–", "—")):
            continue
        words = _stems(text)
        least = 2 if kinds.words(text) < _SHORTEST else len(words) * _ROW if index > signed else 1
        if len(words & story) < least:
            marked.take(index, "beside_head")


def _finish(marked: MarkedLines, result: Cleaned) -> None:
    if not marked.open():
        # A picture with its caption is a kind of article; it is kept and marked, not lost.
        captions = [
            i for i, rule in enumerate(marked.cut) if rule == "caption" and kinds.words(marked.texts[i]) >= 5
        ]
        for index in captions:
            marked.cut[index] = None
        result.stub = "only captions of pictures" if captions else ""
    kept: list[int] = []
    for index, rule in enumerate(marked.cut):
        text = marked.texts[index]
        if rule is None:
            kept.append(index)
        elif rule == "moved":
            continue
        else:
            if rule == "credit":
                result.credits.append(text)
            elif (
                rule == "byline" and text not in result.bylines and kinds.bylined(text) not in result.bylines
            ):
                result.bylines.append(kinds.bylined(text) or text)
            result.notes.append(Note("removed", rule, text))
    letters = []
    for place, index in enumerate(kept):
        if marked.blocks is not None:
            letters.append(marked.blocks[index])
        elif index in marked.heading and kinds.is_label(marked.texts[index], 60):
            letters.append("h")
        else:
            after = marked.texts[kept[place + 1]] if place + 1 < len(kept) else None
            letters.append(kinds.letter(marked.texts[index], after, place == 0))
    result.paragraphs = [marked.texts[index] for index in kept]
    result.blocks = "".join(letters)
