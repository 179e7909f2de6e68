"""How fast are contradictions looked for, how does that grow, and what is found in real centres?

    HANDRAIL_DATA=… python -m benchmarks.contradictions [--out FOLDER] [--findings N]

Reads parts of the five real centres together, from small to 10,000 passages and more, looks for
contradictions everywhere and then again for one article that got another title, so that all of its
sentences are compared anew, and draws how the time grows.
Embedding is not part of it. Where HANDRAIL_DATA is not set the sample company's articles are used,
repeated under other titles. `--findings N` lists the first N findings of each centre as it is, of
the sample company and of a bank of many products.
"""

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

from benchmarks.chart import Line, Panel, Target, chart
from benchmarks.figures import Figure, median, table
from benchmarks.projects import CENTRES, NOT_SET, data_folder
from benchmarks.served import Read, articles_below, bank_of, knowledge_of, likeness
from handrail.domain.knowledge.health.contradictions import find_contradictions
from handrail.domain.knowledge.health.model import Finding
from handrail.domain.knowledge.model import ArticleId
from handrail.sample.project import HELP

_SIZES = (625, 1_250, 2_500, 5_000, 10_000, 13_500)
_AT = 10_000
_MOST_SECONDS, _MOST_AGAIN = 300.0, 2.0
_ARTICLES_AGAIN = 5
_REPEATS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Hold how long looking took, over a number of passages."""

    passages: int
    everything: float
    again: float
    findings: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and draw; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "out")
    parser.add_argument("--findings", type=int, default=0, metavar="N")
    options = parser.parse_args(arguments)
    data = data_folder()
    if data is None:
        print(NOT_SET)
    reads = _reads(data)
    if options.findings and data is not None:
        _list_findings(reads, data, options.findings)
    timed = [_timed(part) for part in _parts(reads)]
    figures = _figures(timed)
    print(table(figures))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "contradictions.svg").write_text(_drawn(timed), encoding="utf-8")
    return 0 if all(figure.is_met is not False for figure in figures) else 1


def _reads(data: Path | None) -> list[Read]:
    if data is not None:
        return [
            read
            for name in CENTRES
            for read in articles_below(data / "help" / name / "articles", name)
        ]
    sample = list(articles_below(HELP, "help"))
    return [_branch(read, branch) for branch in range(_REPEATS) for read in sample]


def _branch(read: Read, branch: int) -> Read:
    article, passages = read
    ref = ArticleId(f"branch{branch}/{article.id}")
    title = f"{article.title}, branch {branch}"
    return (
        replace(article, id=ref, title=title),
        tuple(replace(passage, article=ref, title=title) for passage in passages),
    )


def _parts(reads: Sequence[Read]) -> list[list[Read]]:
    """Return ever larger parts, each of every centre alike: articles are taken by turns."""
    total = sum(len(passages) for _, passages in reads)
    parts = []
    for size in (size for size in _SIZES if size <= total):
        step = total / size
        taken = [reads[int(at * step)] for at in range(int(len(reads) / step))]
        parts.append(taken)
    return parts


def _timed(reads: Sequence[Read]) -> Timed:
    knowledge = knowledge_of(reads)
    start = process_time()
    findings = find_contradictions(knowledge, None, likeness())
    everything = process_time() - start
    step = max(1, len(reads) // _ARTICLES_AGAIN)
    again = []
    for article, _ in reads[::step][:_ARTICLES_AGAIN]:
        edited = knowledge_of([_under_another_title(r) if r[0] is article else r for r in reads])
        began = process_time()
        find_contradictions(edited, {article.id}, likeness())
        again.append(process_time() - began)
    return Timed(
        passages=len(knowledge.passages),
        everything=everything,
        again=median(again),
        findings=len(findings),
    )


def _under_another_title(read: Read) -> Read:
    article, passages = read
    title = f"{article.title}, edited"
    named = tuple(replace(passage, title=title) for passage in passages)
    return replace(article, title=title), named


def _figures(timed: Sequence[Timed]) -> list[Figure]:
    figures = []
    for one in timed:
        is_held = one.passages >= 0.9 * _AT
        name = f"{one.passages:,} passages"
        figures += [
            Figure(
                name=f"{name}, everything (CPU)",
                value=one.everything,
                unit="s",
                target=_MOST_SECONDS if is_held else None,
            ),
            Figure(
                name=f"{name}, one changed article (CPU)",
                value=one.again,
                unit="s",
                target=_MOST_AGAIN if is_held else None,
            ),
            Figure(name=f"{name}, findings", value=one.findings, unit=""),
        ]
    if len(timed) > 1:
        first, last = timed[0], timed[-1]
        grown = math.log(last.everything / first.everything)
        power = grown / math.log(last.passages / first.passages)
        figures.append(
            Figure(
                name="time grows with the passages to the power", value=power, unit="", target=1.5
            )
        )
    return figures


def _drawn(timed: Sequence[Timed]) -> str:
    whole = [(float(one.passages), one.everything) for one in timed]
    again = [(float(one.passages), one.again) for one in timed]
    lines = (
        Line(name="everything", points=tuple(whole)),
        Line(name="one article", points=tuple(again)),
    )
    targets = (Target(at=_AT, most=_MOST_SECONDS), Target(at=_AT, most=_MOST_AGAIN))
    panel = Panel(title="Contradictions", unit="s", lines=lines, targets=targets)
    return chart([panel], "passages")


def _list_findings(reads: Sequence[Read], data: Path, most: int) -> None:
    centres = {
        name: [read for read in reads if str(read[0].id).startswith(f"{name}/")] for name in CENTRES
    }
    others = {"sample": [*articles_below(HELP, "help")], "bank": bank_of(data)}
    for name, own in (centres | others).items():
        findings = find_contradictions(knowledge_of(own), None, likeness())
        certain = sum(finding.is_certain for finding in findings)
        print(f"\n{name}: {len(findings)} findings, {certain} of them certain")
        for number, finding in enumerate(findings[:most], start=1):
            _show(number, finding)


def _show(number: int, finding: Finding) -> None:
    print(f"{number}. {finding.severity}: {finding.why}")
    for quote in finding.quotes:
        print(f"   {quote.article}: {' '.join(quote.text.split())[:220]}")


if __name__ == "__main__":
    sys.exit(main())
