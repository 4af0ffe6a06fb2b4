"""Tables with very many columns: their reading takes longer as they grow, and not as they grow squared."""

from __future__ import annotations

from pathlib import Path

import pytest

import framing as fr
from framing.errors import FramingError

COLUMNS = 120_000


@pytest.mark.medium
def test_very_many_columns_take_no_more_than_the_time_of_a_file(tmp_path: Path) -> None:
    names = ",".join(f"c{number}" for number in range(COLUMNS))
    (tmp_path / "wide.csv").write_text(f"{names}\n{','.join('1' * COLUMNS)}\n")
    # Comparing each name with each other would take minutes: the file would be "too slow".
    with pytest.raises(FramingError, match="no column holds the text; columns are: c0, c1"):
        fr.load(tmp_path, workers=1, limits={"seconds": 20})


def test_a_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    (tmp_path / "twice.csv").write_text("title,,text,,text,title\nA,,b,,c,d\n")
    with pytest.raises(FramingError, match="column 'title' stands twice"):
        fr.load(tmp_path, workers=1)
