"""Sign the heads of the audit log with an Ed25519 key that lies outside the database."""

from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from handrail.adapters.vault.key_file import make_key_file, read_key_file
from handrail.domain.audit.heads import log_of, signed_bytes
from handrail.domain.audit.model import SignedHead, TreeHead
from handrail.kernel.errors import VaultUnavailable

_PURPOSE = "that signs the audit log"


class FileSigner:
    """Sign with the key in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> None:
        """Make the key where there is none; only for a database without heads."""
        make_key_file(self._path, _PURPOSE, _fresh)

    def sign(self, size: int, root: bytes, time: str) -> SignedHead:
        """Return a signed head."""
        key = self._key()
        public = _public(key)
        head = TreeHead(log=log_of(public), size=size, root=root.hex(), time=time)
        return SignedHead(head=head, key=public, signature=key.sign(signed_bytes(head)))

    def log(self) -> str:
        """Return the name of the log that this key signs; raises VaultUnavailable."""
        return log_of(_public(self._key()))

    def _key(self) -> Ed25519PrivateKey:
        held = read_key_file(self._path, _PURPOSE)
        try:
            key = serialization.load_pem_private_key(held, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise self._unreadable() from error
        if not isinstance(key, Ed25519PrivateKey):
            raise self._unreadable()
        return key

    def _unreadable(self) -> VaultUnavailable:
        return VaultUnavailable(
            f"The key file {self._path} {_PURPOSE} holds no Ed25519 key.",
            hint="Put it back from its backup.",
        )


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether the owner of a public key signed the message."""
    public = _loaded(key)
    if public is None:
        return False
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=16)  # thousands of heads bear the same key
def _loaded(key: bytes) -> Ed25519PublicKey | None:
    try:
        public = serialization.load_der_public_key(key)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return public if isinstance(public, Ed25519PublicKey) else None


def _fresh() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
