"""Europresse as lines: documents between ids, what stands beside them, and what the cover announces."""

from __future__ import annotations

from framing.corpus import lines as paras
from framing.corpus.layouts import europresse as layout
from framing.corpus.records import Fault, Note, Record, Source

LINES = """Nombre de document(s) : 2
europresse.com

Le Courrier du Port, no. 23729

Économie, jeudi 11 mars 2021 856 mots, p. 14

Le port s'agrandit

Odile Vasseur

La mairie a voté l'agrandissement de la digue, au terme d'une séance de quatre heures.

« Nous commençons en mars », a dit la maire.

© 2021 Le Courrier du Port. Tous droits réservés.
Certificat émis le 12 mars 2021 à Bibliothèque à des fins de visualisation personnelle et temporaire.
news·20210311·CDP·1

Vendredi 12 mars 2021
La Dépêche des Dunes • no. 18 • p. 7 • 120 mots
Nom de la source
La Dépêche des Dunes
Périodicité Quotidien
Les dunes reculent
Le sable a reculé de trois mètres depuis l'automne, selon le relevé du port.
© 2021 La Dépêche des Dunes. Tous droits réservés.
Certificat émis le 12 mars 2021 à Bibliothèque à des fins de visualisation personnelle et temporaire.
news·20210312·DDD·2
"""


class TestLines:
    def test_documents(self) -> None:
        lines = paras.plain(LINES)
        assert paras.choose(lines) is layout
        first, second, note = layout.read(lines, Source("a.txt"), "txt")
        assert isinstance(first, Record)
        assert isinstance(second, Record)
        assert dict(first.fields) == {
            "database": "europresse",
            "outlet": "Le Courrier du Port",
            "issue": "23729",
            "section": "Économie",
            "published": "2021-03-11",
            "length": 856,
            "page": "14",
            "title": "Le port s'agrandit",
            "authors": "Odile Vasseur",
            "text": "La mairie a voté l'agrandissement de la digue, au terme d'une séance de quatre heures.\n"
            "« Nous commençons en mars », a dit la maire.",
            "copyright": "© 2021 Le Courrier du Port. Tous droits réservés.",
            "accession": "news·20210311·CDP·1",
            "source_code": "CDP",
        }
        assert dict(second.fields) == {
            "database": "europresse",
            "outlet": "La Dépêche des Dunes",
            "issue": "18",
            "periodicity": "Quotidien",
            "published": "2021-03-12",
            "length": 120,
            "page": "7",
            "title": "Les dunes reculent",
            "text": "Le sable a reculé de trois mètres depuis l'automne, selon le relevé du port.",
            "copyright": "© 2021 La Dépêche des Dunes. Tous droits réservés.",
            "accession": "news·20210312·DDD·2",
            "source_code": "DDD",
        }
        assert isinstance(note, Note)
        assert note.kind == "checked"

    def test_one_that_is_missing(self) -> None:
        lines = paras.plain(LINES[: LINES.index("Vendredi 12")])
        found = list(layout.read(lines, Source("a.txt"), "txt"))
        assert [item.rule for item in found if isinstance(item, Fault)] == ["announced"]

    def test_dates_without_end(self) -> None:
        dates = (
            "Le 12 mars 2021, la mer était calme au large du port, et le 13 mars elle ne l'était plus.\n"
            * 900
        )
        lines = paras.plain(LINES.replace("© 2021 Le Courrier", f"{dates}© 2021 Le Courrier", 1))
        first, *_ = layout.read(lines, Source("a.txt"), "txt")
        assert isinstance(first, Record)
        assert first.fields["published"] == "2021-03-11"
        assert str(first.fields["text"]).count("la mer") == 900

    def test_one_document_without_a_cover(self) -> None:
        one, other = LINES.split("Certificat")[0], LINES[LINES.index("Vendredi 12") :].split("Certificat")[0]
        for text, number in (
            (one[one.index("Le Courrier") :], "news·20210311·CDP·1"),
            (
                other.replace("Nom de la source\nLa Dépêche des Dunes\nPériodicité Quotidien\n", ""),
                "news·20210312·DDD·2",
            ),
        ):
            lines = paras.plain(f"{text}\n{number}\n")
            assert paras.choose(lines) is layout
            (record,) = layout.read(lines, Source("a.txt"), "txt")
            assert isinstance(record, Record)
            assert record.fields["accession"] == number
            assert record.fields["title"] in ("Le port s'agrandit", "Les dunes reculent")

    def test_an_id_alone_makes_no_export(self) -> None:
        assert (
            paras.choose(paras.plain("We looked at one document:\n\nnews·20210311·CDP·1\n\nIt said no."))
            is None
        )

    def test_other_lines(self) -> None:
        assert paras.choose(paras.plain("Europresse is a database.\nIt was said on Monday.")) is None
