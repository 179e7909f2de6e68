"""Hash passwords with Argon2id (RFC 9106): 64 MiB of memory, three passes, four lanes."""

import secrets

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

_RECOMMENDED = profiles.RFC_9106_LOW_MEMORY
_LONGEST = 1_024


class ArgonPasswords:
    """Hash with one set of parameters; check against whatever was hashed before."""

    def __init__(self, *, kibibytes: int = _RECOMMENDED.memory_cost, passes: int = 3) -> None:
        self._hasher = PasswordHasher(
            time_cost=passes,
            memory_cost=kibibytes,
            parallelism=_RECOMMENDED.parallelism,
            hash_len=_RECOMMENDED.hash_len,
            salt_len=_RECOMMENDED.salt_len,
        )
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hashed(self, password: str) -> str:
        """Return what is stored of a password."""
        return self._hasher.hash(_bytes(password))

    def is_right(self, held: str | None, password: str) -> bool:
        """Tell whether it is the password; without one it takes as long and is never right."""
        try:
            self._hasher.verify(self._nobody if held is None else held, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
        return held is not None

    def is_outdated(self, held: str) -> bool:
        """Tell whether it was hashed with other parameters than are used now."""
        return self._hasher.check_needs_rehash(held)


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")[:_LONGEST]
