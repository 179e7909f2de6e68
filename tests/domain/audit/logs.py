"""Build logs with heads, and tamper with them as somebody with the database could."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from handrail.adapters.vault.signing import is_signed
from handrail.domain.audit.heads import log_of, signed_bytes
from handrail.domain.audit.model import LogEntry, SignedHead, TreeHead, Verdict
from handrail.domain.audit.tree import entry_leaf, root_of
from handrail.domain.audit.verify import HeldLog, verify
from handrail.kernel.canonical import canonical_json
from tests.builders import NOON

A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Key:
    """Sign heads with a key made of a word, the same in every run."""

    word: str = "the operator"

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(self.word.encode()).digest())

    @property
    def public(self) -> bytes:
        return self._private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def log(self) -> str:
        return log_of(self.public)

    def begin(self) -> None:
        return

    def sign(self, size: int, root: bytes, time: str) -> SignedHead:
        head = TreeHead(log=self.log(), size=size, root=root.hex(), time=time)
        return SignedHead(
            head=head, key=self.public, signature=self._private.sign(signed_bytes(head))
        )


OPERATOR = Key()
STRANGER = Key("a stranger")


def text_of(number: int, at: datetime | None = None) -> str:
    """Return the canonical text of an entry."""
    return canonical_json(
        {
            "actor": "system",
            "at": (at or NOON + number * A_SECOND).isoformat(),
            "facts": {"n": number},
            "kind": "test.changed",
            "subject": f"subject_{number}",
        }
    )


def sealed(entry: LogEntry, position: int) -> LogEntry:
    """Return the entry as it is once it has its place in the tree, or is moved by an insider."""
    leaf = entry_leaf(entry.sequence, entry.canonical or "")
    return replace(entry, position=position, leaf=leaf)


def resealed(entries: Sequence[LogEntry]) -> list[LogEntry]:
    """Return the entries with places and hashes made anew, as an insider would."""
    return [sealed(entry, position) for position, entry in enumerate(entries)]


def some_entries(count: int, *, step: int = 1) -> list[LogEntry]:
    """Build sealed entries numbered 1, 1 + step, …"""
    numbers = range(1, 1 + count * step, step)
    return resealed([LogEntry(sequence=n, canonical=text_of(n)) for n in numbers])


def waiting(number: int, at: datetime | None = None) -> LogEntry:
    """Build an entry that is not sealed."""
    return LogEntry(sequence=number, canonical=text_of(number, at))


def heads_over(
    entries: Sequence[LogEntry], sizes: Iterable[int], key: Key = OPERATOR
) -> list[SignedHead]:
    """Sign a head at each size, a second after the last entry that it covers."""
    leaves = [entry.leaf or b"" for entry in entries]
    return [
        key.sign(size, root_of(leaves[:size]), _time(entries[size - 1] if size else None))
        for size in sizes
    ]


def _time(last: LogEntry | None) -> str:
    return (NOON + ((last.sequence if last else 0) + 1) * A_SECOND).isoformat()


def verdict(
    entries: Sequence[LogEntry],
    inside: Sequence[SignedHead] = (),
    outside: Sequence[SignedHead] = (),
    trusted: Iterable[str] | None = (OPERATOR.log(),),
) -> Verdict:
    """Verify as Handrail does."""
    held = HeldLog(entries=lambda: entries, inside=inside, outside=outside)
    return verify(held, is_signed, None if trusted is None else frozenset(trusted))


def edited(entry: LogEntry) -> LogEntry:
    """Return the entry with one word changed."""
    return replace(entry, canonical=(entry.canonical or "").replace("system", "nobody"))


def told(found: Verdict) -> list[tuple[str, int | None]]:
    """Return kind and place of every problem."""
    return [(problem.kind.value, problem.position) for problem in found.problems]
