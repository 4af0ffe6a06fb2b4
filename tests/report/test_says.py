"""Which words and names stand as rows of says and never says, and which don't."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import scipy.stats

from framing.report.material import Material
from framing.report.sections import says
from framing.schema import check
from tests.report import examples

_PLAIN = [f"They met on day {k} to talk of grain." for k in range(6)]
_SAID = {
    "a_post": [f"There was chaos in port {k}, and they blamed fog." for k in range(6)],
    "b_times": [f"Nothing but chaos at gate {k}." for k in range(4)] + _PLAIN[:2],
    "c_echo": _PLAIN, "d_globe": _PLAIN, "e_mail": ["Chaos.", *_PLAIN[:5]],
}  # fmt: skip


def _judged(said: dict[str, list[str]]) -> Material:
    """Return a study of news of such sentences, each with a hit of tone in the outlet's own words."""
    texts = [(outlet, text) for outlet, own in said.items() for text in own]
    frame = examples.articles(len(texts)).assign(
        outlet=[outlet for outlet, _ in texts], text=[text for _, text in texts], genre="news", status="full",
        copy_group=None, title="Leaders meet", published=pd.Timestamp("2026-01-10", tz="UTC"),
    )  # fmt: skip
    base = {"part": "body", "voice": "all", "measure": "tone.net", "weight": -1.0, "negated": False}
    hits = [
        {**base, "article": key, "outlet": outlet, "start": at.start(), "end": at.end(), "term": at[0],
         "sentence": text}
        for key, (outlet, text) in zip(frame["id"], texts, strict=True)
        for at in re.finditer("chaos|blamed", text)
    ]  # fmt: skip
    tables = examples.tables() | {"articles": check(frame, "articles")}
    tables["evidence"] = check(pd.DataFrame(hits), "evidence")
    return Material.of(tables, {}, examples.settings())


def _rows(material: Material) -> dict[str, dict[str, int]]:
    return {
        item.name: {group: cell["n"] for group, cell in item.cells.items()}
        for _, items in says._parts(material)
        for item in items
    }


def test_a_word_is_counted_in_the_articles_of_each_outlet() -> None:
    rows = _rows(_judged(_SAID))
    # A word stands there in capitals, too, though no hit says so.
    assert rows["chaos"] == {"a_post": 6, "b_times": 4, "c_echo": 0, "d_globe": 0, "e_mail": 1}
    assert not any("fog" in name or "met" in name for name in rows)


def test_a_sentence_under_every_article_and_a_speech_bring_no_row() -> None:
    again = {**_SAID, "a_post": [_SAID["a_post"][0]] * 6}
    speech = {**_SAID, "a_post": [f"I say I saw. {text}" for text in _SAID["a_post"]]}
    for said in (again, speech):
        assert not any("blamed" in name for name in _rows(_judged(said)))


def test_what_one_outlet_alone_calls_the_matter_is_a_row_and_what_it_alone_says_else_is_none() -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
    said = {
        outlet: [f"{day}: chaos, they spoke of the {kind} sequester, and {place}." for day in days]
        for outlet, kind, place in [
            ("a_post", "punishing", "aquarium"), ("b_times", "federal", "gate"),
            ("c_echo", "federal", "hall"), ("d_globe", "federal", "lake"), ("e_mail", "federal", "bridge"),
        ]
    }  # fmt: skip
    rows = _rows(_judged(said))
    assert rows["punishing sequester"] == dict.fromkeys(said, 0) | {"a_post": 6}
    assert not any("aquarium" in name for name in rows)


def _articles(n: int, length: np.ndarray, alike: np.ndarray) -> says._Articles:
    group = np.repeat(["a", "b"], n // 2)
    ids = [str(k) for k in range(n)]
    return says._Articles(ids, ids, ids, group, np.log(length), alike, ["a", "b"], np.array([True, True]))


def test_length_and_date_explain_what_goes_with_them() -> None:
    n = 40
    first = np.arange(n) < n // 2
    there = (np.arange(n) % 4 > 0) & first
    same = np.zeros(n)
    plain = _articles(n, np.full(n, 400.0), same).differ(there[:, None])[0]
    # As a draw without replacement has it, where nothing else goes with the outlet.
    assert plain >= 4 * scipy.stats.hypergeom.sf(14, n, 15, 20) - 1e-12
    assert plain < 4e-4
    long = _articles(n, np.where(first, 4000.0, 40.0), same).differ(there[:, None])[0]
    dated = _articles(n, np.full(n, 400.0), np.where(there, 1.0, 2.0)).differ(there[:, None])[0]
    assert long > 20 * plain
    assert dated == 1


def test_a_name_goes_under_all_its_forms_and_not_under_anothers() -> None:
    names = pd.Series(["Ana Marlow", "Marlow", "Ana Marlow Reyes", "Port Ellis", "Li Reyes", "Reyes"])
    kinds = pd.Series(["person", "name", "person", "place", "person", "name"])
    assert says._one_name(names, kinds).tolist() == [
        "Ana Marlow Reyes", "Ana Marlow Reyes", "Ana Marlow Reyes", "Port Ellis", "Li Reyes", "Reyes",
    ]  # fmt: skip
    articles = _articles(2, np.full(2, 50.0), np.zeros(2))
    articles = articles._replace(texts=["The White House spoke.", "A bill left the House."])
    known = {0: [(4, 15, 7)], 1: [(16, 21, 3)]}
    assert says._find(says._any_name("House", ["House"], "body"), articles, known, 3) == {1: [(16, 21)]}
