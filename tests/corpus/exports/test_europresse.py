"""Europresse as HTML in both layouts and as lines: every field, what disagrees, what is no text."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from framing.corpus import dates
from framing.corpus.layouts import europresse as words
from framing.corpus.limits import Limits
from framing.corpus.load import load
from framing.corpus.parts import items
from framing.corpus.readers import europresse
from framing.corpus.records import Fault, Item, Note, Record, Source
from tests.corpus.exports import made_europresse as made

REAL = Path(__file__).parents[4] / "shared/fixtures/europresse/europresse_test1.html"
real = pytest.mark.skipif(not REAL.exists(), reason="the dummy export beside the project is not here")


def read(text: str, encoding: str = "utf-8", limits: Limits | None = None) -> list[Item]:
    source = Source("made.html", limits=limits or Limits())
    return list(europresse.read(io.BytesIO(text.encode(encoding)), source))


def records(text: str, encoding: str = "utf-8") -> list[Record]:
    return [item for item in read(text, encoding) if isinstance(item, Record)]


def fields(text: str) -> dict[str, object]:
    (found,) = records(text)
    return dict(found.fields)


@real
class TestReal:
    """The dummy export of tm.plugin.europresse: three documents, read by hand."""

    def test_every_field(self) -> None:
        found = records(REAL.read_text("utf-8"))
        assert [one.number for one in found] == [1, 2, 3]
        assert [dict(one.fields) for one in found] == [
            {
                "database": "europresse",
                "outlet": "l'Humanité",
                "section": "Politique",
                "published": "2012-10-04",
                "title": "A heading: some text",
                "text": "Some text, and a few accentuated characters: éèêù. Continuation. More text, "
                "a sentence.\nTest.",
                "copyright": "© 2012 Newspaper. Tous droits réservés.",
                "accession": "news·20121004·PO·2040056000",
                "source_code": "PO",
                "certificate_date": "2012-10-05",
            },
            {
                "database": "europresse",
                "outlet": "Mag",
                "published": "2012-10-03",
                "title": "Another heading with colored text inside",
                "authors": "Second Author",
                "text": "Contents of the article.\n(1) A note.",
                "copyright": "© 2010 Newspaper. Tous droits réservés.",
                "accession": "news·20121003·HU·175071",
                "other_accession": "news·20100903·HU·175071",
                "source_code": "HU",
                "certificate_date": "2012-10-05",
            },
            {
                "database": "europresse",
                "outlet": "Magazine 1",
                "issue": "5968",
                "section": "Éditorial",
                "published": "2012-10-04",
                "page": "03",
                "subtitle": "Subtitle",
                "title": "Heading",
                "authors": "Author Name",
                "text": "This is a test: a test",
                "copyright": "© 2012 Magazine 1. Tous droits réservés.",
                "accession": "news·20121004·VAA·1856190",
                "other_accession": "news·20111003·MAG·156190",
                "source_code": "VAA",
                "certificate_date": "2012-10-05",
            },
        ]

    def test_what_disagrees_is_said(self) -> None:
        found = records(REAL.read_text("utf-8"))
        assert [[note.rule for note in one.notes] for one in found] == [
            ["europresse_date"],
            ["europresse_id"],
            ["europresse_id"],
        ]
        assert "2012-10-04" in found[0].notes[0].detail
        assert "2013-10-05" in found[0].notes[0].detail

    def test_as_a_table(self) -> None:
        articles, audit = load(REAL)
        assert list(articles["published"].dt.strftime("%Y-%m-%d")) == [
            "2012-10-04",
            "2012-10-03",
            "2012-10-04",
        ]
        assert set(articles["published_precision"]) == {"day"}
        assert not (audit["kind"] == "failed").any()


class TestOlder:
    HEADER = ("Économie, ", "jeudi ", "4 octobre 2012", ", p. 03")
    ID = "news·20121004·CDP·1"

    def test_text_is_what_stands_between_byline_and_copyright(self) -> None:
        text = (
            'Le quai <span style="color:red">s\'étend</span>.<p></p>'
            "<font>La</font> mairie a dit oui.<br>Puis non."
        )
        found = fields(
            made.page(
                made.older(
                    "Le Courrier du Port", self.HEADER, "Le quai", text, self.ID, author="Odile Vasseur"
                )
            )
        )
        assert found["text"] == "Le quai s'étend.\nLa mairie a dit oui.\nPuis non."
        assert found["authors"] == "Odile Vasseur"
        assert (found["section"], found["page"], found["published"]) == ("Économie", "03", "2012-10-04")

    @pytest.mark.parametrize(
        "text", ["Une phrase entière.<br><p></p>Une autre.", "La mairie a dit oui.<p></p>Fin."]
    )
    def test_a_sentence_is_no_byline(self, text: str) -> None:
        found = fields(made.page(made.older("Le Courrier du Port", self.HEADER, "Le quai", text, self.ID)))
        assert "authors" not in found
        assert len(str(found["text"]).split("\n")) == 2

    def test_a_second_name_is_no_second_document(self) -> None:
        document = made.older("Le Courrier du Port", self.HEADER, "Le quai", "Oui.", self.ID)
        twice = document.replace(
            "</span><br>", '</span><br><span class="DocPublicationName">Rennes</span><br>', 1
        )
        (found,) = records(made.page(twice))
        assert (found.fields["outlet"], found.fields["edition"]) == ("Le Courrier du Port", "Rennes")

    def test_lines_behind_the_text(self) -> None:
        text = (
            "Le quai s'étend.<p></p>Encore.<p></p>Illustration(s) :<p></p>Le quai, mardi.<p></p>"
            "Note(s) :<p></p>Lire page 2.<p></p>Catégorie : Économie<p></p>Ajouté le 6 octobre 2012"
        )
        found = fields(made.page(made.older("Le Courrier du Port", self.HEADER, "Le quai", text, self.ID)))
        assert found["text"] == "Le quai s'étend.\nEncore."
        assert (found["graphic"], found["notes"]) == ("Le quai, mardi.", "Lire page 2.")
        assert (found["subjects"], found["load_date"]) == ("Économie", "6 octobre 2012")

    def test_the_charset_it_declares(self) -> None:
        document = made.older("Le Courrier du Port", self.HEADER, "L'été", "À l'été.", self.ID)
        (found,) = records(made.page(document, charset="ISO-8859-1"), "cp1252")
        assert (found.fields["title"], found.fields["accession"]) == ("L'été", self.ID)


class TestNewer:
    TEXT = (
        "<p>La mairie a voté <i>« la grande digue »</i>, dit-<mark>elle</mark>.</p>"
        "<p><b>Un vote serré</b></p>"
        "<p>Douze voix.<br>Onze contre.</p>"
    )

    def test_every_field(self) -> None:
        behind = (
            '<div class="apd-wrapper"><table><tr><td>'
            '<div class="apd-sources-date">12 septembre 2024</div></td>'
            '<td><div class="source-name-APD">La Dépêche des Dunes</div></td></tr></table></div>'
            "<aside><div>Illustration(s) :</div><div>La digue.</div>"
            "<div>Note(s) :</div><div>Lire p. 2</div></aside>"
        )
        text = self.TEXT + '<p>Cet article est paru dans <a href="https://c.example/d">Le Courrier</a></p>'
        document = made.newer(
            "Le Courrier du Port, no. 43018",
            "Économie, mercredi 11 septembre 2024 1&nbsp;134 mots, p. 11",
            "L'<mark>Europe</mark> et le <mark>port</mark>",
            text,
            "news·20240911·CDP·20240911_6",
            above="ENQUÊTE",
            subtitle="Les travaux en mars",
            author="Par Odile Vasseur",
            behind=behind,
        )
        assert fields(made.page(document)) == {
            "database": "europresse",
            "outlet": "Le Courrier du Port",
            "issue": "43018",
            "section": "Économie",
            "published": "2024-09-11",
            "length": 1134,
            "page": "11",
            "title": "L'Europe et le port",
            "kicker": "ENQUÊTE",
            "subtitle": "Les travaux en mars",
            "authors": "Odile Vasseur",
            "byline": "Par Odile Vasseur",
            "text": "La mairie a voté « la grande digue », dit-elle.\n"
            "Un vote serré\nDouze voix.\nOnze contre.",
            "url": "https://c.example/d",
            "graphic": "La digue.",
            "notes": "Lire p. 2",
            "republished_in": "12 septembre 2024 La Dépêche des Dunes",
            "copyright": "© 2024 Le Courrier du Port, no. 43018. Tous droits réservés.",
            "accession": "news·20240911·CDP·20240911_6",
            "source_code": "CDP",
        }
        assert records(made.page(document))[0].blocks == "phpp"

    def test_the_first_form_of_the_layout(self) -> None:
        document = (
            '<article><header><div><span class="DocPublicationName">Harbour Courier (web site)</span></div>'
            '<div><span class="DocHeader">News, Thursday, October 5, 2023 512 words</span></div>'
            '<p class="titreArticleVisu">Bridge to <span class="occurrence">reopen</span></p>'
            '<div>Ann Example</div></header><div class="docOcurrContainer"><p>On Monday.</p></div>'
            "<footer><small>© 2023 Harbour Courier</small>"
            "<p>Document number : news·20231005·HAC·9</p></footer></article>"
        )
        found = fields(made.page(document))
        assert (found["outlet"], found["publication_type"]) == ("Harbour Courier", "web site")
        assert (found["title"], found["authors"]) == ("Bridge to reopen", "Ann Example")
        assert (found["section"], found["published"], found["length"]) == ("News", "2023-10-05", 512)
        assert (found["copyright"], found["accession"]) == ("© 2023 Harbour Courier", "news·20231005·HAC·9")

    def test_a_page_of_the_site(self) -> None:
        document = made.newer("Le Courrier", "2 mars 2020", "Un", "<p>Oui.</p>", "news·20200302·CDP·1")
        bare = document.replace("<article>", "<div>").replace("</article>", "</div>")
        found = fields(made.page(f"<p>Menu</p>{bare}<p>Aide</p><p>Quitter</p>"))
        assert (found["title"], found["text"]) == ("Un", "Oui.")

    def test_a_link_and_no_text(self) -> None:
        document = made.newer(
            "Le Courrier", "dimanche 1er mars 2020", "Un lien", "", "news·20200301·CDP·1"
        ).replace(
            '<div class="docOcurrContainer">',
            '<p class="link-not-hosted"><a href="https://c.example/a">Voir</a></p><div>',
        )
        (found,) = records(made.page(document))
        assert found.bare == "Europresse gives a link and no text"
        assert (found.fields["url"], found.fields["published"]) == ("https://c.example/a", "2020-03-01")

    def test_a_link_that_is_no_address(self) -> None:
        text = '<p>Oui.</p><p>Cet article est paru dans <a href="javascript:alert(1)">x</a></p>'
        found = fields(
            made.page(made.newer("Le Courrier", "2 mars 2020", "Oui", text, "news·20200302·CDP·1"))
        )
        assert "url" not in found
        assert found["text"] == "Oui."

    def test_broken_markup_stays_in_its_document(self) -> None:
        first = made.newer(
            "Le Courrier", "2 mars 2020", "Un", "<p>Un.</p><div><b><table>", "news·20200302·CDP·1"
        )
        second = made.newer("Le Courrier", "2 mars 2020", "Deux", "<p>Deux.</p>", "news·20200302·CDP·2")
        found = records(made.page(first.replace("</article>", ""), second))
        assert [one.fields["text"] for one in found] == ["Un.", "Deux."]

    def test_what_is_announced(self) -> None:
        document = made.newer("Le Courrier", "2 mars 2020", "Un", "<p>Un.</p>", "news·20200302·CDP·1")
        found = read(made.page(document, front="<p>Nombre de document(s) : <b>2</b></p>"))
        assert [item.rule for item in found if isinstance(item, Fault)] == ["announced"]
        found = read(made.page(document, front="<p>Nombre de document(s) : <b>1</b></p>"))
        assert [item.kind for item in found if isinstance(item, Note)] == ["checked"]


class TestHeading:
    @pytest.mark.parametrize(
        ("line", "section", "day", "length", "page"),
        [
            ("jeudi 5 octobre 2013", "", "2013-10-05", None, ""),
            (
                "Le Monde des livres, vendredi 1er mars 2013, p. LIV2",
                "Le Monde des livres",
                "2013-03-01",
                None,
                "LIV2",
            ),
            ("Thursday, December 22, 2022 13887 words, p. 819(40)", "", "2022-12-22", 13887, "819(40)"),
            ("A la une, mardi 2 août 2011 1 204 mots, p. 1,14", "A la une", "2011-08-02", 1204, "1,14"),
            ("Sport; samedi 6 avril 2019 98 mots, pp. 2-3", "Sport", "2019-04-06", 98, "2-3"),
        ],
    )
    def test_parts(self, line: str, section: str, day: str, length: int | None, page: str) -> None:
        found = words.read_heading(line)
        assert found.moment is not None
        assert f"{found.moment.time:%Y-%m-%d}" == day
        assert (found.section, found.length, found.page) == (section, length, page)

    def test_a_clock_time_is_kept(self) -> None:
        found = words.read_heading("lundi 9 mars 2020 - 10:52 UTC +01:00 1 234 mots")
        published = words.settle_date(found, ["news·20200309·CDP·1"]).published
        moment = dates.parse(published)
        assert moment is not None
        assert moment.time.isoformat() == "2020-03-09T09:52:00+00:00"
        assert found.length == 1234

    def test_an_id_that_is_no_day(self) -> None:
        found = words.settle_date(words.read_heading("9 mars 2020"), ["news·20201399·CDP·1"])
        assert (found.published, found.notes) == ("2020-03-09", ())

    def test_without_a_printed_date(self) -> None:
        assert (
            words.settle_date(words.read_heading("Économie, p. 4"), ["news·20200309·CDP·1"]).published
            == "2020-03-09"
        )


def test_both_layouts_in_one_file() -> None:
    older = made.older("Le Courrier", ("2 mars 2020",), "Un", "Un.", "news·20200302·CDP·1")
    newer = made.newer("Le Courrier", "3 mars 2020", "Deux", "<p>Deux.</p>", "news·20200303·CDP·2")
    found = records(made.page(older, newer, older.replace("·1", "·3"), newer))
    assert [one.fields["text"] for one in found] == ["Un.", "Deux.", "Un.", "Deux."]
    assert [one.number for one in found] == [1, 2, 3, 4]


class TestHarm:
    def test_damage_gives_items(self) -> None:
        whole = made.page(
            made.older("Le Courrier", ("2 mars 2020",), "Un", "Un.<p></p>Deux.", "news·20200302·CDP·1"),
            made.newer("Le Courrier", "2 mars 2020", "Un", "<p>Un.</p>", "news·20200302·CDP·1"),
        ).encode()
        draw = random.Random(5)
        for _ in range(150):
            data = bytearray(whole)
            for _ in range(draw.randint(1, 20)):
                data[draw.randrange(len(data))] = draw.randrange(256)
            del data[draw.randrange(len(data) // 2, len(data)) :]
            assert list(europresse.read(io.BytesIO(bytes(data)), Source("a.html")))

    def test_nested_without_end(self) -> None:
        text = f"<p>Un.</p>{'<div>' * 20_000}Deux.{'</div>' * 20_000}"
        (found,) = records(
            made.page(made.newer("Le Courrier", "2 mars 2020", "Un", text, "news·20200302·CDP·1"))
        )
        assert str(found.fields["text"]).startswith("Un.")

    def test_many_marks_in_one_paragraph(self) -> None:
        text = f"<p>{'<mark>le</mark> quai ' * 30_000}</p>"
        (found,) = records(
            made.page(made.newer("Le Courrier", "2 mars 2020", "Un", text, "news·20200302·CDP·1"))
        )
        assert len(str(found.fields["text"]).split()) == 60_000

    def test_limits(self) -> None:
        document = made.newer(
            "Le Courrier", "2 mars 2020", "Un", f"<p>{'a ' * 900}</p>", "news·20200302·CDP·1"
        )
        (found,) = read(made.page(document), limits=Limits(record_bytes=1000))
        assert isinstance(found, Fault)
        assert (found.rule, found.number) == ("too_large", 1)
        source = Source("a.html", limits=Limits(whole_bytes=1000))
        (found,) = items(lambda: io.BytesIO(made.page(document).encode()), source, reader=europresse)
        assert isinstance(found, Fault)
        assert (found.rule, found.number) == ("too_large", 0)

    def test_no_article(self) -> None:
        (found,) = read(made.page(""))
        assert isinstance(found, Fault)
        assert (found.rule, found.kind) == ("no_articles", "skipped")


def test_sniff() -> None:
    document = made.newer("Le Courrier", "2 mars 2020", "Un", "<p>Un.</p>", "news·20200302·CDP·1")
    assert europresse.sniff(made.page(document).encode(), "a.html") == 98
    older = made.older("Le Courrier", ("2 mars 2020",), "Un", "Un.", "news·20200302·CDP·1")
    assert europresse.sniff(made.page(older).encode("cp1252"), "a.htm") == 98
    assert (
        europresse.sniff(b"<html><article><header>Europresse is a database.</header></article>", "a.html")
        == 0
    )
