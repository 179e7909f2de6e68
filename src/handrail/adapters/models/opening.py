"""Open the models that the settings name."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import SystemRandom

from handrail.adapters.models.answer_judge import ModelAnswerJudge
from handrail.adapters.models.asking import Asking
from handrail.adapters.models.background import BackgroundLoop
from handrail.adapters.models.brief_worder import ModelBriefWorder
from handrail.adapters.models.circuit import Circuit, Circuits
from handrail.adapters.models.endpoint import endpoint_of, kind_of
from handrail.adapters.models.guarded import Wrap, as_it_is, guarded
from handrail.adapters.models.judge import ModelJudge
from handrail.adapters.models.metered import Metering, Price
from handrail.adapters.models.persistent import Patience
from handrail.adapters.models.prompt import load_prompt
from handrail.adapters.models.provider import ProviderModel
from handrail.adapters.models.providers import provider_of
from handrail.adapters.models.reader import ModelReader
from handrail.adapters.models.writer import ModelWriter
from handrail.domain.actions.spec import ActionSpec
from handrail.flow.budget import Budget, Ledger
from handrail.flow.language_model import LanguageModel, ModelObserver, ModelPorts, ModelTurn
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids
from handrail.model_settings import ModelSettings

WRITE = "write.v1"
READ = "read.v3"
READ_ACTIONS = "read.v4"
"""Where there are actions that may be asked for."""
JUDGE = "judge.v1"
BRIEF = "brief.v1"
JUDGE_ANSWER = "judge_answer.v1"
_LONG_REPLY = 1_200  # tokens
_SHORT_REPLY = 200  # tokens
_REPLY_WITH_ACTION = 400
_JUDGING_SECONDS = 30.0  # nobody waits for it


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningPorts:
    """Hold what models need from outside."""

    ledger: Ledger
    clock: Clock
    ids: Ids
    observer: ModelObserver | None = None
    mask: Wrap = as_it_is
    watch: Wrap = as_it_is
    actions: tuple[ActionSpec, ...] = ()
    """What customers may ask for; without any, no model is asked to propose one."""


def open_models(settings: ModelSettings, ports: OpeningPorts) -> ModelPorts:
    """Return the models that the settings name; raises BadSettings for one that cannot be used."""
    opened = _Opened(settings, ports)
    writers = () if settings.writer == "extractive" else (settings.writer, *settings.fallbacks)
    most = settings.max_output_tokens
    reader, judge = settings.reader, settings.judge
    return ModelPorts(
        writers=tuple(ModelWriter(opened.asking(name, WRITE, most)) for name in writers),
        reader=opened.reader(reader, ports.actions) if reader else None,
        clock=ports.clock,
        seconds=settings.total_seconds,
        judge=ModelJudge(asking=opened.asking(judge, JUDGE, _SHORT_REPLY)) if judge else None,
        briefs=ModelBriefWorder(opened.asking(writers[0], BRIEF, _LONG_REPLY)) if writers else None,
    )


def open_answer_judge(
    spelled: str, settings: ModelSettings, ports: OpeningPorts
) -> ModelAnswerJudge:
    """Return the model that judges answers; raises BadSettings where it cannot be used."""
    asking = _Opened(settings, ports).asking(spelled, JUDGE_ANSWER, _SHORT_REPLY)
    return ModelAnswerJudge(asking=asking, turn=lambda: ModelTurn(ports.clock, _JUDGING_SECONDS))


class _Opened:
    """Open each model once, however many tasks it has."""

    def __init__(self, settings: ModelSettings, ports: OpeningPorts) -> None:
        self._settings = settings
        self._ports = ports
        self._loop = BackgroundLoop()
        self._circuits = Circuits(lambda: Circuit(ports.clock))
        self._held: dict[str, LanguageModel] = {}

    def asking(self, spelled: str, prompt: str, most_tokens: int) -> Asking:
        if spelled not in self._held:
            self._held[spelled] = self._open(spelled)
        return Asking(
            model=self._held[spelled],
            prompt=load_prompt(prompt),
            ids=self._ports.ids,
            most_tokens=most_tokens,
        )

    def reader(self, spelled: str, actions: tuple[ActionSpec, ...]) -> ModelReader:
        if not actions:
            return ModelReader(self.asking(spelled, READ, _SHORT_REPLY))
        return ModelReader(self.asking(spelled, READ_ACTIONS, _REPLY_WITH_ACTION), actions)

    def _open(self, spelled: str) -> LanguageModel:
        settings, ports = self._settings, self._ports
        endpoint = endpoint_of(spelled, settings)
        model = provider_of(kind_of(spelled))(spelled.partition(":")[2], endpoint)
        provider = ProviderModel(
            spelled,
            model,
            self._loop,
            ports.clock,
            first_token_seconds=settings.first_token_seconds,
        )
        return guarded(
            ports.watch(provider),
            self._circuits,
            Patience(
                retries=settings.retries,
                clock=ports.clock,
                pause=time.sleep,
                jitter=SystemRandom().random,
            ),
            Metering(
                ledger=ports.ledger,
                budget=budget_of(settings),
                clock=ports.clock,
                prices=prices_of(settings),
                observer=ports.observer,
            ),
            ports.mask if endpoint.mask_personal_data else as_it_is,
        )


def budget_of(settings: ModelSettings) -> Budget:
    """Return the limits that the settings name."""
    return Budget(
        per_conversation=settings.tokens_per_conversation,
        per_customer_day=settings.tokens_per_customer_day,
        per_day=settings.tokens_per_day,
        cost_per_day=settings.cost_per_day,
    )


def prices_of(settings: ModelSettings) -> Mapping[str, Price]:
    """Return what each model costs."""
    return {
        name: Price(tokens_in=price.input_per_million, tokens_out=price.output_per_million)
        for name, price in settings.prices.items()
    }
