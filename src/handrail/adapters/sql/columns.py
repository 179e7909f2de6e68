"""Kinds of column that mean the same on SQLite and on PostgreSQL."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from handrail.kernel.canonical import is_storable, storable
from handrail.kernel.errors import BadInput

Number = BigInteger().with_variant(Integer(), "sqlite")
"""A number that the database gives out; SQLite does so only for INTEGER."""


_LONGEST = 500  # characters of an id: PostgreSQL indexes at most 2,704 bytes


class Words(TypeDecorator[str]):
    """Hold what people wrote; what no database can hold is replaced, one character for one."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as both databases can hold it."""
        return None if value is None else storable(value)


class Ref(TypeDecorator[str]):
    """Hold an id, sorted by code point; one that no database can hold is refused, never changed."""

    impl = Text
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column's type: PostgreSQL would otherwise sort by the server's language."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Text(collation="C"))
        return dialect.type_descriptor(Text())

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the id, or raise BadInput."""
        if value is None:
            return None
        if not is_storable(value):
            raise BadInput(
                f"The id {value!r:.80} holds a NUL or half a surrogate pair.",
                hint="Use an id that is valid text.",
            )
        if len(value) > _LONGEST:
            raise BadInput(
                f"The id {value!r:.80}… has {len(value)} characters.",
                hint=f"Use at most {_LONGEST}.",
            )
        return value


class Moment(TypeDecorator[datetime]):
    """Hold a moment with its offset from UTC, to the microsecond."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Return the moment in ISO 8601."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.isoformat()

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Return the moment."""
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """Hold a calendar day."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Return the day in ISO 8601."""
        return None if value is None else value.isoformat()

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Return the day."""
        return None if value is None else date.fromisoformat(value)
