"""What was planted is judged by the tables alone, in either direction, and names are marked."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from framing.corpus import load
from framing.errors import FramingError
from framing.report.material import Material
from framing.report.summary import summary
from framing.study.planted import UNCOMPARED, UNSOUGHT, recovered
from tests import wording

HEAD = '[[planted]]\nkind = "{kind}"\nwhat = "Xinhua differs"\n'
CONTRAST = (
    HEAD.format(kind="contrast")
    + 'measure = "hedges"\nvoice = "outlet"\na = "{a}"\nb = "{b}"\ndirection = "{way}"\n'
)


def corpus(folder: Path, text: str) -> tuple[str, ...]:
    (folder / "manifest.toml").write_text("", "utf8")
    (folder / "planted.toml").write_text(text, "utf8")
    return (str(folder),)


def tables(estimate: float, low: float, high: float, scale: str = "ratio") -> dict[str, pd.DataFrame]:
    cell = {"measure": "hedges", "voice": "outlet", "genre": "news", "part": "all"}
    row = {"a": "cbc", "b": "xinhua", "scale": scale, "estimate": estimate, "low": low, "high": high}
    articles = {
        "outlet": ["xinhua", "cbc"],
        "provenance": ["illustrative"] * 2,
        "source": ["texts/a.txt", "texts/b.jsonl:2"],
        "title": ["A", "B"],
        "wire": [None, "xinhua"],
        "wire_role": ["none", "full_reprint"],
        "genre": ["news", "editorial"],
        "published": [pd.Timestamp("2026-01-15", tz="UTC"), pd.NaT],
    }
    profile = [
        {**cell, "group": "cbc", "voice": v, "estimate": e} for v, e in (("outlet", 1.0), ("quoted", 2.0))
    ]
    return {
        "articles": pd.DataFrame(articles),
        "contrast": pd.DataFrame([{**cell, **row}]),
        "profile": pd.DataFrame(profile),
    }


@pytest.mark.parametrize(
    ("a", "b", "way", "ends", "scale", "said"),
    [
        ("cbc", "xinhua", "higher", (2, 1.5, 3), "ratio", "yes: 2.00 times (95 % interval 1.50 to 3.00)"),
        (
            "xinhua",
            "cbc",
            "higher",
            (0.5, 0.25, 0.8),
            "ratio",
            "yes: 2.00 times (95 % interval 1.25 to 4.00)",
        ),
        ("xinhua", "cbc", "lower", (2, 1.6, 4), "ratio", "yes: 0.50 times (95 % interval 0.25 to 0.62)"),
        (
            "cbc",
            "xinhua",
            "higher",
            (2, 0.5, 8),
            "ratio",
            "in direction: 2.00 times (95 % interval 0.50 to 8.00)",
        ),
        ("cbc", "xinhua", "lower", (2, 1.5, 3), "ratio", "no: 2.00 times (95 % interval 1.50 to 3.00)"),
        (
            "cbc",
            "xinhua",
            "higher",
            (2, float("nan"), float("nan")),
            "ratio",
            "in direction: 2.00 times (no interval)",
        ),
        ("xinhua", "cbc", "higher", (-3, -5, -1), "difference", "yes: +3.00 (95 % interval +1.00 to +5.00)"),
        ("cbc", "ctv_news", "higher", (2, 1.5, 3), "ratio", UNCOMPARED),
    ],
)
def test_a_contrast(
    a: str, b: str, way: str, ends: tuple[float, float, float], scale: str, said: str, tmp_path: Path
) -> None:
    (row,) = recovered(corpus(tmp_path, CONTRAST.format(a=a, b=b, way=way)), tables(*ends, scale))
    assert row["recovered"] == said


@pytest.mark.parametrize(
    ("numbers", "way", "said"),
    [
        ({"cbc": 4.0, "xinhua": 0.0}, "higher", "in direction: 4.00 against 0.00, no hit on one side"),
        ({"cbc": 4.0, "xinhua": 0.0}, "lower", "no: 4.00 against 0.00, no hit on one side"),
        ({"cbc": 0.0, "xinhua": 0.0}, "higher", "no: 0.00 against 0.00, no hit on either side"),
        ({"cbc": 4.0, "xinhua": float("nan")}, "higher", "no: no number on one side"),
        ({"cbc": 4.0}, "higher", UNCOMPARED),
    ],
)
def test_what_no_ratio_states_is_judged_by_both_numbers(
    numbers: dict[str, float], way: str, said: str, tmp_path: Path
) -> None:
    found = tables(2.0, 1.5, 3.0)
    found["contrast"] = found["contrast"].iloc[:0]
    cell = {"measure": "hedges", "voice": "outlet", "genre": "news", "part": "all"}
    rows = [{**cell, "group": group, "estimate": number} for group, number in numbers.items()]
    found["profile"] = pd.DataFrame(rows)
    (row,) = recovered(corpus(tmp_path, CONTRAST.format(a="cbc", b="xinhua", way=way)), found)
    assert row["recovered"].startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'kind = "wire"\nfile = "b.jsonl"\nwire = "xinhua"\nwire_role = "full_reprint"',
            "yes: xinhua, full_reprint",
        ),
        ('kind = "wire"\nfile = "a.txt"\nwire = "xinhua"\nwire_role = "full_reprint"', "no: none"),
        ('kind = "opinion"\nfile = "b.jsonl"\ntitle = "B"', "yes: editorial"),
        ('kind = "opinion"\nfile = "a.txt"', "no: news"),
        ('kind = "opinion"\nfile = "b.jsonl"\ntitle = "C"', "article not among those read"),
        ('kind = "undated"\nfile = "b.jsonl"', "yes: no date"),
        ('kind = "undated"\nfile = "a.txt"', "no: 2026-01-15"),
        (
            'kind = "voices"\noutlet = "cbc"\nmeasure = "hedges"\nhigher = "quoted"\nlower = "outlet"',
            "yes: +2.00 against +1.00",
        ),
        ('kind = "rumour"', UNSOUGHT),
    ],
)
def test_other_kinds(text: str, said: str, tmp_path: Path) -> None:
    (row,) = recovered(corpus(tmp_path, f'[[planted]]\nwhat = "It"\n{text}\n'), tables(1, 1, 1))
    assert row["recovered"] == said


def test_names_are_marked_and_what_was_recovered_is_counted(tmp_path: Path) -> None:
    rows = recovered(corpus(tmp_path, CONTRAST.format(a="cbc", b="xinhua", way="higher")), tables(2, 1.5, 3))
    assert rows[0]["what"] == "Xinhua (invented text) differs"
    rows += (
        {"what": "Boosters differ", "planted": "boosters", "recovered": "in direction: 2.00 times"},
        {"what": "A", "planted": "reuse", "recovered": UNSOUGHT},
        {"what": "B", "planted": "reuse", "recovered": UNCOMPARED},
    )
    # What nothing looked for is neither recovered nor missed.
    assert (
        summary(Material.of({}, {}, {"planted": rows})).splitlines()[-1]
        == "Planted differences recovered: 1 of 2"
    )


def test_the_bundled_corpus_says_nothing_of_outlets_in_general() -> None:
    file = Path(load.example("carney-beijing-2026")) / "planted.toml"
    said = " ".join(row["what"] + "." for row in tomllib.loads(file.read_text("utf8"))["planted"])
    assert said.count(".") >= 20
    assert wording.breaches(said, ["Global Times", "National Post", "Xinhua"]) == []


def test_real_coverage_has_nothing_planted(tmp_path: Path) -> None:
    assert recovered((str(tmp_path),), tables(1, 1, 1)) == ()


def test_a_broken_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match=r"planted\.toml: an entry of \[\[planted\]\] lacks 'measure'"):
        recovered(corpus(tmp_path, HEAD.format(kind="contrast") + 'a = "x"\nb = "y"\n'), tables(1, 1, 1))
    with pytest.raises(FramingError, match=r"planted\.toml: not a TOML file"):
        recovered(corpus(tmp_path, "["), tables(1, 1, 1))


REUSE = HEAD.format(kind="reuse") + 'file = "a.txt"\noriginal = "b.jsonl"\nchanges = "2011 > 2014"\n'
GAP = HEAD.format(kind="gap") + 'outlet = "xinhua"\npattern = "(?i)toll"\n'


@pytest.mark.parametrize(
    ("a", "b", "kind", "changes", "said"),
    [
        ("2", "1", "unmarked", "2011 > 2014 (figure)", "yes: 66 words, unmarked, 2011 > 2014 (figure)"),
        ("1", "2", "unmarked", "2011 > 2014 (figure)", "yes: 66 words, unmarked, 2011 > 2014 (figure)"),
        (
            "2",
            "1",
            "credited",
            "2011 > 2014 (figure)",
            "in direction: 66 words, credited, 2011 > 2014 (figure)",
        ),
        ("2", "1", "unmarked", "", "in direction: 66 words, unmarked, nothing changed"),
        ("2", "3", "unmarked", "2011 > 2014 (figure)", "no: no passage found between the two"),
    ],
)
def test_a_passage_is_judged_by_the_two_articles_its_mark_and_its_change(
    tmp_path: Path, a: str, b: str, kind: str, changes: str, said: str
) -> None:
    found = tables(2, 1.5, 3)
    found["articles"]["id"] = ["1", "2"]
    paths = corpus(tmp_path, REUSE)
    assert recovered(paths, found)[0]["recovered"] == UNCOMPARED
    found["reuse"] = pd.DataFrame([{"a": a, "b": b, "words": 66, "kind": kind, "changes": changes}])
    assert recovered(paths, found)[0]["recovered"] == said


@pytest.mark.parametrize(
    ("articles", "finding", "label", "said"),
    [
        (0, "not_found", "Toll", "yes: Toll: 0 of 11 articles, 5.0 expected (adjusted p 0.010)"),
        (0, "too_few", "Toll", "in direction: Toll: 0 of 11 articles, 5.0 expected (too few to tell)"),
        (1, "found", "Toll", "no: no such item is among those compared"),
        (0, "not_found", "Canal", "no: no such item is among those compared"),
    ],
)
def test_a_gap_is_judged_by_the_outlet_the_item_and_the_finding(
    tmp_path: Path, articles: int, finding: str, label: str, said: str
) -> None:
    row = {"outlet": "xinhua", "item": "key", "label": label, "level": "term", "articles": articles,
           "n_articles": 11, "expected": 5.0, "p": 0.001, "p_adjusted": 0.01, "finding": finding}  # fmt: skip
    found = {**tables(2, 1.5, 3), "coverage": pd.DataFrame([row])}
    assert recovered(corpus(tmp_path, GAP), found)[0]["recovered"] == said


def test_a_gap_planted_too_seldom_is_right_where_it_is_too_few_to_tell(tmp_path: Path) -> None:
    row = {"outlet": "xinhua", "item": "Toll", "label": "Toll", "level": "named", "articles": 0,
           "n_articles": 11, "expected": 0.9, "p": 0.4, "p_adjusted": None, "finding": "too_few"}  # fmt: skip
    found = {**tables(2, 1.5, 3), "coverage": pd.DataFrame([row])}
    said = recovered(corpus(tmp_path, GAP + 'finding = "too_few"\n'), found)[0]
    assert said["planted"] == "not found in Xinhua, too few to tell"
    assert said["recovered"] == "yes: Toll: 0 of 11 articles, 0.9 expected (too few to tell)"
