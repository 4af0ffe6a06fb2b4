"""How good the numbers are: simulations on real counts, and hand checks of the lexicons.

    python benchmarks/quality.py                       all sections, fixed seed
    python benchmarks/quality.py --section intervals   one of them
    python benchmarks/quality.py --simulations 500     quicker and coarser

Sections that need news beside the project (../shared) say so and are skipped where it is absent.
Every figure is measured through `framing.comparison.compare.compare`, the function users call.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import quality_causes
import quality_coding
import quality_coverage
import quality_events
import quality_frames
import quality_intervals
import quality_items
import quality_kinds
import quality_lexicon
import quality_naming
import quality_news
import quality_pages
import quality_passives
import quality_power
import quality_report
import quality_stance
import quality_statements
import quality_strata
import quality_tests
import quality_voices
import quality_words

#: Name, what it measures, and the function that prints it: (simulations, seed) -> whether the aims were met.
SECTIONS: dict[str, tuple[str, Callable[[int, int], bool | None]]] = {
    "intervals": ("share of 95 % intervals of a rate that hold the true rate", quality_intervals.rates),
    "differences": (
        "share of 95 % intervals of a difference that hold the true one",
        quality_intervals.differences,
    ),
    "tests": ("false alarms at .05, two outlets", quality_tests.pairs),
    "omnibus": ("false alarms at .05 of a matter, three outlets and more", quality_tests.omnibus),
    "report": ("whole reports that call a difference clear", quality_report.report_section),
    "events": ("false alarms and coverage, pooled over events", quality_tests.events),
    "strata": ("false alarms and coverage for 1, 3, 6 and 12 events of the news", quality_strata.given),
    "found": ("the same where events have to be found first", quality_strata.found),
    "event-groups": ("pairs of articles put into one event, on news kept back", quality_events.groups),
    "headlines": ("headlines of one story put together, on news kept back", quality_events.headlines),
    "lexicon": ("share of checked hits that are right", quality_lexicon.shares),
    "voices": ("whose words are whose, against annotated articles", quality_voices.voices),
    "news": ("how right measures are on international news, read by hand", quality_news.news),
    "naming": ("mentions of people, states and groups against those coded by hand", quality_naming.naming),
    "items": ("named things and figures against labels, and who is who", quality_items.items),
    "statements": (
        "statements that outlets share, against pairs read in full",
        quality_statements.statements,
    ),
    "stance": ("stance toward targets in sentences nothing was learnt from", quality_stance.stance),
    "kinds": ("news told from opinion in pasted articles that were read", quality_kinds.kinds),
    "coverage": ("gaps planted and found, labels shuffled", quality_coverage.planted),
    "coverage-null": ("false gaps where outlets' labels were shuffled", quality_coverage.shuffled),
    "frames": ("indicators of frames and the classifier against human coders", quality_frames.frames),
    "passives": ("passives in sentences read by hand", quality_passives.passives),
    "demands": ("who is to do what, against sentences read by hand", quality_causes.demands),
    "causes": ("what led to what and whose doing it was, against the same", quality_causes.causes),
    "claims-readers": ("two readers of demands and causes", quality_causes.agreement),
    "words": ("published values of keyness met to the digit printed", quality_words.oracles),
    "words-p": ("false alarms of p of terms, and intervals that hold the truth", quality_words.resampled),
    "power": ("how often the least ratio is found, and what shuffled labels give", quality_power.section),
    "coding": ("intervals of agreement and of errors", quality_coding.section),
    "pages": ("paragraphs of saved pages against what other parsers give", quality_pages.pages),
}


def main(arguments: list[str] | None = None) -> int:
    """Run the sections asked for; return 1 if an aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--section", action="append", choices=[*SECTIONS], help="may be given more than once")
    parser.add_argument(
        "--simulations", type=int, default=3000, help="for each design and measure (default 3000)"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    missed = []
    for name in options.section or SECTIONS:
        title, section = SECTIONS[name]
        began = time.perf_counter()
        print(f"\n== {name}: {title}")
        if section(options.simulations, options.seed) is False:
            missed.append(name)
        print(f"   ({time.perf_counter() - began:.0f} s)", flush=True)
    print("\naims met" if not missed else f"\naims missed in: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
