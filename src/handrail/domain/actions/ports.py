"""What the gate needs from outside: the operator's policies."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.actions.model import (
    Control,
    CustomerId,
    Resource,
    Totals,
)
from handrail.domain.actions.spec import (
    ActionSpec,
    Arguments,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Hold what a policy may look at: declared, typed, and nothing that text can widen."""

    spec: ActionSpec
    customer: CustomerId
    resource: Resource
    arguments: Arguments
    amount: int
    totals: Totals
    now: datetime


@dataclass(frozen=True, slots=True)
class Permission:
    """Hold whether a policy permits, and the names of those that decided."""

    is_permitted: bool
    policies: tuple[str, ...]


class Rules(Protocol):
    """Ask the operator's policies."""

    @property
    def name(self) -> str:
        """Return a name and a hash of the policies, for the record of a decision."""
        ...

    def permissions(
        self, circumstances: Circumstances, controls: tuple[Control, ...]
    ) -> tuple[Permission, ...]:
        """Return, for each control, whether the action is permitted under it."""
        ...
