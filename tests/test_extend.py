"""The plug-ins shown in the pages are found by putting one file into its folder, and do what they say."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import blocks

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "extend.md"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with each page's plug-in in its folder, and nothing else edited."""
    home = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "framing", home / "framing", ignore=shutil.ignore_patterns("__pycache__"))
    reader, layout, measure, step, view, figure, section = blocks(PAGE, "python")
    (template,) = blocks(PAGE, "html")
    (outlet, *_), (lexicon, *_) = (
        blocks(ROOT / "docs" / f"{name}.md", "toml") for name in ("outlets", "lexicons")
    )
    for place, text in {
        "corpus/readers/release.py": reader,
        "corpus/layouts/harbour_search.py": layout,
        "features/rules/questions.py": measure,
        "study/steps/headings.py": step,
        "views/tables/kwic.py": view,
        "plotting/figures/totals.py": figure,
        "report/sections/sizes.py": section,
        "report/sections/sizes.html": template,
        "corpus/outlets/harbour_courier.toml": outlet,
        "features/lexicons/risk.toml": lexicon,
    }.items():
        (home / "framing" / place).write_text(text, "utf8")
    return home


def run(copy: Path, code: str) -> str:
    """Run code on the copy, in a process of its own, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_all_are_found_and_work(copy: Path) -> None:
    (copy / "texts").mkdir()
    (copy / "texts" / "a.release").write_text(
        "A gamble\nWho wins at stake? The Trap is a risk assessment. Why? It is a risk.", "utf8"
    )
    (copy / "texts" / "manifest.toml").write_text('outlet = "Courier of the Harbour"\n', "utf8")
    out = run(
        copy,
        "import framing as fr\n"
        "articles, _ = fr.load('texts', progress=False)\n"
        "print(articles['outlet'][0], articles['title'][0])\n"
        "scores = fr.score(articles, ['questions', 'risk'], voices=None)\n"
        "print(scores.groupby('measure', observed=True)['hits'].sum().to_dict())\n"
        "from framing.plotting import registry\n"
        "print('totals' in registry.figures())\n"
        "from framing.views.vocabulary import display\n"
        "print(display('harbour_courier'))\n",
    )
    assert out.splitlines() == [
        "harbour_courier A gamble",
        "{'questions': 2, 'risk.danger': 4}",
        "True",
        "The Harbour Courier",
    ]


def test_the_layout_is_asked_whatever_carries_its_lines(copy: Path) -> None:
    (copy / "exports").mkdir()
    story = "The port opened on Thursday, and {} ships sailed before the end of the day."
    lines = ["Harbour Search: 3 articles"]
    for number in (1, 2):
        lines += [f"Talks {number}", "The Harbour Courier", "2026-01-15", story.format(number), "***"]
    (copy / "exports" / "a.txt").write_text("\n".join(lines), "utf8")
    rtf = "\\par ".join(lines)
    (copy / "exports" / "b.rtf").write_text(f"{{\\rtf1\\ansi {rtf}}}", "utf8")
    out = run(
        copy,
        "import warnings; warnings.simplefilter('ignore')\n"
        "import framing as fr\n"
        "articles, audit = fr.load('exports', progress=False)\n"
        "print(articles[['source', 'title', 'outlet']].to_dict('list'))\n"
        "print(audit[['source', 'kind', 'rule']].drop_duplicates().to_dict('list'))\n",
    )
    articles, audit = out.splitlines()
    assert articles == str(
        {"source": ["a.txt:1", "a.txt:2"], "title": ["Talks 1", "Talks 2"], "outlet": ["harbour_courier"] * 2}
    )
    # The same articles in RTF are the same; the third that both announce is missing in both.
    assert "'duplicate'" in audit
    assert audit.count("'announced'") == 2


def test_the_view_prints_its_table(copy: Path) -> None:
    out = run(
        copy,
        "import framing as fr\n"
        "import pandas as pd\n"
        "found = pd.DataFrame({'article': list('abc'), 'term': 'talks', 'start': [3, 1, 2]})\n"
        "more = {'outlet': 'x', 'end': 9, 'part': 'body', 'left': '', 'node': 'talks', 'right': ''}\n"
        "sheet = fr.paper(found.assign(**more), top=2).sheet\n"
        "print(sheet.title, [head.words for head in sheet.heads], len(sheet.rows))\n"
        "print(sheet.note.split(' Copies')[0])\n",
    )
    assert out.splitlines() == [
        "Where a word stands ['Outlet', 'Term', 'From', 'To'] 2",
        "n = 2 occurrences. Counts describe these articles: no interval is given, no test was made and no p "
        "is adjusted.",
    ]


def test_the_figure_draws(copy: Path) -> None:
    out = run(
        copy,
        "import matplotlib; matplotlib.use('Agg')\n"
        "import pandas as pd, framing as fr\n"
        "ax = fr.plotting.totals(pd.DataFrame({'measure': ['a', 'b', 'a'], 'n_hits': [1, 2, 3]}))\n"
        "print(sorted(float(patch.get_width()) for patch in ax.patches))\n",
    )
    assert out.strip() == "[2.0, 4.0]"


def test_the_section_is_on_the_page(copy: Path) -> None:
    out = run(
        copy,
        "import pandas as pd\n"
        "from framing.report.build import SECTIONS, build\n"
        "from framing.schema import check\n"
        "rows = {'id': ['a', 'b', 'c'], 'outlet': ['x', 'x', 'y'], 'text': ['One.', 'Two.', 'Three.']}\n"
        "tables = {'articles': check(pd.DataFrame(rows), 'articles')}\n"
        "where = getattr(SECTIONS['sizes'], 'PAGE', 'details')\n"
        "page = build(tables, {}, {'title': 'A visit', 'by': 'outlet'}, where)\n"
        "print('sizes' in SECTIONS, 'Articles by outlet' in page, '<li>x: 2</li><li>y: 1</li>' in page)\n",
    )
    assert out.strip() == "True True True"


def test_the_step_is_done_and_its_table_written(copy: Path) -> None:
    (copy / "both").mkdir()
    for outlet, title in (("x", "Rain falls"), ("y", "Rain falls over all of the harbour")):
        text = f"{outlet} says that it may rain all day, and that ships will stay in the port until night."
        (copy / "both" / f"{outlet}.jsonl").write_text(
            json.dumps({"title": title, "text": text, "outlet": outlet}) + "\n", "utf8"
        )
    run(
        copy,
        "import warnings; warnings.simplefilter('ignore')\n"
        "import framing as fr\n"
        "study = fr.Study(articles=('both',), measures=('hedges',), targets='none', frames=(), draws=99,\n"
        "    keyness=False, naming='none', robustness=False, coverage=False, figures=('profile',))\n"
        "study.run('out', progress=False)\n",
    )
    table = (copy / "out" / "tables" / "headings.csv").read_text("utf8")
    assert table.splitlines()[1:] == ['"x",2', '"y",7']
