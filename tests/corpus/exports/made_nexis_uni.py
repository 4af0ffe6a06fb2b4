"""Made exports of Nexis Uni, in five languages, as lines; a line that begins with * is bold."""

from __future__ import annotations

from framing.corpus.layouts import nexis_uni
from framing.corpus.lines import Para, choose
from framing.corpus.records import Item, Record, Source

NB = "\u00a0"
FIRST = f"""*Tide turns at the harbour gates
*and nobody saw it
The Harbour Courier(Norwich)
January 15, 2026 Thursday 11:48 PM GMT


Copyright 2026 Harbour Courier All Rights Reserved

Section:{NB}Section A; Column 0; Foreign Desk; Pg. 8
Length:{NB}1,163 words
Byline:{NB}By Ada Quill
Berta Inkwell in Norwich
Highlight:{NB}What happened at the gates.
*Body
Link to Image

The tide turned on Monday.


Two blank lines stand above this one.
January 3, 2026
Load: nothing at all
*Who pays
The town pays.

*Graphic

The gates, Photo: A. Quill
*Classification


Language:{NB}ENGLISH
Publication-Type:{NB}Newspaper
Journal Code:{NB}HBC
Subject:{NB}PORTS (90%); TIDES (72%)
Company:{NB}GATE WORKS PLC (55%)
Ticker:{NB}GTW (LSE) (55%)
Industry:{NB}NAICS488310 PORT OPERATIONS (55%)
Person:{NB}ADA QUILL (50%)
Geographic:{NB}NORWICH, ENGLAND (79%)
Load-Date:{NB}January 16, 2026"""
SECOND = f"""*Council goes home early; Friday's sitting was the shortest of the year
The Lantern
January 16, 2026 Friday
Late Edition - Final

Copyright 2026 The Lantern

Section:{NB}NEWS; Version:2
Length:{NB}30 words
*Body

The council went home.
Load-Date:{NB}January 17, 2026"""
COVER = """Date and Time: Friday, 5. July 2019 09:31:00 CEST
Job Number: 00000001
*Documents ({count})
{entries}"""
ENTRY = "{number}. {title}\nClient/Matter: -None-\nSearch Terms: harbour\nSearch Type: Natural Language"
GERMAN = f"""*Flut am Hafentor
Hafenkurier
Donnerstag 15. Januar 2026 Bundesausgabe

Copyright 2026 Hafenkurier GmbH Alle Rechte vorbehalten

Rubrik:{NB}LOKALES; S. 12; Ausg. 11
Länge:{NB}1.163 Wörter
Autor:{NB}Anna Muster
*Body
Link zum PDF-Dokument

Die Flut kam am Montag.
Original Gesamtseiten-PDF

*Klassifikation

Sprache:{NB}GERMAN; DEUTSCH
Publikationstyp:{NB}Zeitung
Zeitungs-Code:{NB}HK
Thema:{NB}HÄFEN (90%)
Unternehmen:{NB}TORBAU AG (55%)
Ladedatum:{NB}16. Januar 2026"""
FRENCH = f"""*La marée au port
Le Courrier du port
5 juillet 2019 vendredi, Edition nationale

Copyright 2019 Le Courrier du port Tous droits réservés

Rubrique:{NB}RÉGION; Pg. 3
Longueur:{NB}355 mots
Auteur:{NB}Anne Exemple
*Corps

La marée est montée lundi.
*Classification

Langue:{NB}FRENCH; FRANÇAIS
Type de publication:{NB}Journal
Sujet:{NB}PORTS (90%)
Société:{NB}PORTE SA (55%)
Date de chargement:{NB}6 juillet 2019"""
SPANISH = f"""*La marea en el puerto
El Correo del Puerto
viernes 5 de julio de 2019

Copyright 2019 El Correo del Puerto Todos los derechos reservados

Sección:{NB}LOCAL; Pág. 4
Longitud:{NB}355 palabras
Autor:{NB}Ana Ejemplo
*Cuerpo

La marea subió el lunes.
*Clasificación

Idioma:{NB}SPANISH; ESPAÑOL
Tipo de publicación:{NB}Periódico
Tema:{NB}PUERTOS (90%)
Empresa:{NB}PUERTA SA (55%)
Fecha de carga:{NB}6 de julio de 2019"""
DUTCH = f"""*Vloed in de haven
De Havenkoerier
4 oktober 2017 woensdag

Copyright 2017 De Havenkoerier Alle rechten voorbehouden

Sectie:{NB}BINNENLAND; Blz. 6
Lengte:{NB}355 woorden
Auteur:{NB}Anna Voorbeeld
*Tekst

De vloed kwam maandag.
*Classificatie

Taal:{NB}DUTCH; NEDERLANDS
Publicatietype:{NB}Krant
Onderwerp:{NB}HAVENS (90%)
Bedrijf:{NB}POORT BV (55%)
Laaddatum:{NB}5 oktober 2017"""


def cover(*titles: str, count: int | None = None) -> str:
    entries = [ENTRY.format(number=place, title=title) for place, title in enumerate(titles, 1)]
    return COVER.format(count=len(titles) if count is None else count, entries="\n".join(entries))


def paras(text: str, *, marked: bool = True) -> list[Para]:
    return [Para(line.lstrip("*"), bold=marked and line.startswith("*")) for line in text.split("\n")]


def read(text: str, *, marked: bool = True) -> list[Item]:
    found = paras(text, marked=marked)
    assert choose(found) is nexis_uni
    return list(nexis_uni.read(found, Source("made.rtf"), "rtf"))


def records(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]
