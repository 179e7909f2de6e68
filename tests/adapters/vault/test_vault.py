"""Keys lie outside the database, are made once, and without them nothing is opened."""

import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.adapters.vault.encryption import (
    KeyedCipher,
    keys_in_file,
    keys_in_settings,
    new_line,
)
from handrail.adapters.vault.key_file import make_key_file
from handrail.adapters.vault.signing import FileSigner, is_signed
from handrail.domain.audit.heads import log_of, signed_bytes
from handrail.kernel.errors import VaultUnavailable
from tests.adapters.sql.test_store_races import in_threads

TIME = "2026-03-02T12:00:00+00:00"
WORDS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture
def signer(tmp_path: Path) -> FileSigner:
    made = FileSigner(tmp_path / "keys/audit.key")
    made.begin()
    return made


@pytest.fixture
def cipher(tmp_path: Path) -> KeyedCipher:
    made = KeyedCipher(keys_in_file(tmp_path / "vault.key"))
    made.begin()
    return made


def test_the_key_is_made_once_and_only_its_owner_may_read_it(
    signer: FileSigner, tmp_path: Path
) -> None:
    path = tmp_path / "keys/audit.key"
    before = path.read_bytes()

    signer.begin()

    assert path.read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["audit.key"]


def test_of_many_who_make_the_key_at_once_one_does(tmp_path: Path) -> None:
    path = tmp_path / "vault.key"

    errors = in_threads(8, lambda _: KeyedCipher(keys_in_file(path)).begin())

    assert errors == []
    assert [entry.name for entry in tmp_path.iterdir()] == ["vault.key"]


def test_a_head_is_signed_so_that_its_public_key_checks_it(signer: FileSigner) -> None:
    signed = signer.sign(3, b"r" * 32, TIME)

    assert signed.head.log == signer.log() == log_of(signed.key)
    assert is_signed(signed.key, signed.signature, signed_bytes(signed.head))
    assert not is_signed(signed.key, signed.signature, signed_bytes(signed.head) + b" ")
    assert not is_signed(signed.key, b"", signed_bytes(signed.head))
    assert not is_signed(b"no key", signed.signature, signed_bytes(signed.head))


def test_a_key_of_another_kind_signs_nothing(tmp_path: Path) -> None:
    key = generate_private_key(SECP256R1())
    path = tmp_path / "audit.key"
    make_key_file(
        path,
        "of a test",
        lambda: key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    with pytest.raises(VaultUnavailable, match="no Ed25519 key"):
        FileSigner(path).log()
    assert not is_signed(public, b"x", b"y")


def test_a_missing_signing_key_is_never_made_anew_in_silence(tmp_path: Path) -> None:
    with pytest.raises(VaultUnavailable, match="missing"):
        FileSigner(tmp_path / "audit.key").sign(1, b"", TIME)

    assert list(tmp_path.iterdir()) == []


def test_a_key_that_others_can_read_is_refused(signer: FileSigner, tmp_path: Path) -> None:
    (tmp_path / "keys/audit.key").chmod(0o640)

    with pytest.raises(VaultUnavailable, match="read by others"):
        signer.log()


def test_a_damaged_key_is_refused(signer: FileSigner, tmp_path: Path) -> None:
    (tmp_path / "keys/audit.key").write_text("not a key")

    with pytest.raises(VaultUnavailable, match="no Ed25519 key"):
        signer.log()


def test_a_key_that_cannot_be_made_or_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "folder").mkdir(mode=0o700)

    with pytest.raises(VaultUnavailable, match="cannot be made"):
        FileSigner(tmp_path / "file/audit.key").begin()
    with pytest.raises(VaultUnavailable, match="cannot be read"):
        FileSigner(tmp_path / "file/audit.key").log()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, WORDS)
def test_what_is_sealed_for_a_place_is_opened_there(
    cipher: KeyedCipher, text: str, place: str
) -> None:
    key = cipher.new_key()

    sealed = cipher.seal(key, text, place)

    assert cipher.open(key, sealed, place) == text
    assert sealed.isascii()


def test_the_same_text_never_looks_the_same_twice(cipher: KeyedCipher) -> None:
    key = cipher.new_key()

    assert cipher.seal(key, "hello", "p") != cipher.seal(key, "hello", "p")


def test_what_was_moved_changed_or_is_anothers_is_not_opened(cipher: KeyedCipher) -> None:
    key, other = cipher.new_key(), cipher.new_key()
    sealed = cipher.seal(key, "hello", "here")
    raw = bytearray(base64.b64decode(sealed))
    raw[-1] ^= 1
    changed = base64.b64encode(raw).decode()

    for held, by, place in (
        (sealed, key, "there"),
        (changed, key, "here"),
        (sealed, other, "here"),
        ("hello", key, "here"),
        ("", key, "here"),
    ):
        with pytest.raises(VaultUnavailable, match="cannot be opened"):
            cipher.open(by, held, place)


def test_a_missing_wrapping_key_opens_nothing_and_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "vault.key"
    first = KeyedCipher(keys_in_file(path))
    first.begin()
    key = first.new_key()
    path.unlink()
    later = KeyedCipher(keys_in_file(path))

    with pytest.raises(VaultUnavailable, match="missing"):
        later.seal(key, "hello", "p")
    with pytest.raises(VaultUnavailable, match="missing"):
        later.lookups("ada@example.com")

    assert not path.exists()


def test_a_new_wrapping_key_wraps_and_the_old_one_still_unwraps(tmp_path: Path) -> None:
    path = tmp_path / "vault.key"
    before = KeyedCipher(keys_in_file(path))
    before.begin()
    old = before.new_key()
    sealed = before.seal(old, "hello", "p")
    path.write_bytes(new_line() + path.read_bytes())
    after = KeyedCipher(keys_in_file(path))

    fresh = after.new_key()
    from_after = after.seal(fresh, "hello", "p")

    assert fresh.by != old.by
    assert after.open(old, sealed, "p") == "hello"
    assert set(before.lookups("ada")) < set(after.lookups("ada"))
    assert before.open(fresh, from_after, "p") == "hello"  # it looks for a key it does not know


def test_a_wrapping_key_that_is_gone_for_good_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "vault.key"
    before = KeyedCipher(keys_in_file(path))
    before.begin()
    old = before.new_key()
    path.write_bytes(new_line())

    with pytest.raises(VaultUnavailable, match=f"wrapping key {old.by} is missing"):
        KeyedCipher(keys_in_file(path)).seal(old, "hello", "p")


def test_keys_may_stand_in_the_settings() -> None:
    cipher = KeyedCipher(keys_in_settings(new_line().decode() + new_line().decode()))
    cipher.begin()

    key = cipher.new_key()

    assert cipher.open(key, cipher.seal(key, "hello", "p"), "p") == "hello"
    assert len(cipher.lookups("ada")) == 2


@pytest.mark.parametrize("spelled", ["", "short", "AAAA", "ü"])
def test_what_is_no_key_is_refused(spelled: str) -> None:
    with pytest.raises(VaultUnavailable, match=r"vault\.keys"):
        KeyedCipher(keys_in_settings(spelled)).begin()


def test_a_lookup_tells_nothing_without_the_key(tmp_path: Path) -> None:
    ciphers = [KeyedCipher(keys_in_file(tmp_path / name)) for name in ("one", "two")]
    for cipher in ciphers:
        cipher.begin()

    one, two = (cipher.lookups("ada@example.com") for cipher in ciphers)

    assert one != two
    assert one == ciphers[0].lookups("ada@example.com")
    assert one != ciphers[0].lookups("bob@example.com")
