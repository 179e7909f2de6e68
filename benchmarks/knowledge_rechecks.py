"""How long does checking take after one article was edited, in a centre of 10,000 passages?

    HANDRAIL_DATA=… python -m benchmarks.knowledge_rechecks [--articles N]

Publishes the five real centres together, cut to 10,000 passages, in a database, and lets another
process check everything. Then one article after the other is edited, drawn by a fixed seed from all
of them, and every check that needs no customers is run on what that changed, reading and keeping
included. `anew` each edit meets a memory that knows nothing but what is kept in the database: for
the largest hundredth of the articles in a process of its own, which only got ready, as a worker
does that was started; for those drawn in this one, in which what was embedded for the last edit
stays known. Then they are edited by another sentence, and the memory goes on. Tells processor time
and seconds of a clock, the median and the worst.
"""

import argparse
import os
import random
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.figures import Figure, median, table
from benchmarks.projects import CENTRES, NOT_SET, data_folder
from benchmarks.served import Read, articles_below, likeness
from handrail.adapters.sources.folder import paths_below
from handrail.adapters.sql.knowledge_comparison import SqlComparisonStore
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.cut import cut
from handrail.domain.knowledge.health.comparison import compared_by
from handrail.domain.knowledge.model import Block, BlockKind, SourceName, VersionId
from handrail.flow.check_knowledge import check_knowledge, get_ready
from handrail.flow.comparison_memory import ComparisonMemory
from handrail.flow.health_checks import CHECKS, contradictions_by
from handrail.flow.health_ports import HealthPorts
from handrail.kernel.clock import SystemClock

_PASSAGES = 10_000
_MOST_SECONDS = 2.0
_LARGEST = 0.01
_FIRST = "A refund takes 41 working days here."
_SECOND = "An invoice is sent within 3 days of the order."
_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Hold what one check after one edit took."""

    article: str
    passages: int
    cpu: float
    wall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Hold where the articles are served."""

    url: str
    store: SqlStore
    data: Path

    def ports(self) -> HealthPorts:
        """Return what checking needs, with a memory that knows nothing yet."""
        memory = ComparisonMemory(SqlComparisonStore(self.store), compared_by("", ""))
        help_ = self.data / "help"
        files = {SourceName(name): paths_below(help_ / name / "articles") for name in CENTRES}
        return HealthPorts(
            store=self.store,
            checks=(contradictions_by(likeness(), memory), *CHECKS),
            sources=tuple,
            files=lambda: files,
            clock=_CLOCK,
        )


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
    with _served(reads, data) as served:
        drawn = random.Random(7).sample(reads, min(asked.articles, len(reads)))
        largest = sorted(reads, key=lambda read: -len(read[1]))[: round(len(reads) * _LARGEST)]
        with _another_process() as other:
            everything = other.submit(_everything, served.url, data).result()
        ready = _got_ready(served.ports())
        groups = {
            f"{len(drawn)} drawn, anew": [_timed(r, served.ports(), _FIRST) for r in drawn],
            f"{len(largest)} largest, anew": [_in_its_own(r, served.url, data) for r in largest],
        }
        ports = served.ports()
        groups |= {
            f"{len(drawn)} drawn": [_timed(read, ports, _SECOND) for read in drawn],
            f"{len(largest)} largest": [_timed(read, ports, _SECOND) for read in largest],
        }
    print(f"{len(reads)} articles, {sum(len(own) for _, own in reads):,} passages.")
    figures = [
        Figure(name="everything, by another process (CPU)", value=everything, unit="s"),
        Figure(name="getting ready (CPU)", value=ready, unit="s"),
        *(figure for name, timed in groups.items() for figure in _figures(name, timed)),
    ]
    print(table(figures))
    for name, timed in groups.items():
        for one in timed if "largest" in name else ():
            print(f"{name}: {one.article}: {one.passages} passages, {one.cpu:.2f} s")
    return 0 if all(figure.is_met is not False for figure in figures) else 1


def _reads(data: Path) -> list[Read]:
    every = [
        read for name in CENTRES for read in articles_below(data / "help" / name / "articles", name)
    ]
    step = sum(len(passages) for _, passages in every) / _PASSAGES
    return [every[int(at * step)] for at in range(int(len(every) / step))]


@contextmanager
def _served(reads: Sequence[Read], data: Path) -> Iterator[Served]:
    """Publish the articles in a database that is gone afterwards."""
    with TemporaryDirectory(prefix="handrail-") as folder:
        url = f"sqlite:///{folder}/handrail.db"
        store = open_store(url, upgrade)
        for read in reads:
            _publish(read, store)
        yield Served(url=url, store=store, data=data)
        store.close()


def _another_process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))


@contextmanager
def _opened(url: str, data: Path) -> Iterator[HealthPorts]:
    store = open_store(url, upgrade)
    yield Served(url=url, store=store, data=data).ports()
    store.close()


def _everything(url: str, data: Path) -> float:
    """Return how long checking everything takes, reading included."""
    with _opened(url, data) as ports:
        began = process_time()
        check_knowledge(ports)
        return process_time() - began


def _in_its_own(read: Read, url: str, data: Path) -> Timed:
    with _another_process() as other:
        return other.submit(_first_of_a_process, read, url, data).result()


def _first_of_a_process(read: Read, url: str, data: Path) -> Timed:
    with _opened(url, data) as ports:
        _got_ready(ports)
        return _timed(read, ports, _FIRST)


def _got_ready(ports: HealthPorts) -> float:
    """Return how long that took, without opening the embedder: a sync has embedded the edit."""
    likeness().alike("one", "other")
    began = process_time()
    get_ready(ports)
    return process_time() - began


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


def _timed(read: Read, ports: HealthPorts, sentence: str) -> Timed:
    """Add a sentence to an article as it was read, publish it and check what that changed."""
    article, _ = read
    added = Block(kind=BlockKind.PARAGRAPH, text=sentence)
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


def _figures(name: str, timed: Sequence[Timed]) -> list[Figure]:
    load = os.getloadavg()[0]
    cpu, wall = [one.cpu for one in timed], [one.wall for one in timed]
    target = None if "largest" in name else _MOST_SECONDS
    return [
        Figure(name=f"{name}: median (CPU)", value=median(cpu), unit="s", target=target),
        Figure(name=f"{name}: worst (CPU)", value=max(cpu), unit="s", target=target),
        Figure(name=f"{name}: median (clock)", value=median(wall), unit="s", load=load),
        Figure(name=f"{name}: worst (clock)", value=max(wall), unit="s", load=load),
    ]


if __name__ == "__main__":
    sys.exit(main())
