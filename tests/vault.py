"""A vault for tests: one wrapping key for the whole run."""

from functools import cache

from handrail.adapters.vault.encryption import KeyedCipher, keys_in_settings, new_line


@cache
def a_cipher() -> KeyedCipher:
    """Return the cipher with the run's key."""
    return KeyedCipher(keys_in_settings(new_line().decode()))
