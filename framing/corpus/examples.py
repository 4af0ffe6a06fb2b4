"""Where the corpora that come with the package are, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

from framing.errors import FramingError, unknown


def example(name: str = "carney-beijing-2026") -> Path:
    """Return the folder of a corpus that comes with the package.

    Parameters
    ----------
    name : str
        The folder's name.

    Returns
    -------
    pathlib.Path
        Ready for `framing.load`.

    Raises
    ------
    FramingError
        No such corpus comes with the package; those that do are listed.

    Examples
    --------
    >>> example("carney-beijing-2026").name
    'carney-beijing-2026'
    """
    package = Path(__file__).resolve().parents[1]
    homes = [home for home in (package.parent / "corpora", package / "_corpora") if home.is_dir()]
    found = {f.parent.name: f.parent for home in reversed(homes) for f in home.glob("*/manifest.toml")}
    if name not in found:
        if not found:
            raise FramingError(
                f"example {name!r} is not here: no corpora were installed; install newsframing anew"
            )
        raise unknown("example", name, found)
    return found[name]
