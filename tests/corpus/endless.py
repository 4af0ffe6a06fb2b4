"""Readers that don't come back, as another distribution would bring them; processes of ours find them too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from framing import plugins

_READER = '''
"""Reads what begins with {mark}; some of it without end."""
import time
from framing.corpus.records import Record
SUFFIXES = (".{mark}",)
MANY = {many}
ENDABLE = {endable}

def sniff(head, name):
    return 100 * head.startswith(b"{mark} ")

def read(stream, source):
    for number, line in enumerate(stream.read().decode().splitlines(), 1):
        how = line.split()[1]
        if how == "python":
            while True:
                pass
        if how == "sleep":
            time.sleep(1000)
        if how == "library":
            sum(range(10**12))  # no signal is looked at in it
        if how == "exit":
            import os
            os._exit(9)
        words = f"The port was opened to round {{number}} of {{source.name}}, and officials said so."
        yield Record({{"outlet": "Harbour Courier", "title": f"{{source.name}} {{number}}", "text": words}},
                     f"{{source.name}} {{number}}".encode(), number)
'''


@contextmanager
def installed(folder: Path) -> Iterator[None]:
    """Have the readers of ``.plain``, ``.apart`` and ``.many`` files."""
    package = folder / "site"
    info = package / "endless-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: endless\nVersion: 1.0\n", "utf8")
    named = "".join(f"{mark} = endless_{mark}\n" for mark in ("plain", "apart", "many"))
    (info / "entry_points.txt").write_text(f"[framing.readers]\n{named}", "utf8")
    for mark in ("plain", "apart", "many"):
        code = _READER.format(mark=mark, many=mark == "many", endable=mark == "apart")
        (package / f"endless_{mark}.py").write_text(code, "utf8")
    sys.path.insert(0, str(package))
    metadata.MetadataPathFinder.invalidate_caches()
    plugins.modules.cache_clear()
    try:
        yield
    finally:
        sys.path.remove(str(package))
        metadata.MetadataPathFinder.invalidate_caches()
        plugins.modules.cache_clear()
        for mark in ("plain", "apart", "many"):
            sys.modules.pop(f"endless_{mark}", None)
