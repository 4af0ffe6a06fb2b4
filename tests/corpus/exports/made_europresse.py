"""Exports of Europresse as HTML, made after their two layouts; what they report is invented."""

from __future__ import annotations

from collections.abc import Sequence


def older(
    paper: str,
    header: Sequence[str],
    title: str,
    text: str,
    number: str,
    *,
    above: str = "",
    author: str = "",
    certificate: str = "",
    behind: str = "© 2012 Le Courrier du Port. Tous droits réservés.",
) -> str:
    """Return a document of the layout of tables; `text` is what stands between byline and copyright."""
    spans = "".join(f'<span class="DocHeader">{part}</span>' for part in header)
    return (
        '<p><br><br><table style="table-layout: fixed; width: 96%;"><tr><td style="word-wrap: break-word">'
        '<table id="tbHeaderImages"><tr><td id="celPublication"><img src="x.gif" border="0"><br>'
        "</td></tr></table>"
        f'<span class="DocPublicationName">{paper}</span><br>{spans}<br><br>'
        f'{above}<span class="TitreArticleVisu">{title}</span><br><br>'
        f"{f'{author}<br><p></p>' if author else ''}{text}<p></p><b><i>{behind}</i></b><p></p>"
        f"Numéro de document : {number}<br><br><br>"
        '<table bgcolor="#ffffff"><tr> <td align="center">'
        f'<img src="logo.gif" alt="Certificat PubliC" border="0">{certificate or number}</td></tr>'
        '<tr> <td align="center">Ce certificat est émis à <b>Bibliothèque</b> à des fins de visualisation '
        "personnelle et temporaire.</td></tr>"
        '<tr> <td align="center">Date d\'émission : <b>2012-10-05</b></td></tr>'
        '<tr><td class="txtCertificat">Le présent document est protégé.</td></tr></table></td></tr></table>\n'
    )


def newer(
    paper: str,
    header: str,
    title: str,
    text: str,
    number: str,
    *,
    above: str = "",
    subtitle: str = "",
    author: str = "",
    behind: str = "",
) -> str:
    """Return a document of the layout of ``<article>``."""
    return f"""<article>
<header>
<div class="rdp__DocPublicationName"><span class="DocPublicationName">{paper}
      <span class="icon icon-Information"></span></span></div>
<div class="rdp__DocHeader"><span class="DocHeader">{header}</span></div>
<div class="titreArticle">{f'<p class="sm-margin-bottomNews">{above}</p>' if above else ""}
<p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{title}</p>
{f'<p class="sm-margin-TopNews rdp__subtitle">{subtitle}</p>' if subtitle else ""}</div>
{f'<p class="sm-margin-bottomNews">{author}</p>' if author else ""}
</header>
<section><div class="DocText clearfix"><div class="docOcurrContainer">{text}</div></div></section>
{behind}
<footer><div class="Doc-LegalInfo"><small>© 2024 {paper}. Tous droits réservés.</small></div>
<div class="publiC-certificat"><p>Certificat émis le 1 octobre 2024 à Bibliothèque à des fins de visualisation
personnelle et temporaire.</p></div>
<div class="publiC-lblNodoc">{number}</div></footer>
</article>"""


def page(*documents: str, front: str = "", charset: str = "utf-8") -> str:
    return (
        f'<html><head>\n<META http-equiv="Content-Type" content="text/html; charset={charset}">\n'
        '<link href="http://www.europresse.example/css/CSS_PopupPrint.css"" rel="stylesheet" type="text/css">'
        f"</head><body>{front}{''.join(documents)}\n</body></html>"
    )
