"""Articles that were never published, and Factiva's forms of them, written by hand after their layouts."""

from __future__ import annotations

import html
from typing import Any

#: What each form has to give back. Times are those that the interface prints, without a zone.
ARTICLES: list[dict[str, Any]] = [
    {
        "title": "Harbour council puts off vote on the new pier",
        "byline": "By Ana Ruiz",
        "length": 64,
        "day": "2012-01-09",
        "clock": "09:35",
        "outlet": "Harbour Courier",
        "source_code": "HRBRCR",
        "edition": "First",
        "page": "A7",
        "language": "en",
        "copyright": "(c) 2012 Harbour Courier Ltd.",
        "section": "Local news",
        "lead": [
            "The council put off its vote on the new pier on Monday.",
            "Its chair said the costs were unclear.",
        ],
        "tail": ["Fishers & traders had asked for more time.", "A second reading is set for March."],
        "companies": [("hrbco", "Harbour Works Ltd")],
        "subjects": [("gcat", "Political/General News"), ("gpol", "Domestic Politics")],
        "places": [("uk", "United Kingdom"), ("eurz", "Europe")],
        "publisher": "Harbour Courier Ltd.",
        "accession": "HRBRCR0020120109e81900001",
    },
    {
        "title": "Le port change de main",
        "byline": "Jeanne Morel",
        "length": 21,
        "day": "2012-02-29",
        "clock": "",
        "outlet": "La Gazette du Môle",
        "source_code": "GAZMOL",
        "edition": "",
        "page": "3",
        "language": "fr",
        "copyright": "© 2012 La Gazette du Môle. Tous droits réservés.",
        "section": "",
        "lead": ["Le port a été vendu jeudi à une société du Nord."],
        "tail": ["Les pêcheurs, eux, restent à quai."],
        "companies": [],
        "subjects": [("ccat", "Corporate/Industrial News")],
        "places": [("fra", "France")],
        "publisher": "Gazette du Môle SA",
        "accession": "GAZMOL0020120229e82t0000a",
    },
    {
        "title": "港口理事会推迟表决",
        "byline": "",
        "length": 40,
        "day": "2012-12-01",
        "clock": "17:05",
        "outlet": "海港日报",
        "source_code": "HGRB",
        "edition": "",
        "page": "",
        "language": "zh",
        "copyright": "Copyright 2012 海港日报",
        "section": "",
        "lead": ["港口理事会星期一推迟了对新码头的表决。"],
        "tail": ["第二次审议定于三月举行。"],
        "companies": [],
        "subjects": [],
        "places": [("china", "China")],
        "publisher": "海港日报社",
        "accession": "HGRB000020121201e8c100002",
    },
]

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
INTERFACES = ("en", "fr", "de", "es", "zh", "it", "pt", "ru", "ja")
_WORDS = {
    "en": "words",
    "fr": "mots",
    "de": "Wörter",
    "es": "palabras",
    "zh": "字",
    "it": "parole",
    "pt": "palavras",
    "ru": "слов",
    "ja": "語",
}
_DOCUMENT = {
    "en": "Document",
    "fr": "Document",
    "de": "Dokument",
    "es": "Documento",
    "zh": "文件",
    "it": "Documento",
    "pt": "Documento",
    "ru": "Документ",
    "ja": "文書",
}
_LANGUAGE = {
    "en": {"en": "English", "fr": "French", "zh": "Chinese - Simplified"},
    "fr": {"en": "Anglais", "fr": "Français", "zh": "Chinois"},
    "de": {"en": "Englisch", "fr": "Französisch", "zh": "Chinesisch"},
    "es": {"en": "Inglés", "fr": "Francés", "zh": "Chino"},
    "zh": {"en": "英文", "fr": "法文", "zh": "简体中文"},
    "it": {"en": "Inglese", "fr": "Francese", "zh": "Cinese"},
    "pt": {"en": "Inglês", "fr": "Francês", "zh": "Chinês"},
    "ru": {"en": "Английский", "fr": "Французский", "zh": "Китайский"},
    "ja": {"en": "英語", "fr": "フランス語", "zh": "中国語"},
}


def day(written: str, interface: str) -> str:
    """Return a day as an interface prints it."""
    year, month, number = map(int, written.split("-"))
    if interface in ("zh", "ja"):
        gap = " " if interface == "zh" else ""
        return f"{year}{gap}年{gap}{month}{gap}月{gap}{number}{gap}日"
    return f"{number} {_MONTHS[interface].split()[month - 1]} {year}"


def _listed(pairs: list[tuple[str, str]]) -> str:
    return " | ".join(f"{code} : {name}" for code, name in pairs)


def coded(article: dict[str, Any], interface: str = "en") -> list[tuple[str, list[str]]]:
    """Return an article's codes and the paragraphs of each, as an export with codes has them."""
    fields = [
        ("SE", [article["section"]]),
        ("HD", [article["title"]]),
        ("BY", [article["byline"]]),
        ("WC", [f"{article['length']} {_WORDS[interface]}"]),
        ("PD", [day(article["day"], interface)]),
        ("ET", [article["clock"]]),
        ("SN", [article["outlet"]]),
        ("SC", [article["source_code"]]),
        ("ED", [article["edition"]]),
        ("PG", [article["page"]]),
        ("LA", [_LANGUAGE[interface][article["language"]]]),
        ("CY", [article["copyright"]]),
        ("LP", article["lead"]),
        ("TD", article["tail"]),
        ("CO", [_listed(article["companies"])]),
        ("NS", [_listed(article["subjects"])]),
        ("RE", [_listed(article["places"])]),
        ("PUB", [article["publisher"]]),
        ("AN", [f"{_DOCUMENT[interface]} {article['accession']}"]),
    ]
    return [(code, values) for code, values in fields if any(values)]


def _page(body: str) -> str:
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"/>'
        f'<title>Factiva</title></head><body><form><div id="contentLeft">{body}</div></form></body></html>'
    )


def html_coded(articles: list[dict[str, Any]], interface: str = "en") -> str:
    """Return an HTML export with codes."""
    parts = []
    for article in articles:
        kind = article["language"]
        rows = []
        for code, values in coded(article, interface):
            if code in ("LP", "TD"):
                cell = "".join(
                    f'<p class="articleParagraph {kind}articleParagraph">{html.escape(v)}</p>\n'
                    for v in values
                )
            elif code == "HD":
                cell = f'<b class="{kind}Headline">{html.escape(values[0])}</b>'
            else:
                cell = f"<br>{html.escape(values[0])}"
            rows.append(f'<tr><td class="index"><b>{code}</b>&nbsp;</td><td>{cell}</td></tr>')
        parts.append(
            f'<span></span><div class="article {kind}Article"><table>{"".join(rows)}</table></div><br>'
        )
    return _page("".join(parts))


def html_plain(articles: list[dict[str, Any]], interface: str = "en", more: str = "") -> str:
    """Return an HTML export without codes; `more` is put behind the articles."""
    parts = []
    for article in articles:
        kind = article["language"]
        top = f"<div>{article['section']}</div>\n" if article["section"] else ""
        author = f'<div class="author">{article["byline"]} </div>' if article["byline"] else ""
        head = [
            f"{article['length']} {_WORDS[interface]}", day(article["day"], interface), article["clock"],
            article["outlet"], article["source_code"], article["edition"], article["page"],
            _LANGUAGE[interface][kind], article["copyright"],
        ]  # fmt: skip
        text = [*article["lead"], *article["tail"]]
        parts.append(
            f'<div id="article-{article["accession"]}" class="article">'
            f'<div class="article {kind}Article"><p>\n{top}'
            f"<div id=\"hd\" ><span class='{kind}Headline'>{html.escape(article['title'])}</span>\n</div>"
            + author
            + "".join(f"<div>{html.escape(value)} </div>" for value in head if value)
            + "\n</p>\n"
            + "".join(
                f'<p class="articleParagraph {kind}articleParagraph">{html.escape(v)}</p>\n' for v in text
            )
            + f"<p>{html.escape(article['publisher'])}</p>"
            + f"<p>{_DOCUMENT[interface]} {article['accession']}</p></div></div><br/>"
        )
    return _page("".join(parts) + more)


def xml(articles: list[dict[str, Any]], announced: int | None = None) -> str:
    """Return an XML export."""
    parts = []
    for article in articles:
        clock = f"T{article['clock']}:00Z" if article["clock"] else ""
        date = f"<dateTime>{article['day']}{clock}</dateTime>" if clock else f"<date>{article['day']}</date>"
        coded_ = "".join(
            f'<{tag} code="{code}"><name>{html.escape(name)}</name></{tag}>'
            for tag, kind in (("company", "companies"), ("newsSubject", "subjects"), ("region", "places"))
            for code, name in article[kind]
        )
        lead, tail = (
            "".join(
                f'<paragraph display="Proportional" truncation="None">{html.escape(v)}</paragraph>'
                for v in article[part]
            )
            for part in ("lead", "tail")
        )
        page = f"<pages><page>{article['page']}</page></pages>" if article["page"] else "<pages/>"
        parts.append(
            f"<ppsarticle><article><accessionNo>{article['accession']}</accessionNo>"
            f"<baseLanguage>{article['language'].upper()}</baseLanguage>"
            f"<copyright>{html.escape(article['copyright'])}</copyright><edition>{article['edition']}</edition>"
            f"<headline><paragraph><hlt>{html.escape(article['title'][:4])}</hlt>{html.escape(article['title'][4:])}"
            f"</paragraph></headline><leadParagraph>{lead}</leadParagraph>{page}<publicationDate>{date}</publicationDate>"
            f"<publisherName>{html.escape(article['publisher'])}</publisherName><sectionName>{article['section']}</sectionName>"
            f"<byline>{article['byline']}</byline><sourceName>{html.escape(article['outlet'])}</sourceName>"
            f"<sourceCode>{article['source_code']}</sourceCode>{coded_}<tailParagraphs>{tail}</tailParagraphs>"
            f"<wordCount>{article['length']}</wordCount></article></ppsarticle>"
        )
    count = len(articles) if announced is None else announced
    return (
        '<?xml version="1.0" encoding="utf-8"?><PPSResponse>'
        '<ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">'
        f'<ppsarticleResultSet count="{count}">{"".join(parts)}</ppsarticleResultSet>'
        "</ppsArticleResponse></PPSResponse>"
    )


#: How the cells of a table with codes may come out of a carrier: in lines of one text.
CELLS = {
    "tab": lambda code, values: [f"{code}\t{values[0]}", *_apart(values[1:])],
    "own line": lambda code, values: [code, *_apart(values, first=False)],
    "stroke": lambda code, values: [f"| {code} | {values[0]} |", *_apart(values[1:])],
    "gap": lambda code, values: [f"{code}  {values[0]}", *_apart(values[1:])],
    "space": lambda code, values: [f"{code} {values[0]}", *_apart(values[1:])],
}


def _apart(values: list[str], *, first: bool = True) -> list[str]:
    lines = [line for value in values for line in ("", value)]
    return lines if first else lines[1:]


def lines_coded(articles: list[dict[str, Any]], interface: str = "en", cells: str = "tab") -> list[str]:
    """Return the lines of an export with codes."""
    return [
        line
        for article in articles
        for line in (
            *(row for code, values in coded(article, interface) for row in CELLS[cells](code, values)),
            "",
            "",
        )
    ]


def lines_plain(articles: list[dict[str, Any]], interface: str = "en", *, contents: bool = True) -> list[str]:
    """Return the lines of an export without codes, with contents in front and the search's summary behind."""
    lines = ["Factiva RTF Display Format", ""] if contents else []
    if contents:
        lines += [f"{article['title']} {'.' * 40} {place}" for place, article in enumerate(articles, 2)] + [
            ""
        ]
    for article in articles:
        head = [
            article["section"], article["title"], article["byline"],
            f"{article['length']} {_WORDS[interface]}", day(article["day"], interface), article["clock"],
            article["outlet"], article["source_code"], article["edition"], article["page"],
            _LANGUAGE[interface][article["language"]], article["copyright"],
        ]  # fmt: skip
        lines += [value for value in head if value] + [""]
        lines += [line for value in (*article["lead"], *article["tail"]) for line in (value, "")]
        lines += [article["publisher"], "", f"{_DOCUMENT[interface]} {article['accession']}", "", ""]
    return [
        *lines,
        "Search Summary",
        "Text",
        "pier and harbour",
        "Results Found",
        "1,203",
        "Timestamp",
        "1 March 2013 10:00",
    ]
