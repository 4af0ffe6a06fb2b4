"""`fr.checks.robustness`: a study's differences made in every other way that would have been reasonable."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from framing.engine.pool import Stages
from framing.errors import FramingError, brief
from framing.study.config import Study
from framing.study.output import STUDY_FILE
from framing.study.run import prepare
from framing.study.steps import Context, ExecutionOptions, articles, measures
from framing.study.steps import robustness as robustness_step


def robustness(
    study: Study | str | os.PathLike[str],
    *,
    contrasts: Any = None,
    cache: str | os.PathLike[str] | None = None,
    workers: int | None = None,
) -> pd.DataFrame:
    """Make a study's comparisons again with one choice changed at a time; `findings` leaves articles out.

    Parameters
    ----------
    study : Study or path
        A study, a study file, a folder that a study was run into, or a folder of articles.
    contrasts : optional
        Which differences: names of measures or of groups of them, mappings of columns of the table `contrast`
        to values (as ``{"measure": "hedges", "voice": "outlet"}``), or rows of that table. By default those
        of the study's primary measures, the 20 clearest at most.
    cache : path, optional
        As in `framing.load`.
    workers : int, optional
        Processes that read; nothing depends on their number.

    Returns
    -------
    pandas.DataFrame
        The table `robustness`: of each comparison a row as the study made it, and one for each option that
        takes the place of the study's own:

        =========  ================================================================================
        voices     how words are given to voices: ``full``, ``quotes``, ``none`` (all words count), or
                   ``attributed`` (words quoted and reported together)
        wire       agency copy: ``collapse``, ``keep``, ``drop``
        genre      ``known news`` (unknown genre left out), ``news and opinion``
        parts      ``without headline``, ``body`` (no lead either)
        lexicon    another list for the same thing, where the study reads one of the user's own beside
                   ``tone``: measures of one ending (positive, negative, net)
        mask       ``off``: expressions in which a term does not count are minded no more
        negation   ``off``: a negator before a term is minded no more
        window     ``middle days``: published within two days of the median of their event
        weights    of several events: ``mantel-haenszel``, ``equal``
        =========  ================================================================================

    Raises
    ------
    FramingError
        The articles can't be compared; a contrast is not known; neither primary measures nor contrasts are
        named.

    Notes
    -----
    Options that change no number are left out, and the note of the first row names the choices of which none
    does: what can't change a number is no support for it. All rows share their articles, so that how many of
    them agree is a description. Options are no draws from anything, and nothing is said of choices that are
    not among them.
    """
    options = {"contrasts": contrasts}
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
