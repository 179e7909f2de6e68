"""What a person confirms or approves: rows of our tables, and the hash that binds the click."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handrail.domain.actions.model import (
    Action,
    ActionId,
)
from handrail.domain.actions.spec import (
    ActionSpec,
    Arguments,
    Parameter,
    ParameterKind,
    Row,
    Value,
)
from handrail.kernel.canonical import canonical_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Hold what is shown to whoever decides: no word of it comes from a model."""

    action: ActionId
    version: int
    digest: str
    title: str
    rows: tuple[tuple[str, str], ...]
    """Label and value, in the order of the parameters."""
    expires_at: datetime


def digest_of(action: Action) -> str:
    """Return the SHA-256 of the canonical action (RFC 8785): what will be done, to what, for whom.

    Where it stands is not part of it; the version that a person saw is checked beside it.
    """
    canonical = {
        "id": action.id,
        "name": action.name,
        "spec_version": action.spec_version,
        "conversation": action.conversation,
        "customer": action.customer,
        "resource": action.resource,
        "arguments": plain_arguments(action.arguments),
        "amount": action.amount,
        "compensates": action.compensates,
        "salt": action.salt,
    }
    return hashlib.sha256(canonical_json(canonical).encode()).hexdigest()


def plain_arguments(arguments: Arguments) -> dict[str, object]:
    """Return arguments as JSON values."""
    return {name: _plain(value) for name, value in arguments.items()}


def arguments_of(plain: Mapping[str, object]) -> Arguments:
    """Return the arguments that JSON values spell."""
    return {name: _value(held) for name, held in plain.items()}


def card_of(action: Action, spec: ActionSpec, currency: str) -> Card:
    """Return the card of an action, every value as it will be sent."""
    rows = [
        (parameter.label, shown(parameter, action.arguments[parameter.name], currency))
        for parameter in spec.parameters
        if parameter.name in action.arguments
    ]
    if action.amount and spec.consequences.money.argument is None:
        rows.append(("Amount", money(action.amount, currency)))
    return Card(
        action=action.id,
        version=action.version,
        digest=action.digest,
        title=spec.title,
        rows=tuple(rows),
        expires_at=action.expires_at,
    )


def shown(parameter: Parameter, value: Value, currency: str) -> str:
    """Return a value on one line of printable characters, so that it can imitate nothing else."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            is_money = parameter.kind is ParameterKind.MONEY
            return money(value, currency) if is_money else str(value)
        case str():
            return _one_line(value)
        case _:
            items = (
                _one_line(item) if isinstance(item, str) else _row(parameter, item, currency)
                for item in value
            )
            return "; ".join(items)


def _row(parameter: Parameter, row: Row, currency: str) -> str:
    """Return a record by its columns; texts stand in quotes, so that none can imitate a column."""
    held = ((column, row[column.name]) for column in parameter.columns if column.name in row)
    cells = (
        (column, _quoted(value) if isinstance(value, str) else shown(column, value, currency))
        for column, value in held
    )
    return ", ".join(f"{column.label} {cell}" for column, cell in cells)


def _quoted(text: str) -> str:
    escaped = _one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def money(amount: int, currency: str) -> str:
    """Return minor units as an amount: 4050 and EUR give `40.50 EUR`."""
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 100)
    return f"{sign}{whole}.{part:02d} {currency}"


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _value(plain: object) -> Value:
    if isinstance(plain, str | int):
        return plain
    if not isinstance(plain, list):
        raise TypeError(f"{plain!r} is no argument")
    if all(isinstance(item, str) for item in plain):
        return tuple(plain)
    return tuple(dict(row) for row in plain)


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return [dict(item) if not isinstance(item, str) else item for item in value]
    return value
