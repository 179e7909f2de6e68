"""The effects that a system lists of itself, row by row."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from handrail.action_settings import ListsDeclaration
from handrail.adapters.systems.schema import field_of
from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import ResourceId
from handrail.domain.actions.spec import ActionName
from handrail.kernel.errors import Unavailable


def effects_of(
    rows: Iterable[object], declared: ListsDeclaration, fault: Callable[[str], Unavailable]
) -> Iterator[ListedEffect]:
    """Yield the effects; one that cannot be read is a fault, as nothing may be left out."""
    for row in rows:
        effect = _effect(row, declared)
        if effect is None:
            raise fault("It lists an effect that cannot be read.")
        yield effect


def _effect(row: object, declared: ListsDeclaration) -> ListedEffect | None:
    at, amount = _moment(field_of(row, declared.at)), field_of(row, declared.amount)
    name, resource = field_of(row, declared.action), field_of(row, declared.resource)
    key = field_of(row, declared.key)
    if at is None or not isinstance(name, str) or not isinstance(resource, str):
        return None
    return ListedEffect(
        key=key if isinstance(key, str) else None,
        name=ActionName(name),
        resource=ResourceId(resource),
        amount=amount if isinstance(amount, int) else 0,
        at=at,
    )


def _moment(held: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(held) if isinstance(held, str) else None
    except ValueError:
        return None
    return None if moment is None or moment.tzinfo is None else moment
