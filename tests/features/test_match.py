"""Finding terms: each rule by itself, and all of them against plain loops on random lexicons and texts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.features.lexicon import Entry, Lexicon, Measure, Pole
from framing.features.matching import alignments
from framing.text.quotes import quoted_words
from framing.text.tokens import split_pattern, tokenize
from tests.cases import for_each
from tests.features import plain


def lexicon(
    *entries: Entry | str, poles: tuple[str, ...] = ("positive", "negative", "other"), **fields: Any
) -> Lexicon:
    made = tuple(Entry(e, "positive") if isinstance(e, str) else e for e in entries)
    return Lexicon(
        "test",
        made,
        {pole: Pole(pole) for pole in poles},
        {pole: Measure(pole, "per_1000", {pole: None}) for pole in poles},
        **fields,
    )


def found(lex: Lexicon, *texts: str, voices: bool = True) -> list[plain.Found]:
    tokens = tokenize(list(texts))
    hits = lex.find(tokens, quoted_words(tokens) if voices else None)
    poles = list(lex.poles)
    return [
        plain.Found(int(s), int(n), lex.terms[e], poles[p], int(w), bool(no))
        for s, n, e, p, w, no in zip(*hits, strict=True)
    ]


def terms(lex: Lexicon, text: str) -> list[str]:
    """What was found, as written in the text."""
    words = plain.read([text])
    return [" ".join(word.form for word in words[f.start : f.start + f.length]) for f in found(lex, text)]


@for_each(
    ("term", "text", "hits"),
    [
        ("deal", "A deal; the Deal, DEALS. The deal's end, “deal”.", ["deal", "Deal", "deal's", "deal"]),
        ("deal*", "A deal; the Deal, DEALS. Dealer ideal.", ["deal", "Deal", "DEALS", "Dealer"]),
        ("trade deal", "A trade deal. Trade, deal. Trade “deal” trade\n\ndeal", ["trade deal", "Trade deal"]),
        ("trade deal*", "Trade deals and trade. Deals", ["Trade deals"]),
        ("win-win", "A win-win, a win win and a win-winner", ["win-win"]),
        ("up|down", "Up and down, upper", ["Up", "down"]),
        ("# per cent", "5 per cent, five per cent, 3.5 per cent", ["5 per cent", "3.5 per cent"]),
        ("as _ as", "As good as, as as as, as, good as", ["As good as", "as as as"]),
        ("can't", "They can’t, can't, can", ["can’t", "can't"]),
        ("US", "The US told us of the U.S.", ["US", "us"]),
        ("u.s.", "The U.S. and the US and the U.S.'s", ["U.S.", "U.S.'s"]),
    ],
)
def test_what_a_term_matches(term: str, text: str, hits: list[str]) -> None:
    assert terms(lexicon(term), text) == hits


@pytest.mark.parametrize(
    ("entry", "text", "hits"),
    [
        (Entry("May", "positive", case=True), "In May it may; MAY, May's", ["May", "May's"]),
        (Entry("may", "positive", case=True), "In May it may; MAY", ["may"]),
        (Entry("Trade*", "positive", case=True), "Trade, traders, Traders", ["Trade", "Traders"]),
        (Entry("New Deal", "positive", case=True), "A New Deal, a new deal, a New deal", ["New Deal"]),
    ],
)
def test_case(entry: Entry, text: str, hits: list[str]) -> None:
    assert terms(lexicon(entry), text) == hits


@for_each(
    ("guards", "text", "hits"),
    [
        ({"mask": ("may #",)}, "On May 15 it may rain, may 5G", ["may", "may"]),
        ({"mask": ("in|of may",)}, "In May, of may, by may", ["may"]),
        ({"mask": ("may be", "it may")}, "It may; may be; they may", ["may"]),
        ({"mask": ("the _ may",)}, "the army may, army may, the, army may", ["may", "may"]),
        ({"mask": ("may cooperat*",)}, "may cooperate, may not", ["may"]),
        ({"only": ("it may",)}, "It may; they may; it, may", ["may"]),
        ({"only": ("it|they may", "may not")}, "It may; they may; we may not; we may", ["may", "may", "may"]),
        ({"only": ("it may",), "mask": ("may not",)}, "it may not; it may", ["may"]),
        ({"mask": ("may or may",)}, "it may or may not, may", ["may"]),
        ({"mask": ("May",)}, "May may", []),
    ],
)
def test_guards(guards: dict[str, tuple[str, ...]], text: str, hits: list[str]) -> None:
    assert terms(lexicon(Entry("may", "positive", **guards)), text) == hits  # type: ignore[arg-type]


def test_a_guard_of_a_phrase_holds_it_in_its_place() -> None:
    entry = Entry("as far as", "positive", mask=("as far as it",))
    assert terms(lexicon(entry), "as far as it goes; as far as we") == ["as far as"]


def test_the_mask_of_a_lexicon_covers_hits_that_lie_in_it() -> None:
    lex = lexicon("gas", "price", "gas price", mask=("natural gas", "gas|oil _ cap"))
    assert terms(lex, "Natural gas, gas, price. Natural gas price. The gas price cap") == [
        "gas",
        "price",
        "gas price",
    ]


@for_each(
    ("text", "hits"),
    [
        ("They met in the Great Hall of Marlow.", []),
        ("It is a great hall.", ["great"]),
        ("Great halls were built, and great ones.", ["Great", "great"]),
        ("Said Ruiz: Great halls are rare.", ["Great"]),
        ("It was GREAT to meet.", ["GREAT"]),
        ("Great Day For Marlow As Great Hall Opens", ["Great", "Great"]),
        ("The Great and good men met.", ["good"]),
        ("They like Grand Marlow and its parks.", ["Grand Marlow"]),
    ],
)
def test_a_term_in_small_letters_may_be_kept_out_of_names(text: str, hits: list[str]) -> None:
    lex = lexicon("great", "good", "Grand marlow", skip_names=("positive",))
    assert terms(lex, text) == hits
    assert set(hits) <= set(terms(replace(lex, skip_names=()), text))
    assert terms(replace(lex, skip_names=("negative",)), text) == terms(replace(lex, skip_names=()), text)


def test_the_longest_wins_and_its_words_are_spent() -> None:
    lex = lexicon("refused", "say", "refused to say", "to say that")
    assert terms(lex, "He refused to say that. They say he refused.") == ["refused to say", "say", "refused"]


def test_an_exact_term_wins_over_an_ending_and_case_over_both() -> None:
    lex = lexicon(
        Entry("cooperat*", "positive"),
        Entry("cooperative", "negative"),
        Entry("coop*", "other"),
        Entry("Cooperative", "other", case=True),
    )
    pairs = [(f.term, f.pole) for f in found(lex, "Cooperate, cooperative, coop, Cooperative")]
    assert pairs == [
        ("cooperat*", "positive"),
        ("cooperative", "negative"),
        ("coop*", "other"),
        ("Cooperative", "other"),
    ]


def test_a_term_that_its_guard_keeps_out_leaves_its_place_to_no_vaguer_one() -> None:
    lex = lexicon("may*", Entry("may", "negative", mask=("may #",)))
    assert [(f.term, f.pole) for f in found(lex, "On May 15 it may; mayor")] == [
        ("may", "negative"),
        ("may*", "positive"),
    ]


def test_a_term_of_several_poles_counts_for_each() -> None:
    lex = lexicon(
        Entry("proud", "positive"),
        Entry("proud", "negative"),
        Entry("proud to", "other"),
        Entry("Proud", "positive"),
    )
    assert [(f.start, f.length, f.pole) for f in found(lex, "A proud man, proud to go")] == [
        (1, 1, "positive"),
        (1, 1, "negative"),
        (3, 2, "other"),
    ]


def test_each_pole_of_a_term_keeps_its_own_guards_and_weights() -> None:
    lex = lexicon(
        Entry("fine", "positive", weight=2, mask=("a fine",)),
        Entry("fine", "negative", weight=3, only=("a fine",)),
        Entry("fine", "other"),
    )
    assert [(f.start, f.pole, f.weight) for f in found(lex, "fine, a fine")] == [
        (0, "positive", 2_000_000),
        (0, "other", 1_000_000),
        (2, "negative", 3_000_000),
        (2, "other", 1_000_000),
    ]


def test_a_term_twice_in_a_pole_counts_once_as_last_given() -> None:
    assert [
        f.weight for f in found(lexicon(Entry("good", "positive", 1), Entry("Good", "positive", 2)), "good")
    ] == [2_000_000]


NEGATION = [
    ("not good", [True]),
    ("not a very good", [True]),
    ("not in the end good", [False]),
    ("It is not. Good talks", [False]),
    ("It is not so\n\nGood talks", [False]),
    ("It didn't go good", [True]),
    ("don’t be good", [True]),
    ("never not good", [True]),
    ("good, not so good, good", [False, True, True]),
    ("They did not say “we hope for good things to come”", [False]),
    ("They said “we do not hope for it” good", [False]),
    ("“It is not a good thing to say”", [True]),
    ("cannot be good", [True]),
    ("nothing good", [True]),
    ("not only good", [False]),
    ("not, only good", [True]),
    ("It was never so good, no doubt good", [False, False]),
    ("not without doubt good", [True]),
]


@pytest.mark.medium
@for_each(("text", "negated"), NEGATION)
def test_negators_reach_three_words_within_sentence_and_voice(text: str, negated: list[bool]) -> None:
    flip = found(lexicon("good", negation="flip"), text)
    assert [f.negated for f in flip] == negated
    assert [f.pole for f in flip] == ["negative" if no else "positive" for no in negated]
    assert [f.weight for f in flip] == [-740_000 if no else 1_000_000 for no in negated]
    assert len(found(lexicon("good", negation="drop"), text)) == negated.count(False)
    assert not any(f.negated for f in found(lexicon("good"), text))
    assert len(found(lexicon("good"), text)) == len(negated)


def test_an_affirming_expression_still_negates_within_itself() -> None:
    lex = lexicon(Entry("doubt", "positive"), Entry("clear", "positive"), negation="flip")
    assert [(f.term, f.negated) for f in found(lex, "No doubt it is clear")] == [
        ("doubt", True),
        ("clear", False),
    ]


def test_what_is_bad_and_negated_counts_for_nothing() -> None:
    lex = lexicon(Entry("bad", "negative"), Entry("good", "positive"), negation="flip")
    assert [(f.term, f.pole) for f in found(lex, "It is not bad. It is bad. It is not good.")] == [
        ("bad", "negative"),
        ("good", "negative"),
    ]


def test_a_negator_is_no_hit_where_it_negates() -> None:
    for negation, hits in (("flip", ["good"]), ("drop", []), ("ignore", ["not", "good"])):
        assert terms(lexicon("not", "good", negation=negation), "not good") == hits
    assert terms(lexicon("not only", negation="flip"), "not only") == ["not only"]


def test_a_pole_without_an_opposite_has_nothing_to_turn_into() -> None:
    assert found(lexicon(Entry("odd", "other"), negation="flip"), "not odd") == []
    assert len(found(lexicon(Entry("odd", "other"), negation="flip"), "odd")) == 1


def test_negators_can_be_named() -> None:
    lex = lexicon("goed", negation="flip", negators=("geen", "niet"), language="nl")
    assert [f.negated for f in found(lex, "Niet goed. Not goed. Geen zo goed.")] == [True, False, True]


@pytest.mark.parametrize(
    ("phrase", "term", "places"),
    [
        ("the|a may #", "may", [1]),
        ("as far as", "as", [0, 2]),
        ("goal*", "goals", [0]),
        ("stated goal*", "goal*", [1]),
        ("may", "might", []),
        ("take on the", "on the", [1]),
    ],
)
def test_where_a_guard_holds_its_term(phrase: str, term: str, places: list[int]) -> None:
    assert alignments(split_pattern(phrase), split_pattern(term)) == places


# -- against the plain matcher --

WORDS = st.sampled_from("a b c A B not never don't 3 5G 1st ab abc".split())
ITEMS = st.one_of(WORDS, st.sampled_from(["_", "#", "a*", "ab*", "a|b", "#|c"]))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    items = draw(
        st.lists(ITEMS, min_size=1, max_size=3).filter(
            lambda i: set(i) - {"_", "#"} and any(c not in "_#" for c in i[0])
        )
    )
    term = " ".join(items)

    def guards() -> tuple[str, ...]:
        sides = draw(
            st.lists(
                st.tuples(st.sampled_from(["", "a ", "_ ", "#|b "]), st.sampled_from(["", " c", " _"])),
                max_size=2,
            )
        )
        return tuple(f"{before}{term}{after}" for before, after in sides)

    return Entry(
        term,
        draw(st.sampled_from(["positive", "negative", "other"])),
        weight=draw(st.sampled_from([1.0, -2.5, 0.3])),
        case=draw(st.booleans()) and not set("_#|") & set(term),
        mask=guards(),
        only=guards(),
    )


PIECES = st.sampled_from("a b c A B's not never don't 3 5G 1st ab abc. a, (b “a b” \" “ ”".split())
TEXTS = st.lists(
    st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", " ", "\n\n"])), max_size=20).map(
        lambda p: "".join(map("".join, p))
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.medium
@given(
    st.lists(entries(), min_size=1, max_size=8),
    st.lists(
        st.lists(ITEMS, min_size=1, max_size=3).filter(lambda i: set(i) != {"_"}).map(" ".join), max_size=2
    ),
    st.sampled_from(["ignore", "flip", "drop"]),
    TEXTS,
)
def test_the_engine_finds_what_plain_loops_find(
    made: list[Entry], mask: list[str], negation: str, texts: list[str]
) -> None:
    lex = lexicon(
        *made,
        negation=negation,
        mask=tuple(mask),
        negators=("not", "never"),
        affirming=("not b", "never a|b"),
    )
    assert found(lex, *texts) == plain.find(lex, plain.read(texts))


@pytest.mark.medium
@given(st.lists(entries(), min_size=1, max_size=8), st.sampled_from(["ignore", "flip"]), TEXTS)
def test_voices_change_no_hit_but_by_negation(made: list[Entry], negation: str, texts: list[str]) -> None:
    lex = lexicon(*made, negation=negation)
    told, untold = found(lex, *texts), found(lex, *texts, voices=False)
    if negation == "ignore":
        assert told == untold
    else:
        assert {(f.start, f.length) for f in untold if not f.negated} <= {(f.start, f.length) for f in told}


@pytest.mark.medium
@given(st.lists(entries(), min_size=1, max_size=6), TEXTS)
def test_hits_are_in_order_and_share_no_word_unless_of_one_term(made: list[Entry], texts: list[str]) -> None:
    hits = found(lexicon(*made), *texts)
    for one, other in pairwise(hits):
        same = (one.start, one.length) == (
            other.start,
            other.length,
        ) and one.term.lower() == other.term.lower()
        assert one.start + one.length <= other.start or (same and one.pole != other.pole)


@pytest.mark.medium
@given(st.lists(entries(), min_size=1, max_size=6), TEXTS)
def test_a_negated_hit_turns_once(made: list[Entry], texts: list[str]) -> None:
    lex = lexicon(
        *(replace(e, pole="positive", weight=1.0) for e in made), negation="flip", negators=("not", "never")
    )
    assert {f.weight for f in found(lex, *texts)} <= {1_000_000, -740_000}
