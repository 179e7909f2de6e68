"""The composition root: the only file that knows every adapter.

An adapter is loaded when it is first needed: a command does not pay for what it does not use.
"""

import os
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from handrail.adapters.sql.place import database_in
from handrail.domain.answering.confidence_weights import NAME as CONFIDENCE
from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.audit.ports import Cipher
from handrail.domain.decision.topics import Topic, topics_digest
from handrail.domain.knowledge.cut import CUTTER_VERSION
from handrail.domain.retrieval.model import PUBLIC, READ, Scope, SearchResult
from handrail.domain.retrieval.ranker_weights import NAME as RANKER
from handrail.flow.ask_labelled import LabelledAsker
from handrail.flow.desk_ports import DeskPorts, Handing
from handrail.flow.examine_project import ExaminePorts
from handrail.flow.handle_message import MessagePorts
from handrail.flow.hear_hook import HookPorts
from handrail.flow.identify_customer import IdentityPorts
from handrail.flow.judge_action import ActionPorts
from handrail.flow.keep_document import PushPorts
from handrail.flow.language_model import ModelPorts
from handrail.flow.masking import PersonalDataFinder
from handrail.flow.note_settings import note_settings
from handrail.flow.ports import Embedder, Source
from handrail.flow.search_knowledge import search_knowledge
from handrail.flow.staff import StaffPorts
from handrail.flow.sync_knowledge import SyncPorts
from handrail.flow.telemetry import UNWATCHED
from handrail.flow.thought import ThinkPorts
from handrail.flow.watching import Watch
from handrail.kernel.clock import Clock, SystemClock
from handrail.kernel.errors import BadSettings
from handrail.kernel.failpoints import Failpoints, armed_failpoints
from handrail.kernel.ids import Ids, RandomIds
from handrail.knowledge_app import open_index, served_embedder, storage_library, upgraded
from handrail.knowledge_settings import ExternalLinkSettings
from handrail.settings import Settings, load_settings
from handrail.source_app import open_sources, ports_for_pushing

if TYPE_CHECKING:
    from handrail.action_app import ActionApp
    from handrail.adapters.search.index import SnapshotIndex
    from handrail.adapters.sql.store import SqlStore
    from handrail.audit_app import AuditApp
    from handrail.calibration_app import CalibrationApp
    from handrail.channel_app import ChannelApp
    from handrail.console_app import ConsoleApp
    from handrail.flow.examine_docs import DocsPorts
    from handrail.flow.write_brief import BriefPorts
    from handrail.health_app import HealthApp


class App:
    """Hold one project with everything that its settings choose."""

    def __init__(
        self,
        project: Path,
        settings: Settings,
        *,
        clock: Clock | None = None,
        ids: Ids | None = None,
        failpoints: Failpoints | None = None,
    ) -> None:
        self.project = project
        self.settings = settings
        self.clock = clock or SystemClock()
        self.ids = ids or RandomIds()
        self.failpoints = failpoints or armed_failpoints(os.environ)

    @cached_property
    def store(self) -> "SqlStore":
        """Return the database, at the newest schema."""
        from handrail.adapters.sql.store import open_store

        return open_store(self.database_url, upgraded, cipher=lambda: self.cipher)

    @cached_property
    def cipher(self) -> Cipher:
        """Return what encrypts for one customer; its keys are loaded when they are needed."""
        from handrail.adapters.vault.encryption import KeyedCipher, keys_in_file, keys_in_settings

        vault = self.settings.vault
        if vault.keys is not None:
            return KeyedCipher(keys_in_settings(vault.keys.get_secret_value()))
        return KeyedCipher(keys_in_file(self.project / vault.key_file))

    @cached_property
    def bundled_embedder(self) -> Embedder:
        """Return the embedder that comes along; requests for actions were learnt with it."""
        from handrail.adapters.models.minilm import MiniLmEmbedder

        return MiniLmEmbedder()

    @cached_property
    def embedder(self) -> Embedder:
        """Return the embedder: the bundled one, or the server that the settings name."""
        if self.settings.models.embedder == "bundled":
            return self.bundled_embedder
        return served_embedder(self.settings.models, self.index_folder.with_name("embedder.json"))

    @cached_property
    def index(self) -> "SnapshotIndex":
        """Return the search index."""
        embedder = self.watch.embedder(self.embedder)
        return open_index(self.index_folder, embedder, self.store, self.failpoints)

    @cached_property
    def watch(self) -> Watch:
        """Return what tells of turns and their parts; nobody is told unless telemetry is on."""
        telemetry = self.settings.telemetry
        if not telemetry.enabled:
            return Watch(UNWATCHED)
        from handrail.adapters.telemetry.opening import open_tracer

        tracer = open_tracer(telemetry.endpoint, telemetry.service_name, content=telemetry.content)
        return Watch(tracer)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Return the configured sources."""
        return open_sources(self.settings.knowledge, self.project, lambda: self.store, self.clock)

    @property
    def database_url(self) -> str:
        """Return the database's address with a path that does not depend on the current folder."""
        return database_in(self.project, self.settings.storage.database.get_secret_value())

    @property
    def index_folder(self) -> Path:
        """Return the folder of the search index."""
        return self.project / self.settings.storage.index

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Return the topics with a promise of their own."""
        return self.settings.answers.sound_topics()

    @cached_property
    def exact_interval(self) -> Callable[[int, int, float], tuple[float, float]]:
        """Return the exact interval of a share; loads a statistics library."""
        from handrail.adapters.statistics.binomial import clopper_pearson

        return clopper_pearson

    @cached_property
    def personal_data(self) -> PersonalDataFinder:
        """Return what finds personal data; loads the numbering plans of the world."""
        from handrail.adapters.language.personal_data import PatternFinder

        return PatternFinder()

    @cached_property
    def bound_to(self) -> Mapping[str, str]:
        """Return names and versions of everything that a calibration depends on."""
        return {
            "embedder": self.embedder.name,
            "cutter": CUTTER_VERSION,
            "ranker": RANKER,
            "writer": ExtractiveWriter().name,
            "checker": QuoteChecker().name,
            "confidence": CONFIDENCE,
            "topics": topics_digest(self.topics),
            **({} if self.models is None else self.models.names),
        }

    @cached_property
    def models(self) -> ModelPorts | None:
        """Return the language models that the settings name, or None where they name none."""
        if not self.settings.models.named:
            return None
        from handrail.adapters.models.endpoint import require_packages

        require_packages()
        from handrail.adapters.models.masked import MaskedModel
        from handrail.adapters.models.opening import OpeningPorts, open_models
        from handrail.adapters.sql.ledger import SqlLedger

        ports = OpeningPorts(
            ledger=SqlLedger(self.store),
            clock=self.clock,
            ids=self.ids,
            mask=lambda model: MaskedModel(model=model, finder=self.personal_data),
            watch=self.watch.model,
            actions=() if self.acting is None else tuple(self.acting.catalogue.specs.values()),
        )
        return open_models(self.settings.models, ports)

    @cached_property
    def acting(self) -> "ActionApp | None":
        """Return what acts, or None where no system is declared."""
        if not self.settings.actions.systems:
            return None
        from handrail.action_app import ActionApp, Shared

        shared = Shared(
            clock=self.clock,
            ids=self.ids,
            failpoints=self.failpoints,
            seal_ports=lambda: self.audit.seal_ports,
        )
        return ActionApp(self.project, self.settings.actions, self.store, shared)

    @cached_property
    def channels(self) -> "ChannelApp":
        """Return mailbox, helpdesks, and the room for notices."""
        from handrail.channel_app import ChannelApp, ChannelsShared

        shared = ChannelsShared(
            clock=self.clock,
            ids=self.ids,
            failpoints=self.failpoints,
            messages=self.message_ports,
            handing=lambda: self.handing,
        )
        return ChannelApp(self.settings, self.store, shared)

    def action_ports(self) -> ActionPorts:
        """Return what deciding on actions needs; raises BadSettings where nothing is declared."""
        if self.acting is None:
            raise BadSettings(
                "No action is declared.", hint="Name a system under [actions.systems]."
            )
        return self.acting.ports

    def note_settings(self) -> tuple[str, ...]:
        """Write down which settings and policies are others than before; return their names."""
        policies = {} if self.acting is None else {"policies": self.acting.rules.name}
        return note_settings(self.settings.spelled() | policies, self.store, self.clock)

    def close(self) -> None:
        """Close what is open: the database, and the connections to the operator's systems."""
        if self.acting is not None:
            self.acting.close()
        self.store.close()

    def staff_ports(self) -> StaffPorts:
        """Return what the staff's roll needs."""
        return StaffPorts(store=self.store, clock=self.clock)

    def identity_ports(self) -> IdentityPorts:
        """Return what identifying customers needs."""
        from handrail.action_app import identity_ports

        return identity_ports(self.settings.identity, self.store, self.clock)

    def hook_ports(self) -> HookPorts:
        """Return what hearing webhooks of helpdesks needs."""
        return self.channels.hearing()

    def find(self, question: str, scope: Scope, most: int | None = READ) -> SearchResult:
        """Return the best live passages in scope that bear on a standalone question."""
        return search_knowledge(question, scope, self.index, self.store, most)

    def find_all(self, question: str, scope: Scope) -> SearchResult:
        """Return all that were ranked, however far down."""
        return self.find(question, scope, None)

    def think_ports(self) -> ThinkPorts:
        """Return what answering a question needs."""
        return ThinkPorts(
            find=self.find,
            find_all=self.find_all,
            writer=ExtractiveWriter(),
            checker=QuoteChecker(),
            embedder=self.embedder,
            topics=self.topics,
            bound_to=self.bound_to,
            requests=None
            if self.acting is None
            else self.acting.request_ports(self.bundled_embedder),
            models=self.models,
            most_turns=self.settings.handoff.most_turns_without_progress,
        )

    def message_ports(self) -> MessagePorts:
        """Return what handling a message needs."""
        from handrail.canary_app import splitting

        ports = MessagePorts(
            store=self.store,
            think=self.think_ports(),
            clock=self.clock,
            ids=self.ids,
            actions=None if self.acting is None else self.acting.ports,
            handing=self.handing,
            splitting=splitting(self.settings, lambda s: self._with(s).think_ports()),
        )
        return self.watch.turns(ports)

    def _with(self, settings: Settings) -> "App":
        """Return the project under other settings, over the same database and index."""
        other = App(self.project, settings, clock=self.clock, ids=self.ids)
        shared = ("store", "index", "bundled_embedder")
        other.__dict__.update({name: getattr(self, name) for name in shared})
        return other

    def sync_ports(self) -> SyncPorts:
        """Return what a sync needs."""
        return SyncPorts(
            store=self.store,
            sources=self.sources,
            builder=self.index,
            clock=self.clock,
            failpoints=self.failpoints,
            limits=self.settings.knowledge.deletion_limits(),
        )

    def push_ports(self) -> PushPorts:
        """Return what sending an article to us needs."""
        return ports_for_pushing(self.settings.knowledge, self.sync_ports)

    def labelled_asker(self, scope: Scope = PUBLIC) -> LabelledAsker:
        """Return what asks labelled questions as a customer's are asked."""
        return LabelledAsker(ports=self.think_ports(), embedder=self.embedder, scope=scope)

    @cached_property
    def calibrating(self) -> "CalibrationApp":
        """Return what calibrates, and asks again whether a calibration still holds."""
        from handrail.calibration_app import CalibrationApp, Promised, upper_bound

        answers, dataset = self.settings.answers, self.settings.answers.calibration
        return CalibrationApp(
            questions=None if dataset is None else self.project / dataset,
            promised=lambda: Promised(answers.promised(), self.topics, self.bound_to),
            bound=upper_bound,
            store=self.store,
            clock=self.clock,
            ids=self.ids,
            asker=self.labelled_asker,
        )

    @cached_property
    def handing(self) -> Handing:
        """Return how conversations are handed over to people."""
        from handrail.desk_app import handing_of
        from handrail.flow.write_brief import brief_now

        return handing_of(
            self.settings.handoff,
            drafts_on=self.settings.drafts_on(),
            drafted_topics=self.settings.answers.drafted_topics(),
            brief=lambda held, reading: brief_now(held, reading, self.brief_ports),
        )

    @cached_property
    def brief_ports(self) -> "BriefPorts":
        """Return what writing a brief needs; the operator's systems are known by then."""
        from handrail.flow.write_brief import BriefPorts

        if self.acting is not None:
            return self.acting.brief_ports(self.models)
        return BriefPorts(clock=self.clock, models=self.models)

    def desk_ports(self) -> DeskPorts:
        """Return what the desk needs, where people work."""
        from handrail.desk_app import desk_ports_of

        return desk_ports_of(self)

    @cached_property
    def audit(self) -> "AuditApp":
        """Return what seals and verifies the audit log, and erases customers."""
        from handrail.audit_app import AuditApp

        return AuditApp(self.project, self.settings.audit, self.store, self.clock)

    @cached_property
    def console(self) -> "ConsoleApp":
        """Return what lets the staff in."""
        from handrail.console_app import ConsoleApp

        return ConsoleApp(self.settings.console, self.store, self.clock)

    @cached_property
    def health(self) -> "HealthApp":
        """Return what checks the knowledge and keeps what it finds."""
        from handrail.health_app import HealthApp

        return HealthApp(self)

    def examine_ports(self) -> ExaminePorts:
        """Return what examining the project needs; nothing is opened yet."""
        return ExaminePorts(
            sources=lambda: self.sources,
            store=lambda: self.store,
            embedder=lambda: self.embedder,
            index=lambda: self.index,
            storage_library=lambda: storage_library(self.database_url),
            models=lambda: None if self.models is None else self.models.said(),
            bound_to=lambda: self.bound_to,
            audit=lambda: self.audit.seal_ports,
            actions=lambda: None if self.acting is None else self.acting.ports,
            deliveries=lambda: self.channels.delivering if self.channels.sinks else None,
            knows_only_english=self.settings.models.embedder == "bundled",
        )


def docs_ports(folder: Path, external: ExternalLinkSettings | None = None) -> "DocsPorts":
    """Return what checking a folder of articles needs where there is no project."""
    from handrail.health_app import docs_ports

    return docs_ports(folder, SystemClock(), external)


def open_app(project: Path) -> App:
    """Open the project in a folder; raises BadSettings where there is none or it cannot be read."""
    return App(project, load_settings(project))
