"""Written dates become moments only through forms that are listed; what is ambiguous is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import dates
from framing.corpus.load import load
from framing.errors import FramingError
from tests.cases import for_each
from tests.corpus import made


@for_each(
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
        ("05/05/2020", "2020-05-05T00:00", "day", "none"),
        (1594800000, "2020-07-15T08:00", "minute", "stated"),
        ("1594800000", "2020-07-15T08:00", "minute", "stated"),
        (1594800000123, "2020-07-15T08:00", "minute", "stated"),
        ("1594800000.25", "2020-07-15T08:00", "minute", "stated"),
        (1594800000.0, "2020-07-15T08:00", "minute", "stated"),
        (np.int64(1594800000), "2020-07-15T08:00", "minute", "stated"),
        (np.datetime64("2020-07-15T09:38"), "2020-07-15T01:38", "minute", "outlet"),
        ("2020-07-15T09:38+0800", "2020-07-15T01:38", "minute", "stated"),
        ("2020-07-15 09:38 GMT+8", "2020-07-15T01:38", "minute", "stated"),
        ("2020-07-15 09:38 (GMT+08:00)", "2020-07-15T01:38", "minute", "stated"),
        ("2020-07-15 09:38 UTC-4", "2020-07-15T13:38", "minute", "stated"),
        ("2020-07-15T09:38:00+05:30", "2020-07-15T04:08", "minute", "stated"),
        ("2020-07-15 09:38 Beijing Time", "2020-07-15T01:38", "minute", "stated"),
        ("北京时间2020年7月15日 09:38", "2020-07-15T01:38", "minute", "stated"),
        ("2020年7月15日 北京时间 9时38分", "2020-07-15T01:38", "minute", "stated"),
        ("Jan 15, 2026 9:38 a.m. ET", "2026-01-15T14:38", "minute", "stated"),
        ("Jul 15, 2026 at 9:38 a.m. ET", "2026-07-15T13:38", "minute", "stated"),
        ("9:38 a.m. Eastern Time, July 15, 2026", "2026-07-15T13:38", "minute", "stated"),
        ("Jan 15, 2026 11:48 CST", "2026-01-15T03:48", "minute", "stated"),
        ("1148 GMT (1948 HKT) January 15, 2026", "2026-01-15T11:48", "minute", "stated"),
        ("11:48 GMT (19:48 HKT) January 15, 2026", "2026-01-15T11:48", "minute", "stated"),
        ("Thu Jan 15 2026 11:48:30 GMT+0800 (China Standard Time)", "2026-01-15T03:48", "minute", "stated"),
        ("Thu Jan 15 11:48:30 +0000 2026", "2026-01-15T11:48", "minute", "stated"),
        ("September 15, 2026 / 11:48 AM EDT", "2026-09-15T15:48", "minute", "stated"),
        ("15th of January 2026", "2026-01-15T00:00", "day", "none"),
        ("January 15, 2026, 11 p.m. ET", "2026-01-15T00:00", "day", "none"),
        ("2026-01-15 24:00", "2026-01-15T16:00", "minute", "outlet"),
        ("2026-01-15T11:48:30.123456Z", "2026-01-15T11:48", "minute", "stated"),
        ("20260115114830", "2026-01-15T03:48", "minute", "outlet"),
        ("202601151148", "2026-01-15T03:48", "minute", "outlet"),
        ("20260115T114830Z", "2026-01-15T11:48", "minute", "stated"),
        ("1er janvier 2026", "2026-01-01T00:00", "day", "none"),
        ("jeudi 15 janv. 2026, 11 h 48", "2026-01-15T03:48", "minute", "outlet"),
        ("15 janvier 2026 à 11h48 HNE", "2026-01-15T16:48", "minute", "stated"),
        ("15.01.2026, 11:48 Uhr", "2026-01-15T03:48", "minute", "outlet"),
        ("03.04.2026 um 11.48 Uhr", "2026-04-03T03:48", "minute", "outlet"),
        ("Donnerstag, 15. Januar 2026, 11:48 Uhr MEZ", "2026-01-15T10:48", "minute", "stated"),
        ("15 de enero de 2026 a las 11:48 h", "2026-01-15T03:48", "minute", "outlet"),
        ("15 ene 2026 - 11:48 CET", "2026-01-15T10:48", "minute", "stated"),
        ("15 de enero del 2026, 11:48 a. m.", "2026-01-15T03:48", "minute", "outlet"),
        ("2026年1月15日 下午3点半", "2026-01-15T07:30", "minute", "outlet"),
        ("2026年1月15日上午9时5分", "2026-01-15T01:05", "minute", "outlet"),
        ("2026年1月15日 中午12:30", "2026-01-15T04:30", "minute", "outlet"),
        ("2026年1月15日 凌晨0:05", "2026-01-14T16:05", "minute", "outlet"),
        ("2026年1月15日晚上12点", "2026-01-15T16:00", "minute", "outlet"),
        ("２０２６年１月１５日　１１：４８", "2026-01-15T03:48", "minute", "outlet"),
        ("二〇二六年一月十五日", "2026-01-15T00:00", "day", "none"),
        ("二○二六年十二月三十一日", "2026-12-31T00:00", "day", "none"),
        ("二零二六年十月廿三日 晚上八点", "2026-10-23T12:00", "minute", "outlet"),
        ("2026年1月15日 (星期四) 11:48", "2026-01-15T03:48", "minute", "outlet"),
        ("2026年1月15号 11:48", "2026-01-15T03:48", "minute", "outlet"),
    ],
)
def test_forms(written: object, iso: str, precision: str, zone: str) -> None:
    moment = dates.parse(written, local="Asia/Shanghai")
    assert moment is not None
    assert moment.time == dt.datetime.fromisoformat(iso).replace(tzinfo=dt.UTC)
    assert (moment.precision, moment.zone) == (precision, zone)


@for_each(
    "written",
    [
        "",
        None,
        "03/04/2020",
        "15 January",
        "10:30",
        "yesterday",
        "2020-13-01",
        "2020-02-30",
        "13:00 AM, 1 May 2020",
        "May 2020",
        1.5,
        True,
        202,
        "2020",
        "x" * 200,
        pd.NaT,
        float("nan"),
        float("inf"),
        2026.5,
        "12345678",
        "2026-W03-4",
        "2026-015",
        "1970-01-01",
        "1970-01-01T00:00:00Z",
        "1969-12-31 19:00 EST",
        0,
        "0",
        "15/01/26",
        "二六年一月五日",
        "2026年13月1日",
        "2026-01-15T25:10",
        "2026-01-15T24:30",
        "2026-01-15 11:60",
        "2026-01-15T11:48+29:00",
        "29 February 2025",
        "31 avril 2026",
        "00/05/2026",
        "Jan 15, 2026 14:00 AM",
        "下午3点",
        [],
        {},
        "2026-01/15",
        "15-01/2026",
    ],
)
def test_refused(written: object) -> None:
    assert dates.parse(written, local="Asia/Shanghai") is None


def test_letters_of_several_zones_keep_the_day_where_nothing_decides() -> None:
    alone = dates.parse("Jan 15, 2026 11:48 CST")
    assert alone is not None
    assert (alone.precision, alone.time.day) == ("day", 15)
    assert "CST means several zones" in alone.remark
    west = dates.parse("Jan 15, 2026 11:48 CST", local="America/Toronto")
    assert west is not None
    assert west.time.hour == 17


@for_each(
    ("written", "reason"),
    [
        ("03/04/2020", "may be day 3 or day 4"),
        ("2026-02-30", "no day of the calendar"),
        ("31 novembre 2026", "no day of the calendar"),
        ("2026-01-15T25:10", "no time of the calendar"),
        ("1970-01-01T00:00:00Z", "know no date"),
        (0, "know no date"),
        ("15 January", "has no year"),
        ("3 hours ago", "not when"),
        ("3小时前", "not when"),
        ("15/01/26", "two digits"),
        ("Reiwa 8, January, 2026", "in no form known here"),
    ],
)
def test_the_reason_for_a_refusal(written: object, reason: str) -> None:
    assert dates.parse(written) is None
    assert reason in dates.why(written)
    assert "\n" not in dates.why(written)


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


# Written by hand, apart from the tables that are tested: January to December.
NAMES = {
    "en": "January February March April May June July August September October November December",
    "en_short": "Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sept. Oct. Nov. Dec.",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "fr_short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "de_short": "Jan. Feb. Mrz. Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "es_short": "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.",
}
DAY_FORMS = {
    "en": ("{m} {d}, {y}", "{d} {m} {y}", "{d}-{m}-{y}"),
    "fr": ("{d} {m} {y}", "Le {d} {m} {y}".removeprefix("Le ")),
    "de": ("{d}. {m} {y}", "{d}. {m}  {y}"),
    "es": ("{d} de {m} de {y}", "{d} {m} {y}", "{d}-{m}-{y}"),
}
CLOCK_FORMS = {
    "en": (
        " {h}:{n:02d}",
        ", {h12}:{n:02d} {half}",
        " at {h12}:{n:02d} {half}",
        " | {h:02d}:{n:02d}",
        " - {h:02d}:{n:02d}:59",
    ),
    "fr": (" à {h}h{n:02d}", " à {h} h {n:02d}", ", {h:02d}:{n:02d}"),
    "de": (" um {h}:{n:02d} Uhr", ", {h:02d}.{n:02d} Uhr", " - {h:02d}:{n:02d}"),
    "es": (" a las {h}:{n:02d}", ", {h:02d}:{n:02d} h", " - {h:02d}.{n:02d}"),
}
NUMERIC = (
    "{y}-{mm:02d}-{d:02d}T{h:02d}:{n:02d}:07",
    "{y}/{mm}/{d} {h}:{n:02d}",
    "{y}.{mm:02d}.{d:02d} {h:02d}:{n:02d}",
    "{y}年{mm}月{d}日 {h:02d}:{n:02d}",
    "{y}年{mm:02d}月{d:02d}日{h}时{n}分",
    "{h:02d}:{n:02d} {y}-{mm:02d}-{d:02d}",
)


def _parts(moment: dt.datetime, names: str) -> dict[str, object]:
    return {
        "y": moment.year, "mm": moment.month, "d": moment.day, "h": moment.hour, "n": moment.minute,
        "h12": moment.hour % 12 or 12, "half": "p.m." if moment.hour >= 12 else "a.m.",
        "m": NAMES[names].split()[moment.month - 1],
    }  # fmt: skip


@given(st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2090, 1, 1)), st.sampled_from(sorted(NAMES)))
def test_what_is_written_is_what_is_read(moment: dt.datetime, names: str) -> None:
    parts, language = _parts(moment, names), names[:2]
    minute = moment.replace(second=0, microsecond=0, tzinfo=dt.UTC)
    for day in DAY_FORMS[language]:
        read = dates.parse(day.format(**parts), local="UTC")
        assert read == dates.Moment(minute.replace(hour=0, minute=0), "day", "none"), day
        for clock in CLOCK_FORMS[language]:
            written = (day + clock).format(**parts)
            assert dates.parse(written, local="UTC") == dates.Moment(minute, "minute", "outlet"), written
            assert dates.find(f"x | {written} | x", local="UTC") == dates.Moment(
                minute, "minute", "outlet"
            ), written


@given(st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2090, 1, 1)))
def test_numbers_alone(moment: dt.datetime) -> None:
    minute = moment.replace(second=0, microsecond=0, tzinfo=dt.UTC)
    for form in NUMERIC:
        written = form.format(**_parts(moment, "en"))
        assert dates.parse(written, local="UTC") == dates.Moment(minute, "minute", "outlet"), written


@given(st.datetimes(dt.datetime(2002, 1, 1), dt.datetime(2090, 1, 1)), st.integers(-47, 55))
def test_against_dateutil_where_it_does_not_guess(moment: dt.datetime, quarters: int) -> None:
    dateutil = pytest.importorskip("dateutil.parser", reason="python-dateutil is not installed")
    zone = dt.timezone(dt.timedelta(minutes=15 * quarters))
    placed = moment.replace(microsecond=0, tzinfo=zone)
    for written in (
        placed.isoformat(),
        placed.strftime("%a, %d %b %Y %H:%M:%S %z"),
        placed.strftime("%B %d, %Y %I:%M:%S %p %z"),
    ):
        expected = dateutil.parse(written).astimezone(dt.UTC)
        if expected.second == moment.hour == moment.minute == 0:
            continue  # midnight to the second in UTC is how a table writes a day
        read = dates.parse(written)
        assert read is not None, written
        assert (read.time, read.zone) == (expected.replace(second=0), "stated"), written
    epoch = int(placed.timestamp())
    assert (
        dates.parse(epoch)
        == dates.parse(str(epoch * 1000))
        == dates.Moment(placed.astimezone(dt.UTC).replace(second=0), "minute", "stated")
    )


@given(st.dates(dt.date(1900, 1, 2), dt.date(2099, 12, 31)))
def test_order_of_day_and_month(day: dt.date) -> None:
    written = f"{day.day:02d}/{day.month:02d}/{day.year}"
    noon = dates.Moment(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC), "day", "none")
    if day.isoformat() == "1970-01-01":
        return
    assert dates.parse(written, order="dmy") == noon
    assert dates.parse(f"{day.month}/{day.day}/{day.year}", order="mdy") == noon
    alone = dates.parse(written)
    assert alone == (noon if day.day > 12 or day.day == day.month else None)


@given(st.text(max_size=60))
def test_anything_is_read_or_refused_without_an_error(written: str) -> None:
    assert dates.parse(written) is None or dates.find(written) is not None or written
    assert isinstance(dates.why(written), str)
    assert isinstance(dates.stamp(written), dates.Stamp)


@given(st.from_regex(r"[0-9/:. T+Zapm年月日時-]{4,24}", fullmatch=True))
def test_numbers_of_any_kind_are_read_or_refused(written: str) -> None:
    moment = dates.parse(written, local="Asia/Shanghai")
    assert moment is None or moment.time.tzinfo is dt.UTC


def test_no_date_depends_on_today() -> None:
    assert all(dates.parse(text) is None for text in ("Monday", "3 hours ago", "May 5", "5 mai", "12:30"))
    assert all(dates.find(text) is None for text in ("Updated 7 months ago", "Today at 5 p.m."))


@for_each(
    ("line", "published", "updated"),
    [
        ("Published: Jan 15, 2026 11:48 PM", "2026-01-15T15:48", None),
        ("Updated: Jan 15, 2026 11:48 PM", None, "2026-01-15T15:48"),
        ("Last updated January 17, 2026", None, "2026-01-17T00:00"),
        (
            "PUBLISHED: 13:23, 15 January 2026 | UPDATED: 01:53, 16 January 2026",
            "2026-01-15T05:23",
            "2026-01-15T17:53",
        ),
        (
            "First published: Fri 9 Jan 2026 13.06 GMT Last modified on Sat 10 Jan 2026 08.00 GMT",
            "2026-01-09T13:06",
            "2026-01-10T08:00",
        ),
        (
            "Published January 15, 2026 10:48am ESTUpdated January 16, 2026 1:20pm EST",
            "2026-01-15T15:48",
            "2026-01-16T18:20",
        ),
        ("Updated 10:40 AM ET, Thu January 15, 2026", None, "2026-01-15T15:40"),
        ("发布时间：2026年1月15日 11:48 更新：2026年1月16日 8时5分", "2026-01-15T03:48", "2026-01-16T00:05"),
        ("更新于 2026-01-16 08:05", None, "2026-01-16T00:05"),
        (
            "Publié le 15 janvier 2026 à 11h48, mis à jour le 16 janvier 2026 à 8h05",
            "2026-01-15T03:48",
            "2026-01-16T00:05",
        ),
        (
            "Veröffentlicht am 15.01.2026 um 11:48 Uhr, aktualisiert am 16.01.2026 um 08:05 Uhr",
            "2026-01-15T03:48",
            "2026-01-16T00:05",
        ),
        ("Stand: 16.01.2026, 08:05 Uhr", None, "2026-01-16T00:05"),
        (
            "Publicado el 15 de enero de 2026 a las 11:48. Actualizado el 16 de enero de 2026",
            "2026-01-15T03:48",
            "2026-01-16T00:00",
        ),
        ("Actualizado: 16 ene 2026 - 08:05 CET", None, "2026-01-16T07:05"),
        ("Posted at 11:48 AM EST on Jan 15, 2026", "2026-01-15T16:48", None),
        ("15/01/2026 - 11:48 Modifié le 16/01/2026 - 08:05", "2026-01-15T03:48", "2026-01-16T00:05"),
        ("January 15, 2026 (updated January 16, 2026)", "2026-01-15T00:00", "2026-01-16T00:00"),
        ("Source: Xinhua | 2026-01-15 11:48:30 | Editor: huaxia", "2026-01-15T03:48", None),
        ("(Xinhua) 08:40, January 16, 2026", "2026-01-16T00:40", None),
        ("Published March 2026", None, None),
        ("No date at all", None, None),
    ],
)
def test_first_published_and_updated_are_kept_apart(
    line: str, published: str | None, updated: str | None
) -> None:
    read = dates.stamp(line, local="Asia/Shanghai")
    for moment, iso in ((read.published, published), (read.updated, updated)):
        assert (moment.time if moment else None) == (
            dt.datetime.fromisoformat(iso).replace(tzinfo=dt.UTC) if iso else None
        )


def test_a_stamp_says_what_it_refuses() -> None:
    assert dates.stamp("Published 03/04/2026 11:48").refused == ("03/04/2026 11:48",)
    assert dates.stamp("Published 03/04/2026 11:48", order="dmy").published is not None
    assert dates.stamp("Published 31/02/2026").refused == ("31/02/2026",)


def test_which_date_counts() -> None:
    page, stamp, name = (
        dates.parse(text, local="Asia/Shanghai") for text in ("2026-01-15", "2026-01-15 00:20", "2026-01-14")
    )
    assert page is not None
    assert stamp is not None
    assert name is not None
    chosen, told = dates.settle(
        [("page", page), ("stamp", stamp), ("file name", name)], local="Asia/Shanghai"
    )
    assert chosen == stamp
    assert told == []


def test_contradictions_are_told_in_one_line_each() -> None:
    page, stamp, late = (
        dates.parse(text) for text in ("2026-01-15T08:00Z", "2026-01-17T09:00Z", "2026-03-01")
    )
    assert page is not None
    assert stamp is not None
    assert late is not None
    chosen, told = dates.settle(
        [("page", page), ("stamp", stamp), ("file name", late)], dates.parse("2026-01-02")
    )
    assert chosen == page
    assert told == [
        "page 2026-01-15 08:00Z, stamp 2026-01-17 09:00Z, file name 2026-03-01: more than a day apart; "
        "that of the page is taken",
        "updated 2026-01-02 is before published 2026-01-15 08:00Z; both are kept",
    ]


@pytest.mark.parametrize(
    ("late", "known", "told"), [(1, 2, 1), (1, 0, 1), (2, 1, 2), (3, 1, 0), (3, 3, 0), (3, 4, 3), (0, 1, 0)]
)
def test_the_future_is_reckoned_from_the_release_and_the_load(
    tmp_path: Path, late: int, known: int, told: int
) -> None:
    day = dates.horizon() + dt.timedelta(400)
    records = [made.record(n, date=str(day)) for n in range(late)]
    records += [made.record(late + n, date="2026-01-15") for n in range(known)] + [made.record(99, date="")]
    (tmp_path / "a.jsonl").write_text(made.lines(*records), "utf8")
    audit = load(tmp_path, progress=False).audit
    ahead = audit[audit["rule"] == "date_ahead"]
    assert ahead["source"].tolist() == [f"a.jsonl:{n + 1}" for n in range(told)]


@pytest.mark.parametrize(
    "line",
    [
        "Veröffentlicht am 15.01.2026 um 11:48 Uhr, aktualisiert am 16.01.2026 um 08:05 Uhr",
        "Stand: 16.01.2026, 08:05 Uhr",
        "Harbour News · Posted: Jan 15, 2026 4:00 AM EST | Last Updated: January 15, 2026",
        "Jan. 15, 2026Updated 1:20 p.m. ET",
        "September 1, 202310:35 AM GMT+1Updated 7 months ago",
        "2026年01月15日 08:22 来源：港口日报 字号 大 中 小",
        "(Xinhua) 08:40, January 16, 2026",
    ],
)
def test_lines_that_are_stamps(line: str) -> None:
    assert dates.stamped(line, local="Asia/Shanghai") is not None


@pytest.mark.parametrize(
    "line",
    [
        "On Jan 15, 2026 the leaders of both countries met.",
        "Published twice a week",
        "15 January 2026 saw ships",
        "The talks of January 15, 2026: a timeline",
        "2026年1月15日两国总理在北京举行了会谈",
    ],
)
def test_lines_that_are_none(line: str) -> None:
    assert dates.stamped(line) is None


@pytest.mark.parametrize(
    "behind", [" - Correction Appended", " Thursday, Correction Appended", " (Corrections appended)"]
)
def test_a_correction_behind_a_day_costs_nothing(behind: str) -> None:
    assert dates.parse(f"January 15, 2026{behind}") == dates.parse("2026-01-15")
    assert dates.stamped(f"January 15, 2026{behind}") is not None
    assert dates.without_correction(f"Ministers meet{behind}".replace(" Thursday", "")) == "Ministers meet"


def test_a_day_that_fits_the_other_order_says_so() -> None:
    assert "day first" in dates.why("07/15/2020", "dmy")
    assert "month first" in dates.why("15/07/2020", "mdy")
    assert dates.why("31/02/2020", "dmy") == "is no day of the calendar"
