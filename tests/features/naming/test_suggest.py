"""The list to tick: why each row is there, and that it can be given back ticked."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError

TEXTS = [
    "Premier Ana Ruiz met the Harbour Trade Council. The HTC said no. Ruiz said yes.",
    "Ms. Ruiz said the Harbour Trade Council, or HTC, was wrong. The premier said so. The premier left.",
    "Premier Ana Ruiz said the embargo failed. The embargo is old. Ms. Ruiz said so. The premier said no.",
]


def frame(texts=TEXTS) -> pd.DataFrame:
    return pd.DataFrame(
        {"id": [f"a{i}" for i in range(len(texts))], "outlet": ["x", "y", "y"], "text": texts}
    )


def test_each_row_says_why():
    table = fr.suggest_aliases(frame()).set_index("phrase")
    assert table.loc["Ana Ruiz", ["referent", "why"]].tolist() == ["Ana Ruiz", "name"]
    assert table.loc["Ms. Ruiz", ["referent", "why", "count"]].tolist() == ["Ana Ruiz", "short form", 2]
    assert table.loc["HTC", ["referent", "why"]].tolist() == ["Harbour Trade Council", "short form"]
    assert table.loc["Premier Ana Ruiz", ["referent", "why"]].tolist() == ["Ana Ruiz", "has the name in it"]
    assert table.loc["the premier", ["referent", "why", "kind"]].tolist() == [
        "Ana Ruiz",
        "same slots",
        "description",
    ]
    assert table.loc["the embargo", "why"] == "recurs"
    assert not table["tick"].any()
    assert table.loc["the embargo", ["count", "articles", "outlets"]].tolist() == [2, 1, 1]
    assert "embargo" in table.loc["the embargo", "example"]


def test_a_ticked_table_is_a_set_of_referents(tmp_path):
    table = fr.suggest_aliases(frame())
    table["tick"] = table["phrase"].isin(["Ana Ruiz", "Ms. Ruiz", "the premier", "the embargo"])
    table.loc[table["phrase"] == "the embargo", "referent"] = "sanctions"
    found = fr.mentions(frame(), table, voices=None)
    assert set(found["referent"]) == {"Ana Ruiz", "sanctions"}
    assert {"the premier", "the embargo", "Ms. Ruiz"} <= set(found["form"])
    table.to_csv(tmp_path / "ticked.csv", index=False)
    pd.testing.assert_frame_equal(found, fr.mentions(frame(), tmp_path / "ticked.csv", voices=None))


def test_what_is_known_is_left_out():
    known = {"Ana Ruiz": {"aliases": ["Ana Ruiz", "Ruiz"], "roles": ["premier"]}}
    phrases = set(fr.suggest_aliases(frame(), known)["phrase"])
    assert not phrases & {"Ana Ruiz", "Ruiz", "the premier", "Premier Ana Ruiz"}
    assert "Ms. Ruiz" in phrases


def test_least_and_most():
    table = fr.suggest_aliases(frame(), least=3)
    assert (table["count"] >= 3).all()
    assert len(fr.suggest_aliases(frame(), most=2)) == 2
    assert fr.suggest_aliases(frame(["It may do so."] * 3)).empty


@pytest.mark.parametrize("options", [{"least": 0}, {"most": "many"}])
def test_wrong_counts_are_one_line(options):
    with pytest.raises(FramingError, match="give a whole number of at least 1"):
        fr.suggest_aliases(frame(), **options)
