"""Written dates become moments only through forms that are listed; what is ambiguous is refused."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import dates
from framing.errors import FramingError


@pytest.mark.parametrize(
    ("written", "iso", "precision", "zone"),
    [
        ("2020-07-15", "2020-07-15T00:00", "day", "none"),
        ("2020/7/15", "2020-07-15T00:00", "day", "none"),
        ("20200715", "2020-07-15T00:00", "day", "none"),
        ("2020-07-15T00:00:00Z", "2020-07-15T00:00", "day", "none"),
        ("2020-07-15T09:38:20+08:00", "2020-07-15T01:38", "minute", "stated"),
        ("2020-07-15T09:38:00.123Z", "2020-07-15T09:38", "minute", "stated"),
        ("2020-07-15 09:38", "2020-07-15T01:38", "minute", "outlet"),
        ("Jan 15, 2026 11:48 PM", "2026-01-15T15:48", "minute", "outlet"),
        ("January 15, 2026", "2026-01-15T00:00", "day", "none"),
        ("Jul 14, 2020,09:01am EDT", "2020-07-14T13:01", "minute", "stated"),
        ("July 14, 2020, 12:59 PM BST", "2020-07-14T11:59", "minute", "stated"),
        ("12:00 am, 1 May 2020", "2020-04-30T16:00", "minute", "outlet"),
        ("Fri 9 Oct 2020 13.06 BST", "2020-10-09T12:06", "minute", "stated"),
        ("13:23, 20 February 2019", "2019-02-20T05:23", "minute", "outlet"),
        ("Wed, 15 Jul 2020 09:38:00 +0000", "2020-07-15T09:38", "minute", "stated"),
        ("15 juillet 2020 à 9h38", "2020-07-15T01:38", "minute", "outlet"),
        ("15. März 2020", "2020-03-15T00:00", "day", "none"),
        ("15 de julio de 2020", "2020-07-15T00:00", "day", "none"),
        ("2020年7月15日 08:22", "2020-07-15T00:22", "minute", "outlet"),
        ("15/07/2020", "2020-07-15T00:00", "day", "none"),
        ("07/15/2020", "2020-07-15T00:00", "day", "none"),
    ],
)
def test_forms(written: str, iso: str, precision: str, zone: str) -> None:
    moment = dates.parse(written, local="Asia/Shanghai")
    assert moment is not None
    assert moment.time == dt.datetime.fromisoformat(iso).replace(tzinfo=dt.UTC)
    assert (moment.precision, moment.zone) == (precision, zone)


@pytest.mark.parametrize(
    "written",
    ["", None, "03/04/2020", "15 January", "10:30", "yesterday", "2020-13-01", "2020-02-30",
     "13:00 AM, 1 May 2020",
     "May 2020", 1.5, True,
     1594800000, "2020", "x" * 200, pd.NaT, float("nan")],
)  # fmt: skip
def test_refused(written: object) -> None:
    assert dates.parse(written, local="Asia/Shanghai") is None


def test_order_declared() -> None:
    assert dates.parse("03/04/2020", order="dmy").time.month == 4  # type: ignore[union-attr]
    assert dates.parse("03/04/2020", order="mdy").time.month == 3  # type: ignore[union-attr]


def test_zone_assumed_only_where_none_is_known() -> None:
    assert dates.parse("2020-07-15 09:38").zone == "assumed"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        (dt.date(2020, 7, 15), "day"),
        (dt.datetime(2020, 7, 15), "day"),
        (dt.datetime(2020, 7, 15, 9, 38, tzinfo=dt.UTC), "minute"),
        (pd.Timestamp("2020-07-15 09:38", tz="UTC"), "minute"),
        (20200715, "day"),
    ],
)
def test_objects(value: object, precision: str) -> None:
    moment = dates.parse(value)
    assert moment is not None
    assert (moment.time.date(), moment.precision) == (dt.date(2020, 7, 15), precision)


def test_wrong_zone() -> None:
    with pytest.raises(FramingError, match="zone 'Asia/Beijing' is not known"):
        dates.zone("Asia/Beijing")


def test_first_of_two_dates_in_a_line() -> None:
    moment = dates.find(
        "Published: Jul 14, 2020 07:56 PM Updated: Jul 17, 2020 04:10 PM", local="Asia/Shanghai"
    )
    assert moment is not None
    assert moment.time == dt.datetime(2020, 7, 14, 11, 56, tzinfo=dt.UTC)


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1)))
def test_what_is_written_is_what_is_read(moment: dt.datetime) -> None:
    for form in ("%Y-%m-%d %H:%M", "%B %d, %Y %I:%M %p", "%d %b %Y %H:%M", "%a %d %b %Y %H.%M"):
        read = dates.parse(moment.strftime(form), local="UTC")
        assert read is not None
        assert read.time == moment.replace(second=0, microsecond=0, tzinfo=dt.UTC)


def test_no_date_depends_on_today() -> None:
    assert all(dates.parse(text) is None for text in ("Monday", "3 hours ago", "May 5", "5 mai", "12:30"))
    assert np.all([dates.find(text) is None for text in ("Updated 7 months ago", "Today at 5 p.m.")])
