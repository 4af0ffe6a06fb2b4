"""One article as a strip: who speaks where, from its first character to its last."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing import schema
from framing.errors import unknown
from framing.plotting import layout, marks, theme

TABLE = "voices"

#: Most speakers with a row of their own.
_MOST = 16
#: Height in inches of a row.
_ROW = 0.21
#: How the bars of a voice are drawn: the share of white in the colour, the hatch, the height.
_LOOKS = {"outlet": (0.55, "", 0.5), "reported": (0.35, "////", 0.72), "quoted": (0.0, "", 0.72)}
_KINDS = {"anonymous": "not named", "media": "medium"}


@theme.figure
def voices(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    article: str | None = None,
    articles: pd.DataFrame | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes:
    """Draw one article from left to right, a row a speaker, the outlet's own words on top.

    Parameters
    ----------
    table : pandas.DataFrame
        The table voices.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    article : str, optional
        Id of the article; by default the one with most speakers.
    articles : pandas.DataFrame, optional
        The articles table: names the outlet and the headline, and gives the outlet's colour.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        The data axes of the strip; x counts characters.

    Raises
    ------
    FramingError
        The table is empty, or the article is not in it.
    """
    rows = _article(table, article)
    outlet, headline, invented = _about(rows, articles)
    shade = theme.colors([outlet], colors).get(outlet, theme.PALETTE[0]) if outlet else theme.PALETTE[0]
    found = _speakers(rows)
    names = [_label(name, rows[rows["who"] == name]) for name in found]
    sizes = [max(_ROW, marks.label_height(lines) + 0.07) for lines in names]
    centres, height = layout.stack(sizes)
    total = int(rows["length"].sum())
    shares = [rows.loc[rows["who"] == name, "length"].sum() / total for name in found]
    said = [f"{100 * share:.0f} %" if share >= 0.005 else "< 1 %" for share in shares]
    usual = f"who speaks where: {headline}" if headline else "who speaks where in one article"
    notes = ["At the right: share of the article's characters."]
    if (rest := rows["who"].nunique() - len(found)) > 0:
        notes.append(f"{marks.counted(rest, 'speaker')} with fewer characters have no row.")
    label = "place in the text, from the headline to the last character"
    sheet, (panel,) = layout.lay_out(
        ax,
        [layout.Panel(marks.name(outlet) if outlet else "", height, label, rows=sizes)],
        **marks.heading(rows.assign(provenance=invented), title, usual, notes),
        key=_key(rows),
        left=marks.label_width(names),
        right=max(theme.width_of(text, theme.SMALL) for text in said) + 0.12,
        width=width,
    )
    panel.set_xlim(0, total)
    panel.set_xticks([total * step / 4 for step in range(5)], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    marks.row_labels(panel, centres, names)
    for name, centre, share in zip(found, centres, said, strict=True):
        _bars(panel, rows[rows["who"] == name], centre, shade)
        marks.beside(panel, centre, share)
    return sheet


def describe(table: pd.DataFrame, article: str | None = None) -> str:
    """Say in one sentence what the figure shows."""
    rows = _article(table, article)
    share = rows.groupby("voice")["length"].sum() / rows["length"].sum()
    said = [f"{theme.VOICES[voice].name} {share[voice]:.0%}" for voice in _LOOKS if voice in share]
    count = marks.counted(rows.loc[rows["voice"] != "outlet", "who"].nunique(), "speaker")
    return f"One article from its headline to its end, with {count}; of its characters {marks.listed(said)}."


def _article(table: pd.DataFrame, article: str | None) -> pd.DataFrame:
    """Return the spans of one article in order, with speaker, place and length."""
    table = schema.check(table, "voices")
    marks.refuse_empty(table, "voices", "voices")
    keys = table["article"].astype(str)
    if article is None:
        spoken = table[table["voice"] != "outlet"]
        many = spoken.groupby(spoken["article"].astype(str))["speaker_key"].nunique()
        article = min(many.index, key=lambda key: (-many[key], key)) if len(many) else min(keys)
    elif not (keys == article).any():
        raise unknown("article", article, sorted(keys.unique()))
    rows = table[keys == article]
    rows = rows.assign(
        voice=rows["voice"].astype(str),
        length=rows["end"] - rows["start"],
        head=rows["part"].astype(str) != "headline",
        who=marks.strings(rows["speaker_key"]).where(
            rows["speaker_key"].notna(), marks.strings(rows["speaker"])
        ),
    ).sort_values(["head", "start"], kind="stable")
    rows["who"] = (
        rows["who"].where(rows["who"] != "", "somebody not named").where(rows["voice"] != "outlet", "")
    )
    return rows.assign(at=rows["length"].cumsum() - rows["length"])


def _about(rows: pd.DataFrame, articles: pd.DataFrame | None) -> tuple[str, str, str]:
    """Return the outlet's key, the headline and the provenance, as far as they are known."""
    known = rows if articles is None else articles[articles["id"].astype(str) == rows["article"].iloc[0]]
    first = dict(next(iter((known if len(known) else rows).to_dict("records"))))
    origin = str(first.get("provenance", rows["provenance"].iloc[0] if "provenance" in rows else "published"))
    return str(first.get("outlet", "")), str(first.get("title", "")), origin


def _speakers(rows: pd.DataFrame) -> list[str]:
    """Return the outlet and the speakers in order of their first word; of very many those with most words."""
    order = list(dict.fromkeys(rows["who"]))
    size = rows.groupby("who")["length"].sum()
    kept = sorted((name for name in order if name), key=lambda name: (-size[name], order.index(name)))[:_MOST]
    return [*[""] * ("" in order), *[name for name in order if name in kept]]


def _label(name: str, own: pd.DataFrame) -> list[str]:
    if not name:
        return theme.wrap(theme.VOICES["outlet"].name, 1.6, theme.SMALL)
    kinds = own["speaker_type"].dropna().astype(str)
    lands = own["speaker_country"].dropna().astype(str)
    kind = _KINDS.get(kinds.iloc[0], kinds.iloc[0]) if len(kinds) and kinds.iloc[0] != "other" else ""
    about = ", ".join(filter(None, (kind, lands.iloc[0] if len(lands) else "")))
    lines = theme.wrap(name, 1.6, theme.SMALL)
    if len(lines) > 2:
        lines = [lines[0], lines[1][:-1] + "…"]
    return [*lines, *theme.wrap(f"({about})", 1.6, theme.SMALL)[:1]] if about else lines


def _key(rows: pd.DataFrame) -> list[layout.Sign]:
    signs = []
    for voice, (pale, hatch, _) in _LOOKS.items():
        if (rows["voice"] == voice).any():
            colour = theme.tint(theme.MUTED, pale)
            look = {"marker": "s", "markersize": 8, "color": colour, "markeredgecolor": theme.MUTED}
            if hatch:
                look |= {"fillstyle": "left", "markerfacecoloralt": "white"}
            signs.append(layout.Sign(theme.VOICES[voice].name, look))
    return signs


def _bars(panel: theme.Axes, own: pd.DataFrame, centre: float, shade: str) -> None:
    for voice, spans in own.groupby("voice", sort=True):
        pale, hatch, tall = _LOOKS[str(voice)]
        colour = theme.tint(shade, pale) if str(voice) != "outlet" else theme.tint(theme.MUTED, pale)
        panel.broken_barh(
            list(zip(spans["at"], spans["length"], strict=True)),
            (centre - tall * _ROW / 2, tall * _ROW),
            facecolor=theme.tint(shade, 0.8) if hatch else colour,
            edgecolor=colour,
            hatch=hatch or None,
            linewidth=0.6,
            label=f"_{voice}",
        )
