"""Feeds saved to a file, each format by its rules; all made."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.load import load
from framing.corpus.parts import items
from framing.corpus.readers import feed
from framing.corpus.records import Fault, Item, Note, Record, Source
from framing.errors import FramingWarning

HOST = "https://www.harbourcourier.example"
FULL = (
    "<p>The two sides agreed on Thursday to open the northern port to more ships.</p><h2>A turning point</h2>"
    "<p>Officials said that the first&nbsp;of them would sail in May.</p>"
    "<blockquote><p>It was time.</p></blockquote>"
    "<p>The post <a href='x'>Talks end</a> appeared first on <a href='y'>The Harbour Courier</a>.</p>"
)
TEXT = [
    "The two sides agreed on Thursday to open the northern port to more ships.",
    "A turning point",
    "Officials said that the first of them would sail in May.",
    "It was time.",
]
MODULES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def rss(
    *entries: str, head: str = "", version: str = "2.0", title: str = "The Harbour Courier - World"
) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="{version}" {MODULES}><channel>'
        f"<title>{title}</title><link>{HOST}/</link><description>News</description>{head}"
        + "".join(f"<item>{entry}</item>" for entry in entries)
        + "</channel></rss>"
    )


def atom(*entries: str, head: str = "", space: str = "http://www.w3.org/2005/Atom") -> str:
    return (
        f'<feed xmlns="{space}" xml:lang="en-CA"><title>The Harbour Courier</title>'
        f'<link rel="self" href="{HOST}/feed"/><link href="{HOST}/"/>{head}'
        + "".join(f"<entry>{entry}</entry>" for entry in entries)
        + "</feed>"
    )


def read(content: str | bytes, name: str = "feed.xml") -> list[Item]:
    data = content.encode() if isinstance(content, str) else content
    return list(items(lambda: io.BytesIO(data), Source(name)))


def record(content: str | bytes) -> Record:
    (found,) = [item for item in read(content) if not isinstance(item, Note)]
    assert isinstance(found, Record), found
    return found


def whole(html: str) -> str:
    return f"<content:encoded><![CDATA[{html}]]></content:encoded>"


class TestRss:
    ENTRY = (
        f"<title>Talks end &amp;#8211; ships sail</title><link>{HOST}/world/talks</link>"
        "<dc:creator><![CDATA[Ana Ruiz]]></dc:creator><pubDate>Thu, 15 Jan 2026 09:38:00 EST</pubDate>"
        "<category><![CDATA[World]]></category><category>Ports</category>"
        f'<guid isPermaLink="false">{HOST}/?p=1</guid><description>In short.</description>'
        f"{whole(FULL)}<slash:comments>3</slash:comments>"
    )

    def test_all_that_an_entry_says(self) -> None:
        found = record(rss(self.ENTRY, head="<language>en-CA</language><copyright>The Courier</copyright>"))
        assert dict(found.fields) == {
            "title": "Talks end – ships sail",
            "outlet": "The Harbour Courier",
            "published": "2026-01-15T09:38:00-05:00",
            "authors": "Ana Ruiz",
            "subjects": "World; Ports",
            "url": f"{HOST}/world/talks",
            "language": "en-CA",
            "accession": f"{HOST}/?p=1",
            "feed": "The Harbour Courier - World",
            "copyright": "The Courier",
            "abstract": "In short.",
            "slash_comments": "3",
            "text": "\n".join(TEXT),
        }
        assert found.blocks == "phpq"
        assert [note.rule for note in found.notes] == ["feed_footer"]

    def test_a_summary_is_a_stub(self) -> None:
        found = record(rss("<title>T</title><description>Ships &lt;b&gt;wait&lt;/b&gt;.</description>"))
        assert (found.fields["text"], found.fields["status"]) == ("Ships wait.", "stub")
        assert "gives a summary and not the text" in found.notes[-1].detail

    def test_a_description_that_is_the_text(self) -> None:
        long = "&lt;p&gt;" + "The ship left the port at dawn. " * 80 + "&lt;/p&gt;"
        assert "status" not in record(rss(f"<title>T</title><description>{long}</description>")).fields

    @pytest.mark.parametrize(
        "said", ["", "<description></description>", "<description>Talks end</description>"]
    )
    def test_no_text_at_all_is_metadata(self, said: str) -> None:
        found = record(rss(f"<title>Talks end</title><link>{HOST}/a</link>{said}"))
        assert found.bare
        assert found.fields["text"] == ""

    def test_an_episode(self) -> None:
        sound = f'<enclosure url="{HOST}/a.mp3" type="audio/mpeg" length="1"/>'
        found = record(
            rss(f"<title>T</title>{sound}{whole('<p>We talk about the port with two guests.</p>')}")
        )
        assert found.fields["enclosures"] == f"{HOST}/a.mp3"
        assert found.fields["status"] == "stub"
        assert "episode" in found.notes[-1].detail

    @pytest.mark.parametrize(
        ("written", "authors"),
        [
            ("<author>desk@courier.test (Ben Cole)</author>", "Ben Cole"),
            ("<author>Ben Cole &lt;desk@courier.test&gt;</author>", "Ben Cole"),
            ("<author>desk@courier.test</author>", None),
            ("<dc:creator>Ana Ruiz</dc:creator><dc:creator>Ben Cole</dc:creator>", "Ana Ruiz; Ben Cole"),
        ],
    )
    def test_authors(self, written: str, authors: str | None) -> None:
        assert record(rss(f"<title>T</title>{written}{whole(FULL)}")).fields.get("authors") == authors

    @pytest.mark.parametrize(
        ("written", "link"),
        [
            ("<link>/a</link>", f"{HOST}/a"),
            (f"<guid>{HOST}/g</guid>", f"{HOST}/g"),
            (
                f"<link>https://feeds.example/~r/1</link><feedburner:origLink>{HOST}/o</feedburner:origLink>",
                f"{HOST}/o",
            ),
            (f"<link>https://www.google.com/url?rct=j&amp;url={HOST}/q&amp;ct=ga</link>", f"{HOST}/q"),
            ('<guid isPermaLink="false">https://x.example/1</guid>', None),
            ("<link>http://[broken</link>", None),
        ],
    )
    def test_addresses(self, written: str, link: str | None) -> None:
        assert record(rss(f"<title>T</title>{written}{whole(FULL)}")).fields.get("url") == link

    @pytest.mark.parametrize("version", ["0.91", "0.92", "2.0"])
    def test_versions(self, version: str) -> None:
        kind = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/x.dtd">'
        content = rss("<title>T</title><description>Short.</description>", version=version)
        assert record(content.replace("\n", f"\n{kind}\n", 1)).fields["text"] == "Short."

    @pytest.mark.parametrize("space", ["http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"])
    def test_rdf(self, space: str) -> None:
        content = (
            '<?xml version="1.0" encoding="ISO-8859-1"?><rdf:RDF '
            f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{space}" {MODULES}>'
            f'<channel rdf:about="{HOST}/rss"><title>The Harbour Courier</title><link>{HOST}</link>'
            "<dc:language>fr</dc:language><items/></channel>"
            f'<item rdf:about="{HOST}/a"><title>Les côtes &eacute;troites</title><link>{HOST}/a</link>'
            "<description>Court.</description><dc:date>2026-01-15T09:38:00+01:00</dc:date>"
            "<dc:subject>Monde</dc:subject></item></rdf:RDF>"
        )
        found = record(content.encode("latin-1")).fields
        assert found["title"] == "Les côtes étroites"
        assert (found["published"], found["section"], found["language"]) == (
            "2026-01-15T09:38:00+01:00",
            "Monde",
            "fr",
        )
        assert found["accession"] == f"{HOST}/a"


class TestAtom:
    def test_text_as_elements(self) -> None:
        inner = f'<div xmlns="http://www.w3.org/1999/xhtml">{FULL.replace("&nbsp;", " ")}</div>'
        found = record(
            atom(
                '<title type="html">Talks &amp;amp; &lt;em&gt;ships&lt;/em&gt;</title><id>tag:x,1</id>'
                '<link rel="edit" href="/e"/><link rel="alternate" href="/world/a"/>'
                "<published>2026-01-14T10:00:00+01:00</published><updated>2026-01-15T10:00:00Z</updated>"
                "<author><name>Ana Ruiz</name><email>a@x.example</email></author>"
                '<category term="world" label="World"/>'
                f'<summary>Short.</summary><content type="xhtml">{inner}</content>'
            )
        )
        assert found.fields["text"].split("\n") == TEXT
        assert dict(found.fields) | {"text": ""} == {
            "title": "Talks & ships",
            "outlet": "The Harbour Courier",
            "published": "2026-01-14T10:00:00+01:00",
            "updated": "2026-01-15T10:00:00Z",
            "authors": "Ana Ruiz",
            "section": "World",
            "subjects": "World",
            "url": f"{HOST}/world/a",
            "language": "en-CA",
            "accession": "tag:x,1",
            "feed": "The Harbour Courier",
            "abstract": "Short.",
            "text": "",
        }

    def test_only_an_update_and_the_feeds_author(self) -> None:
        head = "<author><name>The desk</name></author>"
        entry = "<title>T</title><updated>2026-01-15T10:00:00Z</updated>"
        entry += '<content type="html">&lt;p&gt;A.&lt;/p&gt;</content>'
        found = record(atom(entry, head=head))
        assert (found.fields["published"], found.fields["authors"]) == ("2026-01-15T10:00:00Z", "The desk")
        assert [note.rule for note in found.notes] == ["date"]

    def test_text_that_stands_elsewhere(self) -> None:
        found = record(atom(f'<title>T</title><content src="{HOST}/a.html"/><summary>Short.</summary>'))
        assert found.fields["status"] == "stub"

    def test_the_form_before(self) -> None:
        found = record(
            atom(
                "<title>T</title><issued>2004-01-15T10:00:00Z</issued><content>Whole.</content>",
                space="http://purl.org/atom/ns#",
            )
        )
        assert (found.fields["published"], found.fields["text"]) == ("2004-01-15T10:00:00Z", "Whole.")


class TestWhose:
    @pytest.mark.parametrize(
        ("title", "outlet"),
        [
            ("The Harbour Courier", "The Harbour Courier"),
            ("World news | The Harbour Courier", "The Harbour Courier"),
            ("The Harbour Courier &gt; World", "The Harbour Courier"),
            ("Harbour Courier: Latest", "Harbour Courier"),
            ("Latest Headlines RSS feed", "harbourcourier.example"),
            ("BBC News - World", "BBC News - World"),
            ("World | BBC News", "BBC News"),
        ],
    )
    def test_by_the_name_of_the_feed(self, title: str, outlet: str) -> None:
        found = record(rss(f"<title>T</title><link>{HOST}/a</link>{whole(FULL)}", title=title))
        assert found.fields["outlet"] == outlet

    def test_a_search_over_many_sites(self) -> None:
        entry = (
            "<title>Talks end - Bay Tribune</title><link>https://news.search.example/1</link>"
            '<source url="https://baytribune.example">Bay Tribune</source><description>Short.</description>'
        )
        found = record(rss(entry, title="port - Search"))
        assert (found.fields["title"], found.fields["outlet"]) == ("Talks end", "Bay Tribune")
        alert = f"<title>T</title><link>https://www.baytribune.example/a</link>{whole(FULL)}"
        assert record(rss(alert, title="Alert - port")).fields["outlet"] == "baytribune.example"

    def test_a_known_outlet_by_its_address(self, tmp_path: Path) -> None:
        file = tmp_path / "feed.rss"
        file.write_text(
            rss(f"<title>T</title><link>https://www.theguardian.com/a</link>{whole(FULL)}"), "utf8"
        )
        assert load(file).articles["outlet"].tolist() == ["guardian"]


class TestDamage:
    def test_entities_and_document_types_with_a_subset_are_refused(self) -> None:
        bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        (found,) = read(rss("<title>&b;</title>").replace("\n", f"\n{bomb}\n", 1))
        assert isinstance(found, Fault)
        assert (found.rule, found.kind) == ("refused", "failed")

    def test_cut_short(self) -> None:
        content = rss(*(f"<title>T{n}</title>{whole(FULL)}" for n in range(4)))
        found = read(content[: int(len(content) * 0.8)])
        assert [item.fields["title"] for item in found if isinstance(item, Record)] == ["T0", "T1", "T2"]
        assert [(item.rule, item.number) for item in found if isinstance(item, Fault)] == [("cut_short", 4)]

    def test_characters_and_names_that_xml_does_not_know(self) -> None:
        found = read(rss("<title>A\x0b&nbsp;B &hellip; &amp; C</title><description>Short.</description>"))
        assert [item.rule for item in found if isinstance(item, Note)] == ["illegal_characters", "entities"]
        (only,) = [item for item in found if isinstance(item, Record)]
        assert only.fields["title"] == "A B … & C"

    @pytest.mark.parametrize(
        ("title", "rule", "shown"), [("A & B", "ampersands", "A & B"), ("A <b>B</i>", "bad_xml", "A B")]
    )
    def test_what_is_broken_amid_the_feed_is_said(self, title: str, rule: str, shown: str) -> None:
        found = read(rss(f"<title>{title}</title><description>Short.</description>", "<title>C</title>"))
        assert [item.rule for item in found if isinstance(item, Note)] == [rule]
        assert [item.fields["title"] for item in found if isinstance(item, Record)][:1] == [shown]

    @pytest.mark.parametrize(
        ("written", "title"),
        [("Talks &#55357;&#56832; end", "Talks 😀 end"), ("A&#xD83D; b", "A\ufffd b"), ("&#55000;", "훘")],
    )
    def test_halves_of_characters(self, written: str, title: str) -> None:
        assert record(rss(f"<title>{written}</title>{whole(FULL)}")).fields["title"] == title

    def test_prefixes_that_are_not_declared(self) -> None:
        content = rss(f"<title>T</title><dc:creator>Ana Ruiz</dc:creator>{whole(FULL)}").replace(MODULES, "")
        (found,) = [item for item in read(content) if isinstance(item, Record)]
        assert (found.fields["authors"], found.fields["text"]) == ("Ana Ruiz", "\n".join(TEXT))

    def test_empty(self) -> None:
        (found,) = read(rss())
        assert isinstance(found, Fault)
        assert (found.rule, found.kind) == ("empty", "skipped")

    @given(st.data())
    def test_nothing_raises_and_nothing_is_lost_in_silence(self, data: st.DataObject) -> None:
        content = bytearray(rss(TestRss.ENTRY, TestRss.ENTRY).encode())
        for _ in range(data.draw(st.integers(1, 5))):
            at = data.draw(st.integers(30, len(content) - 2))
            content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=20))
        if feed.sniff(bytes(content[:32768]), "a.xml"):
            assert any(isinstance(item, (Record, Fault)) for item in read(bytes(content)))


def test_a_feed_in_two_snapshots_is_read_once(tmp_path: Path) -> None:
    one = f"<title>One</title><link>{HOST}/1</link><guid>{HOST}/1</guid>{whole(FULL)}"
    two = one.replace("One", "Two").replace("/1<", "/2<")
    (tmp_path / "a.rss").write_text(rss(one, head="<lastBuildDate>Thu, 15 Jan 2026</lastBuildDate>"), "utf8")
    (tmp_path / "b.rss").write_text(rss(two, one), "utf8")
    (tmp_path / "c.rss").write_text(rss("<title>Only a title</title>"), "utf8")
    loaded = load(tmp_path)
    assert loaded.articles["title"].tolist() == ["One", "Two", "Only a title"]
    assert loaded.articles["status"].tolist() == ["full", "full", "metadata"]
    assert (loaded.audit["kind"] == "duplicate").sum() == 1


def test_what_is_lost_is_warned_of(tmp_path: Path) -> None:
    file = tmp_path / "a.rss"
    file.write_text(rss(f"<title>One</title>{whole(FULL)}", "<title>Two</title>")[:-40], "utf8")
    with pytest.warns(FramingWarning, match="breaks off"):
        load(file)
