"""CSV and Parquet: read again they are the rows, and what describes them agrees with what they hold."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from framing.io.files import undone
from framing.views.paper import paper
from tests.cases import for_each
from tests.views import made

each = for_each("kind", made.kinds())
both = for_each("names", [made.PLAIN, made.HOSTILE[:2] + made.HOSTILE[3:]], ids=["plain", "hostile"])


@pytest.mark.medium
@each
@both
def test_parquet_read_again_is_the_rows_with_title_and_note(
    kind: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    printed = paper(made.of(kind, names), kind, number=2)
    path = printed.save(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(
        pd.read_parquet(path), printed.data.reset_index(drop=True), check_dtype=False
    )
    metadata = pq.read_schema(path).metadata
    assert metadata[b"title"].decode("utf8") == f"Table 2. {printed.sheet.title}"
    assert metadata[b"note"].decode("utf8") == printed.sheet.note


@pytest.mark.medium
@each
@both
def test_csv_read_again_is_the_rows(kind: str, names: tuple[str, ...], tmp_path: Path) -> None:
    printed = paper(made.of(kind, names), kind)
    path = printed.save(tmp_path / "a.csv")
    text = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(text.columns) == list(printed.data.columns)
    for name in text.columns:
        want = printed.data[name].reset_index(drop=True)
        if want.dtype.kind not in "ifbM":
            assert text[name].map(undone).tolist() == [
                value if value == value else "" for value in want.fillna("")
            ]
        elif want.dtype.kind == "M":
            assert pd.to_datetime(text[name], utc=True).tolist() == want.tolist()
        elif want.dtype.kind == "b":
            assert (text[name] == "true").tolist() == want.tolist()
        else:
            pd.testing.assert_series_equal(
                pd.to_numeric(text[name]), want, check_dtype=False, rtol=0, atol=0, check_names=False
            )


def test_a_formula_is_text_in_csv_and_itself_in_parquet(tmp_path: Path) -> None:
    printed = paper(made.of("terms", ("=1+1", "b", "c")))
    printed.save(tmp_path / "a.csv")
    printed.save(tmp_path / "a.parquet")
    assert '"\'=1+1"' in (tmp_path / "a.csv").read_text("utf8")
    assert "=1+1" in set(pd.read_parquet(tmp_path / "a.parquet")["group"])


def test_no_text_of_an_article_goes_along(tmp_path: Path) -> None:
    for suffix in (".csv", ".parquet", ".html"):
        raw = paper(made.articles()).save(tmp_path / f"a{suffix}").read_bytes()
        assert b"Words of article" not in raw
