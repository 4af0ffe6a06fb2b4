"""What a result was made from: hashes of what went in and came out, the settings, the versions.

No clock, no host, no count of workers and no absolute path goes in here, so
that the same input gives the same record wherever it is made.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import plugins
from framing.errors import FramingError
from framing.io.files import MARK

if TYPE_CHECKING:
    from framing.study.config import Study

#: The study file that a run leaves beside its results, ready to be run again.
STUDY_FILE = "study.toml"

#: The libraries whose version can change a figure or a byte.
_LIBRARIES = (
    "numpy", "scipy", "pandas", "pyarrow", "scikit-learn", "nltk", "matplotlib", "vaderSentiment",
    "trafilatura", "lxml", "jinja2",
)  # fmt: skip


def record(study: Study, folder: Path) -> str:
    """Return the record of a run whose output lies complete in `folder`, as the text of its file.

    In it are `framing`, `source`, `settings` (free of paths), `seed`, `inputs`, `lexicons`, `versions`,
    `outputs` (a hash of each file) and `beside`, files that are no result.
    """
    found = {
        "framing": versions()["framing"],
        "source": source(),
        "settings": study.settings(),
        "seed": study.seed,
        "inputs": inputs((*study.articles, *study.baseline, *study.codes)),
        "lexicons": _shipped_lexicons() | {Path(path).name: sha256(Path(path)) for path in study.beside()},
        "versions": versions(),
        "outputs": {name: sha256(folder / name) for name in _walk(folder) if name not in (MARK, STUDY_FILE)},
        "beside": [STUDY_FILE],
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def read(folder: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the record in an output folder.

    Raises
    ------
    FramingError
        There is none, or it is not one of ours.
    """
    path = Path(folder) / MARK
    try:
        found = json.loads(path.read_text("utf8"))
        return {
            **found,
            "settings": dict(found["settings"]),
            "outputs": dict(found["outputs"]),
            "inputs": list(found["inputs"]),
        }
    except OSError:
        raise FramingError(f"{folder}: has no {MARK}; name a folder that `framing compare` wrote") from None
    except (ValueError, KeyError, TypeError):
        raise FramingError(
            f"{path}: is not a record that framing wrote; run `framing compare` again"
        ) from None


def inputs(paths: Sequence[str]) -> list[dict[str, str]]:
    """List every file that `paths` stand for, called as in the column `source`, with its hash.

    A manifest.toml above a file counts as read, and so does what lies beside it on planted differences and
    on where a page was fetched. Of a store its list is read, which has the hash of each part; whoever reads a
    part sees whether it is still that.
    """
    from framing.corpus import files
    from framing.corpus import manifest as beside
    from framing.engine.store import LIST, is_store, read_manifest

    stores = [path for path in paths if is_store(path)]
    if stores:
        more = inputs([path for path in paths if path not in stores]) if len(stores) < len(paths) else []
        for manifest in map(read_manifest, stores):
            more.append({"name": LIST, "sha256": sha256(manifest.text().encode())})
            more += [{"name": part.name, "sha256": part.sha256} for part in manifest.parts]
        return sorted(more, key=lambda one: (one["name"], one["sha256"]))
    found = {}
    for file in files.find(paths):
        if file.fault is not None:
            continue  # a link out of the folder, a pipe: it was not opened
        found[file.path] = file.source.path
        root = file.path.parents[file.source.path.count("/")]
        if beside.known(file.path).fields:
            found[beside.place(file.path)] = f"{file.source.path}{beside.SUFFIX}"
        for above in file.path.parents[:4]:
            for extra in (above / "manifest.toml", above / "planted.toml"):
                if extra.is_file():
                    within = extra.is_relative_to(root)
                    found[extra] = extra.relative_to(root).as_posix() if within else extra.name
            if above / "manifest.toml" in found:
                break
    listed = sorted((name, sha256(path)) for path, name in found.items())
    return [{"name": name, "sha256": digest} for name, digest in listed]


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python, of framing and of the libraries that can change a result.

    >>> versions()["framing"]
    '0.1.0'
    """
    from framing import __version__

    found = {"framing": __version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        found[name] = metadata.version(name)
    return found


@cache
def source() -> str:
    """Return one hash of the package's own files and weights: two states can bear one version."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for name in _walk(package):
        if name.startswith("_corpora/"):
            continue
        content = (package / name).read_bytes()
        if name.endswith((".py", ".toml", ".html", ".css", ".js")):
            digest.update(name.encode() + b"\0" + content.replace(b"\r\n", b"\n") + b"\0")
        elif name.endswith(".npz"):
            digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def _walk(root: Path) -> list[str]:
    names = (f.relative_to(root) for f in root.rglob("*") if f.is_file())
    return sorted(name.as_posix() for name in names if not any(part.startswith(".") for part in name.parts))


def sha256(content: bytes | Path) -> str:
    """Return the SHA-256 of bytes or of a file, in hex digits."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    try:
        with content.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        why = error.strerror
        raise FramingError(f"{content}: can't be read ({why}); check its name and rights") from None


def _shipped_lexicons() -> dict[str, str]:
    """Hash every lexicon that comes with the package, and VADER's as it is installed."""
    found = {
        name: sha256(file.read_bytes()) for name, file in plugins.files("framing.features.lexicons").items()
    }
    vader = metadata.distribution("vaderSentiment").locate_file("vaderSentiment/vader_lexicon.txt")
    return found | {"vader_lexicon.txt": sha256(Path(str(vader)))}
