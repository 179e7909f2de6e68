"""What the audit log and the vault need from outside: keys that lie apart from the database."""

from dataclasses import dataclass
from typing import Protocol

from handrail.domain.audit.model import SignedHead


class SignatureCheck(Protocol):
    """Check a signature."""

    def __call__(self, key: bytes, signature: bytes, message: bytes) -> bool:
        """Tell whether the key's owner signed the message; a key that is none signs nothing."""
        ...


class Signer(Protocol):
    """Sign heads with a key that the database never sees.

    Every method raises VaultUnavailable where the key is missing.
    """

    def begin(self) -> None:
        """Make the key where there is none; only for a database without heads."""
        ...

    def log(self) -> str:
        """Return the name of the log that the key signs."""
        ...

    def sign(self, size: int, root: bytes, time: str) -> SignedHead:
        """Return a signed head."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """Hold a person's data key as the database keeps it: encrypted, useless by itself."""

    by: str
    """Id of the key that wrapped it."""
    wrapped: str


class Cipher(Protocol):
    """Wrap data keys, and encrypt what was said, by keys that the database never sees.

    Every method raises VaultUnavailable where the key that it needs is missing.
    """

    def begin(self) -> None:
        """Make the wrapping key where there is none; only for a database without customers."""
        ...

    def lookups(self, customer: str) -> tuple[str, ...]:
        """Return keyed hashes by which a customer is found, the newest key's first."""
        ...

    def new_key(self) -> WrappedKey:
        """Return a new data key, wrapped by the newest wrapping key."""
        ...

    def seal(self, key: WrappedKey, text: str, place: str) -> str:
        """Return the text encrypted for one place; elsewhere it cannot be opened."""
        ...

    def open(self, key: WrappedKey, sealed: str, place: str) -> str:
        """Return the text; raises VaultUnavailable where it was changed or moved."""
        ...
