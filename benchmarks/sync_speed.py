"""How much slower is a sync, from files to a served index, than the bare embedder on the same text?

Centre by centre the two take turns, so that both see the same machine; each round changes the
order. Each sync is also what the growth chart is drawn from.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import handrail.__main__  # noqa: F401 - as `handrail sync` runs: it says how often to look for garbage
from benchmarks.centres import Centre, RealText, write_project
from benchmarks.figures import Figure, median
from benchmarks.machine import bytes_under, load
from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.app import open_app
from handrail.domain.knowledge.model import Passage
from handrail.domain.retrieval.embedded_text import embedded_text, head_text
from handrail.flow.ports import untold
from handrail.flow.sync_knowledge import sync_knowledge

_FLOOR = 0.85
_WARM_UP = 60
_ENOUGH_SECONDS = 170.0  # a further round begins only before that


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Hold how long something took, by the clock and in processor time."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreSpeed:
    """Hold one centre's medians, in seconds."""

    name: str
    passages: int
    heads: int
    bare: Taken
    """Embedding the passages' texts."""
    bare_heads: Taken
    """Embedding the lines of title and headings, which a sync embeds as well."""
    sync: Taken
    again: Taken
    """Syncing once more with nothing changed."""
    index_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSpeed:
    """Hold the speed on every centre."""

    centres: tuple[CentreSpeed, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures over all centres together."""
        now = load()
        passages = sum(c.passages for c in self.centres)
        texts = passages + sum(c.heads for c in self.centres)
        bare = sum(c.bare.wall for c in self.centres)
        heads = sum(c.bare_heads.wall for c in self.centres)
        sync = sum(c.sync.wall for c in self.centres)
        processor = sum(c.sync.processor for c in self.centres)
        bare_processor = sum(c.bare.processor + c.bare_heads.processor for c in self.centres)
        return (
            Figure(name="Bare embedder", value=passages / bare, unit="passages/s", load=now),
            Figure(name="Sync, files to served index", value=passages / sync, unit="passages/s"),
            Figure(
                name="Sync ÷ bare embedder, all texts that the sync embeds",
                value=(texts / sync) / (texts / (bare + heads)),
                unit="",
                target=_FLOOR,
                is_floor=True,
                load=now,
            ),
            Figure(
                name="Sync ÷ bare embedder, charged for headings too",
                value=bare / sync,
                unit="",
                load=now,
            ),
            Figure(
                name="Bare embedder ÷ sync, processor time",
                value=bare_processor / processor,
                unit="",
            ),
            Figure(
                name=f"Sync with nothing changed, {self.centres[-1].passages:,} passages",
                value=self.centres[-1].again.wall,
                unit="s",
                target=2.0,
                load=now,
            ),
        )

    def as_json(self) -> list[dict[str, object]]:
        """Return the centres as plain values."""
        return [asdict(centre) for centre in self.centres]


def measure(
    text: RealText, work: Path, *, rounds: int, tell: Callable[[str], None]
) -> tuple[SyncSpeed, tuple[Path, ...]]:
    """Measure every centre; return the speeds and the projects that were synced."""
    embedder = MiniLmEmbedder()
    runs = [_Run(centre, work / f"sync-{centre.name}", embedder) for centre in text.centres]
    embedder.embed([" ".join(text.questions[place : place + 20]) for place in range(_WARM_UP)])
    began = time.monotonic()
    for turn in range(rounds):
        if turn and time.monotonic() - began > _ENOUGH_SECONDS:
            tell("  (this machine is slow: no further round)")
            break
        for run in runs:
            run.measure(bare_first=turn % 2 == 1)
            last = run.synced[-1].wall / run.bare[-1].wall
            tell(f"  {run.centre.name}: {len(run.passages):,} passages, {last:.2f} × bare")
    speeds = tuple(run.result() for run in runs)
    return SyncSpeed(centres=speeds), tuple(run.folder for run in runs)


@dataclass(slots=True)
class _Run:
    """Gather what is measured on one centre."""

    centre: Centre
    folder: Path
    embedder: MiniLmEmbedder
    passages: list[Passage] = field(default_factory=list)
    bare: list[Taken] = field(default_factory=list)
    bare_heads: list[Taken] = field(default_factory=list)
    synced: list[Taken] = field(default_factory=list)
    again: list[Taken] = field(default_factory=list)

    def measure(self, *, bare_first: bool) -> None:
        """Take one more measurement of everything."""
        if bare_first:
            self._measure_bare()
        self._measure_sync()
        if not bare_first:
            self._measure_bare()

    def result(self) -> CentreSpeed:
        """Return the medians."""
        return CentreSpeed(
            name=self.centre.name,
            passages=len(self._texts()),
            heads=len(self._heads()),
            bare=_middle(self.bare),
            bare_heads=_middle(self.bare_heads),
            sync=_middle(self.synced),
            again=_middle(self.again),
            index_bytes=bytes_under(self.folder / ".handrail/index"),
        )

    def _measure_sync(self) -> None:
        app = open_app(write_project(self.folder, [self.centre]))
        app.embedder = self.embedder
        with app.store.read():  # a fresh database, at the newest schema
            pass
        self.synced.append(_taken(lambda: sync_knowledge(app.sync_ports(), None, untold)))
        self.again.append(_taken(lambda: sync_knowledge(app.sync_ports(), None, untold)))
        with app.store.read() as reading:
            self.passages = list(reading.all_live_passages())
        app.store.close()

    def _measure_bare(self) -> None:
        texts, heads = self._texts(), self._heads()
        self.bare.append(_taken(lambda: self.embedder.embed(texts)))
        self.bare_heads.append(_taken(lambda: self.embedder.embed(heads)))

    def _texts(self) -> list[str]:
        return list({text.key: text.text for text in map(embedded_text, self.passages)}.values())

    def _heads(self) -> list[str]:
        return sorted({head_text(passage) for passage in self.passages})


def _taken(work: Callable[[], object]) -> Taken:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Taken(wall=time.perf_counter() - wall, processor=time.process_time() - processor)


def _middle(many: Sequence[Taken]) -> Taken:
    return Taken(
        wall=median([one.wall for one in many]), processor=median([one.processor for one in many])
    )
