"""How long does checking take after one article was edited, in a centre of 10,000 passages?

    HANDRAIL_DATA=… python -m benchmarks.knowledge_rechecks [--articles N]

Publishes the five real centres together, cut to 10,000 passages, in a database; edits one article
after the other, drawn by a fixed seed from all of them, and runs every check that needs no
customers on what that changed, reading and keeping included. Tells processor time and seconds of a
clock, the median and the worst, for all and for the largest hundredth of the articles apart.
"""

import argparse
import os
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.figures import Figure, median, table
from benchmarks.projects import CENTRES, NOT_SET, data_folder
from benchmarks.served import Read, articles_below, likeness
from handrail.adapters.sources.folder import paths_below
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.cut import cut
from handrail.domain.knowledge.model import Block, BlockKind, SourceName, VersionId
from handrail.flow.check_knowledge import check_knowledge
from handrail.flow.health_checks import CHECKS, contradictions_by
from handrail.flow.health_ports import HealthPorts
from handrail.kernel.clock import SystemClock

_PASSAGES = 10_000
_MOST_SECONDS = 2.0
_LARGEST = 0.01
_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Hold what one check after one edit took."""

    article: str
    passages: int
    cpu: float
    wall: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what re-checks take; 1 where the target is missed, 2 where there is no data."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=40)
    asked = parser.parse_args(arguments)
    data = data_folder()
    if data is None:
        print(NOT_SET, file=sys.stderr)
        return 2
    reads = _reads(data)
    with _served(reads, data) as ports:
        drawn = random.Random(7).sample(reads, min(asked.articles, len(reads)))
        first = _timed(drawn[0], ports)
        all_of = [_timed(read, ports) for read in drawn]
        largest = sorted(reads, key=lambda read: -len(read[1]))[: round(len(reads) * _LARGEST)]
        large = [_timed(read, ports) for read in largest]
    print(f"{len(reads)} articles, {sum(len(own) for _, own in reads):,} passages.")
    figures = _figures(first, all_of, large)
    print(table(figures))
    for one in large:
        print(f"{one.article}: {one.passages} passages, {one.cpu:.2f} s, {one.wall:.2f} s")
    return 0 if all(figure.is_met is not False for figure in figures) else 1


def _reads(data: Path) -> list[Read]:
    every = [
        read for name in CENTRES for read in articles_below(data / "help" / name / "articles", name)
    ]
    step = sum(len(passages) for _, passages in every) / _PASSAGES
    return [every[int(at * step)] for at in range(int(len(every) / step))]


@contextmanager
def _served(reads: Sequence[Read], data: Path) -> Iterator[HealthPorts]:
    """Publish the articles in a database that is gone afterwards."""
    files = {SourceName(name): paths_below(data / "help" / name / "articles") for name in CENTRES}
    with TemporaryDirectory(prefix="handrail-") as folder:
        store = open_store(f"sqlite:///{folder}/handrail.db", upgrade)
        for read in reads:
            _publish(read, store)
        yield HealthPorts(
            store=store,
            checks=(contradictions_by(likeness()), *CHECKS),
            sources=tuple,
            files=lambda: files,
            clock=_CLOCK,
        )
        store.close()


def _publish(read: Read, store: SqlStore) -> None:
    article, passages = read
    entry = AuditEntry(
        kind="knowledge.published",
        actor="system",
        subject=article.id,
        at=_CLOCK.now(),
        facts={"version": article.version},
    )
    with store.write() as writing:
        writing.publish(article, passages, entry)


def _timed(read: Read, ports: HealthPorts) -> Timed:
    """Add a sentence to an article, publish it and check what that changed."""
    article, _ = read
    added = Block(kind=BlockKind.PARAGRAPH, text="A refund takes 41 working days here.")
    edited = replace(
        article,
        blocks=(*article.blocks, added),
        version=VersionId(f"{article.version}-{perf_counter()}"),
    )
    passages = cut(edited)
    assert isinstance(ports.store, SqlStore)
    _publish((edited, passages), ports.store)
    cpu, wall = process_time(), perf_counter()
    check_knowledge(ports, {edited.id})
    return Timed(
        article=article.id,
        passages=len(passages),
        cpu=process_time() - cpu,
        wall=perf_counter() - wall,
    )


def _figures(first: Timed, all_of: Sequence[Timed], large: Sequence[Timed]) -> list[Figure]:
    load = os.getloadavg()[0]
    figures = [Figure(name="first of a process (CPU)", value=first.cpu, unit="s", load=load)]
    for name, timed in ((f"{len(all_of)} drawn", all_of), (f"{len(large)} largest", large)):
        cpu, wall = [one.cpu for one in timed], [one.wall for one in timed]
        target = _MOST_SECONDS if timed is all_of else None
        figures += [
            Figure(name=f"{name}: median (CPU)", value=median(cpu), unit="s", target=target),
            Figure(name=f"{name}: worst (CPU)", value=max(cpu), unit="s", target=target),
            Figure(name=f"{name}: median (clock)", value=median(wall), unit="s", load=load),
            Figure(name=f"{name}: worst (clock)", value=max(wall), unit="s", load=load),
        ]
    return figures


if __name__ == "__main__":
    sys.exit(main())
