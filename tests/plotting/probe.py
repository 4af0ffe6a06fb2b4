"""Reads back what a figure has drawn: marks by their label, texts by their place."""

from __future__ import annotations

from contextlib import nullcontext
from unittest import mock

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from framing.plotting import theme


def marks(panel, label):
    """The lines of a panel drawn under a label, top to bottom."""
    found = [line for line in panel.lines if line.get_label() == label]
    return sorted(found, key=lambda line: (line.get_ydata()[0], line.get_xdata()[0]))


def dots(panel, y):
    """The values of the articles drawn around a height, in order."""
    found = [tuple(map(float, point)) for some in panel.collections for point in some.get_offsets()]
    return sorted(x for x, at in found if abs(at - y) < 0.09)


def values(panel, label):
    return [float(line.get_xdata()[0]) for line in marks(panel, label)]


def texts(ax, dpi=None):
    """Every text that is really drawn, with its extent in pixels.

    With `dpi` it is drawn as on a screen of so many dots an inch, in the settings that stand.
    """
    figure = ax.get_figure(root=True)
    if dpi is not None:
        figure.set_dpi(dpi)
    renderer = FigureCanvasAgg(figure).get_renderer()
    plain, drawn = Text.draw, {}

    def draw(self, renderer):
        plain(self, renderer)
        if self.get_visible() and self.get_text().strip():
            drawn[id(self)] = (self.get_text(), self.get_window_extent(renderer))

    with mock.patch.object(Text, "draw", draw), theme.context() if dpi is None else nullcontext():
        figure.draw(renderer)
    return [*drawn.values()]


def cut(ax, slack=0.5, dpi=None):
    """Texts that reach beyond the edge of the figure."""
    found = texts(ax, dpi)
    edge = ax.get_figure(root=True).bbox
    return [
        text
        for text, box in found
        if box.x0 < edge.x0 - slack
        or box.x1 > edge.x1 + slack
        or box.y0 < edge.y0 - slack
        or box.y1 > edge.y1 + slack
    ]


def overlapping(ax, slack=1.0, dpi=None):
    """Pairs of texts of which one stands on the other."""
    found = texts(ax, dpi)
    pairs = []
    for i, (one, a) in enumerate(found):
        for two, b in found[i + 1 :]:
            wide = min(a.x1, b.x1) - max(a.x0, b.x0)
            high = min(a.y1, b.y1) - max(a.y0, b.y0)
            if wide > slack and high > slack + 2:
                pairs.append((one, two))
    return pairs


def words(ax):
    """All that the figure says."""
    return " ".join(text for text, _ in texts(ax))


def panels(drawn):
    """The data axes of what a figure function gave back: of one panel itself, of several in their order."""
    return [*getattr(drawn, "axes_dict", {"": drawn}).values()]


def smallest_text(ax):
    """Return the points of the smallest letters in the figure that holds `ax`."""
    texts = ax.get_figure(root=True).findobj(Text)
    return min(text.get_fontsize() for text in texts if text.get_visible() and text.get_text().strip())
