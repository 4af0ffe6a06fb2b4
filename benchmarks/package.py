"""The distribution as users get it: built, installed afresh, used, and tested from the sdist.

    python benchmarks/package.py            build, install the core, compare the bundled example
    python benchmarks/package.py --tests    and run the tests that come in the sdist

Needs an index of packages, or a folder of wheels named by PIP_FIND_LINKS. Everything is made in a folder
that goes away.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: The core is to be installed within so many seconds.
AIM = 60.0

_USE = """
import framing as fr, sys
study = fr.Study(articles=[str(fr.example("carney-beijing-2026"))])
result = study.run(sys.argv[1])
print(len(result.articles), "articles,", len(result.contrast), "comparisons, framing", fr.__version__)
assert sys.prefix in fr.__file__, fr.__file__
"""


def run(*command: object, where: Path) -> str:
    """Run a command outside the checkout, without its paths, and return what it says."""
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(part) for part in command], cwd=where, env=clean, capture_output=True, text=True, encoding="utf8"
    )
    if done.returncode:
        sys.exit(f"{' '.join(str(part) for part in command)}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def environment(folder: Path) -> Path:
    """Make a fresh environment and return its Python."""
    venv.create(folder, with_pip=True)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tests", action="store_true", help="also run the tests of the sdist")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="framing-package-") as scratch:
        home = Path(scratch)
        run(sys.executable, "-m", "hatchling", "build", "-d", home / "dist", where=ROOT)
        (wheel,) = (home / "dist").glob("*.whl")
        (sdist,) = (home / "dist").glob("*.tar.gz")
        for file in (wheel, sdist):
            print(f"built: {file.name} {file.stat().st_size / 1e6:.1f} MB")
        python = environment(home / "core")
        pip = (
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
            "-c",
            ROOT / "constraints.txt",
        )
        began = time.perf_counter()
        run(python, *pip, wheel, where=home)
        took = time.perf_counter() - began
        print(f"core installed in {took:.0f} s (aim {AIM:.0f} s)")
        print(run(python, "-c", _USE, home / "out", where=home).strip())
        print(run(python, "-m", "framing", "reproduce", home / "out", where=home).strip().splitlines()[-1])
        if asked.tests:
            with tarfile.open(sdist) as archive:
                archive.extractall(home / "sdist", filter="data")
            (source,) = (home / "sdist").iterdir()
            python = environment(home / "dev")
            run(python, *pip, f"{source}[dev]", where=home)
            print(
                run(
                    python,
                    "-m",
                    "pytest",
                    "-q",
                    "-n",
                    "auto",
                    "--dist",
                    "worksteal",
                    "-p",
                    "no:cacheprovider",
                    where=source,
                )
                .strip()
                .splitlines()[-1]
            )
    return int(took > AIM)


if __name__ == "__main__":
    sys.exit(main())
