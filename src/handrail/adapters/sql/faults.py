"""What went wrong with the database, in one line that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, ExceptionContext, event
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from handrail.kernel.errors import Conflict, StorageUnavailable
from handrail.kernel.plain import NotPlainError

_LOST_RACES = {"40001", "40P01"}  # could not serialise; deadlock

_FULL = ("The disk is full.", "Free some space and try again.")
_DISK = ("The disk cannot be read or written.", "Check its space, limits and health.")
_READ_ONLY = ("The database may only be read.", "Make the file and its folder writable.")
_STANDBY = ("The database may only be read.", "Connect to the primary server.")
_FOREIGN = ("The file is not a database.", "Check the path, or move the file away.")
_DAMAGED = ("The database file is damaged.", "Restore it from a backup.")
_CLOSED = ("The file cannot be opened.", "Check that its folder exists and is writable.")
_LOCKED = ("Another program holds the database locked.", "Close it and try again.")
_SLOW = ("The database server took too long.", "Check its load and try again.")
_LOGIN = ("The server refused the login.", "Check the name and password in the address.")
_ABSENT = ("The server has no such database or table.", "Check the name in the address.")
_RIGHTS = ("The server refused access.", "Give this user rights on the database.")
_CROWDED = ("The server takes no more connections.", "Raise its max_connections.")

_SIGNS = (
    ("database or disk is full", _FULL),
    ("no space left", _FULL),
    ("disk i/o error", _DISK),
    ("readonly database", _READ_ONLY),
    ("read-only transaction", _STANDBY),
    ("not a database", _FOREIGN),
    ("malformed", _DAMAGED),
    ("unable to open database file", _CLOSED),
    ("database is locked", _LOCKED),
    ("statement timeout", _SLOW),
    ("lock timeout", _SLOW),
    ("password authentication failed", _LOGIN),
    ("does not exist", _ABSENT),
    ("permission denied", _RIGHTS),
    ("too many clients", _CROWDED),
)


@contextmanager
def said_plainly(place: str) -> Iterator[None]:
    """Turn the errors of database libraries into ours; `place` names the database."""
    try:
        yield
    except SQLAlchemyError as error:
        raise spoken(error, place) from error
    except NotPlainError as error:
        raise StorageUnavailable(
            f"{place} holds a value that cannot be read ({error}).",
            hint="It may have been written by a newer Handrail: upgrade, or restore a backup.",
        ) from error


def translate_at_once(engine: Engine, place: str) -> None:
    """Raise our errors where a statement fails, so that they can be caught inside a block too."""

    def raise_ours(context: ExceptionContext) -> None:
        if context.sqlalchemy_exception is not None and not context.is_pre_ping:
            raise spoken(context.sqlalchemy_exception, place) from context.original_exception

    event.listen(engine, "handle_error", raise_ours)


def spoken(error: SQLAlchemyError, place: str) -> BaseException:
    """Return the error to raise for an error of a database library."""
    cause = error.orig if isinstance(error, StatementError) else None
    if cause is not None and not isinstance(error, DBAPIError):
        return cause  # ours, raised while a value was made ready for the database
    if isinstance(error, IntegrityError) or getattr(cause, "sqlstate", None) in _LOST_RACES:
        return Conflict(f"Somebody else changed the same thing first ({_first_line(error)}).")
    if isinstance(error, PoolExhausted):
        return StorageUnavailable(f"{place}: every connection is in use.", hint="Try again.")
    said = str(cause or error).lower()
    for sign, (what, hint) in _SIGNS:
        if sign in said:
            return StorageUnavailable(f"{place}: {what}", hint=hint)
    if isinstance(error, DBAPIError) and _is_about_the_server(error):
        return StorageUnavailable(
            f"{place}: The database server does not answer.",
            hint="Start it, or check the address.",
        )
    return StorageUnavailable(f"{place}: {_first_line(error)}", hint="Run `handrail doctor`.")


def _is_about_the_server(error: DBAPIError) -> bool:
    return error.connection_invalidated or "connection" in str(error.orig).lower()


def _first_line(error: SQLAlchemyError) -> str:
    cause = error.orig if isinstance(error, StatementError) and error.orig else error
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(cause).__name__
