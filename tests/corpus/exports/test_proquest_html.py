"""ProQuest's HTML exports, made by hand after its layouts, hold what its text exports hold."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import framing as fr
from framing.corpus import lines
from framing.corpus.layouts import proquest
from framing.corpus.load import readers
from framing.corpus.readers import proquest_html
from framing.corpus.records import Fault, Item, Note, Record, Source
from tests.cases import for_each
from tests.corpus.exports import made_proquest as made


def read(page: str) -> list[Item]:
    return list(proquest_html.read(io.BytesIO(page.encode()), Source("a.html")))


def articles(page: str) -> list[Record]:
    return [item for item in read(page) if isinstance(item, Record)]


def test_the_same_as_in_text() -> None:
    records = (made.FIRST, made.SECOND, made.BARE)
    text = proquest.read(lines.plain(made.text(*records)), Source("a.txt"), "txt")
    pairs = zip(articles(made.html(*records)), text, strict=True)
    for ours, theirs in pairs:
        assert isinstance(theirs, Record)
        counted = {name: value for name, value in ours.fields.items() if name != "length"}
        assert counted == dict(theirs.fields)
        assert ours.bare == theirs.bare
        assert ours.raw == theirs.raw


def test_what_only_markup_tells() -> None:
    first, _, third = articles(made.html(made.FIRST, made.SECOND, made.BARE))
    assert first.fields["length"] == 61
    assert first.blocks == "pppp"
    assert third.blocks is None


def test_which_reader() -> None:
    head = made.html(made.FIRST).encode()[:32768]
    sure = {name: module.sniff(head, "export.html") for name, module in readers().items()}
    assert max(sure, key=lambda name: sure[name]) == "proquest_html"
    page = b"<html><body><p><strong>Author: </strong>Ana Ruiz</p><p>Location: Macao</p></body></html>"
    assert proquest_html.sniff(page, "a.html") == 0


#: A newer kind: what is printed beneath the title has no label, and a rule closes each record.
NEWER = f"""<html><head><title>Document Email</title></head><body><table class="body"><tr><td>&nbsp;</td><td>
<div><table><tr><td><div style="padding-bottom:5pt"><a name="DocID_MSTAR_3100000001"></a><p></p>
<p style="font-size:11pt;font-weight:bold;">Port opens to more ships</p>
<p style="font-size:11pt;"><span class="scholUnivAuthors"><span
class="truncatedAuthor">Ruiz, Ana;&nbsp;Ma, Li.\u2009
</span></span><span class="newspaperArticle"><span><strong>Harbour Courier</strong><strong>, Late Edition;
 Macao</strong> [Macao].&nbsp;16 Jan 2026.
</span></span>&nbsp;</p>
<p><strong>Author:  </strong>Ruiz, Ana; Ma, Li</p>
<p><a href="https://www.proquest.com/docview/3100000001/se-2?accountid=1">ProQuest document link</a></p>
<p><strong>Abstract:  </strong>None available.</p>
<div><strong style="float:left">Links: </strong><a href="https://links.example/">Get it</a></div>
<p><strong>Full text: </strong><Text WordCount="87" HTMLContent="true"><html>
<head><title></title><!-- x --></head>
<body><div><a name="1"></a><div class="document_view_image">
<img src="https://media.example/1" alt="View Image - ">
<a href="https://render.example/1"
title="Ships in the northern port. (Harbour Courier)">Enlarge this image.</a>
<div class="small document_view_caption"><p></p></div></div></div>
<p>{made.PORT[0]}</p>
<p><b>A second ship</b></p>
<p>{made.PORT[1]}</p><ul><li>Ships of the north</li></ul>
<blockquote><p>{made.PORT[3]}</p></blockquote>
</body></html></Text></p>
<p><strong>Subject: </strong>Ports &amp; harbours</p>
<p><strong>Identifier / keyword: </strong>Ports; Ships</p>
<p><strong>Publication title: </strong>Harbour Courier,  Late Edition; Macao</p>
<p><strong>Dateline: </strong>2026-01-16 @ 20:51</p>
<p><strong>Publication date: </strong>Jan 16, 2026</p>
<p><strong>Number of pages: </strong>2</p>
<p><strong>ProQuest document ID: </strong>3100000001</p>
<p><strong>Database: </strong>Harbour Newsstream</p>
<div style="border-bottom:1px solid #ccc;">&nbsp;</div></div>
<div><a name="DocID_MSTAR_3100000002"></a><p style="font-weight:bold;">Ferry runs twice a day</p>
<p><strong>Full text: </strong><Text WordCount="9">
html&gt;<head></head><body><p>{made.FERRY[0]}</p></body></html></Text></p>
<p><strong>Publication title: </strong>Island Post; Victoria</p>
<p><strong>ProQuest document ID: </strong>3100000002</p></div>
</td></tr></table></div></td></tr></table></body></html>"""


def test_the_newer_kind() -> None:
    first, second = articles(NEWER)
    assert first.fields["title"] == "Port opens to more ships"
    assert first.fields["text"].split("\n") == [
        made.PORT[0],
        "A second ship",
        made.PORT[1],
        "Ships of the north",
        made.PORT[3],
    ]
    assert first.blocks == "phplq"
    assert first.fields["length"] == 87
    assert first.fields["graphic"] == "Ships in the northern port. (Harbour Courier)"
    assert first.fields["dateline"] == "2026-01-16 @ 20:51"
    assert first.fields["number_of_pages"] == "2"
    assert first.fields["keywords"] == "Ports; Ships"
    assert first.fields["outlet"] == "Harbour Courier"
    assert first.fields["edition"] == "Late Edition"
    assert first.fields["url"] == "https://www.proquest.com/docview/3100000001/se-2"
    assert first.fields["publication_info"].endswith("[Macao]. 16 Jan 2026.")
    assert "abstract" not in first.fields
    assert second.fields["title"] == "Ferry runs twice a day"
    assert second.fields["text"] == made.FERRY[0]
    assert second.fields["outlet"] == "Island Post"


def test_what_no_tree_takes_in_a_link_or_the_title_of_a_picture() -> None:
    whole = articles(NEWER)
    for sign in ("\x02", "\x1f", "\ufffe"):
        page = NEWER
        for place in ("docview/31000", "Enlarge this", "Ships in the northern"):
            assert place in page
            page = page.replace(place, place[:-2] + sign + place[-2:])
        assert [record.fields for record in articles(page)] == [record.fields for record in whole]


def test_a_text_of_which_half_is_missing() -> None:
    page = made.html(made.FIRST)
    whole, part = articles(page)[0], articles(page.replace('WordCount="61"', 'WordCount="612"'))[0]
    assert "status" not in whole.fields
    assert part.fields["status"] == "stub"
    assert any(note.rule == "stub" and "of the 612 words" in note.detail for note in part.notes)
    assert part.raw != whole.raw


def test_labels_and_values_in_a_table() -> None:
    rows = (
        ("Author", "Ruiz, Ana"),
        ("Full text", f"<p>{made.PORT[0]}</p><p>{made.PORT[1]}</p>"),
        ("Publication title", "Harbour Courier; Macao"),
        ("Publication date", "Jan 16, 2026"),
        ("Source type", "Newspaper"),
        ("ProQuest document ID", "3100000001"),
        ("Database", "Harbour Newsstream"),
    )
    for label in ("<td><b>{}:</b></td>", "<th>{}</th>", '<td class="indexing_fieldname">{} </td>'):
        listed = "".join(f"<tr>{label.format(name)}<td>{value}</td></tr>" for name, value in rows)
        (article,) = articles(f"<html><body><h2>Port opens</h2><table>{listed}</table></body></html>")
        assert article.fields["title"] == "Port opens"
        assert article.fields["text"] == "\n".join(made.PORT[:2])
        assert article.fields["authors"] == "Ana Ruiz"
        assert article.fields["accession"] == "3100000001"


def test_a_list_of_titles_without_a_word_above() -> None:
    titles = "<p>1. Port opens to more ships</p><p>2. Ferry runs twice a day</p><p>3. Strait</p>"
    items = read(made.html(made.FIRST, made.SECOND, before=titles))
    assert [item.detail for item in items if isinstance(item, Fault)] == [
        "the file announces 3 articles; no. 3 'Strait' doesn't stand in it: export it again"
    ]
    assert not [item for item in items if isinstance(item, Note)]


def test_records_without_marks_end_with_their_last_label() -> None:
    page = made.html(made.FIRST, made.SECOND, made.BARE)
    for number in (1, 2, 3):
        page = page.replace(f'<a name="DocID_MSTAR_310000000{number}"></a>', "")
    assert [record.fields["title"] for record in articles(page)] == [
        "Port opens to more ships",
        "Ferry runs twice a day",
        "Strait in the mirror of the press",
    ]


def test_other_labels_of_the_interface() -> None:
    page = made.html(made.FIRST).replace("Full text: ", "Texte intégral : ")
    page = page.replace("Publication title:", "Titre de la publication\u00a0:")
    page = page.replace("ProQuest document ID:", "Identifiant du document ProQuest :")
    (article,) = articles(page)
    assert article.fields["text"] == "\n".join(made.PORT)
    assert article.fields["outlet"] == "Harbour Courier"
    assert article.fields["accession"] == "3100000001"


def test_as_a_user_loads_it(tmp_path: Path) -> None:
    (tmp_path / "export.html").write_text(made.html(made.FIRST, made.SECOND, made.BARE), "utf-8")
    table, audit = fr.load(tmp_path)
    assert list(table["outlet"]) == ["harbour_courier", "island_post", "weekly_anchor"]
    assert list(table["source"]) == ["export.html:1", "export.html:2", "export.html:3"]
    assert table["text"].tolist()[0] == "\n\n".join(made.PORT)
    assert not audit["kind"].isin(["failed", "skipped"]).any()


@for_each(
    "page",
    [
        "",
        "<",
        "<html></html>",
        "<p>" * 20_000,
        "<a name=DocID_1><strong>Full text:</strong>",
        "<text>" * 3_000 + "x",
        '<a name="DocID_1"></a><p><strong>A:</strong>' * 500,
        "<strong>" * 3_000 + "Full text: x",
        '<a name="DocID_1"></a><p><strong>Full text: </strong><text wordcount="9999999999999x">a</text></p>',
    ],
)
def test_broken_pages_never_raise(page: str) -> None:
    items = read(page)
    assert items
    assert all(isinstance(item, (Record, Fault, Note)) for item in items)


@pytest.mark.parametrize("count", ["6¹", "", "x", "9" * 5_000, "-3"])
def test_a_number_of_words_that_is_none(count: str) -> None:
    body = f'<text wordcount="{count}"><p>The two sides agreed on Thursday to open the port.</p></text>'
    page = made.html(made.FIRST).replace(
        "<p><strong>Full text: </strong>", f"<p><strong>Full text: </strong>{body}", 1
    )
    assert len(articles(page)) == 1
    assert len(articles(f'<a name="DocID_1"></a><p><strong>Full text: </strong>{body}</p>')) <= 1
