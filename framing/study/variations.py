"""`fr.robustness`: a study's differences made in every other way that would have been reasonable."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.engine.pool import Stages
from framing.errors import FramingError, brief
from framing.study.config import Study
from framing.study.output import STUDY_FILE
from framing.study.run import prepare
from framing.study.steps import Context, ExecutionOptions, articles, measures
from framing.study.steps import robustness as robustness_step

if TYPE_CHECKING:
    from framing.robust.table import Robustness


def robustness(
    study: Study | str | os.PathLike[str],
    *,
    contrasts: Any = None,
    choices: Any = None,
    most: int | None = None,
    seed: int | None = None,
    cache: str | os.PathLike[str] | None = None,
    workers: int | None = None,
) -> Robustness:
    """Say in how many reasonable ways of making a comparison its difference holds.

    Parameters
    ----------
    study : Study or path
        A study, a study file, a folder that a study was run into, or a folder of articles.
    contrasts : optional
        Which differences: names of measures or of groups of them, mappings of columns of the table `contrast`
        to values (as ``{"measure": "hedges", "voice": "outlet"}``), or rows of that table. By default those
        of the study's primary measures, the 20 clearest at most.
    choices : sequence of str or mapping, optional
        Which choices vary, of all these:

        =========  ================================================================================
        voices     how words are given to voices: ``full``, ``quotes``, ``none`` (all words count), or
                   ``attributed`` (words quoted and reported together)
        wire       agency copy: ``collapse``, ``keep``, ``drop``
        genre      ``news`` (unknown genre too), ``known news``, ``news and opinion``
        parts      ``all``, ``without headline``, ``body`` (no lead either)
        lexicon    another list for the same thing, where the study reads one of the user's own beside
                   ``tone``: measures of one ending (positive, negative, net). Measures that are named
                   stand for one another
        mask       ``on``, ``off``: expressions in which a term does not count
        negation   ``on``, ``off``: whether a negator before a term is minded
        unit       ``sums`` (ratio of sums), ``articles`` (mean of the articles' own rates)
        window     ``all``, ``middle days``: published within two days of the median of their event
        weights    of several events: ``mantel-haenszel``, ``equal``
        =========  ================================================================================

        A mapping gives each its options. The study's own option always counts among them.
    most : int, optional
        Most specifications of one comparison, 2,000 by default and fewer of thousands of articles; of more,
        so many are drawn at random.
    seed : int, optional
        Of draws; the study's by default.
    cache : path, optional
        As in `framing.load`.
    workers : int, optional
        Processes that read; nothing depends on their number.

    Returns
    -------
    Robustness
        `robustness`, a row a comparison with its sentence; `specifications`, a row for each way to make it.

    Raises
    ------
    FramingError
        The articles can't be compared; a contrast, choice or option is not known; neither primary measures
        nor contrasts are named.

    Notes
    -----
    A specification takes one option of each choice (Simonsohn, Simmons and Nelson 2020). Options that
    change no count and no article are dropped first, and `idle` names the choices of which none does
    anything: what can't change a number is no support for it. Specifications share their articles, so that
    how many of them hold is a description. Options are no draws from anything, and a curve says nothing of
    choices that are not in it.
    """
    options = {"contrasts": contrasts, "choices": choices, "seed": seed}
    options |= {} if most is None else {"most": most}
    how = ExecutionOptions(workers, cache=None if cache is None else os.fspath(cache), whole=True)
    # What names nothing to look into is refused before anything is read.
    context = Context(replace(_read(study), robustness=options), how)
    prepare(context, Stages(False))
    for step in (articles, measures):
        context.tables |= step.run(context)
    return robustness_step.vary(context, options)


def _read(given: Study | str | os.PathLike[str]) -> Study:
    """Return the study meant by a study, a study file, a folder with one, or a folder of articles."""
    if isinstance(given, Study):
        return given
    if not isinstance(given, (str, os.PathLike)):
        raise FramingError(
            f"study: {brief(given)} is neither a study nor a path; give fr.Study(...), or a study.toml"
        )
    path = Path(given)
    if path.suffix.lower() == ".toml":
        return Study.read(path)
    return Study.read(path / STUDY_FILE) if (path / STUDY_FILE).is_file() else Study(articles=(str(path),))
