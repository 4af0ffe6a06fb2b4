"""What a codebook file may say, what is said of one that is wrong, and that every one that ships is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import framing as fr
from framing import plugins
from framing.errors import FramingError
from framing.features.frames.codebook import codebook_of, shipped
from framing.features.lexicon import Lexicon

Write = Callable[[str], Path]

OWN = """
name = "harbour"
[frames.work]
title = "Work"
meaning = "What the harbour means for jobs."
questions = ["Are jobs mentioned?", "Is pay mentioned?"]
present = { weight = 1.0, per_1000 = 5.0 }
mask = ["job lot"]
[frames.work.indicators]
plain = ["job*", "dock workers", { term = "pay", mask = ["pay attention"] }]
faint = { weight = 0.5, terms = ["shift", { term = "PORT", case = true }] }
[frames.weather.indicators]
plain = ["rain*"]
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "mine.toml"
        path.write_text(text, "utf8")
        return path

    return written


def article(text: str, title: str = "") -> pd.DataFrame:
    return pd.DataFrame({"id": ["a"], "outlet": ["x"], "title": [title], "text": [text]})


# -- files --


def test_a_codebook_of_ones_own(write: Write) -> None:
    book = fr.frames.Codebook.read(write(OWN))
    assert list(book.frames) == ["work", "weather"]
    assert list(book.measures) == ["frame.harbour.work", "frame.harbour.weather"]
    work = book.frames["work"]
    assert (work.least, work.rate) == (1.0, 5.0)
    assert [entry.weight for entry in work.lexicon.entries] == [1.0, 1.0, 1.0, 0.5, 0.5]
    assert book.questions().values.tolist() == [
        ["work", 1, "Are jobs mentioned?"],
        ["work", 2, "Is pay mentioned?"],
    ]
    assert len(book.sha256) == 64
    assert hash(book) == hash(fr.frames.Codebook.read(write(OWN)))
    assert "harbour" in repr(book)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Work"', 'titel = "Work"', "frame 'work': key 'titel' is not known; did you mean 'title'?"),
        ('name = "harbour"', 'nmae = "harbour"', "mine.toml: key 'nmae' is not known; did you mean 'name'?"),
        ("weight = 1.0,", "wieght = 1.0,", "mine.toml, frame 'work', present: key 'wieght' is not known"),
        ("weight = 0.5", "weigth = 0.5", "frame 'work', indicators 'faint': key 'weigth' is not known"),
        ("weight = 0.5", 'weight = "half"', "indicators 'faint', weight: 'half' is no number from 0 to 1000"),
        ("weight = 0.5", "weight = 0", "indicators 'faint', weight: 0 counts nothing"),
        ("weight = 0.5", "alone = 1", "indicators 'faint', alone: 1 should be true or false"),
        (
            'plain = ["rain*"]',
            'plain = { alone = false, terms = ["rain*"] }',
            "frame 'weather': no group of indicators counts alone; strike one 'alone = false'",
        ),
        ('term = "pay"', 'trem = "pay"', "a term is a word or a table with 'term'"),
        ('mask = ["pay attention"]', 'mask = ["attention"]', "the guard 'attention' doesn't hold the term"),
        ('"rain*"', '"..."', "pole 'plain', term {'weight': 1.0, 'term': '...'}: no word in it"),
        ('"shift"', '"Pay"', "frame 'work': 'Pay' stands twice, in 'plain' and 'faint'; strike one"),
        ('plain = ["rain*"]', 'plain = "rain*"', "terms: 'rain*' is no list; write ['rain*']"),
        ('plain = ["rain*"]', "", "no indicators; list words under [frames.weather.indicators]"),
        ("[frames.weather.indicators]", '[frames."w.x".indicators]', "a frame's name has no dot"),
        ('plain = ["rain*"]', 'plain = ["rain*"', "mine.toml: not a TOML file"),
        ("present = { weight = 1.0, per_1000 = 5.0 }", "present = 1", "present: 1 is no table"),
    ],
)  # fmt: skip
def test_one_clear_line_for_what_is_wrong(write: Write, old: str, new: str, said: str) -> None:
    path = write(OWN.replace(old, new))
    with pytest.raises(FramingError) as raised:
        fr.frames(article("Rain."), path)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_no_frames_at_all(write: Write) -> None:
    with pytest.raises(FramingError, match=r"mine\.toml: no frames; add a table \[frames\.NAME\]"):
        fr.frames.Codebook.read(write('name = "x"'))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("genric", "codebook 'genric' is not known; did you mean 'generic'?"),
        ("absent/one.toml", "can't be read"),
        (3, "codebook: 3 is neither a name, a path nor a Codebook"),
        ([], "codebook: none is given"),
        (["generic", "generic"], "codebook: two are called 'generic'"),
    ],
)
def test_which_codebook(given: object, said: str) -> None:
    with pytest.raises(FramingError) as raised:
        fr.frames(article("Rain."), given)  # type: ignore[arg-type]
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


# -- what is shipped --


def test_the_codebooks_that_ship() -> None:
    assert {"generic", "policy", "diplomacy", "war_peace", "episodic_thematic", "visits"} == set(shipped())
    assert len(shipped()["policy"].frames) == 14  # the fifteenth is "other"
    assert set(shipped()) == set(plugins.files("framing.features.frames.codebooks"))


@pytest.mark.parametrize("name", shipped())
def test_a_codebook_that_ships(name: str) -> None:
    book = codebook_of(name)
    assert book.title
    assert book.meaning
    assert book.licence == "MIT"
    assert book.citation
    assert all("(" in source for source in book.citation)
    for frame in book.frames.values():
        assert isinstance(frame.lexicon, Lexicon)
        assert frame.meaning.endswith(".")
        assert len(frame.questions) >= 2
        assert all(question.endswith("?") for question in frame.questions)
        assert len(frame.lexicon.entries) >= 35
        assert frame.measure.name == f"frame.{name}.{frame.name}"
        assert frame.measure.unit == "per_1000"


@pytest.mark.parametrize(
    ("codebook", "frame", "text", "hits"),
    [
        ("visits", "dependence", "Washington (XYZ) - Mr. Trump is under pressure.", 0),
        ("visits", "dependence", "It bowed to American pressure, and to pressure from Beijing.", 2),
        ("visits", "human_rights", "The Democratic senator and her Democratic friends voted.", 0),
        ("visits", "human_rights", "They stood for democratic values.", 1),
        ("generic", "conflict", "Republicans and Democrats met.", 0),
        (
            "visits",
            "economic_opportunity",
            "A trade war and crippling tariffs cost Marlow 3 billion dollars.",
            0,
        ),
        (
            "visits",
            "economic_opportunity",
            "Marlow lowered tariffs; its growers see great export opportunities.",
            2,
        ),
        ("visits", "reset", "The two sides spoke of relations and of cooperation in new fields.", 0),
        ("visits", "reset", "The visit is to reset the relationship and restore trust.", 2),
        ("visits", "security_risk", "The Security Council met the National Security Adviser.", 0),
        ("visits", "sovereignty", "Each is to keep out of the internal affairs of the other.", 1),
        ("visits", "human_rights", "The guests were received on Tiananmen Square.", 0),
        ("generic", "economic_consequences", "The economist lent the World Bank 3 million books.", 0),
        ("generic", "human_interest", "A neighbour to the south suffered in the talks.", 0),
        ("war_peace", "war", "The ministry ended the trade war, and a think tank said so.", 0),
    ],
)
def test_what_points_to_a_frame_by_itself(codebook: str, frame: str, text: str, hits: int) -> None:
    assert fr.frames(article(text), codebook).set_index("frame").loc[frame, "hits"] == hits


def test_names_of_bodies_are_not_words() -> None:
    table = fr.frames(article("Those who walk. The UN and the EU met; the WHO did not.", "IT"), "policy")
    hits = table.set_index("frame")["hits"]
    assert hits["health"] == 1
    assert (
        fr.frames(article("Those who walk, and who don't."), "policy").set_index("frame").hits["health"] == 0
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('name = ""', "mine.toml, name: '' is no name"),
        ("name = 3", "mine.toml, name: 3 is no name"),
        ('name = "my.frames"', "mine.toml, name: 'my.frames' is no name; write a word without dot or space"),
        ('name = "my frames"', "mine.toml, name: 'my frames' is no name"),
        ("language = 3", "mine.toml, language: 3 is no text; write it in quotation marks"),
        ('language = " "', "mine.toml, language: is empty"),
        ('licence = ["MIT"]', "mine.toml, licence: .* is no text"),
        ("title = 5", "mine.toml, title: 5 is no text"),
        ("meaning = true", "mine.toml, meaning: True is no text"),
        ("note = 1.5", "mine.toml, note: 1.5 is no text"),
    ],
)
def test_a_header_that_cannot_be_names_its_key(write: Write, line: str, said: str) -> None:
    with pytest.raises(FramingError, match=said) as error:
        fr.frames.Codebook.read(write(f'{line}\n[frames.work.indicators]\nplain = ["job"]\n'))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("key", ["title", "meaning"])
def test_what_is_said_of_a_frame_is_text(write: Write, key: str) -> None:
    with pytest.raises(FramingError, match=f"mine.toml, frame 'work', {key}: 3 is no text"):
        fr.frames.Codebook.read(
            write(f'[frames.work]\n{key} = 3\n[frames.work.indicators]\nplain = ["job"]\n')
        )


def test_a_star_stands_anywhere_in_a_word_as_in_a_lexicon(write: Write) -> None:
    book = fr.frames.Codebook.read(write('[frames.owed.indicators]\nplain = ["de*bt", "*ship"]\n'))
    table = fr.frames(article("A debt and a deep-debt hardship, not a deed or a shipment."), book)
    assert table["hits"].tolist() == [3]
