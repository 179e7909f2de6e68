"""The part of the composition root that thinks recorded turns again, as it was or otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pydantic import SecretStr
from typing_extensions import override

from handrail.adapters.sql.canaries import SqlCanaries
from handrail.adapters.sql.past import SqlPastStore
from handrail.adapters.sql.replays import SqlReplays
from handrail.adapters.sql.vectors import SqlVectorCache
from handrail.app import App
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.validity import Valid, validity
from handrail.domain.knowledge.model import SourceName
from handrail.domain.quality.replayed import Allowed
from handrail.domain.retrieval.model import READ, Scope, SearchResult
from handrail.flow.calibrate_answers import calibrate, labelled_set
from handrail.flow.kept_source import KeptSource
from handrail.flow.layered_vectors import LayeredVectors
from handrail.flow.ports import Embedder, Progress, Source
from handrail.flow.rebuild_turn import RebuildPorts
from handrail.flow.replay_conversations import ReplayPorts
from handrail.flow.replay_turn import Trial
from handrail.flow.run_canary import CanaryPorts
from handrail.flow.search_knowledge import search_knowledge
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.flow.trial_shelf import TrialShelf
from handrail.flow.verify_audit import verify_live
from handrail.flow.verify_record import VerifyRecordPorts
from handrail.kernel.errors import SampleTooSmall
from handrail.settings import Settings, StorageSettings
from handrail.trial_settings import ReplaySettings, Tried

if TYPE_CHECKING:
    from handrail.adapters.search.index import SnapshotIndex


class TrialApp(App):
    """Hold a project as it would be: its own index and database, the project's vectors."""

    def __init__(self, live: App, settings: Settings, place: Path) -> None:
        storage = StorageSettings(
            database=SecretStr(f"sqlite:///{place / 'trial.db'}"), index=str(place / "index")
        )
        tried = settings.model_copy(update={"storage": storage})
        super().__init__(live.project, tried, clock=live.clock, ids=live.ids)
        self._live = live

    @cached_property
    @override
    def bundled_embedder(self) -> Embedder:
        return self._live.bundled_embedder

    @cached_property
    @override
    def index(self) -> "SnapshotIndex":
        from handrail.adapters.search.index import SnapshotIndex

        vectors = LayeredVectors(SqlVectorCache(self.store), SqlVectorCache(self._live.store))
        return SnapshotIndex(self.index_folder, self.embedder, vectors, self.failpoints)

    @cached_property
    @override
    def sources(self) -> tuple[Source, ...]:
        """Return the sources: those that are left alone as the database has them now."""
        same = {
            one.name
            for one in self.settings.knowledge.sources
            if one in self._live.settings.knowledge.sources
        }
        return tuple(
            KeptSource(SourceName(source.name), self._live.store) if source.name in same else source
            for source in super().sources
        )

    @override
    def find(self, question: str, scope: Scope, most: int | None = READ) -> SearchResult:
        """Search the trial's articles; what is contested in the project is so in the trial, too."""
        shelf = TrialShelf(self.store, self._live.store)
        return search_knowledge(question, scope, self.index, shelf, most)


def past_store(app: App) -> SqlPastStore:
    """Return what opens readings of the past."""
    return SqlPastStore(app.store)


def verify_ports(app: App) -> VerifyRecordPorts:
    """Return what verifying a record needs."""
    audit = app.audit
    return VerifyRecordPorts(
        past=SqlPastStore(app.store),
        log=lambda: verify_live(audit.head_file.heads(), None, audit.verify_ports()),
        rebuild=RebuildPorts(
            think=app.think_ports(), actions=None if app.acting is None else app.acting.ports
        ),
    )


@contextmanager
def trial(
    app: App, tried: Tried, progress: Progress, kind: type[TrialApp] = TrialApp
) -> Iterator[TrialApp]:
    """Yield the project as it would be, with its index built; it is gone afterwards."""
    with TemporaryDirectory(prefix="handrail-trial-") as place:
        changed = kind(app, tried.settings, Path(place))
        try:
            sync_knowledge(changed.sync_ports(), None, progress)
            yield changed
        finally:
            changed.close()


def replay_ports(app: App, changed: TrialApp, progress: Progress) -> ReplayPorts:
    """Return what a replay under a trial needs."""
    with app.store.read() as reading:
        held = reading.calibration()
    return ReplayPorts(
        past=SqlPastStore(app.store),
        change=_trial(changed, calibration_of(changed, held, progress)),
        today=_trial(app, held),
        interval=app.exact_interval,
        keep=SqlReplays(app.store).keep,
        clock=app.clock,
        ids=app.ids,
        progress=progress,
    )


def allowed_of(replay: ReplaySettings) -> Allowed:
    """Return what a candidate's file lets pass."""
    return Allowed(
        certain_harm=replay.certain_harm, lost=replay.lost, meant=frozenset(replay.meant)
    )


def calibration_of(
    changed: App, held: Calibration | None, progress: Progress
) -> Calibration | None:
    """Return the calibration that a trial would have: the project's, or one made for it."""
    is_same = held is not None and held.promise == changed.settings.answers.promised()
    if held is None or (is_same and isinstance(validity(held, changed.bound_to), Valid)):
        return held
    if changed.calibrating.questions is None:
        return held
    questions = labelled_set(changed.calibrating.questions)
    ports = changed.calibrating.ports(progress)
    try:
        made = calibrate(questions, changed.calibrating.terms(), ports)
    except SampleTooSmall:  # hardly anything is answered any more
        return None
    return made if isinstance(made, Calibration) else None


def canary_ports(app: App) -> CanaryPorts:
    """Return what canaries need."""
    return CanaryPorts(store=SqlCanaries(app.store), clock=app.clock, ids=app.ids)


def canary_calibration(app: App, tried: Tried, progress: Progress) -> Calibration | None:
    """Return a calibration of the change's own, made beside the project; None where none is due."""
    with app.store.read() as reading:
        held = reading.calibration()
    with trial(app, tried, progress) as changed:
        made = calibration_of(changed, held, progress)
    return None if made == held else made


def _trial(app: App, calibration: Calibration | None) -> Trial:
    acting = app.acting
    return Trial(
        think=app.think_ports(),
        actions=None if acting is None else acting.ports,
        calibration=calibration,
    )
