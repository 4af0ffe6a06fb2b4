"""What the taggers see of each word: a code for what it is, the mark behind it, and whether it is quoted.

Function words, cues and nouns for people who speak are known by themselves;
any other word only by its shape, since what it is about says nothing on whose
word it is, and would tie the taggers to the news they were trained on.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.plugins import toml, word_lists
from framing.text.quotes import CALLED, CARRIED, SPOKEN, find_quotes, inside
from framing.text.tokens import Tokens

# Words that the taggers know by themselves, in lists (``known.toml``), and the shapes of all others.


class Bits:
    """The bit of each list of ``known.toml``, in its order."""

    PRONOUN, OBJECT, POSSESSIVE, SUBORDINATOR, COORDINATOR, ARTICLE, AUXILIARY = (1 << i for i in range(7))
    PREPOSITION, TIME, ADVERB, WHO, VERB, NUMBER, OTHER, TAIL = (1 << i for i in range(7, 15))


@cache
def known() -> dict[str, frozenset[str]]:
    """Return the lists by name, in the order of their bits.

    >>> "spokesman" in known()["who"], list(known()).index("verb") == Bits.VERB.bit_length() - 1
    (True, True)
    """
    return {name: frozenset(table["words"].split()) for name, table in toml(__package__, "known").items()}


#: Shapes of the words that stand in no list; a later one wins.
SHAPES = (
    "word", "plural", "ing", "ed", "ly", "adjective", "noun", "capital", "possessive", "acronym", "figure",
    "nt", "handle",
)  # fmt: skip
#: Nouns that end as adverbs do.
_NOUNS_IN_LY = "^(?:ally|anomaly|assembly|bully|family|monopoly|rally|reply|supply)$"
#: How words in small letters end that have some of these shapes.
ENDINGS: dict[str, str] = toml(__package__, "lists")["words"]["endings"]


# The words by which a text gives words to somebody, in every form they take; no text is read here.

#: What follows a cue: clause, clause, infinitive, thing, clause; then nouns, adjectives, particles.
FRAMES = ("say", "think", "want", "discuss", "show", "noun", "adjective", "particle")
STANCES = ("neutral", "endorsing", "distancing", "refusing")
#: What the forms of a verb are, in the order of the list.
_VERBAL = ("base", "s", "ing", "ed")


@dataclass(frozen=True)
class Cue:
    """A form of a reporting word.

    Attributes
    ----------
    frames : frozenset of str
        Of `FRAMES`.
    stance : str
        Of `STANCES`; where two lists have the word, the more committed one.
    shape : {"base", "s", "ed", "ing", "noun", "adjective", "particle"}
        "ed" stands for past and participle.
    base : str
        The form that the list has.
    """

    frames: frozenset[str]
    stance: str
    shape: str
    base: str


@cache
def cues() -> dict[str, Cue]:
    """Return every form, in lower case, with what is known of it.

    >>> cues()["told"].shape, cues()["denied"].stance, sorted(cues()["claim"].frames)
    ('ed', 'refusing', ['noun', 'say', 'show', 'want'])
    """
    found: dict[str, Cue] = {}
    for frame, stance, entry in _entries():
        base, *_ = forms = entry.split("|")
        kinds = _VERBAL if frame in FRAMES[:5] else (frame,)
        for place, form in enumerate(forms):
            before = found.get(form)
            if before is None:
                found[form] = Cue(frozenset((frame,)), stance, kinds[min(place, len(kinds) - 1)], base)
            else:
                stronger = max(before.stance, stance, key=STANCES.index)
                # Of a form that verb and noun share, the verb's shape says more.
                found[form] = Cue(before.frames | {frame}, stronger, before.shape, before.base)
    return found


@cache
def speech() -> frozenset[str]:
    """Return the forms that tell of words or findings, not of a thought, a wish or a deed.

    >>> {"said", "shows", "according"} <= speech(), speech() & {"hopes", "willing", "support"}
    (True, frozenset())
    """
    entries = toml(__package__, "cues")["silent"]["neutral"].split()
    silent = {form for entry in entries for form in entry.split("|")}
    spoken = {"say", "show", "particle"}
    return frozenset(form for form, cue in cues().items() if cue.frames & spoken and form not in silent)


@cache
def complements() -> dict[str, frozenset[str]]:
    """Return the base forms of the verbs behind which each kind of complement is what is said."""
    return word_lists(__package__, "cues")["complements"]


@cache
def telling() -> list[int]:
    """Return the codes of the verbs behind which a clause without "that" is what is said."""
    return [code_of(f"={base}") for base in complements()["clause"]]


@cache
def contracted() -> list[int]:
    """Return the codes of pronouns drawn together with their verb."""
    return [code_of(word) for word in known()["pronoun"] if "'" in word]


def _entries() -> Iterator[tuple[str, str, str]]:
    raw = toml(__package__, "cues")
    tables: list[tuple[str, dict[str, str]]] = [
        *raw["verbs"].items(),
        ("noun", raw["nouns"]),
        ("adjective", raw["adjectives"]),
        ("particle", raw["particles"]),
    ]
    for frame, lists in tables:
        for stance, words in lists.items():
            for entry in words.split():
                yield frame, stance, entry


# Forms of regular verbs, where a list gives the base alone.


def inflected(entry: str) -> Iterator[tuple[str, str]]:
    """Yield the forms of a verb and what each is; irregular pasts stand behind the base.

    >>> dict(inflected("lead|led"))
    {'lead': 'base', 'leads': 's', 'leading': 'ing', 'led': 'ed'}
    """
    base, *irregular = entry.split("|")
    yield base, "base"
    ends_y = re.search(r"[^aeiou]y$", base)
    es = base + "es" if re.search(r"(?:s|x|z|ch|sh|o)$", base) else base + "s"
    yield base[:-1] + "ies" if ends_y else es, "s"
    if base.endswith("ie"):
        yield base[:-2] + "ying", "ing"
    else:
        yield base[:-1] + "ing" if re.search(r"[^eoy]e$", base) else _doubled(base) + "ing", "ing"
    past = base + "d" if base.endswith("e") else base[:-1] + "ied" if ends_y else _doubled(base) + "ed"
    for form in irregular or (past,):
        yield form, "ed"


#: Verbs of more than one syllable that double their last letter.
_DOUBLING = frozenset("admit commit refer prefer regret defer infer concur confer rebut repel compel".split())


def _doubled(word: str) -> str:
    short = re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", word) and word[-1] != "k"
    return word + word[-1] if short or word in _DOUBLING else word


# What distinct words look like; what a word means is looked up elsewhere.


def _matching(words: pa.Array, pattern: str) -> np.ndarray:
    """Mask the words that a pattern is found in."""
    return pc.match_substring_regex(words, pattern).to_numpy(zero_copy_only=False)


def shapes(forms: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the shape of distinct words, as an index into `SHAPES`, and which begin with a capital.

    >>> found, capital = shapes(pa.array(["talks", "Talks", "isn't", "1,200", "U.S.", "family"]))
    >>> [SHAPES[i] for i in found], capital.tolist()
    (['plural', 'capital', 'nt', 'figure', 'acronym', 'word'], [False, True, False, False, True, False])
    """
    shape = np.zeros(len(forms), np.int8)
    # Later shapes win, so that the most telling stand last.
    looks = {name: rf"^\p{{Ll}}+(?:{endings.replace(' ', '|')})$" for name, endings in ENDINGS.items()} | {
        "capital": r"^\p{Lu}",
        "possessive": "['’]s?$",
        "acronym": r"^[\p{Lu}.]{2,}$",
        "figure": r"^[$€£]?\d",
        "nt": "n['’]t$",
        "handle": r"@|^(?:https?:|www\.)",
    }
    for name, pattern in looks.items():
        shape[_matching(forms, pattern)] = SHAPES.index(name)
    # "The family said": no adverb.
    shape[_matching(forms, _NOUNS_IN_LY)] = SHAPES.index("word")
    return shape, _matching(forms, looks["capital"])


#: Marks behind a word, the strongest of several.
NONE, COMMA, PAREN, DASH, SEMICOLON, COLON, STOP = range(7)
#: What stands before the first word and after the last of a sentence.
EDGE = 1


@dataclass(frozen=True)
class Words:
    """The words of some texts as the taggers see them; every array has one item a word, but `quotes`.

    Attributes
    ----------
    tokens : Tokens
    code : uint32 array
        Hash of the word where it is known by itself, else a small number for its shape.
    shape : int8 array
        Index into `known.SHAPES`.
    cue : int8 array
        0, or the shape of a cue word in the order of `CUE_SHAPES`, from 1.
    kind : int16 array
        A bit for each list of `known.KNOWN` that the word is on.
    after, before : int8 array
        The mark behind the word; whether a bracket or dash opens before it.
    quotes : two int64 arrays
        First word and the one after the last of each stretch of quoted speech.
    called : two int64 arrays
        The same of a few words in marks that someone before them says or calls so; they aren't `quoted`.
    carried : int64 array
        First words of quoted speech that goes on from the paragraph before, which no mark closes.
    asking : int64 array
        Verbs of saying behind a question or an exclamation in marks that ends no sentence.
    introducing : int64 array
        Words before a colon, also where a sentence or a paragraph ends with it.
    quoted : bool array
    sentence : int32 array
        Index of the sentence.
    bases : uint32 array, one item a distinct form
        As `code`, but one for all forms of a cue word.
    frame_bits : uint8 array, one item a distinct form
        A bit for each frame of `FRAMES` that a cue word has.
    """

    tokens: Tokens
    code: np.ndarray
    shape: np.ndarray
    cue: np.ndarray
    kind: np.ndarray
    after: np.ndarray
    before: np.ndarray
    quotes: tuple[np.ndarray, np.ndarray]
    called: tuple[np.ndarray, np.ndarray]
    carried: np.ndarray
    asking: np.ndarray
    introducing: np.ndarray
    quoted: np.ndarray
    sentence: np.ndarray
    bases: np.ndarray
    frame_bits: np.ndarray

    @cached_property
    def finite(self) -> np.ndarray:
        """Words that may be the finite verb of a clause."""
        auxiliary = ((self.kind & Bits.AUXILIARY) > 0) & ~np.isin(self.code, _NOT_FINITE)
        verb = auxiliary | ((self.kind & Bits.VERB) > 0)
        # "announced the charges", "an unarmed man": no verbs.
        own = (self.kind & (Bits.ARTICLE | Bits.POSSESSIVE) > 0) | (self.shape == SHAPES.index("possessive"))
        said = (self.cue == 2) | (self.shape == SHAPES.index("ed")) & (self.cue != 3)
        said &= ~np.roll(own & (self.after == NONE), 1)
        # "talks would help", "visa rules will change": a noun, unlike "he talks" and "what Ruiz says is".
        subject = ((self.kind & (Bits.PRONOUN | Bits.WHO)) > 0) | (self.shape == SHAPES.index("capital"))
        noun = np.roll(auxiliary, -1) & (self.after == NONE) & ~np.roll(subject, 1)
        said &= (self.cue != 2) | ~noun | (self.code == code_of("says"))
        return verb | (self.shape == SHAPES.index("nt")) | said | (self.cue == 3)

    def phrases(self, begin: np.ndarray, end: np.ndarray) -> list[str]:
        """Return stretches of words as written, without the marks between."""
        size = end - begin
        stop = np.cumsum(size)
        inside = np.arange(size.sum()) + np.repeat(begin - stop + size, size)
        forms = self.tokens.forms.take(self.tokens.ids[inside]).to_pylist()
        return [" ".join(forms[a:b]) for a, b in zip((stop - size).tolist(), stop.tolist(), strict=True)]

    def base(self, places: np.ndarray) -> np.ndarray:
        """Return the code of the base form of the words at some places."""
        return self.bases[self.tokens.ids[places]]

    def frames(self, places: np.ndarray) -> np.ndarray:
        """Return the frames of the cue words at some places."""
        return self.frame_bits[self.tokens.ids[places]]


CUE_SHAPES = ("base", "s", "ed", "ing", "noun", "adjective", "particle")


def codes_of(words: str) -> list[int]:
    """Return the codes of words that blanks part."""
    return [code_of(word) for word in words.split()]


def code_of(word: str) -> int:
    """Return the code of a word that is known by itself."""
    return zlib.crc32(word.encode()) | 1 << 20


_NOT_FINITE = [code_of(word) for word in "to not never be been being having".split()]


def read(tokens: Tokens, set_off: np.ndarray | None = None) -> Words:
    """Return what the taggers see of tokens; `set_off` masks the words of block quotations."""
    table, total = _forms(tokens), len(tokens.ids)
    begin, end, marked = find_quotes(tokens)
    called = (begin[marked == CALLED], end[marked == CALLED])
    spoken, carried = (marked == SPOKEN) | (marked == CARRIED), begin[marked == CARRIED]
    begin, end = begin[spoken], end[spoken]
    tokens, asking = _join_questions(tokens, table, end)
    ends = np.append(tokens.sentences[1:], total)
    size = ends - tokens.sentences
    before, after = _marks(tokens)
    last = ends - 1
    introducing = np.flatnonzero(after == COLON)
    if total:
        # A stop inside a sentence belongs to its word: Ms., U.S.
        after[after == STOP] = NONE
        after[last] = STOP
    # "Ruiz (R-S.C.), who runs the port," is read as "Ruiz, R-S.C., who runs the port,".
    party = np.flatnonzero(table["party"][tokens.ids])
    last = np.minimum(party + (after[party] == DASH), total - 1)
    some = (party > 0) & np.isin(after[party - 1], (PAREN, DASH)) & (after[last] == COMMA)
    party, last = party[some], last[some]
    after[party - 1], before[party], after[party] = COMMA, 0, NONE
    after[last] = COMMA
    ids = tokens.ids.astype(np.intp)
    columns = {name: table[name].take(ids, mode="clip") for name in ("code", "shape", "cue", "kind")}
    _unname(columns["cue"], tokens, table["capital"], size, begin)
    _name(columns, tokens, table["capital"])
    # "for, say, ten years": nobody says it.
    columns["cue"][(columns["code"] == code_of("say")) & (after == COMMA) & (np.roll(after, 1) == COMMA)] = 0
    alone = _handed(tokens, table, introducing, (begin, end))
    alone |= False if set_off is None else set_off
    begin, end = _with_whole(tokens, begin, end, alone)
    return Words(
        tokens=tokens,
        quotes=(begin, end),
        called=called,
        carried=carried,
        asking=asking,
        introducing=introducing,
        quoted=inside(begin, end, total),
        sentence=np.repeat(np.arange(len(size), dtype=np.int32), size),
        before=before,
        after=after,
        bases=table["base"],
        frame_bits=table["frames"],
        **columns,
    )


def _handed(
    tokens: Tokens, table: dict[str, np.ndarray], colons: np.ndarray, quotes: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """Mask the words of paragraphs without marks behind "Ruiz wrote:", block quotations in plain text."""
    total = len(tokens.ids)
    first = np.setdiff1d(np.intersect1d(tokens.paragraphs, colons + 1), np.append(tokens.docs, total))
    edges = np.append(tokens.paragraphs, total)
    stop = edges[np.searchsorted(tokens.paragraphs, first) + 1] if len(first) else first
    low = np.maximum(first - _LAST, tokens.sentences[np.searchsorted(tokens.sentences, first) - 1])
    said = np.isin(table["base"], _UTTERING) & np.isin(table["cue"], (2, 3))
    said = (said | np.isin(table["code"], _LETTERS)) & ~table["capital"]
    said, long = (np.append(0, np.cumsum(flags)) for flags in (said[tokens.ids], inside(*quotes, total)))
    fit = (said[first] > said[low]) & (stop - first >= _ITEM) & (long[stop] - long[first] <= _TERM)
    # "3. The harbour", "• The harbour", "The mayor posted:": an item, or what leads to another quotation.
    piece = np.searchsorted(tokens.piece_words, np.stack([first - 1, first]), side="right")
    fit &= (piece[1] - piece[0] == 2) & (table["shape"][tokens.ids[first]] != SHAPES.index("figure"))
    fit &= ~np.isin(stop - 1, colons)
    return inside(first[fit], stop[fit], total)


#: So many words before the colon one of these verbs or nouns stands; shorter paragraphs are items of a list;
#: so many words in marks may be a term, while a paragraph with more tells what others say.
_LAST, _ITEM, _TERM = 40, 8, 8
_UTTERING = codes_of(
    "=say =write =tell =add =note =explain =tweet =state =post =respond =reply =continue =conclude =declare "
    "=testify =remark =observe =argue =warn =report =put =announce =call =describe"
)
_LETTERS = codes_of("statement letter tweet email op-ed opinion dissent memo speech passage paragraph")


def _with_whole(
    tokens: Tokens, begin: np.ndarray, end: np.ndarray, whole: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return quotations, with paragraphs that are some as a whole in place of what stands in marks there."""
    if not whole.any():
        return begin, end
    edges = np.append(tokens.paragraphs, len(whole))
    some = whole[tokens.paragraphs]
    out = ~whole[begin]
    begin, end = np.append(begin[out], edges[:-1][some]), np.append(end[out], edges[1:][some])
    order = np.argsort(begin, kind="stable")
    return begin[order], end[order]


def _join_questions(
    tokens: Tokens, table: dict[str, np.ndarray], quotes: np.ndarray
) -> tuple[Tokens, np.ndarray]:
    """Take *"Why?" Ana Ruiz asked* for one sentence; return the verbs of such, and of *"Yes," say experts*.

    It is where a verb of saying follows a name or a noun, and nothing follows the verb that it would say.
    """
    opens = np.setdiff1d(quotes[quotes < len(tokens.ids)], tokens.paragraphs)
    if not len(opens):
        return tokens, opens
    ids, second = tokens.ids[opens], tokens.ids[np.minimum(opens + 1, len(tokens.ids) - 1)]
    say = (table["cue"][ids] == 1) & np.isin(table["base"][ids], _SAYING) & ~table["capital"][ids]
    who = table["capital"][second] | np.isin(table["shape"][second], _NOUNS)
    say &= who | ((table["kind"][second] & (Bits.ARTICLE | Bits.WHO)) > 0)
    piece = tokens.piece_code[np.searchsorted(tokens.piece_words, opens - 1, side="right")]
    asked = pc.match_substring_regex(tokens.pieces.cores.take(pa.array(piece)).dictionary_decode(), "[?!]")
    joined, asking = [], opens[say].tolist()
    stops = np.append(tokens.sentences, len(tokens.ids))
    for at in opens[asked.to_numpy(zero_copy_only=False)].tolist():
        stop = int(stops[np.searchsorted(tokens.sentences, at, side="right")])
        ids = tokens.ids[at : min(at + _AHEAD, stop)]
        verbs = np.flatnonzero((table["cue"][ids] == 2) | (table["cue"][ids] == 3))
        if not len(verbs) or not np.isin(table["base"][ids[verbs[0]]], _SAYING):
            continue
        verb = int(verbs[0])
        if not verb:
            # "Why?" asked Ana Ruiz.
            if len(ids) > 1 and (
                table["capital"][ids[1]] or table["kind"][ids[1]] & (Bits.ARTICLE | Bits.WHO)
            ):
                joined.append(at)
                asking.append(at)
            continue
        if (table["kind"][ids[:verb]] & _NO_NAME).any():
            continue
        behind = tokens.ids[at + verb + 1 : min(at + verb + 5, stop)]
        told = table["base"][ids[verb]] in _TOLD
        if (
            not len(behind)
            or table["kind"][behind[0]] & (Bits.PREPOSITION | Bits.TIME | Bits.ADVERB)
            or table["shape"][behind[0]] == SHAPES.index("ing")
            or table["when"][behind[0]]
            or table["code"][behind[0]] in _AFTER
            or (told and not np.isin(table["code"][behind], _THAT).any())
        ):
            joined.append(at)
            asking.append(at + verb)
    sentences = np.setdiff1d(tokens.sentences, np.array(joined, np.int64))
    return replace(tokens, sentences=sentences), np.array(asking, np.int64)


#: Verbs behind a question or an exclamation, those of them that have an object, and what they'd say else.
_SAYING, _TOLD = (
    codes_of("=ask =say =tell =add =wonder =write =tweet =shout =reply =demand =respond"),
    codes_of("=ask =tell"),
)
_AFTER = codes_of("after before as while since")
_WHEN = "early late afterward afterwards overnight shortly".split()
_THAT = codes_of("that whether if why how what when where who to")
_NOUNS = [SHAPES.index("plural"), SHAPES.index("noun")]
_NO_NAME = Bits.AUXILIARY | Bits.SUBORDINATOR | Bits.VERB
#: So many words on the verb stands.
_AHEAD = 14


def _unname(
    cue: np.ndarray, tokens: Tokens, capital: np.ndarray, size: np.ndarray, quotes: np.ndarray
) -> None:
    """Drop the cues that a capital makes a name: not first words, nor those in a line of capitals."""
    places = np.flatnonzero(cue)
    places = places[capital[tokens.ids[places]]]
    if not len(places):
        return
    sentence = np.searchsorted(tokens.sentences, places, side="right") - 1
    opens = places == tokens.sentences[sentence]
    at = np.minimum(np.searchsorted(quotes, places), max(len(quotes) - 1, 0))
    if len(quotes):
        opens |= quotes[at] == places
    places, sentence = places[~opens], sentence[~opens]
    lines, line_of = np.unique(sentence, return_inverse=True)
    row = np.repeat(np.arange(len(lines)), size[lines])
    inside = np.arange(len(row)) + np.repeat(
        tokens.sentences[lines] - (np.cumsum(size[lines]) - size[lines]), size[lines]
    )
    share = np.bincount(row, weights=capital[tokens.ids[inside]], minlength=len(lines)) / size[lines]
    cue[places[share[line_of] < _HEADED]] = 0


def _name(columns: dict[str, np.ndarray], tokens: Tokens, capital: np.ndarray) -> None:
    """Take capitals right before a verb of saying for names: "May said", "the plan, You noted,"."""
    kind, cue = columns["kind"], columns["cue"]
    places = np.flatnonzero((cue[1:] == 2) | (cue[1:] == 3)) if len(cue) else np.zeros(0, np.int64)
    places = places[capital[tokens.ids[places]] & ((kind[places] & _WORDS_OR_NAMES) > 0)]
    opens = np.isin(places, tokens.sentences)
    places = places[~opens | ((kind[places] & (Bits.AUXILIARY | Bits.TIME)) > 0)]
    he = (kind[places] & Bits.PRONOUN > 0) & ~np.isin(columns["code"][places], [code_of("you")])
    places = places[~he]
    columns["code"][places] = SHAPES.index("capital") + 2
    kind[places] = 0


#: Family names are spelt like these: May, Will, An, So, You.
_WORDS_OR_NAMES = Bits.PRONOUN | Bits.AUXILIARY | Bits.ARTICLE | Bits.COORDINATOR | Bits.TIME


#: From this share of capitals on a sentence is a headline, in which capitals say nothing.
_HEADED = 0.55


def _forms(tokens: Tokens) -> dict[str, np.ndarray]:
    """Return what each distinct form is."""
    forms = tokens.forms
    lower = pc.replace_substring_regex(pc.utf8_lower(forms), "[’‘]", "'")
    listed = _table()
    row = pc.index_in(lower, value_set=listed["words"]).fill_null(-1).to_numpy(zero_copy_only=False)
    shape, capital = shapes(forms)
    found = row >= 0
    coded = found & (listed["kind"][row] != Bits.TAIL)
    return {
        "code": np.where(coded, listed["code"][row], shape + 2).astype(np.uint32),
        "base": np.where(coded, listed["base"][row], shape + 2).astype(np.uint32),
        "shape": shape,
        "capital": capital,
        "when": pc.is_in(lower, pa.array(_WHEN)).to_numpy(zero_copy_only=False),
        "party": pc.match_substring_regex(forms, "^[DRI]-[A-Z]").to_numpy(zero_copy_only=False),
        # Names that begin sentences: of these words the list knows nothing if they have a capital.
        "cue": np.where(found & ~(capital & listed["name"][row]), listed["cue"][row], 0).astype(np.int8),
        "frames": np.where(found, listed["frames"][row], 0).astype(np.uint8),
        "kind": np.where(found, listed["kind"][row], 0).astype(np.int16),
    }


@cache
def _table() -> dict[str, np.ndarray]:
    words = sorted({*cues(), *(word for listed in known().values() for word in listed)})
    listed = [cues().get(word) for word in words]
    return {
        "words": pa.array(words, pa.string()),
        "code": np.array([code_of(word) for word in words], np.uint32),
        "base": np.array(
            [code_of("=" + (cue.base if cue else word)) for word, cue in zip(words, listed, strict=True)],
            np.uint32,
        ),
        "cue": np.array([CUE_SHAPES.index(cue.shape) + 1 if cue else 0 for cue in listed], np.int8),
        "frames": np.array(
            [sum(1 << FRAMES.index(frame) for frame in cue.frames) if cue else 0 for cue in listed], np.uint8
        ),
        "kind": np.array(
            [sum(1 << i for i, of in enumerate(known().values()) if word in of) for word in words], np.int16
        ),
        "name": np.array([word in ("trump", "trumps", "post", "reason", "message") for word in words], bool),
    }


def _marks(tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
    """Return which mark stands behind each word, and whether a bracket or a dash opens before it."""
    total = len(tokens.ids)
    before, after = np.zeros(total, np.int8), np.zeros(total, np.int8)
    if not total:
        return before, after
    cores = tokens.pieces.cores
    code = cores.indices.to_numpy(zero_copy_only=False)
    behind, ahead = _dress(cores.dictionary)
    piece_behind = behind[code].take(tokens.piece_code, mode="clip")
    ends = tokens.piece_words
    some = np.flatnonzero(piece_behind)
    last = np.maximum(ends[some].astype(np.int64) - 1, 0)
    # Pieces without a word stand behind the same one as those before them: the strongest of their marks.
    first = np.flatnonzero(np.diff(last, prepend=-1))
    if len(first):
        after[last[first]] = np.maximum.reduceat(piece_behind[some], first)
    opened = np.flatnonzero(ahead[code].take(tokens.piece_code, mode="clip"))
    place = np.where(opened > 0, ends[opened - 1], 0).astype(np.int64)
    before[np.minimum(place, total - 1)] = PAREN
    # Several words in one piece (visit—which) are parted by what is no space: a dash, or a stroke, which
    # parts no clauses (ABC/XYZ).
    inner = np.flatnonzero(tokens.breaks[1:])
    stroke = _matching(cores.dictionary, "/")[code][tokens.piece_code[np.searchsorted(ends, inner, "right")]]
    after[inner[(after[inner] == NONE) & ~stroke]] = DASH
    return before, after


#: What may close behind a mark, and the patterns of the marks, the strongest last.
_CLOSING = r"[\"”“’‘')\]}»]*$"
_BEHIND = {
    COMMA: "," + _CLOSING,
    PAREN: r"[)\]][\"”’']*$",
    DASH: r"(?:[—–]|--)[\"“‘']*$|^-$",
    SEMICOLON: ";" + _CLOSING,
    COLON: ":" + _CLOSING,
    STOP: r"[.?!…]" + _CLOSING,
}


def _dress(written: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the mark that ends each distinct piece, and whether a bracket opens it."""
    behind = np.zeros(len(written), np.int8)
    marked = np.flatnonzero(_matching(written, r"[^\p{L}\p{N}]$"))
    some = written.take(pa.array(marked))
    for mark, pattern in _BEHIND.items():
        behind[marked[_matching(some, pattern)]] = mark
    return behind, np.where(_matching(written, r"^[\"“‘']*[(\[]"), PAREN, NONE).astype(np.int8)
