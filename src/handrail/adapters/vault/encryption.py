"""Encrypt what was said with a customer under a key of their own: AES-256-GCM.

A person's data key lies in the database, wrapped by a key that does not. Destroying it makes every
copy of the text unreadable, those in write-ahead logs and backups too, as far as no copy of the
wrapped key is left beside a wrapping key. There may be several wrapping keys, the newest first: it
wraps, all of them unwrap.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handrail.adapters.vault.key_file import make_key_file, read_key_file
from handrail.domain.audit.ports import WrappedKey
from handrail.kernel.errors import VaultUnavailable

_PURPOSE = "that wraps the keys of customers"
_KEY_BYTES, _NONCE_BYTES = 32, 12
_ID_CHARACTERS = 16
_WRAP, _LOOKUP, _NAME = b"handrail wrap 1", b"handrail lookup 1", b"handrail name 1"

Keys = Mapping[str, bytes]
"""Wrapping keys by id, the newest first."""
Loading = Callable[[bool], Keys]
"""Load the wrapping keys; True makes one where there is none."""


class KeyedCipher:
    """Wrap and encrypt with keys that are loaded when they are first needed."""

    def __init__(self, load: Loading) -> None:
        self._load = load
        self._held: Keys = {}

    def begin(self) -> None:
        """Make the wrapping key where there is none; only for a database without customers."""
        if not self._held:
            self._held = self._load(True)  # noqa: FBT003 - the type says what it means

    def lookups(self, customer: str) -> tuple[str, ...]:
        """Return keyed hashes by which a customer is found, the newest key's first."""
        return tuple(_keyed(key, _LOOKUP, customer.encode()).hex() for key in self._keys().values())

    def new_key(self) -> WrappedKey:
        """Return a new data key, wrapped by the newest wrapping key."""
        name, key = next(iter(self._keys().items()))
        return WrappedKey(by=name, wrapped=_locked(_wrapping(key), os.urandom(_KEY_BYTES), name))

    def seal(self, key: WrappedKey, text: str, place: str) -> str:
        """Return the text encrypted for one place."""
        return _locked(self._data_key(key), text.encode(), place)

    def open(self, key: WrappedKey, sealed: str, place: str) -> str:
        """Return the text; raises VaultUnavailable where it was changed or moved."""
        return _unlocked(self._data_key(key), sealed, place).decode()

    def _data_key(self, key: WrappedKey) -> bytes:
        if key.by not in self._keys():
            self._held = self._load(False)  # noqa: FBT003 - another process may have added it
        if key.by not in self._held:
            raise VaultUnavailable(
                f"The wrapping key {key.by} is missing.", hint="Put it back from its backup."
            )
        return _unlocked(_wrapping(self._held[key.by]), key.wrapped, key.by)

    def _keys(self) -> Keys:
        if not self._held:
            self._held = self._load(False)  # noqa: FBT003 - the type says what it means
        return self._held


def keys_in_file(path: Path) -> Loading:
    """Return what loads wrapping keys from a file, one a line."""

    def load(makes_one: bool) -> Keys:  # noqa: FBT001 - the type says what it means
        held = (
            make_key_file(path, _PURPOSE, new_line) if makes_one else read_key_file(path, _PURPOSE)
        )
        return _parsed(held.decode("ascii", "replace"), f"The key file {path}")

    return load


def keys_in_settings(spelled: str) -> Loading:
    """Return what reads wrapping keys from a setting, with blanks between them."""
    return lambda _makes_one: _parsed(spelled, "The setting vault.keys")


def new_line() -> bytes:
    """Return a new wrapping key as a line of a key file."""
    return base64.b64encode(os.urandom(_KEY_BYTES)) + b"\n"


def _parsed(spelled: str, place: str) -> Keys:
    keys: dict[str, bytes] = {}
    for number, line in enumerate(spelled.split(), start=1):
        try:
            key = base64.b64decode(line, validate=True)
        except (ValueError, binascii.Error):
            key = b""
        if len(key) != _KEY_BYTES:
            raise VaultUnavailable(
                f"{place} holds no key of {_KEY_BYTES} bytes in base64 as number {number}.",
                hint="Put it back from its backup.",
            )
        keys[_keyed(key, _NAME, b"").hex()[:_ID_CHARACTERS]] = key
    if not keys:
        raise VaultUnavailable(f"{place} is empty.", hint="Put it back from its backup.")
    return keys


def _keyed(key: bytes, purpose: bytes, value: bytes) -> bytes:
    return hmac.digest(hmac.digest(key, purpose, hashlib.sha256), value, hashlib.sha256)


def _wrapping(key: bytes) -> bytes:
    return hmac.digest(key, _WRAP, hashlib.sha256)


def _locked(key: bytes, content: bytes, place: str) -> str:
    nonce = os.urandom(_NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, content, place.encode())).decode()


def _unlocked(key: bytes, sealed: str, place: str) -> bytes:
    try:
        held = base64.b64decode(sealed, validate=True)
        return AESGCM(key).decrypt(held[:_NONCE_BYTES], held[_NONCE_BYTES:], place.encode())
    except (ValueError, binascii.Error, InvalidTag) as error:
        raise VaultUnavailable(
            f"What is stored as {place} cannot be opened: it was changed, moved, or sealed with "
            "another key.",
            hint="Restore it from a backup.",
        ) from error
