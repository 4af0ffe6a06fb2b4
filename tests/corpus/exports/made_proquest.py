"""Exports of ProQuest made by hand after its layouts; articles, papers and persons are invented."""

from __future__ import annotations

RULE = "_" * 60

PORT = (
    "MACAO -- Both sides agreed on Thursday to open the northern port to more ships, officials said "
    "after two days of talks.",
    "The number of ships may double by the end of the year, according to the text of the agreement.",
    "People: that is whom both sides spoke of most, and their harbours came second.",
    '"We know each other better now," a negotiator said.',
)
FERRY = (
    "The ferry between the two harbours will run twice a day from February, its owner said on Friday.",
    "Tickets cost less than before the talks, and the crossing takes two hours.",
)
ABSTRACT = "Both sides agreed to open the northern port to more ships."


def tail(**labels: str) -> str:
    """Return the labels behind a text."""
    known = {
        "Subject": "Ports; Trade agreements",
        "Location": "Macao",
        "People": "Ruiz, Ana",
        "Company / organization": (
            "Name: Harbour Shipping Co; Ticker: HSC; NAICS: 483111; Name: Port Authority; NAICS: 926120"
        ),
        "Title": "Port opens to more ships",
        "Publication title": "Harbour Courier, Late Edition; Macao",
        "Pages": "A.3",
        "Publication year": "2026",
        "Publication date": "Jan 16, 2026",
        "Section": "World",
        "Publisher": "Harbour Press Ltd",
        "Place of publication": "Macao",
        "Country of publication": "China, Macao",
        "Publication subject": "General Interest Periodicals--China",
        "ISSN": "12345678",
        "Source type": "Newspaper",
        "Language of publication": "English",
        "Document type": "News",
        "ProQuest document ID": "3100000001",
        "Document URL": "https://www.proquest.com/newspapers/port-opens/docview/3100000001/se-2?accountid=12345",
        "Copyright": "Copyright Harbour Press Ltd Jan 16, 2026",
        "Last updated": "2026-01-17",
        "Database": "Harbour Newsstream",
    }
    known.update(labels)
    return "\n\n".join(f"{label}: {value}" for label, value in known.items() if value)


FIRST = f"""Port opens to more ships

Author: Ruiz, Ana; Ma, Li

Publication info: Harbour Courier, Late Edition ; Macao [Macao]16 Jan 2026: A.3.

https://www.proquest.com/newspapers/port-opens/docview/3100000001/se-2?accountid=12345

Abstract: {ABSTRACT}

Links: Check for full text

Full text: {PORT[0]}

{PORT[1]}

{PORT[2]}

{PORT[3]}

Credit: By Ana Ruiz and Li Ma, Courier staff

{tail()}
"""

SECOND_LABELS = {
    "Subject": "Ferries",
    "Company / organization": "",
    "People": "",
    "Title": "Ferry runs twice a day",
    "Publication title": "Island Post (Online); Victoria",
    "Pages": "",
    "Publication date": "Jan 17, 2026",
    "Document type": "Commentary",
    "ProQuest document ID": "3100000002",
    "Document URL": "https://www.proquest.com/docview/3100000002?accountid=12345",
}

SECOND = f"""Ferry runs twice a day

Author: Anonymous

Publication info: Island Post (Online) ; Victoria [Victoria]17 Jan 2026.

Abstract: None available.

Full text: {FERRY[0]}

{FERRY[1]}

{tail(**SECOND_LABELS)}
"""

#: A record of which ProQuest has no text.
BARE = f"""Strait in the mirror of the press

Author: Novak, Eva

Publication info: Weekly Anchor ; Rijeka 18 (Jan 18, 2026): 4-6.

Abstract: How three papers wrote of the strait.

Full text: Not available.

{
    tail(
        **{
            "Company / organization": "",
            "Title": "Strait in the mirror of the press",
            "Publication title": "Weekly Anchor; Rijeka",
            "Pages": "4-6",
            "Volume": "18",
            "Publication date": "Jan 18, 2026",
            "ProQuest document ID": "3100000003",
            "Document URL": "https://www.proquest.com/docview/3100000003?accountid=12345",
        }
    )
}
"""

FOOTER = """Contact us at: https://www.proquest.com/go/pqissupportcontact

Database copyright © 2026 ProQuest LLC. All rights reserved.

Terms and Conditions: https://www.proquest.com/info/termsAndConditions
"""


def text(*records: str) -> str:
    """Return an export as ProQuest writes it now: records between lines of underscores, no numbers."""
    return f"\n{RULE}\n" + "".join(f"\n{record}\n{RULE}\n" for record in records) + f"\n{FOOTER}"


def numbered(*records: str, titles: tuple[str, ...] | None = None, total: int | None = None) -> str:
    """Return an export of the older kind: a report's head, a list of titles, numbers, a bibliography."""
    names = titles or tuple(record.split("\n", 1)[0] for record in records)
    listed = "\n\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))
    many = total or len(records)
    body = "".join(
        f"\nDocument {number} of {many}\n\n{record}\n{RULE}\n" for number, record in enumerate(records, 1)
    )
    return (
        f"{RULE}\n\nReport Information from ProQuest\n\nJanuary 20 2026 09:14\n\n{RULE}\n\n"
        f"Table of contents\n\n{listed}\n\nBibliography\n\n{RULE}\n{body}\nBibliography\n\n"
        f"Citation style: APA 6th\n\nRuiz, A. (2026). Port opens.\n\n{FOOTER}"
    )


def document(*records: str, contents: bool = False) -> str:
    """Return the lines of an export as RTF, DOCX and PDF have them: words in capitals."""
    out = []
    if contents:
        out.append("TABLE OF CONTENTS\n")
        out += [
            f"{number}. {record.split(chr(10), 1)[0]}........ {number}"
            for number, record in enumerate(records, 1)
        ]
    for record in records:
        lines = [line for line in record.strip().split("\n\n") if not line.startswith(("Links", "http"))]
        title, labels = lines[0].strip(), dict(line.strip().partition(": ")[::2] for line in lines[1:])
        authors = "" if labels["Author"] == "Anonymous" else f"{labels['Author']}. "
        text = "\n\n".join(lines).split("Full text: ", 1)[1]
        at = min(at for word in ("\n\nSubject: P", "\n\nSubject: F") if (at := text.find(word)) > 0)
        out += ["", "PDF GENERATED BY PROQUEST.COM       Page 1 of 3", "", title]
        out += [authors + labels["Publication info"].replace("]", "].", 1).split(":")[0] + ".", ""]
        out += ["ProQuest document link", "", "ABSTRACT (ENGLISH)", "", labels["Abstract"], ""]
        out += ["FULL TEXT", "", text[:at], "", "DETAILS", "", text[at:].replace("\n\n", "\n").strip(), ""]
        out += ["LINKS", "Linking Service", "", *FOOTER.split("\n\n")[1:]]
    return "\n".join(out)
