"""Dates with an article before them, or the weekday behind them, in the languages that write them so."""

from __future__ import annotations

import pytest

from framing.corpus import dates
from framing.corpus.lines import is_stamp
from tests.cases import for_each


@for_each(
    ("written", "time", "precision"),
    [
        ("Le 1er février 2026 dimanche", "2026-02-01T00:00", "day"),
        ("le dimanche 1er février 2026", "2026-02-01T00:00", "day"),
        ("Dimanche, le 1er février 2026", "2026-02-01T00:00", "day"),
        ("Freitag, den 16. Januar 2026", "2026-01-16T00:00", "day"),
        ("Am Freitag, den 16. Januar 2026, 10:15 Uhr", "2026-01-16T10:15", "minute"),
        ("el viernes 16 de enero de 2026", "2026-01-16T00:00", "day"),
        ("16 de enero de 2026, viernes", "2026-01-16T00:00", "day"),
        ("January 16, 2026 Friday", "2026-01-16T00:00", "day"),
        ("January 16, 2026 Friday\n12:10 PM GMT", "2026-01-16T12:10", "minute"),
        ("16 January 2026 (Friday)", "2026-01-16T00:00", "day"),
    ],
)
def test_article_and_weekday(written: str, time: str, precision: str) -> None:
    moment = dates.parse(written)
    assert moment is not None
    assert (f"{moment.time:%Y-%m-%dT%H:%M}", moment.precision) == (time, precision)


@pytest.mark.parametrize(
    "written",
    [
        "Le février 2026 dimanche",
        "den Januar 2026",
        "le 31 février 2026",
        "January 16, 2026 Fridays",
        "Le le 1er mars 2026 le",
    ],
)
def test_refused(written: str) -> None:
    assert dates.parse(written) is None


def test_inside_a_sentence_they_are_its_words() -> None:
    assert not is_stamp("Le 1er février 2026 dimanche les ministres se sont vus", "Europe/Paris")
