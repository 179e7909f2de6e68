"""Are contradictions found, and told from what differs for a reason?

    HANDRAIL_DATA=… python -m benchmarks.knowledge_conflicts [--set tuning|reporting] [--items]

Puts 200 conflicts and 200 look-alikes into copies of two real help centres, syncs each into a fresh
project, runs the project's own checks, and prints precision and recall by kind with 95 % intervals.
Whoever works on the check uses the set `tuning`; figures that are told to others come from
`reporting`, whose sentences are all different. `--items` lists what was missed and what was
mistaken, for `tuning` only.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.conflicts.injection import inject
from benchmarks.conflicts.judging import Judged, Quote, judge
from benchmarks.conflicts.model import CENTRES, KINDS, REASONS, SETS, read_pages, read_pairs
from benchmarks.projects import NOT_SET, data_folder, synced_project
from handrail.app import App
from handrail.domain.knowledge.health.model import FindingKind
from handrail.domain.quality.model import Figure
from handrail.flow.check_knowledge import check_knowledge
from handrail.health_app import HealthApp

AIM_PRECISION = 0.90
AIM_RECALL = 0.85
NO_CHECK = "This version has no check for contradictions: nothing to measure."


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--set", choices=SETS, default="tuning")
    parser.add_argument("--items", action="store_true", help="list what went wrong (tuning)")
    options = parser.parse_args(arguments)
    data = data_folder()
    if data is None:
        print(NOT_SET)
        return 0
    judged = [measure(options.set, centre, data) for centre in CENTRES]
    both = Judged(
        placed=tuple(p for j in judged for p in j.placed),
        named=tuple(n for j in judged for n in j.named),
    )
    print("\n".join(lines_of(options.set, both)))
    if options.items and options.set == "tuning":
        print("\n".join(_items(both)))
    met = both.precision().value >= AIM_PRECISION and both.recall().value >= AIM_RECALL
    return 0 if met else 1


def measure(which: str, centre: str, data: Path) -> Judged:
    """Put a set into a copy of a centre, and judge what a project's checks make of it."""
    with TemporaryDirectory(prefix="handrail-conflicts-") as folder:
        articles = Path(folder) / "articles"
        pages = read_pages(which, centre)
        placed = inject(
            read_pairs(which, centre), pages, data / "help" / centre / "articles", articles
        )
        with synced_project(centre, articles) as app:
            return judge(placed, _found(app, centre))


def _found(app: App, centre: str) -> list[tuple[Quote, ...]]:
    ports = HealthApp(app).ports
    if all(FindingKind.CONTRADICTION not in check.kinds for check in ports.checks):
        raise SystemExit(NO_CHECK)
    began = perf_counter()
    report = check_knowledge(ports)
    seconds = perf_counter() - began
    print(f"{centre}: {report.passages:,} passages checked in {seconds:.1f} s", file=sys.stderr)
    with app.store.read() as reading:
        held = reading.findings(kinds={FindingKind.CONTRADICTION})
    return [
        tuple(Quote(article=q.article, text=q.text) for q in kept.finding.quotes) for kept in held
    ]


def lines_of(which: str, judged: Judged) -> list[str]:
    """Return the figures as lines."""
    lines = [f"Set {which}: {len(judged.placed)} pairs", ""]
    lines += [f"{'kind':<14}{'precision':<32}recall"]
    for kind in (*KINDS, None):
        precision, recall = judged.precision(kind), judged.recall(kind)
        lines.append(f"{kind or 'all':<14}{_shown(precision):<32}{_shown(recall)}")
    lines += ["", f"{'differs by':<14}taken for a conflict"]
    lines += [
        f"{because or 'all':<14}{_shown(judged.alarms(because))}" for because in (*REASONS, None)
    ]
    lines += [
        "",
        f"Findings that set two different pairs against each other: {judged.crossed}"
        " (counted as false alarms)",
        f"Findings that quote a sentence of the centre itself: {judged.unjudged} (not judged)",
    ]
    return lines


def _shown(figure: Figure) -> str:
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}] n={figure.n}"


def _items(judged: Judged) -> list[str]:
    lines = []
    for held in judged.placed:
        pair = held.pair
        if pair.is_conflict != (pair.name in judged.found):
            what = "missed" if pair.is_conflict else f"mistaken ({pair.because})"
            lines += ["", f"{what} {pair.kind} {pair.name}"]
            lines += [
                f"  {a}: {s.sentence}" for a, s in zip(held.articles, pair.sides, strict=True)
            ]
    for named in judged.named:
        if named.crossed:
            lines += ["", f"crossed {', '.join(sorted(named.crossed))}"]
            lines += [f"  {quote.article}: {quote.text}" for quote in named.quotes]
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
