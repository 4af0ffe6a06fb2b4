"""Lexicons in other programs' forms: what is read, what is refused and named, what then counts."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError, FramingWarning
from framing.features.formats._build import clean
from framing.features.lexicon import Entry, Lexicon, Pole
from framing.text.tokens import split_pattern, tokenize

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of that name and return its path."""

    def written(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written


def listed(lexicon: Lexicon) -> list[tuple[str, str]]:
    return [(entry.term, entry.pole) for entry in lexicon.entries]


def poles_found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    hits = lexicon.find(tokenize([text]))
    poles = list(lexicon.poles)
    return [(lexicon.terms[entry], poles[pole]) for entry, pole in zip(hits.entry, hits.pole, strict=True)]


DIC = """%
1\tfunction (Function Words)
\t2\tquantity
125\taffect\tAffect
126\tposemo
127\tnegemo
%
happ*\t125\t126
kind of\t1 2
sad\t125 127
glum 125 127
"""
LC3 = (
    "+NEGATIVE\nA LIE\nABANDON* \n\n+POSITIVE\nGOOD \n+NEG_POSITIVE\nNOT GOOD\n+NEG_NEGATIVE\nNOT ABANDON*\n"
)
YML = """# a dictionary
trade:
  barriers:
    - tariff*
    - "no entry"
  ease: [open, on]
years: 2008
"""


# Forms


def test_liwc_terms_count_in_each_of_their_categories(write: Write) -> None:
    lexicon = Lexicon.read(write("liwc.dic", DIC))
    assert list(lexicon.poles) == ["affect", "posemo", "function", "quantity", "negemo"]
    assert listed(lexicon) == [
        ("happ*", "affect"),
        ("happ*", "posemo"),
        ("kind of", "function"),
        ("kind of", "quantity"),
        ("sad", "affect"),
        ("sad", "negemo"),
        ("glum", "affect"),
        ("glum", "negemo"),
    ]
    assert lexicon.measures["liwc.net"].poles == {"posemo": 1.0, "negemo": -1.0}
    assert poles_found(lexicon, "A happy kind of day.") == [
        ("happ*", "affect"),
        ("happ*", "posemo"),
        ("kind of", "function"),
        ("kind of", "quantity"),
    ]


def test_lexicoder_knows_negated_forms(write: Write) -> None:
    lexicon = Lexicon.read(write("lsd.lc3", LC3))
    assert listed(lexicon)[:3] == [("A LIE", "negative"), ("ABANDON*", "negative"), ("GOOD", "positive")]
    assert lexicon.measures["lsd.net"].poles == {
        "positive": 1.0,
        "negative": -1.0,
        "neg_positive": -1.0,
        "neg_negative": 1.0,
    }
    # "not good" is counted once, as what it is, and "good" inside it isn't.
    assert poles_found(lexicon, "Not good, they did not abandon it. Good.") == [
        ("NOT GOOD", "neg_positive"),
        ("NOT ABANDON*", "neg_negative"),
        ("GOOD", "positive"),
    ]


def test_quanteda_nests_categories_and_no_word_becomes_a_truth_value(write: Write) -> None:
    lexicon = Lexicon.read(write("trade.yml", YML))
    assert listed(lexicon) == [
        ("tariff*", "trade.barriers"),
        ("no entry", "trade.barriers"),
        ("open", "trade.ease"),
        ("on", "trade.ease"),
        ("2008", "years"),
    ]
    assert list(lexicon.measures) == ["trade.trade.barriers", "trade.trade.ease", "trade.years"]


def test_opposites_inside_a_category_have_a_net_of_their_own(write: Write) -> None:
    lexicon = Lexicon.read(write("x.yaml", "tone:\n  positive: [good]\n  negative: [bad]\n"))
    assert lexicon.measures["x.tone.net"].poles == {"tone.positive": 1.0, "tone.negative": -1.0}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "term,pole\ncafé,place\n"),
        ("a.dic", "%\n1\tplace\n%\ncafé\t1\n"),
        ("a.lc3", "+place\ncafé\n"),
        ("a.yml", "place:\n  - café\n"),
    ],
)
def test_encodings(write: Write, name: str, text: str, encoding: str) -> None:
    lexicon = Lexicon.read(write(name, text.replace("\n", "\r\n"), encoding))
    assert listed(lexicon) == [("café", "place")]


# What can't be used


def test_rows_not_used_are_one_warning_and_the_rest_counts(write: Write) -> None:
    rows = [f"b{n}*d,bad" for n in range(12)]
    path = write("a.csv", "\n".join(["term,category", "good,fine", *rows, "glad,fine"]))
    with pytest.warns(FramingWarning) as caught:
        lexicon = Lexicon.read(path)
    assert listed(lexicon) == [("good", "fine"), ("glad", "fine")]
    assert len(caught) == 1
    said = str(caught[0].message)
    assert said.startswith("a.csv: 12 rows were not used beside 2 that are: line 3 'b0*d,bad' (a * elsewhere")
    assert "line 12 'b9*d,bad'" in said
    assert "b10" not in said
    assert said.endswith("; and 2 more")
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    ("name", "text", "line", "why"),
    [
        ("a.csv", "term,pole\nok,x\n,x\n", 3, "no term"),
        ("a.csv", "term,pole\nok,x\ngo,\n", 3, "no category"),
        ("a.csv", "term,pole\nok,x\ngo,x,y,z\n", 3, "4 cells where the header has 2"),
        ("a.csv", "term,weight\nok,1\nhm,2\ngo,lots\n", 4, "a weight that is no number: 'lots'"),
        ("a.csv", "term,weight\nok,1\ngo,nan\n", 3, "a weight that is no number"),
        ("a.csv", "term,weight\nok,1\ngo,1e9\n", 3, "a weight beyond a million"),
        ("a.csv", "term,weight\nok,1\nOK,2\n", 3, "given in line 2 with another weight, which counts"),
        ("a.csv", "term,pole\nok,x\n(go|went),x\n", 3, "signs of a pattern: ( | )"),
        ("a.csv", "term,pole\nok,x\nand/or,x\n", 3, "punctuation inside that parts its words"),
        ("a.tsv", "term\tpole\nok\tx\nin, fact\tx\n", 3, "punctuation inside that parts its words"),
        ("a.csv", "term,pole\nok,x\nluck.*,x\n", 3, "'.' between a word and its *"),
        ("a.csv", "term,pole\nok,x\n* *,x\n", 3, "a * with no word"),
        ("a.csv", "term,pole\nok,x\n100%,x\n", 3, "marks that no word has: %"),
        ("a.csv", f"term,pole\nok,x\n{'so ' * 21},x\n", 3, "longer than 20 words"),
        ("a.dic", "%\n1\tx\nno number\n%\nok\t1\n", 3, "not a number and a category"),
        ("a.dic", "%\n1\tx\n1\ty\n%\nok\t1\n", 3, "number 1 is taken by 'x'"),
        ("a.dic", "%\n1\tx\n%\nok\t1\ngo\n", 5, "no category"),
        ("a.dic", "%\n1\tx\n%\nok\t1\ngo\t1 99\n", 5, "no such category: 99"),
        ("a.dic", "%\n1\tx\n%\nok\t1\nlike\t(02 134)125/464\n", 5, "no such category: (02, 134)125/464"),
        ("a.lc3", "go\n+X\nok\n", 1, "above the first +CATEGORY"),
        ("a.yml", "x:\n  - ok\n  -\n", 3, "no term"),
        ("a.yml", "x:\n  - ok\n? [a, b]\n: go\n", 3, "a category that is not a word"),
    ],
)
def test_each_fault_names_its_line(write: Write, name: str, text: str, line: int, why: str) -> None:
    with pytest.warns(FramingWarning) as caught:
        lexicon = Lexicon.read(write(name, text))
    said = str(caught[0].message)
    assert len(caught) == 1
    assert f"{name}: 1 row was not used" in said
    assert f"line {line} " in said
    assert why in said
    assert lexicon.terms[0] == "ok"


def test_conditions_of_liwc_are_named_and_plain_numbers_used(write: Write) -> None:
    with pytest.warns(FramingWarning, match=r"no such category: \(02, 134\)464"):
        lexicon = Lexicon.read(write("a.dic", "%\n1\tx\n%\nlike\t(02 134)464 1\n"))
    assert listed(lexicon) == [("like", "x")]


def test_a_term_given_twice_alike_is_one_term_and_no_fault(write: Write) -> None:
    lexicon = Lexicon.read(write("a.csv", "term,pole\nGood,x\ngood,x\ngood,y\n"))
    assert listed(lexicon) == [("Good", "x"), ("good", "y")]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "", "a.csv: empty; give one term a line"),
        (
            "a.csv",
            "term,pole\n(x|y),z\n",
            r"a.csv: no row that can be used: line 2 '\(x\|y\),z' \(signs of a pattern",
        ),
        ("a.csv", "term,pole\n", "a.csv: no row that can be used; give a term"),
        ("a.csv", "term,pole\n" + "x" * 200_000 + ",y\n", "a.csv: line 2 can't be cut into cells"),
        ("a.csv", "a\x00b", "a.csv: not a text file"),
        ("a.dic", "happy\t1\n", "a.dic: no head of categories between two lines of %"),
        ("a.lc3", "<", "a.lc3: no .CATEGORY lines above terms; save it from Lexicoder 3"),
        ("a.lc3", "", "a.lc3: no row that can be used"),
        ("a.yml", "- a\n- b\n", "a.yml: no categories; write"),
        ("a.yml", "a: b: c\n", "a.yml: not valid YAML .*line 1"),
        ("a.yml", "a:\n  - *b\n", r"a.yml: aliases are not read; quote a term that begins with \*"),
        ("a.yml", "a: &x [b]\nc: *x\n", "a.yml: aliases are not read"),
        ("a.yml", "", "a.yml: no categories"),
        ("a.docx", "x", r"form '.docx' is not known.*\.csv.*\.dic.*\.lc3.*\.toml.*\.yml"),
    ],
)
def test_a_file_with_nothing_usable_is_one_clear_line(write: Write, name: str, text: str, said: str) -> None:
    with pytest.raises(FramingError, match=said) as caught:
        Lexicon.read(write(name, text))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("term", "cleaned"),
    [
        (" not_good* ", "not good*"),
        ("a * of relief", "a _ of relief"),
        ("U.S.", "U.S."),
        ("win-win", "win-win"),
        ("#MeToo", "#MeToo"),
        ("don't", "don't"),
        ("cafe\u0301", "caf\u00e9"),
    ],
)
def test_terms_are_cleaned(term: str, cleaned: str) -> None:
    assert clean(term) == (cleaned, "")


WORDS = st.text("abcdefgh", min_size=1, max_size=6)
MIXED = st.text("abcdef '’*_-./()|?#@&%é", min_size=1, max_size=14)


@given(MIXED)
def test_a_usable_term_is_found_in_a_text_of_its_words(term: str) -> None:
    cleaned, fault = clean(term)
    assert bool(cleaned) != bool(fault)
    if cleaned:
        text = cleaned.replace("*", "zz").replace("_", "zz")
        lexicon = Lexicon("x", (Entry(cleaned, "p"),), {"p": Pole("p")}, {})
        hits = lexicon.find(tokenize([text]))
        assert hits.start.tolist() == [0]
        assert hits.length.tolist() == [len(split_pattern(cleaned))]


@given(
    st.dictionaries(
        st.sampled_from(["joy", "fear", "trust"]), st.sets(WORDS, min_size=1, max_size=5), min_size=1
    )
)
def test_every_form_of_the_same_dictionary_reads_alike(
    tmp_path_factory: pytest.TempPathFactory, categories: dict[str, set[str]]
) -> None:
    folder = tmp_path_factory.mktemp("forms")
    rows = [(word, pole) for pole, words in categories.items() for word in sorted(words)]
    lines = {pole: [word for word, of in rows if of == pole] for pole in categories}
    marked = {word: [word in words for words in categories.values()] for word, _ in rows}
    forms = {
        "x.yml": [
            line for pole, words in lines.items() for line in (f"{pole}:", *(f"  - '{w}'" for w in words))
        ],
        "x.lc3": [line for pole, words in lines.items() for line in (f"+{pole.upper()}", *words)],
        "x.dic": [
            *("%", *(f"{number}\t{pole}" for number, pole in enumerate(categories)), "%"),
            *(
                f"{word}\t" + "\t".join(str(n) for n, yes in enumerate(of) if yes)
                for word, of in marked.items()
            ),
        ],
        "x.csv": ["word,category", *(f"{word},{pole}" for word, pole in rows)],
        "x.tsv": [
            "\t".join(("word", *categories)),
            *("\t".join((word, *(str(int(yes)) for yes in of))) for word, of in marked.items()),
        ],
    }
    texts = {name: "\n".join(form) for name, form in forms.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf8")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            lexicon = Lexicon.read(folder / name)
        assert sorted(listed(lexicon)) == sorted(rows), name
        assert set(lexicon.measures) == {f"x.{pole}" for pole in categories}


POLE = '[poles.good]\nterms = ["fair"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("poles = 3", "a.toml, poles: 3 is no table"),
        ("[poles]\ngood = 3", "a.toml, pole 'good': 3 is no table"),
        ('[poles.good]\nterms = "fair"', r"a.toml, pole 'good', terms: 'fair' is no list; write \['fair'\]"),
        (f"negators = 3\n{POLE}", "a.toml, negators: 3 is no list of words"),
        (f"mask = [3]\n{POLE}", r"a.toml, mask: \[3\] is no list of words"),
        (f"skip_names = 1\n{POLE}", "a.toml, skip_names: 1 should be true or false"),
        (f"{POLE}examples = 3", "a.toml, pole 'good', examples: 3 is no list"),
        (f"{POLE}[measures]\nx = 3", "a.toml, measure 'x': 3 is no table"),
        (f"{POLE}[measures.x]\npoles = 3", "a.toml, measure 'x', poles: 3 is no list of words"),
        (
            f"{POLE}[measures.x]\npoles = {{ good = 'x' }}",
            "measure 'x', pole 'good': a weight that is no number",
        ),
        (
            f"{POLE}[measures.x]\npoles = {{ good = inf }}",
            "measure 'x', pole 'good': a weight that is no number",
        ),
        (f"{POLE}[measures.x]\npoles = ['bad']", "pole 'bad' is not known. Allowed: good"),
        (f"{POLE}[measures.x]\nunit = 'per1000'", "unit 'per1000' is not known; did you mean 'per_1000'"),
    ],
)
def test_a_fault_in_our_own_form_is_one_clear_line(write: Write, text: str, said: str) -> None:
    with pytest.raises(FramingError, match=said) as caught:
        Lexicon.read(write("a.toml", text))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("term", "why"),
    [
        ("3", "a term is a word or a table with 'term'"),
        ('""', "no word in it"),
        ('"*"', "no word in it"),
        ('"_ _"', "no word in it"),
        ('{ term = "just", weight = "x" }', "a weight that is no number"),
        ('{ term = "just", weight = nan }', "a weight that is no number"),
        ('{ term = "just", weight = true }', "a weight that is no number"),
        ('{ term = "just", weight = 1e300 }', "a weight beyond a million"),
        ('{ term = "just", case = "yes" }', "case 'yes' should be true or false"),
    ],
)
def test_a_term_of_our_own_form_that_is_none_is_told_and_the_rest_counts(
    write: Write, term: str, why: str
) -> None:
    with pytest.warns(FramingWarning, match=f"a.toml, pole 'good', term .*: not used; {why}"):
        lexicon = Lexicon.read(write("a.toml", f'[poles.good]\nterms = ["fair", {term}]\n'))
    assert listed(lexicon) == [("fair", "good")]
    assert poles_found(lexicon, "A fair day.") == [("fair", "good")]
