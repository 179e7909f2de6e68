"""The part of the composition root that acts; loaded when an action is spoken of.

Apart from app.py for its size, and because the libraries it needs have no part in an answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from handrail.action_settings import ActionSettings, IdentitySettings, SystemSettings
from handrail.adapters.identity.tokens import tokens_signed_by
from handrail.adapters.policy.cedar import open_rules
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.systems.acting import ActingSystem
from handrail.adapters.systems.functions import FunctionSystem, open_functions
from handrail.adapters.systems.openapi import open_openapi
from handrail.adapters.systems.packages import require_mcp
from handrail.domain.actions.catalogue import Catalogue, catalogue_of
from handrail.domain.actions.model import Limits
from handrail.domain.actions.ports import Rules
from handrail.domain.actions.spec import ActionName
from handrail.flow.check_continuity import Continuity
from handrail.flow.hear_request import EmbeddedSentences
from handrail.flow.identify_customer import IdentityPorts
from handrail.flow.judge_action import ActionPorts, Waiting
from handrail.flow.language_model import ModelPorts
from handrail.flow.note_action import CarryPorts
from handrail.flow.ports import Embedder
from handrail.flow.seal_audit import SealPorts
from handrail.flow.understand_request import RequestPorts
from handrail.flow.write_brief import BriefPorts
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadSettings
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Hold what the actions share with the rest of the project."""

    clock: Clock
    ids: Ids
    failpoints: Failpoints
    seal_ports: Callable[[], SealPorts]


class ActionApp:
    """Hold the actions of one project: the systems, the policies, who asks and who decides."""

    def __init__(
        self, project: Path, settings: ActionSettings, store: SqlStore, shared: Shared
    ) -> None:
        self._project = project
        self._settings = settings
        self._store = store
        self._clock = shared.clock
        self._ids = shared.ids
        self._failpoints = shared.failpoints
        self._seal_ports = shared.seal_ports

    @cached_property
    def systems(self) -> Mapping[ActionName, ActingSystem | FunctionSystem]:
        """Return the system that carries out each action."""
        found: dict[ActionName, ActingSystem | FunctionSystem] = {}
        for name, said in self._settings.systems.items():
            system = self._system(name, said)
            twice = [spec.name for spec in system.specs if spec.name in found]
            if twice:
                raise BadSettings(
                    f"Two systems carry out {twice[0]!r}.", hint="Name one of them otherwise."
                )
            found |= {spec.name: system for spec in system.specs}
        return found

    def close(self) -> None:
        """Close the connections to the systems."""
        for system in {id(system): system for system in self.systems.values()}.values():
            if isinstance(system, ActingSystem):
                system.close()

    @cached_property
    def catalogue(self) -> Catalogue:
        """Return every declared action; raises BadSettings where one is not sound."""
        systems = {id(system): system for system in self.systems.values()}
        return catalogue_of(spec for system in systems.values() for spec in system.specs)

    def brief_ports(self, models: ModelPorts | None) -> BriefPorts:
        """Return what writing a brief needs, with the actions that it can tell of."""
        specs = {str(name): spec for name, spec in self.catalogue.specs.items()}
        currency = self._settings.currency
        return BriefPorts(clock=self._clock, specs=specs, currency=currency, models=models)

    @cached_property
    def rules(self) -> Rules:
        """Return the operator's policies; raises BadSettings where they are not sound."""
        return open_rules(self._project / self._settings.policies, self.catalogue)

    @cached_property
    def ports(self) -> ActionPorts:
        """Return what deciding on actions needs."""
        limits, waiting = self._settings.limits, self._settings.waiting
        return ActionPorts(
            store=self._store,
            systems=self.systems,
            catalogue=self.catalogue,
            rules=self.rules,
            clock=self._clock,
            ids=self._ids,
            limits=Limits(
                customer_money_a_day=limits.customer_money_a_day,
                customer_actions_a_day=limits.customer_actions_a_day,
                customer_actions_a_minute=limits.customer_actions_a_minute,
                action_money_a_day=limits.action_money_a_day,
                staff_money_a_day=limits.staff_money_a_day,
                cooling_off=timedelta(hours=limits.cooling_off_hours),
            ),
            waiting=Waiting(
                customer=timedelta(minutes=waiting.customer_minutes),
                staff=timedelta(hours=waiting.staff_hours),
                approved=timedelta(minutes=waiting.approved_minutes),
            ),
            agent_money=limits.agent_money,
            currency=self._settings.currency,
            shadow=frozenset(self._settings.shadow),
            failpoints=self._failpoints,
        )

    def request_ports(self, embedder: Embedder) -> RequestPorts:
        """Return what understanding a request needs."""
        specs = tuple(self.catalogue.specs.values())
        return RequestPorts(
            catalogue=self.catalogue,
            sentences=EmbeddedSentences(specs, embedder),
            currency=self._settings.currency,
        )

    @cached_property
    def carrying(self) -> CarryPorts:
        """Return what a worker of this process needs; its name is its own."""
        return CarryPorts(
            actions=self.ports,
            worker=self._ids.new("worker"),
            require_continuity=Continuity(self._seal_ports, self._clock).require,
        )

    def _system(self, name: str, said: SystemSettings) -> ActingSystem | FunctionSystem:
        match said.kind:
            case "openapi":
                return open_openapi(name, said, self._project, self._clock)
            case "mcp":
                require_mcp()
                from handrail.adapters.systems.mcp import open_mcp

                return open_mcp(name, said, self._clock)
            case "python":
                return open_functions(name, said, self._project)


def identity_ports(settings: IdentitySettings, store: SqlStore, clock: Clock) -> IdentityPorts:
    """Return what identifying customers needs; without a key nobody is ever known."""
    secret = None if settings.secret is None else settings.secret.get_secret_value()
    has_key = secret is not None or settings.public_key is not None
    return IdentityPorts(
        store=store,
        clock=clock,
        tokens=tokens_signed_by(
            secret=secret, public_key=settings.public_key, audience=settings.audience
        )
        if has_key
        else None,
        lasts=timedelta(minutes=settings.session_minutes),
    )
