"""Ids: unguessable for what customers can name, derived from content for what must be stable."""

import hashlib
import secrets
from typing import Protocol

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_CHARACTERS = 26  # 5 bits each: 130 random bits


class Ids(Protocol):
    """Mint ids that nobody can guess."""

    def new(self, prefix: str) -> str:
        """Return `prefix_` followed by at least 128 random bits."""
        ...


class RandomIds:
    """Mint ids from the operating system's randomness."""

    def new(self, prefix: str) -> str:
        """Return `prefix_` followed by 130 random bits in Crockford's base 32."""
        return f"{prefix}_" + "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_CHARACTERS))


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of the parts in 64 hexadecimal digits, unambiguous at their joints."""
    sha = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        sha.update(len(raw).to_bytes(8, "big"))
        sha.update(raw)
    return sha.hexdigest()
