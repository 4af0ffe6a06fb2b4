"""``python -m framing``: the command, where its script is not on the path."""

import sys

from framing.cli import main

sys.exit(main())
