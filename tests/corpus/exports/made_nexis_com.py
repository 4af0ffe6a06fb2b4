"""Articles that were never published, and nexis.com's forms of them, written by hand after its layout.

Each form is written here from the parts of an article, without the code that reads it.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterable
from typing import Any

WIDE = 80
COVER = [
    "Download Request: Selected Items: {span}",
    "Time Of Request: Friday, March 20, 2018  16:51:31",
    "",
    "Send To:",
    "A UNIVERSITY",
    "1 QUAY STREET",
    "",
    "Terms: ((harbour or canal) and date(geq(01/01/2010) and leq(31/12/2012))) and",
    "pub(courier)",
    "",
    "Source: Harbour Courier;Kurier",
    "Project ID:",
]
COUNTS: dict[str, Callable[[int, int], str]] = {
    "en": lambda number, total: f"{number} of {total} DOCUMENTS",
    "de": lambda number, total: f"Dokument {number} von {total}",
    "fr": lambda number, total: f"Document {number} de {total}",
    "es": lambda number, total: f"{number} de {total} DOCUMENTOS",
    "nl": lambda number, total: f"{number} van {total} DOCUMENTEN",
}

#: Parts as printed (top, head, body, tail, foot), and what each has to give back (wanted).
ARTICLES: list[dict[str, Any]] = [
    {
        "top": [["Harbour Courier (Eastport)"], ["January 11, 2010 Monday", "Edition 1;", "Islands"]],
        "title": [
            "Harbour council puts off its vote on the new pier again, to the anger of fishers;",
            "Costs unclear, says its chair",
        ],
        "head": [
            ("BYLINE", "Ana Ruiz and Li Ma"),
            ("SECTION", "NEWS; Pg. 3"),
            ("LENGTH", "1,355 words"),
            ("DATELINE", "EASTPORT"),
        ],
        "body": [
            "The council put off its vote on the new pier on Monday, after fishers and traders had asked for "
            "more time to read a report of some 400 pages on what it would cost and who would pay for it.",
            "What it costs",
            "Nobody knows, said the chair. The pre- and post-war piers were built by hand - without reports.",
            "• a pier of stone",
            "• a pier of wood",
        ],
        "tail": [
            ("LOAD-DATE", "January 12, 2010"),
            ("LANGUAGE", "ENGLISH"),
            ("GRAPHIC", "The pier in the morning"),
            ("PUBLICATION-TYPE", "Newspaper"),
            ("JOURNAL-CODE", "HCE"),
            (
                "SUBJECT",
                "CITY GOVERNMENT (90%); PORTS & HARBORS (89%); PUBLIC FINANCE (78%); FISHING (74%)",
            ),
            ("COMPANY", "HARBOUR WORKS LTD (85%)"),
            ("GEOGRAPHIC", "EASTPORT (79%); UNITED KINGDOM (73%)"),
        ],
        "foot": ["Copyright 2010 Harbour Courier Ltd.", "All Rights Reserved"],
        "wanted": {
            "outlet": "Harbour Courier (Eastport)",
            "published": "2010-01-11T00:00",
            "edition": "Edition 1; Islands",
            "byline": "Ana Ruiz and Li Ma",
            "section": "NEWS",
            "page": "3",
            "length": 1355,
            "dateline": "EASTPORT",
            "load_date": "January 12, 2010",
            "language": "en",
            "graphic": "The pier in the morning",
            "publication_type": "Newspaper",
            "source_code": "HCE",
            "companies": "HARBOUR WORKS LTD (85%)",
            "places": "EASTPORT (79%); UNITED KINGDOM (73%)",
            "copyright": "Copyright 2010 Harbour Courier Ltd. All Rights Reserved",
        },
        "blocks": "phpll",
    },
    {
        "top": [["Hafen-Kurier"], ["Mittwoch 31. August 2011 11:48 AM MEZ", "Fernausgabe"]],
        "title": ["Häfen öffnen wieder"],
        "head": [
            ("AUTOR", "Anna Beispiel"),
            ("RUBRIK", "WIRTSCHAFT; S. 7 Ausg. 167"),
            ("LÄNGE", "306 Wörter"),
        ],
        "body": [
            "Im Juli öffneten die Häfen wieder, nachdem sich die Länder über Zölle verständigt hatten, die "
            "seit dem Frühjahr gesperrt waren; die Volks- und Raiffeisenbanken hoffen auf größere Mengen.",
            "UPDATE: So beginnt ein Absatz, der zum Text gehört und nicht zu dem, was die Datenbank sagt.",
        ],
        "tail": [
            ("UPDATE", "2. September 2011"),
            ("SPRACHE", "GERMAN; DEUTSCH"),
            ("PUBLICATION-TYPE", "Zeitung"),
        ],
        "foot": ["Copyright 2011 Hafen-Mitteilungen GmbH & Co. KG", "Alle Rechte Vorbehalten"],
        "wanted": {
            "outlet": "Hafen-Kurier",
            "published": "2011-08-31T10:48",
            "edition": "Fernausgabe",
            "byline": "Anna Beispiel",
            "section": "WIRTSCHAFT",
            "page": "7",
            "issue": "167",
            "length": 306,
            "load_date": "2. September 2011",
            "language": "de",
            "publication_type": "Zeitung",
            "copyright": "Copyright 2011 Hafen-Mitteilungen GmbH & Co. KG Alle Rechte Vorbehalten",
        },
        "blocks": "pp",
    },
    {
        "top": [["La Gazette du Môle"], ["10 décembre 2019 mardi 3:00 AM GMT"]],
        "title": ["Le port change de main"],
        "head": [
            ("AUTEUR", "Jeanne Morel"),
            ("RUBRIQUE", "ÉCONOMIE; Pg. 35"),
            ("LONGUEUR", "1 543 mots"),
            ("ENCART", "Une courte introduction."),
        ],
        "body": [
            "Le port a changé de main mardi, après des mois de discussions entre la ville et la région."
        ],
        "tail": [
            ("SUJET", "ÉNERGIE (90%); MARCHÉ (88%)"),
            ("SOCIETE", "MÔLE SE (85%)"),
            ("SYMBOLE-BOURSIER", "MOLE (FRA) (85%)"),
            ("SECTEUR-ACTIVITE", "NAICS221310 WATER SUPPLY (85%)"),
            ("LOCALISATION-GEO", "BRETAGNE (93%)"),
            ("DATE-CHARGEMENT", "11 décembre 2019"),
            ("LANGUE", "FRENCH; FRANÇAIS"),
            ("TYPE-PUBLICATION", "Quotidien"),
            ("CODE-REVUE", "GAZM"),
        ],
        "foot": ["Copyright 2019 La Gazette du Môle", "Tous Droits Réservés"],
        "wanted": {
            "outlet": "La Gazette du Môle",
            "published": "2019-12-10T03:00",
            "byline": "Jeanne Morel",
            "section": "ÉCONOMIE",
            "page": "35",
            "length": 1543,
            "highlight": "Une courte introduction.",
            "subjects": "ÉNERGIE (90%); MARCHÉ (88%)",
            "companies": "MÔLE SE (85%)",
            "tickers": "MOLE (FRA) (85%)",
            "industries": "NAICS221310 WATER SUPPLY (85%)",
            "places": "BRETAGNE (93%)",
            "load_date": "11 décembre 2019",
            "language": "fr",
            "publication_type": "Quotidien",
            "source_code": "GAZM",
            "copyright": "Copyright 2019 La Gazette du Môle Tous Droits Réservés",
        },
        "blocks": "p",
    },
    {
        # As newspapers that show every label have it: whose it is first, headline and text behind labels.
        "top": [
            [
                "Copyright 2015 Courier Company, LLC d/b/a",
                "Courier Digital",
                "All Rights Reserved",
            ],
            ["The Harbour Post"],
            ["July 1, 2015 Wednesday", "Met 2 Edition"],
        ],
        "title": [],
        "head": [
            ("SECTION", "A-SECTION; Pg. A01"),
            ("LENGTH", "62 words"),
            ("HEADLINE", "SHIPS return, slowly"),
            ("BYLINE", "Tom Penn;Ana Ruiz"),
            ("BODY", ""),
        ],
        "body": [
            "It was not yet nine, and the pilot was ready.",
            "NOTE: This story was changed after it appeared.",
        ],
        "tail": [
            ("LANGUAGE", "ENGLISH"),
            ("PUBLICATION-TYPE", "Newspaper"),
            ("SUBJECT", "SHIPPING (90%)"),
            ("LOAD-DATE", "July 1, 2015"),
        ],
        "foot": [],
        "wanted": {
            "outlet": "The Harbour Post",
            "published": "2015-07-01T00:00",
            "edition": "Met 2 Edition",
            "title": "SHIPS return, slowly",
            "byline": "Tom Penn;Ana Ruiz",
            "section": "A-SECTION",
            "page": "A01",
            "length": 62,
            "language": "en",
            "publication_type": "Newspaper",
            "subjects": "SHIPPING (90%)",
            "load_date": "July 1, 2015",
            "copyright": "Copyright 2015 Courier Company, LLC d/b/a Courier Digital All Rights Reserved",
        },
        "blocks": "pp",
    },
]


def wrapped(text: str, wide: int = WIDE) -> list[str]:
    return textwrap.wrap(text, wide, break_on_hyphens=False, break_long_words=False)


def _middle(lines: Iterable[str]) -> list[str]:
    return [line.center(WIDE).rstrip() for line in lines]


def document(article: dict[str, Any]) -> list[str]:
    """Return the lines of one document, without its count."""
    lines: list[str] = []
    for block in article["top"]:
        lines += [*_middle(block), ""]
    if article["title"]:
        lines += [part for line in article["title"] for part in wrapped(line)] + [""]
    for name, value in article["head"]:
        lines += [*wrapped(f"{name}: {value}"), ""]
    lines.append("")
    for at, paragraph in enumerate(article["body"]):
        lines += [*wrapped(paragraph), *[""] * (1 + (at == 0))]
    for name, value in article["tail"]:
        lines += [*wrapped(f"{name}: {value}"), ""]
    return [*lines, "", *_middle(article["foot"]), ""]


def text(
    articles: list[dict[str, Any]],
    *,
    words: str = "en",
    numbers: Iterable[int] | None = None,
    total: int | None = None,
    cover: str | None = None,
) -> str:
    """Return a file of text; `numbers` and `total` are what it counts, `cover` the span on its cover page."""
    lines: list[str] = ["", ""]
    if cover:
        lines += [line.format(span=cover) for line in COVER] + [""] * 3
    counted = list(numbers or range(1, len(articles) + 1))
    for number, article in zip(counted, articles, strict=True):
        count = COUNTS[words](number, total or max(counted))
        lines += [*_middle([count]), "", "", *document(article)]
    return "\r\n".join(lines)


def page(articles: list[dict[str, Any]], *, classes: tuple[str, ...] = ("c0", "c1", "c2", "c3")) -> str:
    """Return a page; `classes` names those of centred and left paragraphs, of plain and of bold spans."""
    middle, left, plain, bold = classes

    def span(words: str, kind: str = plain) -> str:
        return f'<SPAN CLASS="{kind}">{html.escape(words)}</SPAN>'

    def part(inner: str, kind: str = left) -> str:
        return f'<BR><DIV CLASS="{kind}"><P CLASS="{kind}">{inner}</P>\n</DIV>\n'

    parts = [
        f'<HTML>\n<HEAD>\n<STYLE TYPE="text/css"><!--\n.{plain} {{ font-size: 10pt; }}\n'
        f".{middle} {{ text-align: center; margin-top: 0em; }}\n.{left} {{ text-align: left; }}\n"
        f".{bold} {{ font-weight: bold; }}\n--></STYLE>\n<TITLE>&nbsp;</TITLE>\n"
        f'<META TOPIC="null" DOCUMENTS="{len(articles)}" /></HEAD>\n<BODY>\n'
    ]
    for number, article in enumerate(articles, 1):
        parts.append(
            f'<A NAME="DOC_ID_0_{number}"></A><!-- Hide XML section from browser\n'
            f"<DOC NUMBER={number}>\n<DOCFULL> -->\n"
        )
        parts.append(part(span(f"{number} of {len(articles)} DOCUMENTS"), middle))
        for block in article["top"]:
            first, *rest = block
            word, _, after = first.partition(" ")
            # A word that was searched for has a span of its own.
            inner = span(word, bold) + span(f" {after}" if after else "")
            parts.append(part(inner + "".join(f"<BR>{span(line)}" for line in rest), middle))
        if article["title"]:
            parts.append(part("<BR>".join(span(line, bold) for line in article["title"])))
        parts += [part(span(f"{name}: ", bold) + span(value)) for name, value in article["head"]]
        parts.append(f'<BR><DIV CLASS="{left}">')
        parts += [f'<P CLASS="{left}">{span(words)}{span(chr(160))}</P>\n' for words in article["body"]]
        parts.append(f'<P CLASS="{left}"></P>\n</DIV>\n')
        parts += [part(span(f"{name}: ", bold) + span(value)) for name, value in article["tail"]]
        if article["foot"]:
            parts.append(part("<BR>".join(span(line) for line in article["foot"]), middle))
        parts.append('<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->\n<DIV CLASS="c9"/>\n')
    return "".join(parts) + "</BODY></HTML>\n"


def rtf(articles: list[dict[str, Any]]) -> bytes:
    """Return a file of RTF, as the service wrote it under the name of .DOC too."""

    def sign(character: str) -> str:
        if character in "\\{}":
            return "\\" + character
        if ord(character) < 128:
            return character
        try:
            return f"\\'{character.encode('cp1252').hex()}"
        except UnicodeEncodeError:
            return f"\\u{ord(character)}?"

    def line(words: str, layout: str = "\\ql") -> str:
        return f"\\pard {layout} \\li0\\sb0 {''.join(map(sign, words))}\n\\par "

    blank = "\\pard \n\\par "
    parts = [
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fmodern Courier;}"
        "{\\f6\\fnil Courier New {\\*\\falt Courier};}}\n{\\colortbl;\\red0\\green0\\blue0;}"
        "{\\stylesheet{\\fs20 \\snext0 Normal;}}\n{\\*\\LXNComment 1826:52}\\f6\\fs20 "
    ]
    for number, article in enumerate(articles, 1):
        parts.append(
            "\\sect \\sectd {\n\\header \\pard Page \\chpgn\n\\par A headline stands here too\n\\par }"
        )
        parts += [line(f"{number} of {len(articles)} DOCUMENTS", "\\qc"), blank, blank]
        for block in article["top"]:
            parts += [*(line(words, "\\qc") for words in block), blank]
        parts += [line(words) for words in article["title"]] + [blank]
        for name, value in (
            *article["head"],
            *((None, words) for words in article["body"]),
            *article["tail"],
        ):
            parts += [line(f"{name}: {value}" if name else value), blank]
        parts += [*(line(words, "\\qc") for words in article["foot"]), blank]
    return ("".join(parts) + "}").encode("ascii")
