"""How the pages are built; nothing here needs a network."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("MPLBACKEND", "Agg")

import gallery
import tables_from_files

from framing import __version__

project = "framing"
author = "The framing authors"
project_copyright = "The framing authors"
release = version = __version__

# MyST-NB reads Markdown and notebooks alike; these are shown with the output that they were saved with.
extensions = ["myst_nb", "sphinx_design", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "off"

# Sphinx reads what lies below this folder, and the notebooks lie beside it.
_here = Path(__file__).parent
shutil.rmtree(_here / "notebooks", ignore_errors=True)
shutil.copytree(_here.parent / "notebooks", _here / "notebooks", ignore=shutil.ignore_patterns("*.py", ".*"))

autodoc_typehints = "none"  # numpydoc sections say what a parameter is
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"framing {version}"
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
highlight_language = "python"


def setup(app):
    """Put tables that stand in the package's own files, and pictures, into the pages that ask for them."""
    app.connect("source-read", tables_from_files.fill)
    pictures = gallery.Gallery()
    app.connect("builder-inited", pictures.draw)
    app.connect("source-read", pictures.fill)
