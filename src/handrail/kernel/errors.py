"""The one small tree of errors; adapters turn foreign errors into these.

HandrailError
├── BadInput                 the person running Handrail can put it right (exit 2)
│   ├── BadSettings          handrail.toml or an environment variable
│   ├── BadDataset           a line of a data set
│   ├── NotFound             an id that names nothing
│   │   └── NotKept          what a turn stood on was never kept, or is gone
│   ├── NotAuthenticated     a request that does not show who may make it
│   ├── Forbidden            a person who may not do this
│   └── SampleTooSmall       a calibration that cannot keep its promise
├── Conflict                 somebody else changed it first
│   ├── FactsMoved           what was to be decided on changed meanwhile: decide again
│   ├── NotInRecord          something is asked for that was not asked for then
│   └── Tampered             what is kept is not what was written
└── Unavailable              an outside thing does not work now
    ├── Busy                 more is asked at once than can be done soon
    ├── StorageUnavailable   the database cannot be read or written
    ├── UnsafeStorage        the database library is known to lose data
    ├── IndexUnavailable     the search index is missing or damaged
    ├── ModelUnavailable     a model's files or endpoint are missing or damaged
    ├── VaultUnavailable     a key that lies outside the database is missing or damaged
    └── LogStopped           the audit log may not be continued as it stands
"""

from typing_extensions import override


class HandrailError(Exception):
    """Say what is wrong, where, and what to do, in one line."""

    code = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @override
    def __str__(self) -> str:
        """Return message and hint."""
        return f"{self.message} {self.hint}".strip()


class BadInput(HandrailError):
    """Report input that the person running Handrail can put right."""

    code = "bad_input"


class BadSettings(BadInput):
    """Report a setting that is unknown, missing or of the wrong kind."""

    code = "bad_settings"


class BadDataset(BadInput):
    """Report a line of a data set that cannot be used."""

    code = "bad_dataset"


class NotFound(BadInput):
    """Report an id that names nothing."""

    code = "not_found"


class NotKept(NotFound):
    """Report that something needed to think a turn again was never kept, or is gone."""

    code = "not_kept"


class NotAuthenticated(BadInput):
    """Report a request that does not show who may make it."""

    code = "not_authenticated"


class Forbidden(BadInput):
    """Report that this person may not do this."""

    code = "forbidden"


class SampleTooSmall(BadInput):
    """Report a calibration sample that cannot support the asked bound."""

    code = "sample_too_small"


class Conflict(HandrailError):
    """Report that somebody else changed the same thing first."""

    code = "conflict"


class FactsMoved(Conflict):
    """Report that what was to be decided on changed meanwhile."""

    code = "facts_moved"


class NotInRecord(Conflict):
    """Report that something is asked for now that was not asked for then."""

    code = "not_in_record"


class Tampered(Conflict):
    """Report that what is kept of a turn is not what was written."""

    code = "tampered"


class Unavailable(HandrailError):
    """Report that an outside thing does not work now."""

    code = "unavailable"


class Busy(Unavailable):
    """Report that more is asked at once than can be done soon."""

    code = "busy"


class StorageUnavailable(Unavailable):
    """Report that the database cannot be read or written."""

    code = "storage_unavailable"


class UnsafeStorage(Unavailable):
    """Report a database library that is known to lose data."""

    code = "unsafe_storage"


class IndexUnavailable(Unavailable):
    """Report that the search index is missing or damaged."""

    code = "index_unavailable"


class ModelUnavailable(Unavailable):
    """Report that a model's files or endpoint are missing or damaged."""

    code = "model_unavailable"


class VaultUnavailable(Unavailable):
    """Report that a key which lies outside the database is missing or damaged."""

    code = "vault_unavailable"


class LogStopped(Unavailable):
    """Report that the audit log may not be continued as it stands: somebody must look at it."""

    code = "log_stopped"
