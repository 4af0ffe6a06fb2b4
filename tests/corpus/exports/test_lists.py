"""Lists without texts: Media Cloud and GDELT, by the columns that their codebooks name; all made."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.load import load
from framing.corpus.parts import choose, items
from framing.corpus.readers import lists, table
from framing.corpus.records import Fault, Item, Note, Record, Source

HOST = "https://www.harbourcourier.example"
MEDIA_CLOUD = (
    "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
    "7f,2026-01-16 03:00:00,en,harbourcourier.example,harbourcourier.example,2026-01-15,"
    f'"Talks end, ships sail",{HOST}/a\n'
    f"8a,2026-01-16 03:00:00,fr,baytribune.example,baytribune.example,2026-01-14,Les ports,{HOST}/b\n"
)
MEDIA_CLOUD_BEFORE = (
    "stories_id,publish_date,title,url,language,ap_syndicated,themes,media_id,media_name,media_url\n"
    f'11,2018-05-01 10:23:00,Talks end,{HOST}/a,en,False,"ports,ships",7,Harbour Courier,{HOST}/\n'
    f"12,2018-05-01 00:00:00,Ships sail,{HOST}/b,en,False,,7,Harbour Courier,{HOST}/\n"
)


def gkg(number: int = 1, *, extras: str = "", language: str = "", columns: int = 27) -> str:
    cells = [f"V{place}" for place in range(27)]
    cells[:5] = [
        f"20260115120000-{number}",
        "20260115120000",
        "1",
        "harbourcourier.example",
        f"{HOST}/{number}",
    ]
    cells[7], cells[11], cells[13] = "TAX_SHIP;ECON_TRADE;", "ana ruiz", "port authority"
    cells[15] = "-1.5,2.0,3.5,5.5,20.1,1.0,300"
    cells[25], cells[26] = language, extras
    return "\t".join(cells[:columns])


def event(number: int, address: str, *, first: bool = False) -> str:
    cells = [str(place) for place in range(58 if first else 61)]
    cells[:5] = [str(number), "20260110", "202601", "2026", "2026.0274"]
    cells[-2:] = ["20260115" if first else "20260115120000", address]
    return "\t".join(cells)


def read(content: str, name: str = "list.csv") -> list[Item]:
    return list(items(lambda: io.BytesIO(content.encode()), Source(name)))


def records(content: str, name: str = "list.csv") -> list[Record]:
    found = [item for item in read(content, name) if isinstance(item, Record)]
    assert all(record.bare and record.fields["text"] == "" for record in found)
    return found


def told(content: str) -> list[str]:
    return [item.rule for item in read(content) if isinstance(item, Note)]


class TestMediaCloud:
    def test_all_that_a_row_says(self) -> None:
        one, two = records(MEDIA_CLOUD)
        assert dict(one.fields) == {
            "database": "media_cloud",
            "accession": "7f",
            "title": "Talks end, ships sail",
            "outlet": "harbourcourier.example",
            "published": "2026-01-15",
            "url": f"{HOST}/a",
            "language": "en",
            "indexed_date": "2026-01-16 03:00:00",
            "media_url": "harbourcourier.example",
            "text": "",
        }
        assert two.number == 3
        assert told(MEDIA_CLOUD) == ["no_texts"]

    def test_the_form_before(self) -> None:
        one, two = records(MEDIA_CLOUD_BEFORE)
        assert (one.fields["published"], two.fields["published"]) == ("2018-05-01 10:23:00", "2018-05-01")
        assert (one.fields["accession"], one.fields["subjects"], one.fields["media_id"]) == (
            "11",
            "ports; ships",
            "7",
        )

    def test_kept_without_text_and_never_scored(self, tmp_path: Path) -> None:
        file = tmp_path / "mc.csv"
        file.write_text(MEDIA_CLOUD, "utf8")
        loaded = load(file)
        assert loaded.articles["status"].tolist() == ["metadata", "metadata"]
        assert loaded.articles["published_precision"].tolist() == ["day", "day"]
        assert loaded.audit[loaded.audit["rule"] == "metadata"]["detail"].str.contains("fetch the page").all()

    def test_a_list_with_texts_is_a_table(self) -> None:
        content = "media_name,media_url,publish_date,title,url,text\nA,b.example,2026-01-15,T,u,Whole text.\n"
        assert choose(io.BytesIO(content.encode()), Source("a.csv")) is table


class TestGkg:
    EXTRAS = (
        "<PAGE_LINKS>https://x.example/</PAGE_LINKS><PAGE_AUTHORS>Ana Ruiz</PAGE_AUTHORS>"
        "<PAGE_PRECISEPUBTIMESTAMP>20260115093800</PAGE_PRECISEPUBTIMESTAMP>"
        "<PAGE_TITLE>Talks end &#x2013; ships sail</PAGE_TITLE>"
    )

    def test_all_that_a_line_says(self) -> None:
        (found,) = records(gkg(extras=self.EXTRAS, language="srclc:fra;eng:GT-FRA 1.0"))
        fields = found.fields
        assert {name: fields[name] for name in ("title", "authors", "published", "seen", "language")} == {
            "title": "Talks end – ships sail",
            "authors": "Ana Ruiz",
            "published": "2026-01-15T09:38:00Z",
            "seen": "2026-01-15T12:00:00Z",
            "language": "fr",
        }
        assert (fields["database"], fields["accession"], fields["outlet"], fields["url"]) == (
            "gdelt",
            "20260115120000-1",
            "harbourcourier.example",
            f"{HOST}/1",
        )
        assert fields["v2tone"] == "-1.5,2.0,3.5,5.5,20.1,1.0,300"
        assert (fields["subjects"], fields["people"]) == ("TAX_SHIP; ECON_TRADE", "ana ruiz")
        kept = " ".join(map(str, fields.values()))
        assert all(
            f"V{place}" in kept for place in (5, 6, 8, 9, 10, 12, 14, 16, 17, 18, 19, 20, 21, 22, 23, 24)
        )

    def test_when_it_was_seen_is_not_its_date(self, tmp_path: Path) -> None:
        file = tmp_path / "20260115120000.gkg.csv"
        file.write_text(f"{gkg(1)}\n{gkg(2, extras=self.EXTRAS)}\n", "utf8")
        table = load(file).articles
        assert table["published"].isna().tolist() == [True, False]
        assert table["seen"].tolist() == ["2026-01-15T12:00:00Z"] * 2

    def test_a_page_dated_behind_the_day_it_was_seen(self) -> None:
        extras = "<PAGE_PRECISEPUBTIMESTAMP>20260215093800</PAGE_PRECISEPUBTIMESTAMP>"
        (found,) = records(gkg(extras=extras))
        assert "published" not in found.fields
        assert [note.rule for note in found.notes] == ["date"]

    def test_a_damaged_line(self) -> None:
        found = read("\n".join((gkg(1), gkg(2, columns=20), gkg(3))))
        assert [(item.rule, item.number) for item in found if isinstance(item, Fault)] == [("bad_row", 2)]
        assert len([item for item in found if isinstance(item, Record)]) == 2

    def test_a_first_line_longer_than_what_is_looked_at(self) -> None:
        assert len(records(gkg(1).replace("V17", "c1:2," * 20_000) + "\n" + gkg(2))) == 2

    def test_as_bigquery_gives_it(self) -> None:
        content = "GKGRECORDID,DATE,SourceCommonName,DocumentIdentifier,V2Tone,Themes\n"
        content += f'20260115120000-1,20260115120000,harbourcourier.example,{HOST}/a,"-1,2",TAX_SHIP;\n'
        (found,) = records(content)
        assert (found.fields["seen"], found.fields["v2tone"], found.fields["subjects"]) == (
            "2026-01-15T12:00:00Z",
            "-1,2",
            "TAX_SHIP",
        )


class TestEvents:
    @pytest.mark.parametrize("first", [False, True])
    def test_one_row_an_article_with_all_its_events(self, first: bool) -> None:
        lines = [(1, "/a"), (2, "/b"), (3, "/a")]
        content = "\n".join(event(number, f"{HOST}{path}", first=first) for number, path in lines)
        one, two = records(content, "20260115.export.CSV")
        assert (one.fields["global_event_id"], two.fields["global_event_id"]) == ("1; 3", "2")
        assert (one.number, two.number) == (1, 2)
        assert one.fields["event_day"] == "20260110; 20260110"
        assert "published" not in one.fields
        assert one.fields["seen"] == ("2026-01-15" if first else "2026-01-15T12:00:00Z")
        assert one.fields["outlet"] == "harbourcourier.example"
        assert len(two.fields) == (58 if first else 61) + 3
        assert told(content) == ["no_texts", "events"]

    def test_names_stand_over_their_columns(self) -> None:
        (found,) = records(event(1, f"{HOST}/a"))
        places = {"actor1_name": "6", "actor2_type1_code": "22", "event_code": "26", "goldstein_scale": "30",
                  "avg_tone": "34", "action_geo_fullname": "52", "action_geo_adm2_code": "55"}  # fmt: skip
        assert {name: found.fields[name] for name in places} == places

    def test_mentions(self) -> None:
        cells = ["1", "20260110120000", "20260115120000", "1", "harbourcourier.example", f"{HOST}/a"]
        (found,) = records("\t".join([*cells, *map(str, range(10))]))
        assert (found.fields["seen"], found.fields["confidence"]) == ("2026-01-15T12:00:00Z", "5")


class TestArticleLists:
    def test_as_csv(self) -> None:
        content = f'\ufeffURL,MobileURL,Date,Title\n"{HOST}/a","","2026-01-15 12:00:00","Talks , end"\n'
        (found,) = records(content)
        assert dict(found.fields) == {
            "database": "gdelt",
            "title": "Talks , end",
            "outlet": "harbourcourier.example",
            "seen": "2026-01-15T12:00:00Z",
            "url": f"{HOST}/a",
            "text": "",
        }

    def test_as_json(self) -> None:
        listed = {
            "articles": [
                {"url": f"{HOST}/a", "url_mobile": "", "title": "Talks\nend", "seendate": "20260115T120000Z",
                 "socialimage": "", "domain": "harbourcourier.example", "language": "English",
                 "sourcecountry": "Canada"},
                "x",
            ]
        }  # fmt: skip
        # The interface doesn't escape line breaks.
        content = json.dumps(listed).replace("\\n", "\n")
        (found,) = records(content, "list.json")
        assert found.fields["seen"] == "2026-01-15T12:00:00Z"
        assert (found.fields["language"], found.fields["source_country"]) == ("English", "Canada")
        assert [item.rule for item in read(content, "list.json") if isinstance(item, Fault)] == ["bad_json"]


@given(
    st.sampled_from([MEDIA_CLOUD, gkg() + "\n" + gkg(2), event(1, HOST) + "\n" + event(2, HOST)]), st.data()
)
def test_nothing_raises_and_nothing_is_lost_in_silence(content: str, data: st.DataObject) -> None:
    raw = bytearray(content.encode())
    at = data.draw(st.integers(0, len(raw)))
    raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=20))
    if lists.sniff(bytes(raw), "a.csv"):
        found = list(items(lambda: io.BytesIO(bytes(raw)), Source("a.csv")))
        assert any(isinstance(item, (Record, Fault)) for item in found)
